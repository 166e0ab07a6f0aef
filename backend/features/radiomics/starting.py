"""Runs begun, begun again, and what failed of them retried."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.jobs.service import JobService
from backend.features.radiomics.errors import NothingToExtract, NothingToRetry
from backend.features.radiomics.plan_pairs import Pair
from backend.features.radiomics.plan_scope import Scope
from backend.features.radiomics.planning import RunPlanning
from backend.features.radiomics.schemas import RegionSource, RunCreate, RunRead
from backend.features.radiomics.service import RadiomicsService
from backend.features.regions.readers import DrawnRegion, ReaderRegions
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.job import Job, JobKind
from backend.models.region import Region
from backend.repositories.extraction import ExtractionRunRepository, ExtractionTaskRepository
from backend.repositories.regions import ReaderKey
from backend.repositories.sample_sets import SampleSetRepository

RETRIED = (TaskState.FAILED, TaskState.CANCELLED)


class RunStarting:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.runs = ExtractionRunRepository(work.db)
        self.tasks = ExtractionTaskRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.readers = ReaderRegions(work)
        self.service = RadiomicsService(work)

    async def start(self, body: RunCreate, caller: Caller) -> RunRead:
        """Plan a task per pair that is ready, and a step of the job per series."""
        scope, pairs = await RunPlanning(self.work).pairs(body, caller)
        ready = [pair for pair in pairs if pair.is_ready]
        if not ready:
            raise _nothing(pairs)
        regions = await self._regions(scope, ready)
        run = await self._begin(scope, body, ready, caller)
        self.tasks.add_all([_planned(run, pair, regions) for pair in ready])
        audit.record(
            self.work, caller, "extraction_run.started", run.id, organization_id=run.organization_id, regions=len(ready)
        )
        await self.work.flush()
        return await self.service.get_run(run.id, caller)

    async def again(self, run_id: UUID, caller: Caller) -> RunRead:
        run = await self.service.visible_run(run_id, caller)
        await self._require_rights(run, caller)
        return await self.start(await self._request(run), caller)

    async def retry(self, run_id: UUID, caller: Caller) -> RunRead:
        """The job goes on as its owner's, whoever asks."""
        run = await self.service.visible_run(run_id, caller)
        await self._require_rights(run, caller)
        series_ids = await self.tasks.series_with(run_id, RETRIED)
        if not series_ids:
            raise NothingToRetry
        await JobService(self.work).rerun(run.job_id, lambda step: UUID(step.params["series_id"]) in series_ids, caller)
        await self.tasks.move_all(run_id, RETRIED, TaskState.QUEUED)
        audit.record(self.work, caller, "extraction_run.retried", run_id, organization_id=run.organization_id)
        await self.work.flush()
        return await self.service.get_run(run_id, caller)

    async def _require_rights(self, run: ExtractionRun, caller: Caller) -> None:
        sample_set = await self.sets.get(run.set_id) if run.set_id else None
        if sample_set is not None:
            caller.require(Action.EXTRACT_FROM_SET, in_=sample_set.group_id)
        else:
            caller.require(Action.EXTRACT_FEATURES, in_=run.organization_id)

    async def _request(self, run: ExtractionRun) -> RunCreate:
        """What a run was asked for; of runs that did not keep it yet, what they had regions of."""
        if run.request is not None:
            return RunCreate.model_validate(run.request)
        if run.set_id is not None:
            return RunCreate(preset_id=run.preset_id, set_id=run.set_id, origins=[RegionSource.IMPORTED])
        region_ids = await self.tasks.region_ids(run.id)
        if not region_ids:
            raise NothingToExtract
        return RunCreate(preset_id=run.preset_id, region_ids=region_ids)

    async def _regions(self, scope: Scope, ready: Sequence[Pair]) -> dict[ReaderKey, Region]:
        """The rows of all readers' regions that are computed, frozen as they are now."""
        drawn: dict[ReaderKey, DrawnRegion] = {}
        for pair in ready:
            if pair.candidate and pair.candidate.drawn:
                drawn[pair.candidate.drawn.key] = pair.candidate.drawn
        frozen = await self.readers.freeze(scope.organization_id, list(drawn.values()))
        return dict(zip(drawn, frozen, strict=True))

    async def _begin(self, scope: Scope, body: RunCreate, ready: Sequence[Pair], caller: Caller) -> ExtractionRun:
        run_id = new_id()
        job = await self._job(run_id, scope, ready, caller)
        run = self.runs.add(
            ExtractionRun(
                id=run_id,
                organization_id=scope.organization_id,
                owner_id=caller.user_id,
                set_id=body.set_id,
                study_id=body.study_id,
                preset_id=body.preset_id,
                job_id=job.id,
                name=scope.name[:200],
                request=body.model_dump(mode="json"),
            )
        )
        await self.work.flush()
        return run

    async def _job(self, run_id: UUID, scope: Scope, ready: Sequence[Pair], caller: Caller) -> Job:
        series_ids = dict.fromkeys(pair.place.series.id for pair in ready if pair.place)
        return await JobService(self.work).begin(
            JobKind.EXTRACTION,
            f"Extract features: {scope.name}",
            [{"run_id": str(run_id), "series_id": str(series_id)} for series_id in series_ids],
            lane=Lane.HEAVY,
            caller=caller,
            organization_id=scope.organization_id,
            params={"run_id": str(run_id)},
            total=len(ready),
            result_url=f"/extraction-runs/{run_id}",
        )


def _nothing(pairs: Sequence[Pair]) -> NothingToExtract:
    """Say why of the first pair, and how many more there are."""
    first = next((pair.reason for pair in pairs if pair.reason), None)
    if first is None:
        return NothingToExtract()
    more = f" ({len(pairs) - 1} more are left out; see the plan)" if len(pairs) > 1 else ""
    return NothingToExtract(f"{NothingToExtract.message} {first.message}{more}")


def _planned(run: ExtractionRun, pair: Pair, regions: dict[ReaderKey, Region]) -> ExtractionTask:
    candidate, place = pair.candidate, pair.place
    assert candidate is not None and place is not None  # noqa: S101, PT018 - only whole pairs are ready
    common: dict[str, Any] = {
        "organization_id": run.organization_id,
        "run_id": run.id,
        "series_id": place.series.id,
        "modality_key": pair.modality_key or "",
        "warnings": [warning.model_dump(mode="json") for warning in pair.warnings] or None,
    }
    if candidate.drawn is not None:
        region = regions[candidate.drawn.key]
        return ExtractionTask(
            region_id=region.id,
            region_version=region.version,
            region_hash=None,
            mask_key=None,
            shapes_hash=candidate.drawn.shapes_hash,
            reading_version=candidate.drawn.reading_version,
            **common,
        )
    kept = candidate.region
    assert kept is not None  # noqa: S101 - what was not drawn is a row
    return ExtractionTask(
        region_id=kept.id,
        region_version=kept.version,
        region_hash=kept.content_hash,
        mask_key=kept.mask_key,
        **common,
    )
