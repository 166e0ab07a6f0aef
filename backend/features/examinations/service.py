"""Readings: begun once, changed by operations, never overwritten."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.examinations.answers import read_examination
from backend.features.examinations.differences import operations_between
from backend.features.examinations.errors import (
    ExaminationChanged,
    ExaminationNotFound,
    NotAssignee,
    NotInPackage,
    RoundOver,
)
from backend.features.examinations.journal import Journal
from backend.features.examinations.measures import calibrations
from backend.features.examinations.places import Places
from backend.features.examinations.schemas import (
    Acknowledgement,
    ExaminationRead,
    ExaminationWrite,
    Operation,
    OperationBatch,
    ReaderExaminationRead,
)
from backend.features.packages.errors import PackageNotFound
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.models.examination import Examination
from backend.models.sample_set import SampleSet
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.labels import LabelRepository
from backend.repositories.packages import PackageRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.samples import SampleRepository


class ExaminationService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.examinations = ExaminationRepository(work.db)
        self.packages = PackageRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.samples = SampleRepository(work.db)
        self.labels = LabelRepository(work.db)

    async def get(self, examination_id: UUID, caller: Caller) -> ExaminationRead:
        examination = await self.examinations.get_visible(examination_id, caller)
        if examination is None:
            raise ExaminationNotFound
        return await self._read(examination)

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
            examination = await self._begin(sample_set, sample_id, caller)
        return await self._read(examination)

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
        items = [
            ReaderExaminationRead(reader_name=name, **(await self._read(examination)).model_dump())
            for examination, name in listing.items
        ]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def apply(self, examination_id: UUID, batch: OperationBatch, caller: Caller) -> Acknowledgement:
        """Apply a batch, all or nothing. What the journal has already is acknowledged and not applied again."""
        examination, sample_set = await self._writable(examination_id, caller)
        known = await self.examinations.journaled(examination_id, [operation.id for operation in batch.operations])
        new = _once(batch.operations, known)
        if new and batch.base_version != examination.version:
            await self._refuse(examination, known)
        if new:
            await self._write(examination, sample_set, new, caller)
        return Acknowledgement(
            examination=await self._read(examination),
            acknowledged=[operation.id for operation in batch.operations],
        )

    async def put(self, examination_id: UUID, wanted: ExaminationWrite, caller: Caller) -> ExaminationRead:
        """Make a reading what is wanted, by the operations that lead there. Nothing, if it is that already."""
        examination, sample_set = await self._writable(examination_id, caller)
        present = await self._read(examination)
        operations = operations_between(present, wanted)
        if operations and wanted.base_version != examination.version:
            await self._refuse(examination, set())
        if operations:
            await self._write(examination, sample_set, operations, caller)
        return await self._read(examination)

    async def _writable(self, examination_id: UUID, caller: Caller) -> tuple[Examination, SampleSet]:
        """A reading of the caller's own that may be changed now, held until the end of the unit of work."""
        found = await self.examinations.own_locked(examination_id, caller)
        if found is None:
            await self.get(examination_id, caller)
            raise NotAssignee
        examination, sample_set = found
        caller.require(Action.READ_SAMPLE, in_=sample_set.group_id)
        require_open(sample_set)
        if examination.round != sample_set.round:
            raise RoundOver
        if not await self.packages.assigned_to(examination.sample_id, caller.user_id):
            raise NotAssignee
        return found

    async def _write(
        self, examination: Examination, sample_set: SampleSet, operations: Sequence[Operation], caller: Caller
    ) -> None:
        journal = Journal(
            work=self.work,
            caller=caller,
            examination=examination,
            sample_set=sample_set,
            annotations=await self.examinations.annotations(examination.id),
            labels={label.id: label for label in await self.labels.all_of_set(sample_set.id)},
            places=Places(self.samples, await self.samples.images(examination.sample_id)),
        )
        with self.work.db.no_autoflush:  # the batch goes to the database in one flush, not one per question
            for operation in operations:
                await journal.apply(operation)
        await self.work.flush()

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

    async def _refuse(self, examination: Examination, known: set[UUID]) -> None:
        state = await self._read(examination)
        raise ExaminationChanged(
            members={
                "examination": state.model_dump(mode="json"),
                "acknowledged": sorted(str(operation_id) for operation_id in known),
            }
        )

    async def _read(self, examination: Examination) -> ExaminationRead:
        annotations = list((await self.examinations.annotations(examination.id)).values())
        return read_examination(examination, annotations, await calibrations(self.examinations, annotations))


def _once(operations: list[Operation], known: set[UUID]) -> list[Operation]:
    """The operations that are new, each once, in order."""
    new: dict[UUID, Operation] = {}
    for operation in operations:
        if operation.id not in known:
            new.setdefault(operation.id, operation)
    return list(new.values())
