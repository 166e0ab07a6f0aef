"""What lengths measure, where the spacing of their slice is known. Derived when asked, never stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.imaging.calibration import Calibration, Point, calibration_of
from backend.models.annotation import AnnotationKind
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.readings import DrawnObject, Reading

Slices = Mapping[tuple[UUID, str | None], dict[str, Any]]


async def calibrations(
    examinations: ExaminationRepository, readings: Sequence[Reading]
) -> list[dict[UUID, Calibration]]:
    """For each reading, what a pixel stands for under its lengths, by their ids: those on a calibrated slice."""
    lengths = [_lengths(reading.objects.values()) for reading in readings]
    images = {length.sample_image_id for some in lengths for length in some}
    uids = {length.sop_instance_uid for some in lengths for length in some if length.sop_instance_uid}
    slices = await examinations.slice_attributes(images, uids) if images else {}
    return [_calibrated(some, slices) for some in lengths]


def _lengths(objects: Iterable[DrawnObject]) -> list[DrawnObject]:
    return [drawn for drawn in objects if drawn.kind is AnnotationKind.LENGTH]


def _calibrated(lengths: Iterable[DrawnObject], slices: Slices) -> dict[UUID, Calibration]:
    found = {
        length.id: calibration_of(
            slices.get((length.sample_image_id, length.sop_instance_uid), {}), length.frame, _corners(length)
        )
        for length in lengths
    }
    return {length_id: calibration for length_id, calibration in found.items() if calibration is not None}


def _corners(drawn: DrawnObject) -> list[Point]:
    x, y, width, height = (value or 0.0 for value in (drawn.box_x, drawn.box_y, drawn.box_width, drawn.box_height))
    return [(x, y), (x + width, y + height)]
