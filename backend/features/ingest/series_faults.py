"""What is wrong with a series as a whole: seen only when its images are laid side by side (PS3.3 C.7.6.2).

Each image is blameless alone and can be looked at; together they are no volume to measure in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.imaging.facts import Remark
from backend.imaging.header_values import place_of
from backend.repositories.instances import SliceRow

ORIENTATION_TOLERANCE = 1e-3  # of a unit vector
SPACING_TOLERANCE = 1e-4  # of the pixel spacing
STEP_TOLERANCE = 0.01  # of the distance between slices


@dataclass(frozen=True)
class SeriesFault:
    """A remark, and the hashes of the files that show it."""

    remark: Remark
    hashes: tuple[str, ...]


def series_faults(rows: Sequence[SliceRow]) -> list[SeriesFault]:
    """Find the faults of a series of single slices that are placed in the patient; of others there is none to find."""
    slices = [row for row in rows if row.frame_count == 1 and row.image_position_mm and row.image_orientation]
    if len(slices) < 2:  # noqa: PLR2004 - one slice agrees with itself
        return []
    faults = _spacing_faults(slices)
    turned = _orientation_faults(slices)
    return [*turned, *faults] if turned else [*faults, *_position_faults(slices)]


def _orientation_faults(slices: Sequence[SliceRow]) -> list[SeriesFault]:
    cosines = np.array([row.image_orientation for row in slices], dtype=np.float64)
    unlike = np.abs(cosines - cosines[0]).max(axis=1) > ORIENTATION_TOLERANCE
    message = "{count} images are turned otherwise than {first}: the series is not one volume."
    return _unlike_first("mixed_orientation", "ImageOrientationPatient", message, slices, unlike)


def _spacing_faults(slices: Sequence[SliceRow]) -> list[SeriesFault]:
    spacings = [_pixel_spacing(row) for row in slices]
    if any(spacing is None for spacing in spacings):
        return []
    values = np.array(spacings, dtype=np.float64)
    unlike = ~np.isclose(values, values[0], rtol=SPACING_TOLERANCE, atol=0).all(axis=1)
    message = "{count} images have another pixel spacing than {first}: the series is not one volume."
    return _unlike_first("mixed_spacing", "PixelSpacing", message, slices, unlike)


def _unlike_first(
    code: str, keyword: str, message: str, slices: Sequence[SliceRow], unlike: NDArray[np.bool_]
) -> list[SeriesFault]:
    different = [row for row, is_unlike in zip(slices, unlike, strict=True) if is_unlike]
    if not different:
        return []
    text = message.format(count=len(different), first=slices[0].file_name)
    return [SeriesFault(Remark(code, place_of(keyword), text), tuple(row.sha256 for row in different))]


def _position_faults(slices: Sequence[SliceRow]) -> list[SeriesFault]:
    """Slices at one place, and steps unlike the usual one, along the normal of the series."""
    cosines = np.array(slices[0].image_orientation, dtype=np.float64)
    normal = np.cross(cosines[:3], cosines[3:])
    depths = np.array([row.image_position_mm for row in slices], dtype=np.float64) @ normal
    order = np.argsort(depths, kind="stable")
    steps = np.diff(depths[order])
    usual = float(np.median(steps))
    faults = []
    for index, step in enumerate(steps):
        one, other = slices[order[index]], slices[order[index + 1]]
        if step < STEP_TOLERANCE * max(usual, STEP_TOLERANCE):
            place = f"{place_of('ImagePositionPatient')} {one.file_name} and {other.file_name}"
            message = f"Both lie at {depths[order[index]]:.2f} mm along the normal of the series."
            faults.append(SeriesFault(Remark("duplicate_positions", place, message), (one.sha256, other.sha256)))
        elif abs(step - usual) > STEP_TOLERANCE * usual:
            place = f"{place_of('ImagePositionPatient')} between {one.file_name} and {other.file_name}"
            message = f"The step is {step:.2f} mm instead of {usual:.2f} mm: a slice is missing or out of place."
            faults.append(SeriesFault(Remark("gap_in_positions", place, message), (one.sha256, other.sha256)))
    return faults


def _pixel_spacing(row: SliceRow) -> list[float] | None:
    values = row.pixel_spacing_mm or []
    return [float(value) for value in values] if len(values) == 2 else None  # noqa: PLR2004 - rows, columns
