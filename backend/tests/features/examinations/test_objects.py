"""Every kind of object, as it is drawn, kept and read back."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation
from backend.models.instance import Instance
from backend.tests.factories.users import Client
from backend.tests.features.examinations.operations import put, send

CONTOUR = [{"x": 1.5, "y": 2.0}, {"x": 5.0, "y": 2.25}, {"x": 3.0, "y": 1 / 3}]
GEOMETRIES: list[dict[str, Any]] = [
    {"kind": "image_label"},
    {"kind": "box", "x": 10.5, "y": 20.0, "width": 1e-6, "height": 10.0},
    {"kind": "ellipse", "x": -3.0, "y": 20.0, "width": 10.0, "height": 0.1},
    {"kind": "polygon", "points": CONTOUR},
    {"kind": "freehand", "points": CONTOUR},
    {"kind": "point", "x": 511.999, "y": 0.0},
    {"kind": "length", "start": CONTOUR[0], "end": CONTOUR[1]},
    {"kind": "spline", "points": CONTOUR},
    {"kind": "arrow", "start": CONTOUR[0], "end": CONTOUR[1]},
    {"kind": "angle", "start": CONTOUR[0], "vertex": CONTOUR[1], "end": CONTOUR[2]},
    {
        "kind": "bidirectional",
        "long": {"start": CONTOUR[0], "end": CONTOUR[1]},
        "short": {"start": CONTOUR[2], "end": CONTOUR[0]},
    },
]
PIXEL_SPACING = {"00280030": {"vr": "DS", "Value": [2.0, 0.5]}}  # between rows, between columns
LENGTH = {"kind": "length", "start": {"x": 10.0, "y": 10.0}, "end": {"x": 16.0, "y": 12.0}}

AXES = {
    "kind": "bidirectional",
    "long": {"start": {"x": 10, "y": 10}, "end": {"x": 18, "y": 10}},
    "short": {"start": {"x": 14, "y": 8}, "end": {"x": 14, "y": 13}},
}
ANGLE = {"kind": "angle", "start": {"x": 30, "y": 10}, "vertex": {"x": 10, "y": 10}, "end": {"x": 20, "y": 20}}


def of(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"kind": geometry["kind"], "geometry": geometry}


class TestObjects:
    @pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda geometry: geometry["kind"])
    async def test_is_read_back_as_it_was_drawn(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any], geometry: dict[str, Any]
    ) -> None:
        answer = await send(client, reading, put(box | of(geometry)))

        assert answer.status_code == 200, answer.text
        (kept,) = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()["annotations"]
        assert (kept["kind"], kept["geometry"]) == (geometry["kind"], geometry)
        assert answer.json()["examination"]["annotations"] == [kept]

    async def test_keeps_what_the_reader_says_of_it(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        said = "Rand unscharf, 很小"
        await send(client, reading, put(box | {"comment": said}))

        (kept,) = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()["annotations"]

        assert kept["comment"] == said
        assert (await work.db.scalars(select(Annotation.remark))).one() == said

    async def test_keeps_that_its_lesion_is_a_target(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box | {"tracking_uid": "2.25.1", "is_target": True}))

        (kept,) = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()["annotations"]

        assert (kept["tracking_uid"], kept["is_target"]) == ("2.25.1", True)
        assert (await work.db.scalars(select(Annotation.is_target))).one() is True

    async def test_drawn_again_without_a_comment_it_has_none(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        answer = await send(client, reading, put(box | {"comment": "spiculated"}), put(box))

        assert answer.json()["examination"]["annotations"][0]["comment"] is None

    @pytest.mark.parametrize("comment", ["x" * 2001, "a\x00b"])
    async def test_a_comment_has_its_limits(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any], comment: str
    ) -> None:
        assert (await send(client, reading, put(box | {"comment": comment}))).status_code == 422

    @pytest.mark.parametrize(
        "geometry",
        [
            {"kind": "length", "start": CONTOUR[0], "end": CONTOUR[0]},
            {"kind": "freehand", "points": [{"x": x, "y": x} for x in range(5)]},
            {"kind": "spline", "points": [CONTOUR[0], CONTOUR[0], CONTOUR[1]]},
            {"kind": "angle", "start": CONTOUR[0], "vertex": CONTOUR[0], "end": CONTOUR[1]},
            {"kind": "arrow", "start": CONTOUR[0], "end": CONTOUR[0]},
            {**AXES, "short": {"start": CONTOUR[0], "end": CONTOUR[0]}},
        ],
        ids=lambda geometry: geometry["kind"],
    )
    async def test_what_has_no_extent_is_refused_by_name(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any], geometry: dict[str, Any]
    ) -> None:
        operation = put(box | of(geometry))

        refused = await send(client, reading, operation)

        assert (refused.status_code, refused.json()["error"]) == (422, "EmptyShape")
        assert refused.json()["operation_id"] == operation["id"]

    async def test_a_point_beside_the_image_is_refused(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        beside = of({"kind": "point", "x": 512.5, "y": 5})

        assert (await send(client, reading, put(box | beside))).json()["error"] == "ShapeOutsideImage"


class TestMeasures:
    async def measured(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any], geometry: dict[str, Any] = LENGTH
    ) -> tuple[Any, ...]:
        drawn = (await send(client, reading, put(box | of(geometry)))).json()["examination"]["annotations"][0]
        (read,) = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()["annotations"]
        assert drawn == read
        return tuple(read[name] for name in ("length_mm", "short_mm", "angle_deg", "spacing_source"))

    async def test_are_measured_where_the_spacing_of_the_slice_is_known(
        self,
        client: Client,
        work: UnitOfWork,
        reading: dict[str, Any],
        box: dict[str, Any],
        slices: list[Instance],
    ) -> None:
        slices[0].attributes = PIXEL_SPACING
        await work.flush()

        assert await self.measured(client, reading, box) == (5.0, None, None, "pixel_spacing")  # 3 mm by 4 mm

    async def test_go_by_the_length_that_the_reader_knows(
        self,
        client: Client,
        work: UnitOfWork,
        reading: dict[str, Any],
        box: dict[str, Any],
        slices: list[Instance],
    ) -> None:
        slices[0].attributes = PIXEL_SPACING
        await work.flush()
        known = LENGTH | {"known_mm": 20.0}

        assert await self.measured(client, reading, box, known) == (20.0, None, None, "reader")

    @pytest.mark.parametrize("known_mm", [0, -1, 10_001])
    async def test_no_length_is_known_to_be_impossible(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any], known_mm: float
    ) -> None:
        refused = await send(client, reading, put(box | of(LENGTH | {"known_mm": known_mm})))

        assert refused.status_code == 422

    async def test_are_not_measured_by_the_spacing_of_another_slice(
        self,
        client: Client,
        work: UnitOfWork,
        reading: dict[str, Any],
        box: dict[str, Any],
        slices: list[Instance],
    ) -> None:
        slices[1].attributes = PIXEL_SPACING
        await work.flush()

        assert await self.measured(client, reading, box) == (None, None, None, None)

    async def test_two_axes_are_told_by_their_length_in_mm(
        self,
        client: Client,
        work: UnitOfWork,
        reading: dict[str, Any],
        box: dict[str, Any],
        slices: list[Instance],
    ) -> None:
        slices[0].attributes = PIXEL_SPACING
        await work.flush()

        # Drawn first, and longer in pixels: 8 columns are 4 mm; 5 rows are 10 mm.
        assert await self.measured(client, reading, box, AXES) == (10.0, 4.0, None, "pixel_spacing")

    async def test_angles_are_of_square_pixels_where_nothing_says_otherwise(
        self,
        client: Client,
        work: UnitOfWork,
        reading: dict[str, Any],
        box: dict[str, Any],
        slices: list[Instance],
    ) -> None:
        *_, angle, source = await self.measured(client, reading, box, ANGLE)
        assert (angle, source) == (pytest.approx(45), None)

        slices[0].attributes = PIXEL_SPACING
        await work.flush()

        *_, angle, source = await self.measured(client, reading, box, ANGLE)
        assert (angle, source) == (pytest.approx(75.9638), "pixel_spacing")  # atan(2 / 0.5)
