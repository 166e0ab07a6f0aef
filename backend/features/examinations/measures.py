"""What lines measure, where the spacing of their slice is known. Derived when asked, never stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.imaging.calibration import Calibration, calibration_by, calibration_of
from backend.imaging.lines import angle_of, axes_of, length_of, line_points
from backend.imaging.planes import flat, plane_of
from backend.models.annotation import AnnotationKind
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.readings import DrawnObject, Reading

MEASURING = frozenset({AnnotationKind.LENGTH, AnnotationKind.ANGLE, AnnotationKind.BIDIRECTIONAL})
Picture = tuple[UUID, str | None, int]
Slices = Mapping[tuple[UUID, str | None], dict[str, Any]]


async def calibrations(
    examinations: ExaminationRepository, readings: Sequence[Reading]
) -> list[dict[UUID, Calibration]]:
    """For each reading, what a pixel stands for under its lines, by their ids: those on a calibrated slice."""
    lines = [_lines(reading.objects.values()) for reading in readings]
    said = [_said(some) for some in lines]
    images = {line.sample_image_id for some in lines for line in some}
    uids = {line.sop_instance_uid for some in lines for line in some if line.sop_instance_uid}
    slices = await examinations.slice_attributes(images, uids) if images else {}
    return [_calibrated(some, slices, by_reader) for some, by_reader in zip(lines, said, strict=True)]


@dataclass(frozen=True)
class Measured:
    """What one line measures; nothing where it does not measure that, or a pixel has no known size."""

    length_mm: float | None = None
    short_mm: float | None = None
    angle_deg: float | None = None


def measured(drawn: DrawnObject, calibration: Calibration | None) -> Measured:
    """An angle is also one without a spacing, then of square pixels. In the patient everything is in millimetres."""
    geometry = flat(drawn.geometry, plane_of(drawn.plane)) if drawn.plane else drawn.geometry
    spacing = (calibration.column_mm, calibration.row_mm) if calibration else (1.0, 1.0)
    is_in_mm = calibration is not None or drawn.plane is not None
    if drawn.kind is AnnotationKind.ANGLE:
        return Measured(angle_deg=angle_of(geometry, *spacing))
    if is_in_mm and drawn.kind is AnnotationKind.LENGTH:
        return Measured(length_mm=length_of(geometry, *spacing))
    if is_in_mm and drawn.kind is AnnotationKind.BIDIRECTIONAL:
        long_mm, short_mm = axes_of(geometry, *spacing)
        return Measured(length_mm=long_mm, short_mm=short_mm)
    return Measured()


def _lines(objects: Iterable[DrawnObject]) -> list[DrawnObject]:
    return [drawn for drawn in objects if drawn.kind in MEASURING and drawn.plane is None]


def _said(lines: Iterable[DrawnObject]) -> dict[Picture, DrawnObject]:
    """The lengths that the reader knows, by the picture that they calibrate: of several, the last."""
    return {_picture(line): line for line in lines if line.geometry.get("known_mm")}


def _picture(drawn: DrawnObject) -> Picture:
    return drawn.sample_image_id, drawn.sop_instance_uid, drawn.frame


def _calibrated(
    lines: Iterable[DrawnObject], slices: Slices, said: Mapping[Picture, DrawnObject]
) -> dict[UUID, Calibration]:
    found = {line.id: _calibration(line, slices, said.get(_picture(line))) for line in lines}
    return {line_id: calibration for line_id, calibration in found.items() if calibration is not None}


def _calibration(line: DrawnObject, slices: Slices, known: DrawnObject | None) -> Calibration | None:
    attributes = slices.get((line.sample_image_id, line.sop_instance_uid), {})
    if known is None:
        return calibration_of(attributes, line.frame, line_points(line.geometry))
    (left, top), (right, bottom) = line_points(known.geometry)
    return calibration_by(attributes, line.frame, right - left, bottom - top, known.geometry["known_mm"])
