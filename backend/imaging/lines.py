"""What lines say in numbers: lengths, the two axes of a lesion, angles. By geometry as annotations keep it."""

from collections.abc import Mapping, Sequence
from math import atan2, degrees, hypot
from typing import Any

Place = tuple[float, float]
LINE_KINDS = ("length", "angle", "bidirectional", "arrow")


def line_points(geometry: Mapping[str, Any]) -> list[Place]:
    """The points that a line is given by, in the order in which they are drawn."""
    kind = geometry["kind"]
    if kind == "bidirectional":
        return [_place(geometry[axis][end]) for axis in ("long", "short") for end in ("start", "end")]
    names = ("start", "vertex", "end") if kind == "angle" else ("start", "end")
    return [_place(geometry[name]) for name in names]


def line_of(kind: str, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A line from the points that it is given by. Raises ValueError where there are not as many as it takes."""
    if kind == "bidirectional":
        a, b, c, d = points
        return {"kind": kind, "long": {"start": a, "end": b}, "short": {"start": c, "end": d}}
    if kind == "angle":
        start, vertex, end = points
        return {"kind": kind, "start": start, "vertex": vertex, "end": end}
    start, end = points
    return {"kind": kind, "start": start, "end": end}


def length_of(geometry: Mapping[str, Any], column_mm: float = 1.0, row_mm: float = 1.0) -> float:
    """Of a length; of two axes the longer one."""
    if geometry["kind"] == "bidirectional":
        return axes_of(geometry, column_mm, row_mm)[0]
    start, end = line_points(geometry)
    return _reach(start, end, column_mm, row_mm)


def axes_of(geometry: Mapping[str, Any], column_mm: float = 1.0, row_mm: float = 1.0) -> tuple[float, float]:
    """The longer axis and the shorter one, whichever was drawn first: a reader may drag one beyond the other."""
    first, second = (_reach(*axis, column_mm, row_mm) for axis in ordered_axes(geometry, column_mm, row_mm))
    return first, second


def ordered_axes(
    geometry: Mapping[str, Any], column_mm: float = 1.0, row_mm: float = 1.0
) -> tuple[tuple[Place, Place], tuple[Place, Place]]:
    """The ends of the longer axis, then those of the shorter."""
    a, b, c, d = line_points(geometry)
    if _reach(c, d, column_mm, row_mm) > _reach(a, b, column_mm, row_mm):
        return (c, d), (a, b)
    return (a, b), (c, d)


def angle_of(geometry: Mapping[str, Any], column_mm: float = 1.0, row_mm: float = 1.0) -> float:
    """Degrees at the vertex, from 0 to 180. Without a spacing, of square pixels."""
    start, vertex, end = line_points(geometry)
    (ax, ay), (bx, by) = (((arm[0] - vertex[0]) * column_mm, (arm[1] - vertex[1]) * row_mm) for arm in (start, end))
    return degrees(atan2(abs(ax * by - ay * bx), ax * bx + ay * by))


def _reach(start: Place, end: Place, column_mm: float, row_mm: float) -> float:
    return hypot((end[0] - start[0]) * column_mm, (end[1] - start[1]) * row_mm)


def _place(point: Mapping[str, Any]) -> Place:
    return float(point["x"]), float(point["y"])
