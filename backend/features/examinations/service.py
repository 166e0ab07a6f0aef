"""Readings: begun once, changed by operations, never overwritten."""

from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.examinations.errors import (
    ExaminationChanged,
    ExaminationNotFound,
    NotAssignee,
    NotInPackage,
)
from backend.features.examinations.journal import Journal
from backend.features.examinations.places import Places
from backend.features.examinations.schemas import (
    Acknowledgement,
    AnnotationRead,
    ExaminationRead,
    Operation,
    OperationBatch,
)
from backend.features.packages.errors import PackageNotFound
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.models.annotation import Annotation
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

    async def apply(self, examination_id: UUID, batch: OperationBatch, caller: Caller) -> Acknowledgement:
        """Apply a batch, all or nothing. What the journal has already is acknowledged and not applied again."""
        found = await self.examinations.own_locked(examination_id, caller)
        if found is None:
            await self.get(examination_id, caller)
            raise NotAssignee
        examination, sample_set = found
        caller.require(Action.READ_SAMPLE, in_=sample_set.group_id)
        require_open(sample_set)
        if not await self.packages.assigned_to(examination.sample_id, caller.user_id):
            raise NotAssignee
        known = await self.examinations.journaled(examination_id, [operation.id for operation in batch.operations])
        new = _once(batch.operations, known)
        if new and batch.base_version != examination.version:
            await self._refuse(examination, known)
        annotations = await self.examinations.annotations(examination_id)
        if new:
            journal = Journal(
                work=self.work,
                caller=caller,
                examination=examination,
                sample_set=sample_set,
                annotations=annotations,
                labels={label.id: label for label in await self.labels.all_of_set(sample_set.id)},
                places=Places(self.samples, await self.samples.images(examination.sample_id)),
            )
            with self.work.db.no_autoflush:  # the batch goes to the database in one flush, not one per question
                for operation in new:
                    await journal.apply(operation)
            await self.work.flush()
        return Acknowledgement(
            examination=_examination(examination, annotations),
            acknowledged=[operation.id for operation in batch.operations],
        )

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
        return _examination(examination, await self.examinations.annotations(examination.id))


def _once(operations: list[Operation], known: set[UUID]) -> list[Operation]:
    """The operations that are new, each once, in order."""
    new: dict[UUID, Operation] = {}
    for operation in operations:
        if operation.id not in known:
            new.setdefault(operation.id, operation)
    return list(new.values())


def _examination(examination: Examination, annotations: dict[UUID, Annotation]) -> ExaminationRead:
    return ExaminationRead(
        id=examination.id,
        sample_id=examination.sample_id,
        set_id=examination.set_id,
        reader_id=examination.reader_id,
        round=examination.round,
        state=examination.state,
        tentative=examination.tentative,
        bad_quality=examination.bad_quality,
        no_finding=examination.no_finding,
        comment=examination.remark,
        version=examination.version,
        annotations=[_annotation(annotation) for annotation in annotations.values()],
        updated_at=examination.updated_at,
    )


def _annotation(annotation: Annotation) -> AnnotationRead:
    return AnnotationRead(
        id=annotation.id,
        label_id=annotation.label_id,
        image_id=annotation.sample_image_id,
        kind=annotation.kind,
        sop_instance_uid=annotation.sop_instance_uid,
        frame=annotation.frame,
        geometry=annotation.geometry,
        tracking_uid=annotation.tracking_uid,
        origin=annotation.origin,
        updated_at=annotation.updated_at,
    )
