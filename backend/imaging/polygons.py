"""Polygons on a grid of pixel centres."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backend.imaging.geometry import FloatArray


def fill_even_odd(polygons: Sequence[FloatArray], shape_yx: tuple[int, int]) -> NDArray[np.bool_]:
    """Mark the pixels whose centre lies inside an odd number of polygons.

    Polygons are (n, 2) arrays of x and y with pixel centres at whole numbers. Each edge crosses the pixel rows of
    [lowest y, highest y); each crossing toggles the pixels to its left, so shared edges are counted once.
    """
    rows, columns = shape_yx
    toggles = np.zeros((rows, columns + 1), dtype=np.int64)
    for polygon in polygons:
        row, crossing = _crossings(polygon, rows)
        left = np.clip(np.ceil(crossing), 0, columns).astype(np.int64)
        np.add.at(toggles, (row, left), 1)
    crossings_to_the_right: NDArray[np.int64] = toggles[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    return (crossings_to_the_right % 2).astype(np.bool_)


def _crossings(polygon: FloatArray, rows: int) -> tuple[NDArray[np.int64], FloatArray]:
    """Find where the edges cross pixel rows inside the grid: row numbers and x."""
    start, end = polygon, np.roll(polygon, -1, axis=0)
    is_down = start[:, 1] > end[:, 1]
    low, high = np.where(is_down[:, None], end, start), np.where(is_down[:, None], start, end)
    first = np.clip(np.ceil(low[:, 1]), 0, rows).astype(np.int64)
    after = np.clip(np.ceil(high[:, 1]), 0, rows).astype(np.int64)
    lengths = np.maximum(after - first, 0)
    edge = np.repeat(np.arange(len(polygon)), lengths)
    row = np.arange(lengths.sum()) - np.repeat(lengths.cumsum() - lengths, lengths) + first[edge]
    rise = high[edge, 1] - low[edge, 1]
    x = low[edge, 0] + (row - low[edge, 1]) / rise * (high[edge, 0] - low[edge, 0])
    return row, x
