"""How many millimetres a pixel stands for, and what says so."""

from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from typing import Any

from pydicom.datadict import tag_for_keyword

CENTIMETRES = 3  # Physical Units X Direction (PS3.3 C.8.5.5.1.15)
Attributes = dict[str, Any]


class SpacingSource(StrEnum):
    PIXEL_SPACING = "pixel_spacing"
    ULTRASOUND_REGION = "ultrasound_region"
    DETECTOR = "detector"


@dataclass(frozen=True)
class Calibration:
    row_mm: float
    column_mm: float
    source: SpacingSource

    def length_mm(self, columns: float, rows: float) -> float:
        """How long something is that reaches over so many columns and rows."""
        return hypot(columns * self.column_mm, rows * self.row_mm)


def calibration_of(attributes: Attributes, frame: int = 1) -> Calibration | None:
    """Read the spacing of a frame from the DICOM JSON of an instance.

    Pixel Spacing, else an ultrasound region, else the spacing at the detector (PS3.3 10.7.1.3), else nothing.
    """
    return (
        _spacing(_pixel_measures(attributes, frame), "PixelSpacing", SpacingSource.PIXEL_SPACING)
        or _ultrasound(attributes)
        or _spacing(attributes, "ImagerPixelSpacing", SpacingSource.DETECTOR)
    )


def _pixel_measures(attributes: Attributes, frame: int) -> Attributes:
    """Where an image keeps its spacing: an enhanced one in the functional group of the frame, or of all frames."""
    per_frame = _values(attributes, "PerFrameFunctionalGroupsSequence")[frame - 1 : frame]
    for group in [*per_frame, *_values(attributes, "SharedFunctionalGroupsSequence")]:
        for measures in _values(group, "PixelMeasuresSequence"):
            found: Attributes = measures
            return found
    return attributes


def _spacing(attributes: Attributes, keyword: str, source: SpacingSource) -> Calibration | None:
    row_mm, column_mm = ([_positive(value) for value in _values(attributes, keyword)] + [0.0, 0.0])[:2]
    return Calibration(row_mm, column_mm, source) if row_mm and column_mm else None


def _ultrasound(attributes: Attributes) -> Calibration | None:
    regions = _values(attributes, "SequenceOfUltrasoundRegions")
    # Several regions may have several scales: then no single one holds for the picture.
    if len(regions) != 1 or _values(regions[0], "PhysicalUnitsXDirection") != [CENTIMETRES]:
        return None
    column_mm, row_mm = (_magnitude(regions[0], keyword) * 10 for keyword in ("PhysicalDeltaX", "PhysicalDeltaY"))
    return Calibration(row_mm, column_mm, SpacingSource.ULTRASOUND_REGION) if row_mm and column_mm else None


def _magnitude(attributes: Attributes, keyword: str) -> float:
    return next((abs(float(value)) for value in _values(attributes, keyword)), 0.0)


def _positive(value: Any) -> float:
    return max(float(value), 0.0) if value is not None else 0.0


def _values(attributes: Attributes, keyword: str) -> list[Any]:
    tag = tag_for_keyword(keyword)
    values: list[Any] = attributes.get(f"{tag:08X}", {}).get("Value") or []
    return values
