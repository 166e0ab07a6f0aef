"""Applies operations to a reading, one after the other, and writes each into the journal."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core.database import now
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.examinations.errors import (
    InvalidOperation,
    LabelArchived,
    LabelOfAnotherSet,
    NothingRead,
    ObjectsContradictNoFinding,
)
from backend.features.examinations.places import Places
from backend.features.examinations.rules import bounding_box, check_kind, check_shape
from backend.features.examinations.schemas import (
    AnnotationWrite,
    DeleteAnnotation,
    Operation,
    PutAnnotation,
    SetFlags,
    SetState,
)
from backend.models.annotation import Annotation, AnnotationOrigin, Space
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination, ExaminationState
from backend.models.label import Label
from backend.models.sample_set import SampleSet


@dataclass
class Journal:
    """A reading being changed: its objects, the labels that they may use, and the places where they may lie."""

    work: UnitOfWork
    caller: Caller
    examination: Examination
    sample_set: SampleSet
    annotations: dict[UUID, Annotation]
    labels: dict[UUID, Label]
    places: Places

    async def apply(self, operation: Operation) -> None:
        """Change the reading and note it down.

        Raises:
            InvalidOperation: It does not fit; names the operation. Nothing of the batch is kept.
        """
        try:
            await self._change(operation)
        except InvalidOperation as error:
            raise type(error)(str(error), {"operation_id": str(operation.id)}) from error
        examination = self.examination
        examination.version += 1
        examination.updated_at = now()
        self.work.db.add(
            AnnotationOperation(
                examination_id=examination.id,
                id=operation.id,
                sequence_number=examination.version,
                actor_id=self.caller.user_id,
                kind=operation.kind,
                payload=operation.model_dump(mode="json", exclude_unset=True),
            )
        )

    async def _change(self, operation: Operation) -> None:
        if isinstance(operation, PutAnnotation):
            await self._put(operation.annotation)
        elif isinstance(operation, DeleteAnnotation):
            await self._delete(operation.annotation_id)
        elif isinstance(operation, SetFlags):
            self._flag(operation)
        else:
            self._set_state(operation)

    async def _put(self, new: AnnotationWrite) -> None:
        check_kind(new.kind, self.sample_set.task)
        check_shape(new.geometry)
        record = self.annotations.get(new.id)
        self._check_label(new, record)
        await self.places.check(new)
        if record is None:
            record = Annotation(
                examination_id=self.examination.id,
                id=new.id,
                set_id=self.sample_set.id,
                space=Space.IMAGE,
                origin=AnnotationOrigin.HUMAN,
            )
            self.work.db.add(record)
            self.annotations[new.id] = record
        for field, value in _columns(new).items():
            setattr(record, field, value)
        self.examination.no_finding = False

    def _check_label(self, new: AnnotationWrite, record: Annotation | None) -> None:
        label = self.labels.get(new.label_id)
        if label is None:
            raise LabelOfAnotherSet
        if label.archived_at is not None and (record is None or record.label_id != label.id):
            raise LabelArchived(f"The label {label.name} is archived: objects keep it, but no new ones get it.")

    async def _delete(self, annotation_id: UUID) -> None:
        record = self.annotations.pop(annotation_id, None)
        if record is None:
            return
        if record in self.work.db.new:  # drawn in this very batch
            self.work.db.expunge(record)
        else:
            await self.work.db.delete(record)

    def _flag(self, flags: SetFlags) -> None:
        if flags.no_finding and self.annotations:
            raise ObjectsContradictNoFinding
        examination = self.examination
        for field in ("tentative", "bad_quality", "no_finding"):
            value = getattr(flags, field)
            if value is not None:
                setattr(examination, field, value)
        if "comment" in flags.model_fields_set:
            examination.remark = flags.comment

    def _set_state(self, operation: SetState) -> None:
        examination = self.examination
        if operation.state is ExaminationState.DONE:
            if not (self.annotations or examination.no_finding or examination.bad_quality):
                raise NothingRead
            examination.done_at = now()
        examination.state = operation.state


def _columns(new: AnnotationWrite) -> dict[str, Any]:
    x, y, width, height = bounding_box(new.geometry) or (None, None, None, None)
    return {
        "label_id": new.label_id,
        "sample_image_id": new.image_id,
        "kind": new.kind,
        "sop_instance_uid": new.sop_instance_uid,
        "frame": new.frame,
        "geometry": new.geometry.model_dump(),
        "box_x": x,
        "box_y": y,
        "box_width": width,
        "box_height": height,
        "tracking_uid": new.tracking_uid,
        "remark": new.comment,
        "updated_at": now(),
    }
