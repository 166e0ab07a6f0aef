"""What was done in a reading, how it was, and the way back."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from backend.core.database import now
from backend.core.work import UnitOfWork
from backend.models.label import Label
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in, sign_out
from backend.tests.features.examinations.operations import delete, flags, put, send, state

Json = dict[str, Any]


def moved(box: Json, x: float) -> Json:
    return {**box, "geometry": {**box["geometry"], "x": x}}


def another(box: Json) -> Json:
    return {**box, "id": str(uuid4())}


async def ask(client: Client, reading: Json, path: str, **query: Any) -> Any:
    response = await client.get(f"/api/v1/examinations/{reading['id']}/{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


async def restore(client: Client, reading: Json, base: int, version: int, object_id: str | None = None) -> Any:
    body = {"base_version": base, "version": version, "object_id": object_id}
    return await client.post(f"/api/v1/examinations/{reading['id']}/restore", json=body)


def boxes(reading: Json) -> dict[str, float]:
    return {item["id"]: item["geometry"]["x"] for item in reading["annotations"]}


@pytest.fixture
def second(box: Json) -> Json:
    return another(box)


@pytest.fixture
async def drawn(client: Client, reading: Json, box: Json, second: Json) -> Json:
    """Drawn, marked, moved, a second one drawn, the first deleted, done: version 6."""
    steps = [put(box), flags(tentative=True), put(moved(box, 30)), put(second), delete(box["id"]), state("done")]
    for base, step in enumerate(steps):
        response = await send(client, reading, step, base=base)
        assert response.status_code == 200, response.text
    return reading


class TestListOperations:
    async def test_anonymous_is_refused(self, client: Client, drawn: Json) -> None:
        sign_out(client)

        response = await client.get(f"/api/v1/examinations/{drawn['id']}/operations")

        assert response.status_code == 401

    async def test_a_lead_who_reads_in_the_set_is_told_nothing(
        self, client: Client, drawn: Json, lead: User, work: UnitOfWork, sample: Sample
    ) -> None:
        await create_examination(work, sample, lead)
        sign_in(client, lead)

        for path in ("operations", "objects", "versions/1"):
            response = await client.get(f"/api/v1/examinations/{drawn['id']}/{path}")
            assert (response.status_code, response.json()["error"]) == (404, "ExaminationNotFound")

    async def test_tells_who_did_what_and_when_the_last_first(
        self, client: Client, drawn: Json, annotator: User, box: Json
    ) -> None:
        found = await ask(client, drawn, "operations")

        assert [item["operation"]["kind"] for item in found["items"]] == [
            "set_state",
            "delete_annotation",
            "put_annotation",
            "put_annotation",
            "set_flags",
            "put_annotation",
        ]
        first = found["items"][-1]
        assert (first["version"], first["actor"]) == (1, {"id": str(annotator.id), "name": annotator.name})
        assert first["operation"]["annotation"]["geometry"]["x"] == 10
        assert abs(datetime.fromisoformat(first["created_at"]) - now().astimezone(UTC)).total_seconds() < 60

    async def test_of_one_object(self, client: Client, drawn: Json, box: Json) -> None:
        found = await ask(client, drawn, "operations", object_id=box["id"])

        assert [item["version"] for item in found["items"]] == [5, 3, 1]

    async def test_page_by_page_and_after_a_version(self, client: Client, drawn: Json) -> None:
        page = await ask(client, drawn, "operations", page=2, page_size=4)
        later = await ask(client, drawn, "operations", after=4)

        assert ([item["version"] for item in page["items"]], page["total"]) == ([2, 1], 6)
        assert [item["version"] for item in later["items"]] == [6, 5]

    async def test_keeps_the_step_that_an_operation_is_of(self, client: Client, reading: Json, box: Json) -> None:
        step = {"id": str(uuid4()), "way": "back"}
        await send(client, reading, {**put(box), "step": step})

        (item,) = (await ask(client, reading, "operations"))["items"]
        assert item["operation"]["step"] == step


class TestListObjects:
    async def test_tells_whose_hand_is_on_each(
        self, client: Client, drawn: Json, annotator: User, box: Json, second: Json
    ) -> None:
        found = await ask(client, drawn, "objects")

        told = [(item["id"], item["version"], item["operation_count"], item["is_there"]) for item in found["items"]]
        assert told == [(box["id"], 5, 3, False), (second["id"], 4, 1, True)]
        assert {item["made_by"]["name"] for item in found["items"]} == {annotator.name}
        assert found["total"] == 2


class TestGetVersion:
    @pytest.mark.parametrize("version", ["7", "99999999"])
    async def test_none_beyond_the_last(self, client: Client, drawn: Json, version: str) -> None:
        response = await client.get(f"/api/v1/examinations/{drawn['id']}/versions/{version}")

        assert (response.status_code, response.json()["error"]) == (404, "VersionNotFound")

    @pytest.mark.parametrize("version", ["-1", "x", str(2**63)])
    async def test_a_version_is_a_number(self, client: Client, drawn: Json, version: str) -> None:
        response = await client.get(f"/api/v1/examinations/{drawn['id']}/versions/{version}")

        assert response.status_code == 422

    async def test_the_last_is_the_reading(self, client: Client, drawn: Json) -> None:
        present = (await client.get(f"/api/v1/examinations/{drawn['id']}")).json()

        assert await ask(client, drawn, "versions/6") == present

    async def test_each_is_as_it_was(self, client: Client, drawn: Json, box: Json, second: Json) -> None:
        versions = [await ask(client, drawn, f"versions/{version}") for version in range(6)]

        assert [boxes(version) for version in versions] == [
            {},
            {box["id"]: 10},
            {box["id"]: 10},
            {box["id"]: 30},
            {box["id"]: 30, second["id"]: 10},
            {second["id"]: 10},
        ]
        assert [version["tentative"] for version in versions] == [False, False, True, True, True, True]
        assert [version["version"] for version in versions] == list(range(6))
        assert {version["state"] for version in versions} == {"open"}


class TestRestore:
    async def test_another_s_reading_stays(self, client: Client, drawn: Json, reviewer: User) -> None:
        sign_in(client, reviewer)

        response = await restore(client, drawn, 6, 1)

        assert (response.status_code, response.json()["error"]) == (403, "NotAssignee")

    async def test_no_version_beyond_the_last(self, client: Client, drawn: Json) -> None:
        response = await restore(client, drawn, 6, 7)

        assert (response.status_code, response.json()["error"]) == (404, "VersionNotFound")

    async def test_not_over_what_was_not_looked_at(self, client: Client, drawn: Json, box: Json) -> None:
        response = await restore(client, drawn, 4, 1)

        problem = response.json()
        assert (response.status_code, problem["error"]) == (409, "ExaminationChanged")
        assert (problem["examination"]["version"], problem["base"]["version"]) == (6, 4)
        assert box["id"] in boxes(problem["base"])
        assert box["id"] not in boxes(problem["examination"])

    async def test_a_whole_reading_comes_back_as_a_new_version(self, client: Client, drawn: Json, box: Json) -> None:
        restored = (await restore(client, drawn, 6, 3)).json()

        assert (boxes(restored), restored["tentative"], restored["state"]) == ({box["id"]: 30}, True, "open")
        assert restored["version"] > 6
        assert boxes(await ask(client, drawn, "versions/6")) != boxes(restored), "what was is kept"

    async def test_its_operations_are_one_step(self, client: Client, drawn: Json) -> None:
        await restore(client, drawn, 6, 3)

        items = (await ask(client, drawn, "operations", after=6))["items"]
        assert len(items) > 1
        assert len({item["operation"]["step"]["id"] for item in items}) == 1

    async def test_one_object_comes_back_and_a_done_reading_is_open_again(
        self, client: Client, drawn: Json, box: Json, second: Json
    ) -> None:
        restored = (await restore(client, drawn, 6, 1, box["id"])).json()

        assert boxes(restored) == {second["id"]: 10, box["id"]: 10}
        assert (restored["tentative"], restored["state"]) == (True, "open")

    async def test_an_object_goes_back_to_not_being_there(self, client: Client, drawn: Json, second: Json) -> None:
        restored = (await restore(client, drawn, 6, 3, second["id"])).json()

        assert boxes(restored) == {}

    async def test_back_to_what_it_is_changes_nothing(self, client: Client, drawn: Json) -> None:
        restored = (await restore(client, drawn, 6, 6)).json()

        assert restored["version"] == 6

    async def test_a_label_archived_since_is_kept(
        self, client: Client, drawn: Json, work: UnitOfWork, label: Label, box: Json
    ) -> None:
        label.archived_at = now()
        await work.flush()

        restored = await restore(client, drawn, 6, 3, box["id"])

        assert restored.status_code == 200
        assert boxes(restored.json())[box["id"]] == 30

    async def test_a_label_deleted_since_is_told(
        self, client: Client, reading: Json, work: UnitOfWork, sample_set: SampleSet, box: Json
    ) -> None:
        gone = await create_label(work, sample_set, name="Gone", position=2)
        await send(client, reading, put({**box, "label_id": str(gone.id)}))
        await send(client, reading, delete(box["id"]), base=1)
        await work.db.delete(gone)
        await work.flush()

        response = await restore(client, reading, 2, 1)

        assert (response.status_code, response.json()["error"]) == (422, "LabelOfAnotherSet")


class TestConflicts:
    async def test_both_versions_are_told(self, client: Client, drawn: Json, box: Json, second: Json) -> None:
        response = await send(client, drawn, put(moved(box, 50)), base=3)

        problem = response.json()
        assert response.status_code == 409
        assert (boxes(problem["base"]), boxes(problem["examination"])) == ({box["id"]: 30}, {second["id"]: 10})

    async def test_a_version_that_never_was_is_not_told(self, client: Client, drawn: Json, box: Json) -> None:
        response = await send(client, drawn, put(box), base=9)

        assert (response.status_code, response.json()["base"]) == (409, None)
