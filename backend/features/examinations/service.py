"""Readings: begun once, changed by operations, never overwritten."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NoReturn
from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.errors import BlindingLifted
from backend.features.blinding.service import BlindingService
from backend.features.examinations.answers import read_examination
from backend.features.examinations.differences import operations_back, operations_between
from backend.features.examinations.errors import (
    ExaminationChanged,
    ExaminationNotFound,
    MaskChanged,
    NotAssignee,
    NotInPackage,
    RoundOver,
    VersionNotFound,
)
from backend.features.examinations.history import ReadingHistory
from backend.features.examinations.history_schemas import RestoreWrite
from backend.features.examinations.journal import Journal
from backend.features.examinations.measures import calibrations
from backend.features.examinations.schemas import (
    Acknowledgement,
    ExaminationRead,
    ExaminationWrite,
    Operation,
    OperationBatch,
    ReaderExaminationRead,
)
from backend.features.examinations.volumes import sizes, sizes_then
from backend.features.packages.errors import PackageNotFound
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.features.sets.service import require_open
from backend.models.examination import Examination, ExaminationState
from backend.models.sample_set import SampleSet
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.masks import MaskRepository
from backend.repositories.packages import PackageRepository
from backend.repositories.readings import DrawnObject, Reading, ReadingRepository, Surroundings
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.samples import SampleRepository


class ExaminationService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.examinations = ExaminationRepository(work.db)
        self.packages = PackageRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.samples = SampleRepository(work.db)
        self.readings = ReadingRepository(work.db)
        self.masks = MaskRepository(work.db)
        self.journal = Journal(work.db)
        self.history = ReadingHistory(work)

    async def get(self, examination_id: UUID, caller: Caller) -> ExaminationRead:
        examination = await self.examinations.get_visible(examination_id, caller)
        if examination is None:
            raise ExaminationNotFound
        return await self._answer(await self.readings.with_objects(examination))

    async def open(self, package_id: UUID, sample_id: UUID, caller: Caller) -> ExaminationRead:
        """The caller's reading of a sample in the current round; begun if there is none."""
        package = await self.packages.get_visible(package_id, caller)
        if package is None:
            raise PackageNotFound
        sample_set = await self.sets.get_visible(package.set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.READ_SAMPLE, in_=sample_set.group_id)
        if not await self.packages.contains(package_id, sample_id):
            raise NotInPackage
        if package.assignee_id != caller.user_id:
            raise NotAssignee
        examination = await self.examinations.of(sample_id, caller.user_id, sample_set.round)
        if examination is None:
            require_open(sample_set)
            await BlindingService(self.work).require_may_read(sample_set, caller.user_id)
            examination = await self._begin(sample_set, sample_id, caller)
        return await self._answer(await self.readings.with_objects(examination))

    async def of_sample(
        self, set_id: UUID, sample_id: UUID, caller: Caller, page: Page
    ) -> Listing[ReaderExaminationRead]:
        """The readings of a sample in all rounds: one's own, or all where one may see all packages."""
        if await self.sets.get_visible(set_id, caller) is None:
            raise SetNotFound
        sample = await self.samples.get_visible(sample_id, caller)
        if sample is None or sample.set_id != set_id:
            raise SampleNotFound
        listing = await self.examinations.of_sample(sample_id, caller, page)
        readings = await self.readings.all_with_objects([examination for examination, _ in listing.items])
        measured = await calibrations(self.examinations, readings)
        masses = await sizes(self.masks, readings)
        read = map(read_examination, readings, measured, masses)
        items = [
            ReaderExaminationRead(reader_name=name, kind=begun.kind, author=begun.author, **dict(one))
            for one, (begun, name) in zip(read, listing.items, strict=True)
        ]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def apply(self, examination_id: UUID, batch: OperationBatch, caller: Caller) -> Acknowledgement:
        """Apply a batch, all or nothing. What the journal has already is acknowledged and not applied again."""
        reading, around = await self._writable(examination_id, caller)
        known = await self.readings.journaled(reading.id, [operation.id for operation in batch.operations])
        new = _once(batch.operations, known)
        if new and batch.base_version != reading.version:
            await self._refuse(reading, batch.base_version, known)
        if new:
            try:
                reading = await self._write(reading, new, around, caller)
            except MaskChanged as error:
                await self._refuse(reading, batch.base_version, known, error)
        return Acknowledgement(
            examination=await self._answer(reading),
            acknowledged=[operation.id for operation in batch.operations],
        )

    async def put(self, examination_id: UUID, wanted: ExaminationWrite, caller: Caller) -> ExaminationRead:
        """Make a reading what is wanted, by the operations that lead there. Nothing, if it is that already."""
        reading, around = await self._writable(examination_id, caller)
        operations = operations_between(reading, wanted)
        if operations and wanted.base_version != reading.version:
            await self._refuse(reading, wanted.base_version)
        if operations:
            reading = await self._write(reading, operations, around, caller)
        return await self._answer(reading)

    async def version(self, examination_id: UUID, version: int, caller: Caller) -> ExaminationRead:
        return await self._answer_then(await self.history.version(examination_id, version, caller))

    async def restore(self, examination_id: UUID, wanted: RestoreWrite, caller: Caller) -> ExaminationRead:
        """Make a reading, or one object of it, what it was: by operations on top of what there is."""
        reading, around = await self._writable(examination_id, caller)
        if wanted.base_version != reading.version:
            await self._refuse(reading, wanted.base_version)
        earlier = await self.history.as_it_was(reading, wanted.version)
        present = await self.journal.masks.whole(reading)
        operations = operations_back(present, earlier, wanted.object_id)
        if operations:
            reading = await self._write(reading, operations, around, caller, earlier.objects)
        return await self._answer(reading)

    async def _writable(self, examination_id: UUID, caller: Caller) -> tuple[Reading, Surroundings]:
        """A reading of the caller's own that may be changed now, held until the end of the unit of work."""
        reading = await self.readings.own(examination_id, caller.user_id)
        around = await self.readings.surroundings(reading) if reading else None
        if reading is None or around is None or not caller.may(Action.SEE_GROUP, in_=around.group_id):
            await self.get(examination_id, caller)
            raise NotAssignee
        caller.require(Action.READ_SAMPLE, in_=around.group_id)
        if around.archived_at is not None:
            raise SetArchived
        if reading.round != around.round:
            raise RoundOver
        if around.has_lifted:
            raise BlindingLifted
        if not around.is_assigned:
            raise NotAssignee
        return await self.readings.with_objects(reading), around

    async def _write(
        self,
        before: Reading,
        operations: Sequence[Operation],
        around: Surroundings,
        caller: Caller,
        earlier: Mapping[UUID, DrawnObject] = MappingProxyType({}),
    ) -> Reading:
        """Each change is in the journal; that a reading is done, or open again, is audited as well."""
        after = await self.journal.write(before, operations, around.task, caller.user_id, earlier=earlier)
        if after.state is not before.state:
            action = "examination.done" if after.state is ExaminationState.DONE else "examination.reopened"
            audit.record(self.work, caller, action, after.id, organization_id=around.organization_id)
        return after

    async def _begin(self, sample_set: SampleSet, sample_id: UUID, caller: Caller) -> Examination:
        examination = self.examinations.add(
            Examination(
                set_id=sample_set.id, sample_id=sample_id, reader_id=caller.user_id, round=sample_set.round, version=0
            )
        )
        await self.work.flush()
        audit.record(self.work, caller, "examination.begun", examination.id, organization_id=sample_set.organization_id)
        await self.work.flush()
        return examination

    async def _refuse(
        self, reading: Reading, base_version: int, known: Collection[UUID] = (), error: MaskChanged | None = None
    ) -> NoReturn:
        """Tell both versions: the one there is, and the one that the client built on."""
        state, base = await self._answer(reading), await self._base(reading, base_version)
        refusal = error or ExaminationChanged()
        refusal.members |= {
            "examination": state.model_dump(mode="json"),
            "base": base.model_dump(mode="json") if base else None,
            "acknowledged": sorted(str(operation_id) for operation_id in known),
        }
        raise refusal

    async def _base(self, reading: Reading, version: int) -> ExaminationRead | None:
        try:
            return await self._answer_then(await self.history.as_it_was(reading, version))
        except VersionNotFound:
            return None

    async def _answer(self, reading: Reading) -> ExaminationRead:
        (scales,) = await calibrations(self.examinations, [reading])
        (masses,) = await sizes(self.masks, [reading])
        return read_examination(reading, scales, masses)

    async def _answer_then(self, earlier: Reading) -> ExaminationRead:
        """A reading as it was."""
        (scales,) = await calibrations(self.examinations, [earlier])
        return read_examination(earlier, scales, await sizes_then(self.masks, earlier))


def _once(operations: list[Operation], known: set[UUID]) -> list[Operation]:
    """The operations that are new, each once, in order."""
    new: dict[UUID, Operation] = {}
    for operation in operations:
        if operation.id not in known:
            new.setdefault(operation.id, operation)
    return list(new.values())
