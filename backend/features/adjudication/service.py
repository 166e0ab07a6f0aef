"""What waits for a decision, in what order, and what there is to decide over."""

from uuid import UUID

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.adjudication.anonymous import by_alias
from backend.features.adjudication.schemas import (
    AdjudicationCase,
    AnonymousMasks,
    AnonymousObject,
    AnonymousReading,
    ComparisonRead,
    DecisionRead,
    QueueItem,
)
from backend.features.blinding.service import BlindingService
from backend.features.examinations.answers import read_examination
from backend.features.examinations.masks import read_row
from backend.features.examinations.measures import calibrations
from backend.features.examinations.schemas import ExaminationRead, MaskRead
from backend.features.examinations.volumes import sizes
from backend.features.jobs.service import JobService
from backend.features.packages.schemas import AssigneeRead
from backend.features.samples.errors import SampleNotFound
from backend.features.samples.reading import read_samples
from backend.features.samples.schemas import SampleRead
from backend.features.sets.errors import SetNotFound
from backend.models.adjudication import Adjudication
from backend.models.examination import Examination
from backend.models.job import JobKind
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.repositories.adjudications import AdjudicationRepository, QueueRow, QueueState
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.masks import MaskRepository
from backend.repositories.readings import ReadingRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.samples import SampleRepository
from backend.repositories.users import UserRepository

TOLD = set(AnonymousObject.model_fields)


class AdjudicationService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.adjudications = AdjudicationRepository(work.db)
        self.examinations = ExaminationRepository(work.db)
        self.readings = ReadingRepository(work.db)
        self.voxels = MaskRepository(work.db)
        self.samples = SampleRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.blinding = BlindingService(work)

    async def queue(self, set_id: UUID, caller: Caller, state: QueueState, page: Page) -> Listing[QueueItem]:
        sample_set = await self.seen_set(set_id, caller)
        found = await self.adjudications.queue(sample_set, state, page)
        loaded = await self.samples.by_ids([row.sample.id for row in found.items])
        samples = await read_samples(self.samples, [loaded[row.sample.id] for row in found.items], sample_set)
        items = [_item(row, sample) for row, sample in zip(found.items, samples, strict=True)]
        return Listing(items, found.total, found.page, found.page_size)

    async def case(self, set_id: UUID, sample_id: UUID, caller: Caller) -> AdjudicationCase:
        """The readings of a sample side by side, without their readers; and the decision that stands."""
        sample_set, sample = await self.seen_sample(set_id, sample_id, caller)
        found = by_alias(await self.adjudications.readings([sample_id], sample_set.round))
        read = await self._read(list(found.values()))
        decision = await self.adjudications.standing(sample_id, sample_set.round)
        (shown,) = await read_samples(self.samples, [sample], sample_set)
        return AdjudicationCase(
            sample=shown,
            round=sample_set.round,
            readings=[_anonymous(alias, reading) for alias, reading in zip(found, read, strict=True)],
            decision=await self.read_decision(decision) if decision else None,
        )

    async def masks(self, set_id: UUID, sample_id: UUID, caller: Caller) -> list[AnonymousMasks]:
        """What the masks of the readings mark, without their readers."""
        sample_set, _ = await self.seen_sample(set_id, sample_id, caller)
        found = by_alias(await self.adjudications.readings([sample_id], sample_set.round))
        rows: dict[UUID, list[MaskRead]] = {}
        for reading_id, row in await self.voxels.of_readings([reading.id for reading in found.values()]):
            rows.setdefault(reading_id, []).append(read_row(row))
        return [
            AnonymousMasks(alias=alias, version=reading.version, masks=rows.get(reading.id, []))
            for alias, reading in found.items()
        ]

    async def compare(self, set_id: UUID, caller: Caller) -> ComparisonRead:
        """Compare what was not compared yet, or has changed since, as a job."""
        sample_set = await self.seen_set(set_id, caller)
        waiting = await self.adjudications.to_compare(sample_set)
        if not waiting:
            return ComparisonRead(job=None, sample_count=0)
        job = await JobService(self.work).begin(
            JobKind.COMPARISON,
            f"Compare readings: {sample_set.name}",
            [{"set_id": str(set_id)}],
            lane=Lane.FAST,
            caller=caller,
            organization_id=sample_set.organization_id,
            params={"set_id": str(set_id)},
            total=len(waiting),
            result_url=f"/sets/{set_id}/adjudication",
        )
        return ComparisonRead(job=await JobService(self.work).read(job), sample_count=len(waiting))

    async def seen_set(self, set_id: UUID, caller: Caller) -> SampleSet:
        """A set in which the caller may decide."""
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.ADJUDICATE, in_=sample_set.group_id)
        await self.blinding.require_sight(sample_set, caller)
        return sample_set

    async def seen_sample(self, set_id: UUID, sample_id: UUID, caller: Caller) -> tuple[SampleSet, Sample]:
        sample_set = await self.seen_set(set_id, caller)
        found = await self.samples.by_ids([sample_id])
        sample = found.get(sample_id)
        if sample is None or sample.set_id != set_id:
            raise SampleNotFound
        return sample_set, sample

    async def read_decision(self, decision: Adjudication) -> DecisionRead:
        """A decision with the reading that it is, and the letters of those it is over."""
        parents = {parent.examination_id: parent.version for parent in await self.adjudications.parents(decision.id)}
        of_sample = by_alias(await self.adjudications.readings([decision.sample_id], decision.round))
        names = await UserRepository(self.work.db).names([decision.adjudicator_id])
        examination = await self.examinations.get(decision.examination_id)
        assert examination is not None  # noqa: S101 - a foreign key says so
        (read,) = await self._read([examination])
        return DecisionRead(
            id=decision.id,
            way=decision.way,
            adjudicator=AssigneeRead(id=decision.adjudicator_id, name=names[decision.adjudicator_id]),
            examination_id=decision.examination_id,
            round=decision.round,
            bad_quality=read.bad_quality,
            no_finding=read.no_finding,
            comment=read.comment,
            annotations=read.annotations,
            parents={letter: parents[of.id] for letter, of in of_sample.items() if of.id in parents},
            created_at=decision.created_at,
            undone_at=decision.undone_at,
        )

    async def _read(self, examinations: list[Examination]) -> list[ExaminationRead]:
        readings = await self.readings.all_with_objects(examinations)
        scales = await calibrations(self.examinations, readings)
        return list(map(read_examination, readings, scales, await sizes(self.voxels, readings)))


def _anonymous(alias: str, read: ExaminationRead) -> AnonymousReading:
    return AnonymousReading(
        alias=alias,
        version=read.version,
        tentative=read.tentative,
        bad_quality=read.bad_quality,
        no_finding=read.no_finding,
        comment=read.comment,
        annotations=[AnonymousObject(**each.model_dump(include=TOLD)) for each in read.annotations],
    )


def _item(row: QueueRow, sample: SampleRead) -> QueueItem:
    return QueueItem(
        sample=sample,
        reading_count=row.reading_count,
        likeness=row.likeness,
        is_compared=row.is_compared,
        is_stale=row.is_stale,
        adjudication_id=row.adjudication_id,
    )
