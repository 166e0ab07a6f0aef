"""Areas of marks on one picture, counted in pixels whose centre lies inside, without the picture at hand."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.imaging.agreement.marks import Mark, bounds
from backend.imaging.painted import MASK, raster_in
from backend.imaging.shapes import inside

PIXELS_AT_ONCE = 4_000_000


class Overlap(NamedTuple):
    """Pixels of one side, of the other, and of both."""

    first: int
    second: int
    common: int

    @property
    def dice(self) -> float | None:
        total = self.first + self.second
        return 2 * self.common / total if total else None

    @property
    def iou(self) -> float | None:
        union = self.first + self.second - self.common
        return self.common / union if union else None


def overlap(first: Sequence[Mark], second: Sequence[Mark]) -> Overlap:
    """Count what the closed shapes of one picture enclose together, on each side."""
    counts = np.zeros(3, dtype=np.int64)
    for here, there in _bands(first, second):
        counts += (np.count_nonzero(here), np.count_nonzero(there), np.count_nonzero(here & there))
    return Overlap(*counts.tolist())


def filled(marks: Sequence[Mark], left: int, top: int, shape_yx: tuple[int, int]) -> NDArray[np.bool_]:
    """Mark the pixels of a window of the picture that at least one of the shapes encloses."""
    window = np.zeros(shape_yx, dtype=np.bool_)
    for mark in marks:
        if mark.kind == MASK:
            window |= raster_in(mark.geometry, left, top, shape_yx)
        else:
            window |= inside(_moved(mark.geometry, -left, -top), shape_yx)
    return window


def window(marks: Sequence[Mark]) -> tuple[int, int, int, int]:
    """The whole pixels around all of them: left, top, columns, rows."""
    boxes = [bounds(mark) for mark in marks]
    left, top = floor(min(box[0] for box in boxes)), floor(min(box[1] for box in boxes))
    return left, top, ceil(max(box[2] for box in boxes)) - left, ceil(max(box[3] for box in boxes)) - top


def _bands(first: Sequence[Mark], second: Sequence[Mark]) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Both sides, some rows at a time: a contour may go around a picture of 100 million pixels."""
    if not first and not second:
        return
    left, top, columns, rows = window([*first, *second])
    height = max(1, PIXELS_AT_ONCE // max(1, columns))
    for start in range(0, rows, height):
        shape = min(height, rows - start), columns
        yield filled(first, left, top + start, shape), filled(second, left, top + start, shape)


def _moved(geometry: Mapping[str, Any], across: int, down: int) -> dict[str, Any]:
    if "points" in geometry:
        points = [{"x": point["x"] + across, "y": point["y"] + down} for point in geometry["points"]]
        return {**geometry, "points": points}
    return {**geometry, "x": geometry["x"] + across, "y": geometry["y"] + down}
