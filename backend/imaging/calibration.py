"""How many millimetres a pixel stands for, and what says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from typing import Any

from pydicom.datadict import tag_for_keyword

Attributes = dict[str, Any]
Point = tuple[float, float]  # x, y in image pixels


class SpacingSource(StrEnum):
    PIXEL_SPACING = "pixel_spacing"
    ULTRASOUND_REGION = "ultrasound_region"
    MAGNIFICATION = "magnification"
    SOURCE_DISTANCES = "source_distances"
    DETECTOR = "detector"
    READER = "reader"


@dataclass(frozen=True)
class Calibration:
    row_mm: float
    column_mm: float
    source: SpacingSource

    def length_mm(self, columns: float, rows: float) -> float:
        """How long something is that reaches over so many columns and rows."""
        return hypot(columns * self.column_mm, rows * self.row_mm)


def calibration_of(attributes: Attributes, frame: int = 1, points: Sequence[Point] = ()) -> Calibration | None:
    """Read the spacing of a frame from the DICOM JSON of an instance: under these points, or for the whole picture.

    The ultrasound region that they lie in, else Pixel Spacing, else the spacing at the detector over the magnification
    (PS3.3 10.7.1.3), else nothing. What lies in a region that does not count in centimetres has no size.
    """
    regions = _values(attributes, "SequenceOfUltrasoundRegions")
    region = _region_under(regions, points)
    if region is not None:
        return _ultrasound(region)
    measures = _pixel_measures(attributes, frame)
    if not _is_at_detector(attributes, measures):
        spacing = _spacing(measures, "PixelSpacing", SpacingSource.PIXEL_SPACING)
        if spacing is not None:
            return spacing
    return _projected(attributes)


def calibration_by(attributes: Attributes, frame: int, columns: float, rows: float, known_mm: float) -> Calibration:
    """What a reader says by a line over so many columns and rows. The shape of a pixel is the image's."""
    row, column = _pixel_shape(attributes, frame)
    scale = known_mm / hypot(columns * column, rows * row)
    return Calibration(row * scale, column * scale, SpacingSource.READER)


def _pixel_shape(attributes: Attributes, frame: int) -> tuple[float, float]:
    """How high and how wide a pixel is, one to the other."""
    calibration = calibration_of(attributes, frame)
    if calibration is not None:
        return calibration.row_mm, calibration.column_mm
    row, column = ([_positive(value) for value in _values(attributes, "PixelAspectRatio")] + [0.0, 0.0])[:2]
    return (row, column) if row and column else (1.0, 1.0)


def _pixel_measures(attributes: Attributes, frame: int) -> Attributes:
    """Where an image keeps its spacing: an enhanced one in the functional group of the frame, or of all frames."""
    per_frame = _values(attributes, "PerFrameFunctionalGroupsSequence")[frame - 1 : frame]
    for group in [*per_frame, *_values(attributes, "SharedFunctionalGroupsSequence")]:
        for measures in _values(group, "PixelMeasuresSequence"):
            found: Attributes = measures
            return found
    return attributes


def _is_at_detector(attributes: Attributes, measures: Attributes) -> bool:
    """Pixel Spacing that says no more than Imager Pixel Spacing is not corrected for anything (PS3.3 10.7.1.3)."""
    if _values(attributes, "PixelSpacingCalibrationType"):
        return False
    spacing = _values(measures, "PixelSpacing")
    return bool(spacing) and spacing == _values(attributes, "ImagerPixelSpacing")


def _spacing(attributes: Attributes, keyword: str, source: SpacingSource) -> Calibration | None:
    row_mm, column_mm = ([_positive(value) for value in _values(attributes, keyword)] + [0.0, 0.0])[:2]
    return Calibration(row_mm, column_mm, source) if row_mm and column_mm else None


def _projected(attributes: Attributes) -> Calibration | None:
    """The spacing in the patient: at the detector, over the magnification where the image tells it."""
    detector = _spacing(attributes, "ImagerPixelSpacing", SpacingSource.DETECTOR)
    if detector is None:
        return None
    magnification, source = _magnification(attributes)
    return Calibration(detector.row_mm / magnification, detector.column_mm / magnification, source)


def _magnification(attributes: Attributes) -> tuple[float, SpacingSource]:
    estimated, detector, patient = (
        _first(attributes, keyword)
        for keyword in (
            "EstimatedRadiographicMagnificationFactor",
            "DistanceSourceToDetector",
            "DistanceSourceToPatient",
        )
    )
    if estimated > 0:
        return estimated, SpacingSource.MAGNIFICATION
    if 0 < patient <= detector:
        return detector / patient, SpacingSource.SOURCE_DISTANCES
    return 1.0, SpacingSource.DETECTOR


CENTIMETRES = 3  # Physical Units X Direction (PS3.3 C.8.5.5.1.15)
LOW_PRIORITY = 1  # bit 0 of Region Flags (PS3.3 C.8.5.5.1.3)
EDGES = ("RegionLocationMinX0", "RegionLocationMinY0", "RegionLocationMaxX1", "RegionLocationMaxY1")


def _region_under(regions: Sequence[Attributes], points: Sequence[Point]) -> Attributes | None:
    """The ultrasound region in which all points lie; where regions overlap, the one in front, else the smaller one.

    For the picture as a whole, the only region: several may have several scales.
    """
    if not points:
        return regions[0] if len(regions) == 1 else None
    around = [region for region in regions if all(_holds(region, point) for point in points)]
    return min(
        around, key=lambda region: (int(_first(region, "RegionFlags")) & LOW_PRIORITY, _extent(region)), default=None
    )


def _holds(region: Attributes, point: Point) -> bool:
    edges = _edges(region)
    if edges is None:
        return True
    left, top, right, bottom = edges
    return left <= point[0] <= right and top <= point[1] <= bottom


def _extent(region: Attributes) -> float:
    left, top, right, bottom = _edges(region) or (0, 0, float("inf"), float("inf"))
    return (right - left) * (bottom - top)


def _edges(region: Attributes) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom in points: the last column and row belong to the region."""
    if not all(_values(region, keyword) for keyword in EDGES):
        return None
    left, top, right, bottom = (_first(region, keyword) for keyword in EDGES)
    return left, top, right + 1, bottom + 1


def _ultrasound(region: Attributes) -> Calibration | None:
    units = [*_values(region, "PhysicalUnitsXDirection"), *_values(region, "PhysicalUnitsYDirection")]
    if not units or set(units) != {CENTIMETRES}:
        return None
    column_mm, row_mm = (abs(_first(region, keyword)) * 10 for keyword in ("PhysicalDeltaX", "PhysicalDeltaY"))
    return Calibration(row_mm, column_mm, SpacingSource.ULTRASOUND_REGION) if row_mm and column_mm else None


def _positive(value: Any) -> float:
    return max(float(value), 0.0) if value is not None else 0.0


def _first(attributes: Attributes, keyword: str) -> float:
    return next((float(value) for value in _values(attributes, keyword) if value is not None), 0.0)


def _values(attributes: Attributes, keyword: str) -> list[Any]:
    tag = tag_for_keyword(keyword)
    values: list[Any] = attributes.get(f"{tag:08X}", {}).get("Value") or []
    return values
