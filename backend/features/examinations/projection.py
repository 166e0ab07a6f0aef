"""What an operation makes of a reading. Pure: the journal, played again through this, gives the reading."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from backend.features.examinations.painting import paint
from backend.features.examinations.rules import bounding_box
from backend.features.examinations.schemas import (
    DeleteAnnotation,
    Operation,
    PaintMask,
    PutAnnotation,
    SetFlags,
    SetState,
)
from backend.models.annotation import AnnotationKind, AnnotationOrigin, Space
from backend.models.examination import ExaminationState
from backend.repositories.readings import DrawnObject, Reading


def project(reading: Reading, operation: Operation, at: datetime) -> None:
    """Change the reading as the operation says. Objects are replaced, never changed."""
    if isinstance(operation, PutAnnotation):
        _put(reading, operation, at)
    elif isinstance(operation, DeleteAnnotation):
        _delete(reading, operation.annotation_id)
    elif isinstance(operation, PaintMask):
        _paint(reading, operation, at)
    elif isinstance(operation, SetFlags):
        _flag(reading, operation)
    else:
        _set_state(reading, operation, at)
    reading.version += 1
    reading.updated_at = at


def _put(reading: Reading, operation: PutAnnotation, at: datetime) -> None:
    new, origin = operation.annotation, AnnotationOrigin(operation.origin or AnnotationOrigin.HUMAN)
    before = reading.objects.get(new.id)
    x, y, width, height = (bounding_box(new.geometry) if new.plane is None else None) or (None, None, None, None)
    if before is not None and before.kind is AnnotationKind.MASK:
        if (new.kind, new.image_id) == (before.kind, before.sample_image_id):
            x, y, width, height = before.box_x, before.box_y, before.box_width, before.box_height
        else:
            reading.voxels.wipe(new.id)
    reading.objects[new.id] = DrawnObject(
        id=new.id,
        label_id=new.label_id,
        sample_image_id=new.image_id,
        kind=new.kind,
        sop_instance_uid=new.sop_instance_uid,
        frame=new.frame,
        geometry=new.geometry.model_dump(),
        space=Space.IMAGE if new.plane is None else Space.PATIENT,
        plane=new.plane.model_dump() if new.plane else None,
        box_x=x,
        box_y=y,
        box_width=width,
        box_height=height,
        tracking_uid=new.tracking_uid,
        is_target=new.is_target,
        remark=new.comment,
        attributes=new.attributes,
        origin=before.origin if before else origin,
        updated_at=at,
        created_at=before.created_at if before else at,
    )
    reading.no_finding = False


def _delete(reading: Reading, annotation_id: UUID) -> None:
    gone = reading.objects.pop(annotation_id, None)
    if gone is not None and gone.kind is AnnotationKind.MASK:
        reading.voxels.wipe(annotation_id)


def _paint(reading: Reading, operation: PaintMask, at: datetime) -> None:
    paint(reading.voxels, operation)
    before = reading.objects[operation.annotation_id]
    reading.objects[operation.annotation_id] = replace(before, updated_at=at)


def _flag(reading: Reading, flags: SetFlags) -> None:
    for name in ("tentative", "bad_quality", "no_finding"):
        value = getattr(flags, name)
        if value is not None:
            setattr(reading, name, value)
    if "comment" in flags.model_fields_set:
        reading.remark = flags.comment


def _set_state(reading: Reading, operation: SetState, at: datetime) -> None:
    reading.state = operation.state
    if operation.state is ExaminationState.DONE:
        reading.done_at = at
