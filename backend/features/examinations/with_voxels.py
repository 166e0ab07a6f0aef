"""Readings whose masks bring along what they mark, for those who compare or write them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from backend.features.examinations.mask_keeping import has_masks
from backend.imaging.painted import on_picture, together
from backend.models.annotation import AnnotationKind
from backend.repositories.masks import MaskRepository, MaskRow
from backend.repositories.readings import Reading


async def with_voxels(masks: MaskRepository, readings: Sequence[Reading]) -> list[Reading]:
    """The geometry of each mask tells its pictures, as `imaging.painted` has it."""
    having = [reading.id for reading in readings if has_masks(reading)]
    rows: dict[tuple[UUID, UUID], list[MaskRow]] = {}
    for reading_id, row in await masks.of_readings(having) if having else ():
        rows.setdefault((reading_id, row.annotation_id), []).append(row)
    return [_filled(reading, rows) if reading.id in having else reading for reading in readings]


def _filled(reading: Reading, rows: dict[tuple[UUID, UUID], list[MaskRow]]) -> Reading:
    objects = {
        key: replace(drawn, geometry=_geometry(rows.get((reading.id, key), [])))
        if drawn.kind is AnnotationKind.MASK
        else drawn
        for key, drawn in reading.objects.items()
    }
    return replace(reading, objects=objects)


def _geometry(rows: Sequence[MaskRow]) -> dict[str, object]:
    return together(
        (row.picture.sop_instance_uid, row.frame, on_picture(row.row_count, row.column_count, row.runs)) for row in rows
    )
