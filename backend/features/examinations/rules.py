"""What may be drawn: by the set's task, on which image, and how large. Pure: knows models, asks nothing."""

from backend.features.examinations.errors import KindNotInTask, ShapeOutsideImage
from backend.features.examinations.schemas import (
    AnnotationWrite,
    BoxGeometry,
    ImageLabelGeometry,
    Point,
    PolygonGeometry,
)
from backend.models.annotation import AnnotationKind
from backend.models.sample_set import Task

KINDS_OF_TASK: dict[Task, frozenset[AnnotationKind]] = {
    Task.CLASSIFICATION: frozenset({AnnotationKind.IMAGE_LABEL}),
    Task.DETECTION: frozenset(AnnotationKind),
    Task.SEGMENTATION: frozenset(AnnotationKind),
}
Box = tuple[float, float, float, float]


def check_kind(annotation: AnnotationWrite, task: Task) -> None:
    if annotation.kind not in KINDS_OF_TASK[task]:
        raise KindNotInTask(f"A {task.value} set has no objects of kind {annotation.kind.value}.")


def bounding_box(geometry: ImageLabelGeometry | BoxGeometry | PolygonGeometry) -> Box | None:
    """x, y, width, height in pixels; nothing for a label of the whole image."""
    if isinstance(geometry, ImageLabelGeometry):
        return None
    if isinstance(geometry, BoxGeometry):
        return geometry.x, geometry.y, geometry.width, geometry.height
    return _bounds(geometry.points)


def check_inside(geometry: ImageLabelGeometry | BoxGeometry | PolygonGeometry, rows: int, columns: int) -> None:
    """At least a part must lie on the image; a stroke beyond its edge is a reader's good right."""
    box = bounding_box(geometry)
    if box is None:
        return
    x, y, width, height = box
    if x >= columns or y >= rows or x + width <= 0 or y + height <= 0:
        raise ShapeOutsideImage(f"The shape lies outside the image of {columns} by {rows} pixels.")


def _bounds(points: list[Point]) -> Box:
    left, top = min(point.x for point in points), min(point.y for point in points)
    right, bottom = max(point.x for point in points), max(point.y for point in points)
    return left, top, right - left, bottom - top
