"""Shapes on planes through a patient, in the plane's millimetres and on the slices beneath."""

from typing import Any

import numpy as np
import pytest

from backend.imaging.geometry import SeriesGeometry
from backend.imaging.planes import flat, onto, pixels_of, plane_of, slice_of
from backend.imaging.region_errors import AskewPlane, OffImage

pytestmark = pytest.mark.once


def point(x: float, y: float, z: float) -> dict[str, float]:
    return {"x": x, "y": y, "z": z}


AXIAL = plane_of(
    {"frame_of_reference_uid": "1", "origin": point(-10, -20, 5), "u": point(1, 0, 0), "v": point(0, 1, 0)}
)
CORONAL = plane_of(
    {"frame_of_reference_uid": "1", "origin": point(-10, 3, 50), "u": point(1, 0, 0), "v": point(0, 0, -1)}
)
BOX = {"kind": "box", **point(-4, -8, 5), "width": 6.0, "height": 4.0}
VOLUME = SeriesGeometry(
    (10, 40, 30), (2.0, 0.5, 1.0), (-15.0, -10.0, -4.0), tuple(np.eye(3).ravel()), "1", ("1.1",) * 10
)


def turned(degrees: float) -> Any:
    """The pixels of a slice whose rows are turned about its normal."""
    turn = np.radians(degrees)
    right, down = np.array([np.cos(turn), np.sin(turn), 0]), np.array([-np.sin(turn), np.cos(turn), 0])
    return pixels_of(np.zeros(3), right, down, (1.0, 1.0))


class TestFlat:
    def test_is_from_the_origin_along_both_directions(self) -> None:
        length = {"kind": "length", "start": point(0, 3, 40), "end": point(5, 3, 20)}

        assert flat(length, CORONAL) == {"kind": "length", "start": {"x": 10, "y": 10}, "end": {"x": 15, "y": 30}}

    def test_keeps_the_size_of_boxes(self) -> None:
        assert flat(BOX, AXIAL) == {"kind": "box", "x": 6, "y": 12, "width": 6, "height": 4}

    def test_goes_into_whatever_a_shape_is_made_of(self) -> None:
        axes = {"long": {"start": point(0, 3, 50), "end": point(9, 3, 50)}}

        assert flat({"kind": "bidirectional", **axes}, CORONAL)["long"]["end"] == {"x": 19, "y": 0}


class TestOntoPixels:
    def test_counts_from_the_outer_corner_of_the_first_pixel(self) -> None:
        pixels = pixels_of(np.array([-4.0, -8.0, 5.0]), np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), (0.5, 2.0))

        assert onto(BOX, AXIAL, pixels) == {"kind": "box", "x": 0.5, "y": 0.5, "width": 3.0, "height": 8.0}

    def test_a_box_stays_one_where_the_rows_run_the_other_way(self) -> None:
        found = onto(BOX, AXIAL, turned(180))

        assert (found["kind"], found["width"], found["height"]) == ("box", pytest.approx(6), pytest.approx(4))
        assert (found["x"], found["y"]) == (pytest.approx(-1.5), pytest.approx(4.5))

    def test_a_box_on_its_side_changes_width_and_height(self) -> None:
        found = onto(BOX, AXIAL, turned(90))

        assert (found["kind"], found["width"], found["height"]) == ("box", pytest.approx(4), pytest.approx(6))

    @pytest.mark.parametrize(("kind", "corners"), [("box", 4), ("ellipse", 72)])
    def test_what_lies_askew_becomes_a_polygon(self, kind: str, corners: int) -> None:
        found = onto({**BOX, "kind": kind}, AXIAL, turned(30))

        assert (found["kind"], len(found["points"])) == ("polygon", corners)


class TestSliceOf:
    def test_is_the_nearest(self) -> None:
        index, geometry = slice_of(BOX, AXIAL, VOLUME)

        assert index == 4  # at 4 mm; the plane is at 5 mm, halfway to the next
        assert geometry == {"kind": "box", "x": 11.5, "y": 4.5, "width": 6.0, "height": 8.0}

    def test_of_a_plane_askew_there_is_none(self) -> None:
        with pytest.raises(AskewPlane):
            slice_of({"kind": "point", **point(0, 3, 0)}, CORONAL, VOLUME)

    def test_of_a_plane_beyond_the_slices_there_is_none(self) -> None:
        with pytest.raises(OffImage):
            slice_of({"kind": "point", **point(0, 0, 40)}, AXIAL, VOLUME)
