"""Shapes on planes through a volume: in millimetres of the patient, with the plane that they were drawn on."""

from typing import Any

import pytest

from backend.core.work import UnitOfWork
from backend.models.instance import Instance
from backend.models.series import Series
from backend.tests.factories.users import Client
from backend.tests.features.examinations.operations import put, send

FRAME_OF_REFERENCE = "1.2.826.0.1.77"
CORONAL = {
    "frame_of_reference_uid": FRAME_OF_REFERENCE,
    "origin": {"x": -100.0, "y": 12.5, "z": 80.0},
    "u": {"x": 1.0, "y": 0.0, "z": 0.0},
    "v": {"x": 0.0, "y": 0.0, "z": -1.0},
}


def at(x: float, z: float, y: float = 12.5) -> dict[str, float]:
    return {"x": x, "y": y, "z": z}


GEOMETRIES: list[dict[str, Any]] = [
    {"kind": "box", **at(-20, 40), "width": 30.0, "height": 12.5},
    {"kind": "ellipse", **at(-20, 40), "width": 30.0, "height": 12.5},
    {"kind": "polygon", "points": [at(0, 0), at(10, 0), at(10.125, 20)]},
    {"kind": "freehand", "points": [at(0, 0), at(10, 0), at(10.125, 20)]},
    {"kind": "point", **at(3, -700)},
    {"kind": "length", "start": at(0, 0), "end": at(30, 40)},
]


@pytest.fixture
async def drawn(work: UnitOfWork, box: dict[str, Any], slices: list[Instance]) -> dict[str, Any]:
    """A length of 50 mm on a coronal plane."""
    series = await work.db.get_one(Series, slices[0].series_id)
    series.frame_of_reference_uid = FRAME_OF_REFERENCE
    await work.flush()
    return box | {"sop_instance_uid": None, "plane": CORONAL} | of(GEOMETRIES[-1])


def of(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"kind": geometry["kind"], "geometry": geometry}


class TestPatientShapes:
    @pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda geometry: geometry["kind"])
    async def test_is_read_back_as_it_was_drawn(
        self, client: Client, reading: dict[str, Any], drawn: dict[str, Any], geometry: dict[str, Any]
    ) -> None:
        answer = await send(client, reading, put(drawn | of(geometry)))

        assert answer.status_code == 200, answer.text
        (kept,) = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()["annotations"]
        assert (kept["space"], kept["plane"], kept["geometry"]) == ("patient", CORONAL, geometry)
        assert kept["sop_instance_uid"] is None

    async def test_a_length_is_measured_without_any_spacing(
        self, client: Client, reading: dict[str, Any], drawn: dict[str, Any]
    ) -> None:
        answer = await send(client, reading, put(drawn))

        (kept,) = answer.json()["examination"]["annotations"]
        assert (kept["length_mm"], kept["spacing_source"]) == (50.0, None)

    async def test_comes_back_by_an_earlier_version(
        self, client: Client, reading: dict[str, Any], drawn: dict[str, Any]
    ) -> None:
        await send(client, reading, put(drawn))
        await send(client, reading, put(drawn | of(GEOMETRIES[0])), base=1)

        body = {"base_version": 2, "version": 1}
        answer = await client.post(f"/api/v1/examinations/{reading['id']}/restore", json=body)

        (kept,) = answer.json()["annotations"]
        assert (kept["plane"], kept["geometry"]) == (CORONAL, GEOMETRIES[-1])

    async def test_on_a_slice_it_has_no_plane(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        answer = await send(client, reading, put(box))

        (kept,) = answer.json()["examination"]["annotations"]
        assert (kept["space"], kept["plane"]) == ("image", None)
        assert "z" not in kept["geometry"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "error"),
        [
            (of({"kind": "point", "x": 3.0, "y": 12.5}), "NotOnThePlane"),
            (of({"kind": "point", **at(3, 0, y=12.6)}), "NotOnThePlane"),
            (of({"kind": "image_label"}), "NotOnThePlane"),
            ({"plane": CORONAL | {"u": {"x": 1.0, "y": 0.5, "z": 0.0}}}, "NotOnThePlane"),
            ({"plane": CORONAL | {"v": {"x": 1.0, "y": 0.0, "z": 0.0}}}, "NotOnThePlane"),
            ({"plane": CORONAL | {"origin": {"x": 9e5, "y": 12.5, "z": 9e5}}}, None),
            ({"plane": CORONAL | {"frame_of_reference_uid": "1.2.3"}}, "NotOnThisSample"),
            ({"plane": None}, "NotOnThePlane"),
            ({"frame": 2}, "NotOnThisSample"),
            ({"space": "image"}, "InvalidRequest"),
            ({"space": "patient", "plane": None}, "InvalidRequest"),
            (of({"kind": "length", "start": at(0, 0), "end": at(0, 0)}), "EmptyShape"),
            (of({"kind": "polygon", "points": [at(0, 0), at(1, 1), at(2, 2)]}), "EmptyShape"),
        ],
    )
    async def test_names_what_does_not_fit(
        self, client: Client, reading: dict[str, Any], drawn: dict[str, Any], change: dict[str, Any], error: str | None
    ) -> None:
        answer = await send(client, reading, put(drawn | change))

        assert answer.status_code == (422 if error else 200), answer.text
        assert answer.json().get("error") == error

    async def test_an_image_without_a_frame_of_reference_has_no_planes(
        self, client: Client, reading: dict[str, Any], drawn: dict[str, Any], work: UnitOfWork, slices: list[Instance]
    ) -> None:
        (await work.db.get_one(Series, slices[0].series_id)).frame_of_reference_uid = None
        await work.flush()

        answer = await send(client, reading, put(drawn))

        assert (answer.status_code, answer.json()["error"]) == (422, "NotOnThisSample")
