"""Deleting a label; where readings use it, with its objects, as their journals tell."""

from uuid import UUID

from backend.core.database import new_id, now
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.examinations.schemas import DeleteAnnotation, SetState
from backend.features.labels.errors import LabelInUse, LabelNotFound
from backend.features.labels.schemas import LabelContents
from backend.features.labels.service import LabelService
from backend.models.annotation import Annotation
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination, ExaminationState
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.labels import LabelRepository


class LabelRemoval:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.labels = LabelRepository(work.db)
        self.examinations = ExaminationRepository(work.db)
        self.blinding = BlindingService(work)

    async def contents(self, label_id: UUID, caller: Caller) -> LabelContents:
        found = await self.labels.get_visible(label_id, caller)
        if found is None:
            raise LabelNotFound
        caller.require(Action.EDIT_SET, in_=found[1].group_id)
        await self.blinding.require_sight(found[1], caller)
        return LabelContents(objects=await self.labels.uses(label_id), readings=await self.labels.readings(label_id))

    async def delete(self, label_id: UUID, caller: Caller, *, with_objects: bool) -> None:
        label, sample_set = await LabelService(self.work).editable(label_id, caller)
        await self.blinding.require_sight(sample_set, caller)
        used = await self.labels.uses(label_id)
        if used and not with_objects:
            raise LabelInUse(f"{used} objects of readings have this label. Archive it, or delete it with its objects.")
        readings = await self.examinations.with_label_locked(label_id)
        for examination in readings:
            for annotation in await self.examinations.annotations_with_label(examination.id, label_id):
                await self._take_away(examination, annotation, caller)
            await self.work.flush()
            if await self._is_done_with_nothing(examination):
                self._open_again(examination, caller)
        await self.work.flush()
        await self.labels.delete(label)
        LabelService(self.work).record(caller, "label.deleted", label, sample_set, objects=used, readings=len(readings))
        await self.work.flush()

    async def _take_away(self, examination: Examination, annotation: Annotation, caller: Caller) -> None:
        """One step of the reading's journal, as if its reader had deleted the object: whoever reads on learns of it."""
        operation = DeleteAnnotation(id=new_id(), kind="delete_annotation", annotation_id=annotation.id)
        self._write(examination, operation, caller)
        await self.work.db.delete(annotation)

    async def _is_done_with_nothing(self, examination: Examination) -> bool:
        says_something = examination.no_finding or examination.bad_quality
        if examination.state is not ExaminationState.DONE or says_something:
            return False
        return not await self.examinations.has_objects(examination.id)

    def _open_again(self, examination: Examination, caller: Caller) -> None:
        """A reading that is done says something: of whose last object was taken away, its reader is asked again."""
        operation = SetState(id=new_id(), kind="set_state", state=ExaminationState.OPEN)
        examination.state = ExaminationState.OPEN
        self._write(examination, operation, caller)

    def _write(self, examination: Examination, operation: DeleteAnnotation | SetState, caller: Caller) -> None:
        examination.version += 1
        examination.updated_at = now()
        self.work.db.add(
            AnnotationOperation(
                examination_id=examination.id,
                id=operation.id,
                sequence_number=examination.version,
                actor_id=caller.user_id,
                kind=operation.kind,
                payload=operation.model_dump(mode="json"),
            )
        )
