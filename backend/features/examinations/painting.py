"""What a stroke makes of the voxels of a mask. Pure: the journal, played again through this, gives the voxels."""

from typing import NoReturn
from uuid import UUID

from backend.core.database import new_id
from backend.features.examinations.errors import MaskChanged, MaskUnfit
from backend.features.examinations.schemas import MAX_DIFFERENCES, MAX_PICTURES, PaintedSlice, PaintMask
from backend.imaging.runs import DamagedRuns, Ends, differing, from_wire, pack, runs_hash, to_wire, unpack
from backend.repositories.masks import Picture, Voxels

NO_RUNS = b""


def paint(voxels: Voxels, operation: PaintMask) -> None:
    """Apply the differences of all pictures.

    Raises:
        MaskChanged: What is there is not what the stroke was made on.
        MaskUnfit: It does not lead to the result that was sent.
    """
    runs = voxels.runs.setdefault(operation.annotation_id, {})
    for painted in operation.slices:
        picture = picture_of(painted)
        before = runs.pop(picture, NO_RUNS)
        if runs_hash(before) != painted.base:
            _refuse(operation, picture, runs_hash(before))
        after = pack(differing(unpack(before), difference_of(painted)))
        if runs_hash(after) != painted.result:
            raise MaskUnfit(f"{MaskUnfit.message} {named(picture)}")
        if after:
            runs[picture] = after


def difference_of(painted: PaintedSlice) -> Ends:
    try:
        return unpack(from_wire(painted.difference))
    except DamagedRuns as error:
        raise MaskUnfit(f"{error} {named(picture_of(painted))}") from error


def strokes_between(annotation_id: UUID, before: dict[Picture, bytes], after: dict[Picture, bytes]) -> list[PaintMask]:
    """From some voxels of a mask to others."""
    changed = [
        _stroke(picture, before.get(picture, NO_RUNS), after.get(picture, NO_RUNS))
        for picture in dict.fromkeys((*before, *after))
        if before.get(picture) != after.get(picture)
    ]
    return [
        PaintMask(id=new_id(), kind="paint_mask", annotation_id=annotation_id, slices=some)
        for some in _portions(changed)
    ]


def picture_of(painted: PaintedSlice) -> Picture:
    return Picture(painted.sop_instance_uid, painted.frame)


def named(picture: Picture) -> str:
    if picture.sop_instance_uid is None:
        return "(The photograph.)"
    return f"(Instance {picture.sop_instance_uid}, frame {picture.frame}.)"


def _stroke(picture: Picture, before: bytes, after: bytes) -> PaintedSlice:
    return PaintedSlice(
        sop_instance_uid=picture.sop_instance_uid,
        frame=picture.frame,
        base=runs_hash(before),
        result=runs_hash(after),
        difference=to_wire(pack(differing(unpack(before), unpack(after)))),
    )


def _portions(slices: list[PaintedSlice]) -> list[list[PaintedSlice]]:
    """As many pictures as one operation holds."""
    portions: list[list[PaintedSlice]] = []
    room = 0
    for painted in slices:
        room -= len(painted.difference)
        if not portions or room < 0 or len(portions[-1]) == MAX_PICTURES:
            portions.append([])
            room = MAX_DIFFERENCES - len(painted.difference)
        portions[-1].append(painted)
    return portions


def _refuse(operation: PaintMask, picture: Picture, present: str | None) -> NoReturn:
    raise MaskChanged(
        members={
            "operation_id": str(operation.id),
            "mask": {
                "annotation_id": str(operation.annotation_id),
                "sop_instance_uid": picture.sop_instance_uid,
                "frame": picture.frame,
                "hash": present,
            },
        }
    )
