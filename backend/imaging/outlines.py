"""Masks as outlines, slice by slice, for drawing them over their images."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.mask import decode_mask
from backend.imaging.volume import read_grid

Corner = tuple[int, int]


@dataclass(frozen=True)
class SliceOutline:
    """What a mask marks on one image: closed lines along pixel edges, each x, y, x, y …; filled by even and odd.

    Points are those of annotations: the origin is the outer corner of the first pixel.
    """

    sop_instance_uid: str
    frame: int
    pixel_count: int
    box: tuple[int, int, int, int]  # x, y, width, height
    contours: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Outlines:
    rows: int
    columns: int
    slices: tuple[SliceOutline, ...]


def outlines(mask_path: Path, image_paths: Sequence[Path]) -> Outlines:
    """Outline a stored mask on the images of its series. Raises Unprocessable where it was made on other images."""
    mask = decode_mask(Path(mask_path).read_bytes())
    grid = read_grid(image_paths)
    if grid.geometry.hash != mask.geometry_hash:
        raise Unprocessable("The images of the series have changed since this region was drawn on them.")
    _, rows, columns = mask.array.shape
    marked = np.flatnonzero(mask.array.any(axis=(1, 2)))
    return Outlines(rows, columns, tuple(_outline(mask.array[z], *grid.places[z]) for z in marked))


def _outline(marked: NDArray[np.bool_], sop_instance_uid: str, frame: int) -> SliceOutline:
    rows, columns = (np.flatnonzero(marked.any(axis=axis)) for axis in (1, 0))
    left, top = int(columns[0]), int(rows[0])
    return SliceOutline(
        sop_instance_uid=sop_instance_uid,
        frame=frame,
        pixel_count=int(np.count_nonzero(marked)),
        box=(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top),
        contours=tuple(contours(marked)),
    )


def contours(marked: NDArray[np.bool_]) -> Iterator[tuple[int, ...]]:
    """Walk the edges between marked and other pixels, marked ones at the right, with a point at each turn."""
    steps = _steps(marked)
    while steps:
        start = next(iter(steps))
        yield tuple(value for corner in _turns(_walk(steps, start)) for value in corner)


def _steps(marked: NDArray[np.bool_]) -> dict[Corner, list[Corner]]:
    """From each corner of a pixel edge, where it leads to."""
    padded = np.pad(marked, 1).astype(np.int8)
    along_x = np.diff(padded, axis=0)[:, 1:-1]  # 1: marked below this edge
    along_y = np.diff(padded, axis=1)[1:-1, :]  # 1: marked at the right of this edge
    steps: dict[Corner, list[Corner]] = {}
    for sign, (y, x) in ((1, np.nonzero(along_x == 1)), (-1, np.nonzero(along_x == -1))):
        for column, row in zip(x.tolist(), y.tolist(), strict=True):
            ends = (column, row), (column + 1, row)
            steps.setdefault(ends[sign < 0], []).append(ends[sign > 0])
    for sign, (y, x) in ((1, np.nonzero(along_y == -1)), (-1, np.nonzero(along_y == 1))):
        for column, row in zip(x.tolist(), y.tolist(), strict=True):
            ends = (column, row), (column, row + 1)
            steps.setdefault(ends[sign < 0], []).append(ends[sign > 0])
    return steps


def _walk(steps: dict[Corner, list[Corner]], start: Corner) -> list[Corner]:
    """Follow the steps, using them up, until they close."""
    path, here = [start], start
    while True:
        here = _take(steps, here, path)
        if here == start:
            return path
        path.append(here)


def _take(steps: dict[Corner, list[Corner]], here: Corner, path: Sequence[Corner]) -> Corner:
    """Where pixels touch at a corner only there are two ways on: the one that turns right keeps them apart."""
    ways = steps[here]
    chosen = ways[0]
    if len(ways) > 1 and len(path) > 1:
        before = path[-2]
        came = (here[0] - before[0], here[1] - before[1])
        right = (here[0] - came[1], here[1] + came[0])
        chosen = right if right in ways else chosen
    ways.remove(chosen)
    if not ways:
        del steps[here]
    return chosen


def _turns(path: Sequence[Corner]) -> list[Corner]:
    """Without the corners at which the line goes straight on."""
    around = zip([path[-1], *path[:-1]], path, [*path[1:], path[0]], strict=True)
    return [here for before, here, after in around if (before[0] == here[0]) != (here[0] == after[0])]
