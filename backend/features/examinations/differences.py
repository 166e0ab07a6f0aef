"""From one state of a reading to another: the operations that lead there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.core.database import new_id
from backend.features.examinations.painting import strokes_between
from backend.features.examinations.schemas import (
    AnnotationWrite,
    DeleteAnnotation,
    ExaminationWrite,
    Operation,
    PaintMask,
    PutAnnotation,
    SetFlags,
    SetState,
    Step,
)
from backend.models.annotation import AnnotationKind
from backend.models.examination import ExaminationState
from backend.repositories.readings import DrawnObject, Reading

FLAGS = ("tentative", "bad_quality", "no_finding")


def operations_between(
    present: Reading, wanted: ExaminationWrite, strokes: Sequence[PaintMask] = ()
) -> list[Operation]:
    """What is missing is deleted, what is new or other is put; flags and state follow, as they depend on objects.

    Masks keep their voxels, but for what strokes change.
    """
    operations = [*_of_objects(present.objects, wanted.annotations), *strokes]
    operations += _of_flags(present, wanted)
    # To have said done of something else is not to have said it of this.
    is_said_again = bool(operations) and wanted.state is ExaminationState.DONE
    if wanted.state is not present.state or is_said_again:
        operations.append(SetState(id=new_id(), kind="set_state", state=wanted.state))
    return operations


def operations_back(present: Reading, earlier: Reading, object_id: UUID | None = None) -> list[Operation]:
    """From a reading to how it, or one object of it, was: one step, which can be taken back at once.

    Of both all voxels have to be there.
    """
    if object_id is None:
        operations = operations_between(present, _whole(earlier), _strokes_back(present, earlier, earlier.objects))
    else:
        before = earlier.objects.get(object_id)
        operations = _of_objects(
            {key: drawn for key, drawn in present.objects.items() if key == object_id},
            [AnnotationWrite.model_validate(_says(before))] if before else [],
        )
        operations += _strokes_back(present, earlier, [object_id] if before else [])
        # A reading that was done is open again as soon as it is changed.
        if operations and present.state is ExaminationState.DONE:
            operations.insert(0, SetState(id=new_id(), kind="set_state", state=ExaminationState.OPEN))
    step = Step(id=new_id())
    return [operation.model_copy(update={"step": step}) for operation in operations]


def _strokes_back(present: Reading, earlier: Reading, keys: Iterable[UUID]) -> list[PaintMask]:
    strokes: list[PaintMask] = []
    for key in keys:
        here, before = present.objects.get(key), earlier.objects[key]
        if before.kind is AnnotationKind.MASK:
            stays = here is not None and (here.kind, here.sample_image_id) == (before.kind, before.sample_image_id)
            marked = present.voxels.runs.get(key, {}) if stays else {}
            strokes += strokes_between(key, marked, earlier.voxels.runs.get(key, {}))
    return strokes


def _whole(earlier: Reading) -> ExaminationWrite:
    return ExaminationWrite(
        base_version=earlier.version,
        annotations=[AnnotationWrite.model_validate(_says(drawn)) for drawn in earlier.objects.values()],
        tentative=earlier.tentative,
        bad_quality=earlier.bad_quality,
        no_finding=earlier.no_finding,
        comment=earlier.remark,
        state=earlier.state,
    )


def _of_objects(present: Mapping[UUID, DrawnObject], wanted: list[AnnotationWrite]) -> list[Operation]:
    kept = {annotation.id for annotation in wanted}
    operations: list[Operation] = [
        DeleteAnnotation(id=new_id(), kind="delete_annotation", annotation_id=annotation_id)
        for annotation_id in present
        if annotation_id not in kept
    ]
    operations += [
        PutAnnotation(id=new_id(), kind="put_annotation", annotation=annotation)
        for annotation in wanted
        if annotation.id not in present or _says(present[annotation.id]) != annotation.model_dump(exclude={"space"})
    ]
    return operations


def _says(drawn: DrawnObject) -> dict[str, Any]:
    """An object in the words in which it was written."""
    return {
        "id": drawn.id,
        "label_id": drawn.label_id,
        "image_id": drawn.sample_image_id,
        "kind": drawn.kind,
        "sop_instance_uid": drawn.sop_instance_uid,
        "frame": drawn.frame,
        "geometry": drawn.geometry,
        "plane": drawn.plane,
        "tracking_uid": drawn.tracking_uid,
        "is_target": drawn.is_target,
        "comment": drawn.remark,
        "attributes": drawn.attributes,
    }


def _of_flags(present: Reading, wanted: ExaminationWrite) -> list[Operation]:
    changed = {flag: getattr(wanted, flag) for flag in FLAGS if getattr(wanted, flag) is not getattr(present, flag)}
    if wanted.comment != present.remark:
        changed["comment"] = wanted.comment
    # Objects beside no_finding are refused by the flag itself, even where it stands already.
    if wanted.no_finding and wanted.annotations:
        changed["no_finding"] = True
    return [SetFlags(id=new_id(), kind="set_flags", **changed)] if changed else []
