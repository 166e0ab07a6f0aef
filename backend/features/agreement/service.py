"""Agreement of the readers of a set: asked for, computed by a job, looked at."""

import json
import secrets
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.agreement.errors import (
    AgreementNotReady,
    AgreementRunNotFound,
    LabelNotInSet,
    NothingToCompare,
)
from backend.features.agreement.schemas import (
    LARGEST_SEED,
    AgreementResults,
    AgreementRunCreate,
    AgreementRunDetail,
    AgreementRunRead,
    FormulaRead,
)
from backend.features.blinding.service import BlindingService
from backend.features.jobs.service import JobService
from backend.features.sets.errors import SetNotFound
from backend.imaging.agreement.formulas import DESCRIPTIONS, VERSION
from backend.models.agreement_run import AgreementRun
from backend.models.job import JobKind
from backend.models.sample_set import SampleSet
from backend.repositories.agreement import AgreementRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.users import UserRepository


class AgreementService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.runs = AgreementRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.blinding = BlindingService(work)

    async def start(self, set_id: UUID, body: AgreementRunCreate, caller: Caller) -> AgreementRunRead:
        sample_set = await self.seen_set(set_id, caller)
        await self._check(sample_set, body)
        run_id = new_id()
        job = await JobService(self.work).begin(
            JobKind.AGREEMENT,
            f"Agreement: {sample_set.name}",
            [{"run_id": str(run_id)}],
            lane=Lane.HEAVY,
            caller=caller,
            organization_id=sample_set.organization_id,
            params={"run_id": str(run_id)},
            result_url=f"/sets/{set_id}/agreement?run={run_id}",
        )
        run = self.runs.add(
            AgreementRun(
                id=run_id,
                organization_id=sample_set.organization_id,
                owner_id=caller.user_id,
                set_id=set_id,
                job_id=job.id,
                request=body.model_dump(mode="json"),
                seed=secrets.randbelow(LARGEST_SEED + 1) if body.seed is None else body.seed,
                engine=VERSION,
            )
        )
        await self.work.flush()
        audit.record(self.work, caller, "agreement.started", run_id, organization_id=run.organization_id)
        await self.work.flush()
        return await self._read(await self._get(run_id, caller))

    async def of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[AgreementRunRead]:
        await self.seen_set(set_id, caller)
        found = await self.runs.of_set(set_id, caller, page)
        items = [await self._read(run) for run in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def get(self, run_id: UUID, caller: Caller) -> AgreementRunDetail:
        run = await self._get(run_id, caller)
        read = await self._read(run)
        formulas = [
            FormulaRead(formula=formula, family=of.family, text=of.text, source=of.source)
            for formula, of in DESCRIPTIONS.items()
        ]
        results = await self._results(run) if run.results is not None else None
        return AgreementRunDetail(formulas=formulas, results=results, **dict(read))

    async def results(self, run_id: UUID, caller: Caller) -> AgreementResults:
        run = await self._get(run_id, caller)
        if run.results is None:
            raise AgreementNotReady
        return await self._results(run)

    async def seen_set(self, set_id: UUID, caller: Caller) -> SampleSet:
        """A set whose readings the caller may compare."""
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.COMPARE_READERS, in_=sample_set.group_id)
        await self.blinding.require_sight(sample_set, caller)
        return sample_set

    async def _get(self, run_id: UUID, caller: Caller) -> AgreementRun:
        run = await self.runs.get_visible(run_id, caller)
        sample_set = await self.sets.get_visible(run.set_id, caller) if run else None
        if run is None or sample_set is None:
            raise AgreementRunNotFound
        caller.require(Action.COMPARE_READERS, in_=sample_set.group_id)
        if await self.blinding.is_blind(sample_set, caller):
            raise AgreementRunNotFound
        return run

    async def _check(self, sample_set: SampleSet, body: AgreementRunCreate) -> None:
        known = {label.id for label in await self.runs.labels(sample_set.id)}
        if body.label_ids is not None and not known.issuperset(body.label_ids):
            raise LabelNotInSet
        if not await self.runs.has_readings(sample_set.id, body.rounds or [sample_set.round]):
            raise NothingToCompare

    async def _read(self, run: AgreementRun) -> AgreementRunRead:
        return AgreementRunRead(
            id=run.id,
            set_id=run.set_id,
            owner_id=run.owner_id,
            request=AgreementRunCreate.model_validate(run.request),
            seed=run.seed,
            engine=run.engine,
            inputs_hash=run.inputs_hash,
            job=await JobService(self.work).read(run.job),
            created_at=run.created_at,
        )

    async def _results(self, run: AgreementRun) -> AgreementResults:
        """As computed, with the names that people have now."""
        results = AgreementResults.model_validate(json.loads(run.results or "{}"))
        people = [rater.person_id for rater in results.raters if rater.person_id]
        names = await UserRepository(self.work.db).names(people)
        for rater in results.raters:
            rater.name = names.get(rater.person_id) if rater.person_id else None
        return results
