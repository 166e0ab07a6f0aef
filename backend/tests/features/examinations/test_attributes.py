"""What a reader says of an object by the attributes of its label."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation
from backend.models.label import Label
from backend.tests.factories.users import Client
from backend.tests.features.examinations.operations import put, send, state, write

MARGIN = {"kind": "choice", "name": "margin", "required": True, "options": ["smooth", "spiculated"]}
SIZE = {"kind": "number", "name": "size", "required": False, "min": 0, "max": 100, "unit": "mm"}
SOLID = {"kind": "yes_no", "name": "solid", "required": False}
SAID = {"margin": "smooth", "size": 3.5, "solid": True}


@pytest.fixture(autouse=True)
async def _asking(work: UnitOfWork, label: Label) -> None:
    label.attributes = [MARGIN, SIZE, SOLID]
    await work.flush()


class TestAttributes:
    async def test_are_read_back_as_they_were_said(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        answer = await send(client, reading, put(box | {"attributes": SAID}))

        assert answer.json()["examination"]["annotations"][0]["attributes"] == SAID
        (kept,) = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()["annotations"]
        assert kept["attributes"] == SAID
        assert (await work.db.scalars(select(Annotation.attributes))).one() == SAID

    @pytest.mark.parametrize(
        ("said", "error", "words"),
        [
            ({"shape": "round"}, "AttributeUnknown", "has no attribute shape"),
            ({"margin": "rough"}, "AttributeUnfit", "margin is one of: smooth, spiculated"),
            ({"size": 101}, "AttributeUnfit", "size is at most 100"),
            ({"solid": 1}, "AttributeUnfit", "solid is yes or no"),
        ],
        ids=str,
    )
    async def test_that_do_not_fit_are_refused_by_name(
        self,
        client: Client,
        reading: dict[str, Any],
        box: dict[str, Any],
        said: dict[str, Any],
        error: str,
        words: str,
    ) -> None:
        operation = put(box | {"attributes": said})

        answer = await send(client, reading, operation)

        assert (answer.status_code, answer.json()["error"]) == (422, error)
        assert words in answer.json()["detail"]
        assert answer.json()["operation_id"] == operation["id"]

    async def test_that_are_required_are_set_before_it_is_done(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        done = state("done")

        refused = await send(client, reading, put(box), done)
        accepted = await send(client, reading, put(box), put(box | {"attributes": {"margin": "smooth"}}), state("done"))

        assert (refused.status_code, refused.json()["error"]) == (422, "AttributeMissing")
        assert refused.json()["operation_id"] == done["id"]
        assert refused.json()["annotation_id"] == box["id"]
        assert accepted.status_code == 200, accepted.text

    async def test_are_not_unset_in_a_reading_that_is_done(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box | {"attributes": {"margin": "smooth"}}), state("done"))

        answer = await send(client, reading, put(box), base=2)

        assert answer.json()["error"] == "AttributeMissing"

    async def test_required_after_it_was_done_leave_it_done(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any], label: Label
    ) -> None:
        await send(client, reading, put(box | {"attributes": {"margin": "smooth"}}), state("done"))
        label.attributes = [MARGIN, SIZE | {"required": True}]
        await work.flush()

        answer = await send(client, reading, put(box | {"frame": 1, "attributes": {"margin": "smooth"}}), base=2)

        assert answer.status_code == 200, answer.text

    async def test_no_longer_asked_for_stay_while_the_object_moves(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any], label: Label
    ) -> None:
        await send(client, reading, put(box | {"attributes": SAID}))
        label.attributes = [SIZE | {"max": 1}]
        await work.flush()
        moved = box | {"geometry": box["geometry"] | {"x": 30}, "attributes": SAID}

        assert (await send(client, reading, put(moved), base=1)).status_code == 200
        changed = await send(client, reading, put(moved | {"attributes": SAID | {"size": 4}}), base=2)
        assert changed.json()["error"] == "AttributeUnfit"

    async def test_belong_to_the_whole_reading_too(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        whole = [box | {"attributes": SAID}]
        first = await write(client, reading, annotations=whole)

        again = await write(client, reading, annotations=whole)
        other = await write(client, reading, base=1, annotations=[box | {"attributes": {"size": 3}}])

        assert (first.json()["version"], again.json()["version"], other.json()["version"]) == (1, 1, 2)
        assert other.json()["annotations"][0]["attributes"] == {"size": 3}
