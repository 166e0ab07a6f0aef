"""Shapes that readers draw, as masks: which voxels are inside, and what is refused."""

from typing import Any

import numpy as np
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.shapes import Shape, rasterise_shapes, shapes_from_json, shapes_hash, shapes_to_json
from backend.imaging.volume import Grid

pytestmark = pytest.mark.once

GEOMETRY = SeriesGeometry(
    (3, 8, 10), (2.0, 1.0, 1.0), (0.0, 0.0, 0.0), (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0), "frame", ("a", "b", "c")
)
SERIES = Grid(GEOMETRY, (("a", 1), ("b", 1), ("c", 1)))
ONE_FILE = Grid(GEOMETRY, (("a", 1), ("a", 2), ("a", 3)))


def box(x: float, y: float, width: float, height: float, on: str = "b", frame: int = 1, kind: str = "box") -> Shape:
    return Shape(on, frame, {"kind": kind, "x": x, "y": y, "width": width, "height": height})


def polygon(*corners: tuple[float, float], on: str = "b", kind: str = "polygon") -> Shape:
    return Shape(on, 1, {"kind": kind, "points": [{"x": x, "y": y} for x, y in corners]})


def marked(mask: np.ndarray) -> list[list[int]]:
    return np.argwhere(mask).tolist()


class TestRasteriseShapes:
    @pytest.mark.parametrize("kind", ["image_label", "point", "length", "angle", "bidirectional", "arrow"])
    def test_what_encloses_nothing_is_refused(self, kind: str) -> None:
        with pytest.raises(Unprocessable, match=kind):
            rasterise_shapes(SERIES, [Shape("b", 1, {"kind": kind, "x": 1, "y": 1})])

    def test_an_image_of_another_series_is_refused(self) -> None:
        with pytest.raises(Unprocessable, match="does not belong to the series"):
            rasterise_shapes(SERIES, [box(1, 1, 3, 3, on="other")])

    @pytest.mark.parametrize(
        "geometry",
        [
            {"kind": "box", "x": 1, "y": 1, "width": 0, "height": 2},
            {"kind": "ellipse", "x": 1, "y": 1, "width": 3},
            {"kind": "polygon", "points": [{"x": 1, "y": 1}, {"x": 2, "y": 2}]},
            {"kind": "freehand", "points": [{"x": 1}, {"x": 2}, {"x": 3}]},
            {"kind": "spline", "points": [{"x": 1, "y": 1}, {"x": 2, "y": 2}, {"x": 2, "y": 2}]},
            {"kind": "polygon", "points": [{"x": float("nan"), "y": 1}] * 3},
        ],
    )
    def test_damaged_shapes_are_refused_by_kind(self, geometry: dict[str, Any]) -> None:
        with pytest.raises(Unprocessable, match=f"{geometry['kind']} of this region is damaged"):
            rasterise_shapes(SERIES, [Shape("b", 1, geometry)])

    def test_shapes_between_voxel_centres_are_refused(self) -> None:
        with pytest.raises(Unprocessable, match="no voxel centre"):
            rasterise_shapes(SERIES, [box(1.6, 1.6, 0.8, 0.8)])

    def test_shapes_beyond_the_image_are_refused(self) -> None:
        with pytest.raises(Unprocessable, match="no voxel centre"):
            rasterise_shapes(SERIES, [box(-20, 1, 5, 5)])

    def test_a_pixel_counts_when_its_centre_lies_inside(self) -> None:
        mask = rasterise_shapes(SERIES, [box(1.4, 2.6, 2.0, 1.0)])

        assert marked(mask.array) == [[1, 3, 1], [1, 3, 2]]
        assert mask.geometry_hash == GEOMETRY.hash

    def test_a_box_of_whole_pixels_is_those_pixels(self) -> None:
        assert marked(rasterise_shapes(SERIES, [box(0, 0, 2, 1, on="a")]).array) == [[0, 0, 0], [0, 0, 1]]

    def test_polygons_close_themselves(self) -> None:
        mask = rasterise_shapes(SERIES, [polygon((1, 1), (4, 1), (4, 3), (1, 3))])

        assert marked(mask.array) == [[1, y, x] for y in (1, 2) for x in (1, 2, 3)]

    def test_an_ellipse_has_the_pixels_nearer_than_its_axes(self) -> None:
        mask = rasterise_shapes(SERIES, [box(2, 1, 6, 4, kind="ellipse")]).array[1]

        y, x = np.mgrid[:8, :10] + 0.5
        assert np.array_equal(mask, ((x - 5) / 3) ** 2 + ((y - 3) / 2) ** 2 < 1)

    def test_a_spline_has_the_pixels_inside_its_curve(self) -> None:
        corners = ((2, 2), (8, 2), (8, 6), (2, 6))

        inside = rasterise_shapes(SERIES, [polygon(*corners, kind="spline")]).array
        between = rasterise_shapes(SERIES, [polygon(*corners)]).array

        assert (inside & between).sum() == between.sum()  # it bulges between its points
        assert inside.sum() > between.sum()

    def test_shapes_of_one_slice_add_up(self) -> None:
        mask = rasterise_shapes(SERIES, [box(1, 1, 3, 3), box(2, 2, 3, 3)])

        assert np.count_nonzero(mask.array) == 9 + 9 - 4
        assert mask.array[1, 2, 2]

    def test_shapes_of_several_slices_are_one_region(self) -> None:
        mask = rasterise_shapes(SERIES, [box(1, 1, 2, 2, on=uid) for uid in "abc"])

        assert np.flatnonzero(mask.array.any(axis=(1, 2))).tolist() == [0, 1, 2]

    def test_frames_of_one_file_are_slices(self) -> None:
        mask = rasterise_shapes(ONE_FILE, [box(1, 1, 2, 2, on="a", frame=3)])

        assert np.flatnonzero(mask.array.any(axis=(1, 2))).tolist() == [2]

    def test_what_is_beyond_the_border_is_left_out(self) -> None:
        mask = rasterise_shapes(SERIES, [polygon((-5, -5), (2, -5), (2, 2), (-5, 2), kind="freehand")])

        assert marked(mask.array) == [[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]]


class TestShapesHash:
    def test_the_order_of_shapes_does_not_count(self) -> None:
        shapes = [box(1, 1, 2, 2), polygon((1, 1), (4, 1), (4, 3))]

        assert shapes_hash(shapes) == shapes_hash(reversed(shapes))

    def test_a_moved_corner_does(self) -> None:
        assert shapes_hash([polygon((1, 1), (4, 1), (4, 3))]) != shapes_hash([polygon((1, 1), (4, 1), (4, 3.01))])

    def test_so_does_the_slice(self) -> None:
        assert shapes_hash([box(1, 1, 2, 2, on="a")]) != shapes_hash([box(1, 1, 2, 2, on="b")])

    def test_is_the_same_once_kept_and_read(self) -> None:
        shapes = (box(1, 1, 2, 2), polygon((1, 1), (4, 1), (4, 3)))

        assert shapes_hash(shapes_from_json(shapes_to_json(shapes))) == shapes_hash(shapes)
