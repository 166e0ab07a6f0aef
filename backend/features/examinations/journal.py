"""Applies operations to a reading, one after the other, and writes each into the journal."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core.database import now
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.examinations.errors import (
    InvalidOperation,
    LabelOfAnotherSet,
    NothingRead,
    NotOnThisSample,
    ObjectsContradictNoFinding,
)
from backend.features.examinations.rules import bounding_box, check_inside, check_kind
from backend.features.examinations.schemas import (
    AnnotationWrite,
    DeleteAnnotation,
    Operation,
    PutAnnotation,
    SetFlags,
    SetState,
)
from backend.models.annotation import Annotation, AnnotationKind, AnnotationOrigin, Space
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination, ExaminationState
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.repositories.samples import SampleRepository


@dataclass
class Journal:
    """A reading being changed: its objects, and the vocabulary and images that they may use."""

    work: UnitOfWork
    caller: Caller
    examination: Examination
    sample_set: SampleSet
    annotations: dict[UUID, Annotation]
    label_ids: set[UUID]
    images: dict[UUID, SampleImage]

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
        check_kind(new, self.sample_set.task)
        if new.label_id not in self.label_ids:
            raise LabelOfAnotherSet
        await self._check_place(new)
        record = self.annotations.get(new.id)
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

    async def _check_place(self, new: AnnotationWrite) -> None:
        image = self.images.get(new.image_id)
        if image is None:
            raise NotOnThisSample("The image does not belong to this sample.")
        samples = SampleRepository(self.work.db)
        if image.file_id is not None:
            if new.sop_instance_uid is not None or new.frame != 1:
                raise NotOnThisSample("A photograph has neither slices nor frames.")
        elif new.sop_instance_uid is None:
            if new.kind is not AnnotationKind.IMAGE_LABEL:
                raise NotOnThisSample("sop_instance_uid is missing: a shape lies on one slice.")
        elif not await samples.shows(image, new.sop_instance_uid, new.frame):
            raise NotOnThisSample(f"The image has no frame {new.frame} of instance {new.sop_instance_uid}.")
        size = await samples.pixel_size(image, new.sop_instance_uid)
        if size is not None:
            check_inside(new.geometry, *size)

    async def _delete(self, annotation_id: UUID) -> None:
        record = self.annotations.pop(annotation_id, None)
        if record is not None:
            await self.work.flush()
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
        "updated_at": now(),
    }
