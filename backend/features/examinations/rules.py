"""What may be drawn: by the set's task, as a shape at all, and within the image. Pure: knows models, asks nothing."""

from collections.abc import Sequence
from math import hypot

from backend.features.examinations.errors import EmptyShape, KindNotInTask, ShapeOutsideImage
from backend.features.examinations.shapes import (
    AngleGeometry,
    ArrowGeometry,
    BidirectionalGeometry,
    BoxGeometry,
    EllipseGeometry,
    FreehandGeometry,
    LengthGeometry,
    Point,
    PointGeometry,
    PolygonGeometry,
    Shape,
    SplineGeometry,
)
from backend.imaging.splines import sampled
from backend.models.annotation import AnnotationKind
from backend.models.sample_set import Task

KINDS_OF_TASK: dict[Task, frozenset[AnnotationKind]] = {
    Task.CLASSIFICATION: frozenset({AnnotationKind.IMAGE_LABEL}),
    Task.DETECTION: frozenset(AnnotationKind),
    Task.SEGMENTATION: frozenset(AnnotationKind),
}
LINE_PX = 1e-6  # points this close to a line lie on it
Box = tuple[float, float, float, float]


def check_kind(kind: AnnotationKind, task: Task) -> None:
    if kind not in KINDS_OF_TASK[task]:
        raise KindNotInTask(f"A {task.value} set has no objects of kind {kind.value}.")


def bounding_box(shape: Shape) -> Box | None:
    """x, y, width, height in pixels; nothing for a label of the whole image."""
    if isinstance(shape, BoxGeometry | EllipseGeometry):
        return shape.x, shape.y, shape.width, shape.height
    if isinstance(shape, PolygonGeometry | FreehandGeometry):
        return _bounds([(point.x, point.y) for point in shape.points])
    if isinstance(shape, SplineGeometry):
        return _bounds(sampled([(point.x, point.y) for point in shape.points]))
    if isinstance(shape, PointGeometry):
        return shape.x, shape.y, 0, 0
    lines = _lines(shape)
    return _bounds([(point.x, point.y) for line in lines for point in line]) if lines else None


def check_shape(shape: Shape) -> None:
    """Refuse what has no extent: a contour that encloses nothing, a line of no length.

    A contour may cross itself: what lies inside an odd number of its loops is inside.
    """
    if isinstance(shape, PolygonGeometry | FreehandGeometry | SplineGeometry) and _lie_on_a_line(shape.points):
        raise EmptyShape("All points of the contour lie on one line: it encloses nothing.")
    if any(start == end for start, end in _lines(shape)):
        raise EmptyShape(f"The {shape.kind} has a line that begins and ends at the same point.")


def check_inside(shape: Shape, rows: int, columns: int) -> None:
    """At least a part must lie on the image; a stroke beyond its edge is a reader's good right."""
    box = bounding_box(shape)
    if box is None:
        return
    x, y, width, height = box
    if isinstance(shape, PointGeometry) or _lines(shape):  # without an area: the very edge is still on the image
        is_inside = x <= columns and y <= rows and x + width >= 0 and y + height >= 0
    else:
        is_inside = x < columns and y < rows and x + width > 0 and y + height > 0
    if not is_inside:
        raise ShapeOutsideImage(f"The shape lies outside the image of {columns} by {rows} pixels.")


def _lines(shape: Shape) -> list[tuple[Point, Point]]:
    """The straight lines that a measurement is made of; of other shapes none."""
    if isinstance(shape, LengthGeometry | ArrowGeometry):
        return [(shape.start, shape.end)]
    if isinstance(shape, AngleGeometry):
        return [(shape.start, shape.vertex), (shape.vertex, shape.end)]
    if isinstance(shape, BidirectionalGeometry):
        return [(axis.start, axis.end) for axis in (shape.long, shape.short)]
    return []


def _bounds(places: Sequence[tuple[float, float]]) -> Box:
    left, top = min(x for x, _ in places), min(y for _, y in places)
    right, bottom = max(x for x, _ in places), max(y for _, y in places)
    return left, top, right - left, bottom - top


def _lie_on_a_line(points: Sequence[Point]) -> bool:
    first = points[0]
    offsets = [(point.x - first.x, point.y - first.y) for point in points]
    along_x, along_y = max(offsets, key=lambda offset: hypot(*offset))
    reach = hypot(along_x, along_y)
    return reach <= LINE_PX or all(abs(along_x * y - along_y * x) <= LINE_PX * reach for x, y in offsets)
