"""The labels of a set as a file and back: ours without loss, CVAT's as far as both say the same."""

import json
from typing import Any

import pytest

from backend.core.work import UnitOfWork
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, sign_in

ALL_KINDS = [
    {"kind": "choice", "name": "margin", "required": True, "options": ["smooth", "spiculated"]},
    {"kind": "number", "name": "size", "required": False, "min": 0.0, "max": 100.0, "unit": "mm"},
    {"kind": "text", "name": "remark", "required": False},
    {"kind": "yes_no", "name": "solid", "required": False},
]
CONCEPT = {"scheme": "SCT", "code": "27925004", "meaning": "Nodule"}
WORDS: dict[str, Any] = {"description": "Round.", "concept": CONCEPT, "shortcut": "A", "attributes": ALL_KINDS}
NEW = {"name": "Nodule", "color": "#E69F00"}
# As CVAT's raw editor writes it, with what is not ours.
CVAT = json.loads("""[
  {"name": "car", "id": 6, "color": "#fa3253", "type": "any", "sublabels": [],
   "attributes": [
     {"id": 1, "name": "model", "input_type": "select", "values": ["a", "b"], "default_value": "a"},
     {"id": 2, "name": "parked", "input_type": "checkbox", "values": ["true"], "default_value": "true"},
     {"id": 3, "name": "age", "input_type": "number", "values": ["0", "99", "1"], "default_value": "0"},
     {"id": 4, "name": "plate", "input_type": "text", "mutable": false, "values": [""], "default_value": ""}
   ]},
  {"name": "bus", "attributes": []}
]""")


def address(sample_set: SampleSet) -> str:
    return f"/api/v1/sets/{sample_set.id}/label-set"


@pytest.fixture
async def other(work: UnitOfWork, sample_set: SampleSet, group: Any) -> SampleSet:
    return await create_set(work, group, name="Other")


class TestWhoMay:
    async def test_readers_take_and_do_not_bring(
        self, client: Client, sample_set: SampleSet, annotator: User, stranger: User
    ) -> None:
        answers = []
        for person in (annotator, stranger):
            sign_in(client, person)
            taken, brought = await client.get(address(sample_set)), await client.post(address(sample_set), json=CVAT)
            answers.append((taken.status_code, brought.status_code))

        assert answers == [(200, 403), (404, 404)]


class TestOurs:
    async def test_comes_back_whole_in_another_set(
        self, client: Client, sample_set: SampleSet, other: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW | WORDS)

        document = await client.get(address(sample_set))
        brought = await client.post(address(other), json=document.json())

        assert "attachment" in document.headers["content-disposition"]
        assert brought.json() == {"created": ["Nodule"], "updated": [], "left": [], "without_key": []}
        assert (await client.get(address(other))).json() == document.json()

    async def test_leaves_what_is_there_unless_told_to_replace(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        await create_label(work, sample_set, name="Nodule")
        sign_in(client, lead)
        document = {"format": "isocenter-labels/1", "labels": [NEW | WORDS]}

        left = (await client.post(address(sample_set), json=document)).json()
        replaced = (await client.post(address(sample_set), params={"replace": True}, json=document)).json()

        assert (left["left"], replaced["updated"]) == (["Nodule"], ["Nodule"])
        (label,) = (await client.get(f"/api/v1/sets/{sample_set.id}/labels")).json()["items"]
        assert label["concept"] == CONCEPT

    async def test_comes_without_a_key_that_is_taken(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        (await create_label(work, sample_set, name="Mass")).shortcut = "A"
        await work.flush()
        sign_in(client, lead)

        taken = (await client.post(address(sample_set), json={"labels": [NEW | WORDS]})).json()

        assert taken["without_key"] == ["Nodule"]


class TestCvat:
    async def test_is_taken_over_and_given_back(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)

        await client.post(address(sample_set), json=CVAT)

        car, bus = (await client.get(f"/api/v1/sets/{sample_set.id}/labels")).json()["items"]
        assert (car["color"], bus["name"]) == ("#fa3253", "bus")
        assert [attribute["kind"] for attribute in car["attributes"]] == ["choice", "yes_no", "number", "text"]
        assert car["attributes"][2]["max"] == 99
        given = (await client.get(address(sample_set), params={"format": "cvat"})).json()
        assert [each["input_type"] for each in given[0]["attributes"]] == ["select", "checkbox", "number", "text"]

    @pytest.mark.parametrize(
        "attribute",
        [
            {"name": "model", "input_type": "select", "values": []},
            {"name": "age", "input_type": "number", "values": ["a", "b"]},
            {"name": "", "input_type": "text", "values": []},
        ],
    )
    async def test_that_cannot_be_is_refused_whole_and_by_name(
        self, client: Client, sample_set: SampleSet, lead: User, attribute: dict[str, Any]
    ) -> None:
        sign_in(client, lead)
        labels = [{"name": "bus", "attributes": []}, {"name": "car", "attributes": [attribute]}]

        answer = await client.post(address(sample_set), json=labels)

        assert (answer.status_code, answer.json()["error"]) == (422, "LabelSetUnreadable")
        assert "'car'" in answer.json()["detail"]
        assert (await client.get(f"/api/v1/sets/{sample_set.id}/labels")).json()["total"] == 0
