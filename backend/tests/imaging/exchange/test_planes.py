"""Shapes on planes through a volume, in formats that know pictures only."""

from dataclasses import replace
from typing import Any

import pytest

from backend.imaging.exchange.document import Document, DocumentObject, from_json, to_json
from backend.imaging.exchange.formats import FORMATS
from backend.imaging.exchange.losses import losses
from backend.imaging.exchange.planes import on_slices
from backend.imaging.region_errors import AskewPlane
from backend.imaging.shapes import Shape, rasterise_shapes, shapes_from_json, shapes_hash, shapes_to_json
from backend.tests.imaging.exchange.documents import SERIES, SERIES_IMAGE, document, drawn, reading
from backend.tests.imaging.test_shapes import SERIES as GRID
from backend.tests.imaging.test_shapes import box, marked

pytestmark = pytest.mark.once


def point(x: float, y: float, z: float) -> dict[str, float]:
    return {"x": x, "y": y, "z": z}


def axial(z: float) -> dict[str, Any]:
    return {"frame_of_reference_uid": "1.2.9", "origin": point(0, 0, z), "u": point(1, 0, 0), "v": point(0, 1, 0)}


CORONAL = axial(0) | {"v": point(0, 0, -1)}


def on(plane: dict[str, Any], z: float) -> DocumentObject:
    geometry = {"kind": "box", **point(2, 3, z), "width": 4.0, "height": 5.0}
    return drawn(f"at {z}", geometry, image=SERIES_IMAGE, plane=plane)


def placed(*objects: DocumentObject) -> tuple[DocumentObject, ...]:
    return on_slices(document(reading("a", SERIES, *objects))).readings[0].objects


class TestOnSlices:
    def test_what_is_parallel_lies_on_the_nearest_slice_in_its_pixels(self) -> None:
        (found,) = placed(on(axial(4.0), 4.0))  # slices are at 2.5, 5 and 7.5 mm, their pixels half a millimetre

        assert (found.sop_instance_uid, found.plane) == ("1.2.3.2", None)
        assert found.geometry == {"kind": "box", "x": 4.5, "y": 6.5, "width": 8.0, "height": 10.0}

    def test_what_is_beyond_the_slices_or_askew_is_left_out(self) -> None:
        assert placed(on(axial(9.0), 9.0), on(CORONAL, 0.0)) == ()

    def test_what_lies_on_a_slice_stays_as_it_is(self) -> None:
        assert on_slices(document()) == document()


class TestFormats:
    def test_the_writing_of_releases_keeps_planes(self) -> None:
        whole = document(reading("a", SERIES, on(CORONAL, 0.0)))

        assert from_json(to_json(whole)) == whole
        assert losses(whole, FORMATS["json"]) == []

    def test_formats_of_pictures_say_what_becomes_of_them(self) -> None:
        whole: Document = document(reading("a", SERIES, on(CORONAL, 0.0)))

        for target in FORMATS.values():
            told = [loss for loss in losses(whole, target) if loss.trait == "planes"]
            assert len(told) == (0 if target.knows_planes else 1), target.key


class TestRegions:
    def test_a_parallel_shape_marks_the_voxels_that_one_on_the_slice_marks(self) -> None:
        there = {"kind": "box", **point(0.5, 1.5, 2.4), "width": 3.0, "height": 2.0}

        found = rasterise_shapes(GRID, [Shape("", 1, there, axial(2.4))]).array

        assert marked(found) == marked(rasterise_shapes(GRID, [box(1, 2, 3, 2)]).array)

    def test_one_askew_says_why_it_marks_none(self) -> None:
        there = {"kind": "box", **point(0.5, 0, 2), "width": 3.0, "height": 2.0}

        with pytest.raises(AskewPlane, match="not parallel to the slices"):
            rasterise_shapes(GRID, [Shape("", 1, there, CORONAL)])

    def test_the_plane_is_part_of_what_a_region_is(self) -> None:
        shape = Shape("", 1, {"kind": "point", **point(0, 0, 2)}, CORONAL)

        assert shapes_from_json(shapes_to_json([shape])) == (shape,)
        assert shapes_hash([shape]) != shapes_hash([replace(shape, plane=None)])
        assert "plane" not in shapes_to_json([box(1, 2, 3, 2)])[0]
