"""Lines as the measurements of a report (TID 300): each number with its code, its unit and the line it is of."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from highdicom.sr import CodedConcept, CoordinatesForMeasurement, Measurement, SourceImageForRegion
from pydicom.sr.codedict import codes

from backend.imaging.lines import Place, angle_of, axes_of, length_of, line_points, ordered_axes

MEASURED = frozenset({"length", "angle", "bidirectional"})
PIXELS = CodedConcept("{pixels}", "UCUM", "pixels")


def measurements_of(
    geometry: Mapping[str, Any], spacing_yx_mm: tuple[float, float] | None, image: SourceImageForRegion
) -> list[Measurement]:
    """In mm where the spacing of the slice is known, in pixels where it is not; angles in degrees."""
    down, across = spacing_yx_mm or (1.0, 1.0)
    unit = codes.UCUM.Millimeter if spacing_yx_mm else PIXELS
    if geometry["kind"] == "angle":
        value = angle_of(geometry, across, down)
        return [_measurement(codes.SCT.Angle, value, codes.UCUM.Degree, line_points(geometry), image)]
    if geometry["kind"] == "bidirectional":
        sizes, axes = axes_of(geometry, across, down), ordered_axes(geometry, across, down)
        names = (codes.SCT.LongAxis, codes.SCT.ShortAxis)
        return [
            _measurement(name, size, unit, axis, image) for name, size, axis in zip(names, sizes, axes, strict=True)
        ]
    return [_measurement(codes.SCT.Length, length_of(geometry, across, down), unit, line_points(geometry), image)]


def _measurement(
    name: Any, value: float, unit: Any, points: Sequence[Place], image: SourceImageForRegion
) -> Measurement:
    ends = CoordinatesForMeasurement("POLYLINE", np.array(points, dtype=np.float64), image)
    return Measurement(name=name, value=value, unit=unit, referenced_coordinates=[ends])
