"""Shapes on an image as other formats want them: boxes, outlines and areas, in pixels from the outer corner."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import Any

from backend.imaging.lines import LINE_KINDS, line_points
from backend.imaging.painted import MASK, box_of_mask, voxels_of
from backend.imaging.splines import sampled

CLOSED = frozenset({"box", "ellipse", "polygon", "freehand", "spline", MASK})
CORNERS_OF_ELLIPSE = 72
Box = tuple[float, float, float, float]
Outline = list[tuple[float, float]]


def box_of(geometry: Mapping[str, Any]) -> Box | None:
    """x, y, width, height; nothing for a label of the whole image."""
    if geometry["kind"] == MASK:
        return box_of_mask(geometry)
    if geometry["kind"] in ("box", "ellipse"):
        return geometry["x"], geometry["y"], geometry["width"], geometry["height"]
    points = outline_of(geometry) or points_of(geometry)
    if not points:
        return None
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top


def points_of(geometry: Mapping[str, Any]) -> Outline:
    """The points that a shape is given by; a box has its corners, an ellipse and a whole image none."""
    kind = geometry["kind"]
    if kind == "box":
        x, y, width, height = geometry["x"], geometry["y"], geometry["width"], geometry["height"]
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    if kind in ("polygon", "freehand", "spline"):
        return [(point["x"], point["y"]) for point in geometry["points"]]
    if kind == "point":
        return [(geometry["x"], geometry["y"])]
    return line_points(geometry) if kind in LINE_KINDS else []


def outline_of(geometry: Mapping[str, Any], corners: int = CORNERS_OF_ELLIPSE) -> Outline:
    """A closed shape as a polygon: exact but for the ellipse, whose corners lie on it. Masks: see `spread`."""
    if geometry["kind"] == "spline":
        return sampled(points_of(geometry))
    if geometry["kind"] != "ellipse":
        return points_of(geometry) if geometry["kind"] in CLOSED else []
    width, height = geometry["width"] / 2, geometry["height"] / 2
    x, y = geometry["x"] + width, geometry["y"] + height
    turns = [2 * pi * step / corners for step in range(corners)]
    return [(x + width * cos(turn), y + height * sin(turn)) for turn in turns]


def area_of(geometry: Mapping[str, Any]) -> float:
    """In square pixels; of what has no inside, 0."""
    if geometry["kind"] == "ellipse":
        return float(pi * geometry["width"] * geometry["height"] / 4)
    if geometry["kind"] == MASK:
        return float(voxels_of(geometry))
    if geometry["kind"] == "box":
        return float(geometry["width"] * geometry["height"])
    return abs(_signed_area(outline_of(geometry)))


def flat(points: Sequence[tuple[float, float]]) -> list[float]:
    return [value for point in points for value in point]


def _signed_area(points: Sequence[tuple[float, float]]) -> float:
    turned = [*points[1:], *points[:1]]
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(points, turned, strict=True)) / 2
