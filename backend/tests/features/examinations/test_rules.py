"""What counts as a shape, and what as inside: the conventions of design §8, without a server."""

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from backend.features.examinations.errors import EmptyShape, KindNotInTask, ShapeOutsideImage
from backend.features.examinations.rules import bounding_box, check_inside, check_kind, check_shape
from backend.features.examinations.shapes import Geometry, Shape
from backend.imaging.polygons import fill_even_odd
from backend.models.annotation import AnnotationKind
from backend.models.sample_set import Task

GEOMETRY: TypeAdapter[Shape] = TypeAdapter(Geometry)
SIDE = 64  # rows and columns of the image
pytestmark = pytest.mark.once


def shape(kind: str, **fields: Any) -> Shape:
    return GEOMETRY.validate_python({"kind": kind, **fields})


def box(x: float, y: float, width: float, height: float, kind: str = "box") -> Shape:
    return shape(kind, x=x, y=y, width=width, height=height)


def contour(*points: tuple[float, float], kind: str = "polygon") -> Shape:
    return shape(kind, points=[{"x": x, "y": y} for x, y in points])


def length(start: tuple[float, float], end: tuple[float, float]) -> Shape:
    return shape("length", start=dict(zip("xy", start, strict=True)), end=dict(zip("xy", end, strict=True)))


def ends(start: tuple[float, float], end: tuple[float, float]) -> dict[str, Any]:
    return {name: dict(zip("xy", place, strict=True)) for name, place in (("start", start), ("end", end))}


def pixel_centres(corners: np.ndarray) -> int:
    """How many pixel centres lie inside: the centre of pixel (c, r) is at (c + 0.5, r + 0.5)."""
    return int(fill_even_odd([corners - 0.5], (SIDE, SIDE)).sum())


def corners_of(drawn: Shape) -> np.ndarray:
    x, y, width, height = bounding_box(drawn) or (0, 0, 0, 0)
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


class TestPixels:
    def test_a_box_of_ten_by_ten_holds_a_hundred_pixel_centres(self) -> None:
        assert pixel_centres(corners_of(box(10, 20, 10, 10))) == 100

    @pytest.mark.parametrize("offset", [0.0, 0.25, 0.499, 0.501, 0.999])
    def test_wherever_it_lies(self, offset: float) -> None:
        assert pixel_centres(corners_of(box(10 + offset, 20 - offset, 10, 10))) == 100

    def test_the_first_pixel_reaches_from_zero_to_one(self) -> None:
        assert pixel_centres(corners_of(box(0, 0, 1, 1))) == 1
        assert pixel_centres(corners_of(box(0.6, 0.6, 0.8, 0.8))) == 0  # between the first four centres

    def test_the_whole_image_is_a_box_of_its_size(self) -> None:
        assert pixel_centres(corners_of(box(0, 0, SIDE, SIDE))) == SIDE * SIDE


class TestBoundingBox:
    def test_of_boxes_and_ellipses_is_their_own(self) -> None:
        assert bounding_box(box(1, 2, 3, 4)) == (1, 2, 3, 4)
        assert bounding_box(box(1, 2, 3, 4, kind="ellipse")) == (1, 2, 3, 4)

    @pytest.mark.parametrize("kind", ["polygon", "freehand"])
    def test_of_a_contour_holds_all_its_points(self, kind: str) -> None:
        assert bounding_box(contour((1.5, 2), (5, 2.25), (3, 9), kind=kind)) == (1.5, 2, 3.5, 7)

    def test_of_a_length_holds_both_ends(self) -> None:
        assert bounding_box(length((5, 1), (2, 4))) == (2, 1, 3, 3)

    def test_of_a_point_has_no_size(self) -> None:
        assert bounding_box(shape("point", x=3, y=4)) == (3, 4, 0, 0)

    def test_of_a_spline_holds_the_curve_and_not_only_its_points(self) -> None:
        spline = contour((10, 10), (20, 10), (20, 20), (10, 20), kind="spline")

        x, y, width, height = bounding_box(spline) or (0, 0, 0, 0)

        assert max(x, y) < 10
        assert min(x + width, y + height) > 20
        assert x + width / 2 == pytest.approx(15)

    def test_of_two_axes_holds_both(self) -> None:
        axes = shape("bidirectional", long=ends((0, 5), (9, 5)), short=ends((4, 3), (4, 8)))

        assert bounding_box(axes) == (0, 3, 9, 5)

    def test_of_the_whole_image_there_is_none(self) -> None:
        assert bounding_box(shape("image_label")) is None


class TestShapes:
    @pytest.mark.parametrize(
        "fields",
        [
            {"kind": "box", "x": 0, "y": 0, "width": 0, "height": 5},
            {"kind": "ellipse", "x": 0, "y": 0, "width": 5, "height": 0},
            {"kind": "ellipse", "x": 0, "y": 0, "width": 5, "height": -5},
            {"kind": "point", "x": float("nan"), "y": 0},
            {"kind": "point", "x": 1e9, "y": 0},
            {"kind": "point", "x": 1, "y": 1, "w": 1},
            {"kind": "freehand", "points": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
            {"kind": "freehand", "points": [{"x": i % 100, "y": i // 100} for i in range(10_001)]},
            {"kind": "length", "start": {"x": 0, "y": 0}},
            {"kind": "spline", "points": [{"x": i % 100, "y": i // 100} for i in range(501)]},
            {"kind": "angle", "start": {"x": 0, "y": 0}, "end": {"x": 1, "y": 1}},
            {"kind": "bidirectional", "long": {"start": {"x": 0, "y": 0}, "end": {"x": 1, "y": 1}}},
            {"kind": "circle", "x": 0, "y": 0, "radius": 3},
        ],
    )
    def test_what_is_none_is_refused(self, fields: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            GEOMETRY.validate_python(fields)

    @pytest.mark.parametrize("kind", ["polygon", "freehand", "spline"])
    @pytest.mark.parametrize(
        "points",
        [
            [(3, 3), (3, 3), (3, 3)],
            [(0, 0), (5, 5), (10, 10)],
            [(0, 0), (0.3, 0.1), (0.6, 0.2), (0.9, 0.3)],
            [(0, 0), (10, 0), (5, 0), (0, 0)],
        ],
    )
    def test_a_contour_on_a_line_encloses_nothing(self, kind: str, points: list[tuple[float, float]]) -> None:
        with pytest.raises(EmptyShape):
            check_shape(contour(*points, kind=kind))

    def test_a_thin_contour_is_one(self) -> None:
        check_shape(contour((0, 0), (100, 0.01), (200, 0)))

    def test_a_contour_may_cross_itself(self) -> None:
        eight = [(0, 0), (10, 10), (10, 0), (0, 10)]

        check_shape(contour(*eight, kind="freehand"))

        inside = fill_even_odd([np.array(eight, float) - 0.5], (SIDE, SIDE))
        assert (inside[5, 1], inside[5, 8], inside[1, 5], inside[8, 5]) == (True, True, False, False)

    def test_a_length_of_zero_is_refused(self) -> None:
        with pytest.raises(EmptyShape):
            check_shape(length((3, 4), (3, 4)))


class TestInside:
    @pytest.mark.parametrize(
        "drawn",
        [
            box(-5, -5, 6, 6),
            box(SIDE - 1, 0, 100, 1),
            box(-10, -10, 500, 500, kind="ellipse"),
            shape("point", x=0, y=0),
            shape("point", x=SIDE, y=SIDE),
            length((0, 5), (0, 9)),
            length((-20, 5), (5, 5)),
            shape("image_label"),
        ],
    )
    def test_a_part_on_the_image_is_enough(self, drawn: Shape) -> None:
        check_inside(drawn, SIDE, SIDE)

    @pytest.mark.parametrize(
        "drawn",
        [
            box(-5, 0, 5, 5),
            box(SIDE, 0, 5, 5),
            box(0, -5, 5, 5, kind="ellipse"),
            shape("point", x=-0.1, y=5),
            shape("point", x=5, y=SIDE + 0.1),
            length((SIDE + 1, 5), (SIDE + 9, 5)),
            contour((-9, 0), (-1, 5), (-4, 9)),
        ],
    )
    def test_what_lies_beside_it_is_refused(self, drawn: Shape) -> None:
        with pytest.raises(ShapeOutsideImage):
            check_inside(drawn, SIDE, SIDE)

    def test_rows_are_y_and_columns_are_x(self) -> None:
        check_inside(shape("point", x=90, y=10), rows=20, columns=100)

        with pytest.raises(ShapeOutsideImage):
            check_inside(shape("point", x=10, y=90), rows=20, columns=100)


class TestTasks:
    @pytest.mark.parametrize("task", [Task.DETECTION, Task.SEGMENTATION])
    def test_detection_and_segmentation_draw_everything(self, task: Task) -> None:
        for kind in AnnotationKind:
            check_kind(kind, task)

    def test_a_classification_labels_images_and_draws_nothing(self) -> None:
        check_kind(AnnotationKind.IMAGE_LABEL, Task.CLASSIFICATION)

        for kind in set(AnnotationKind) - {AnnotationKind.IMAGE_LABEL}:
            with pytest.raises(KindNotInTask):
                check_kind(kind, Task.CLASSIFICATION)
