"""Whole readings, as programs write them."""

from typing import Any
from uuid import uuid4

from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.features.examinations.schemas import AnnotationWrite
from backend.models.annotation_operation import AnnotationOperation
from backend.models.label import Label
from backend.models.sample_set import SampleSet, Task
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in, sign_out
from backend.tests.features.examinations.operations import flags, put, send, state, write


async def journaled_kinds(work: UnitOfWork) -> list[str]:
    rows = await work.db.scalars(select(AnnotationOperation.kind).order_by(AnnotationOperation.sequence_number))
    return list(rows)


class TestPutExamination:
    async def test_anonymous_is_refused(self, client: Client, reading: dict[str, Any]) -> None:
        sign_out(client)

        assert (await write(client, reading)).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, reading: dict[str, Any], stranger: User) -> None:
        sign_in(client, stranger)

        assert (await write(client, reading)).status_code == 404

    async def test_reviewers_do_not_write(self, client: Client, reading: dict[str, Any], reviewer: User) -> None:
        sign_in(client, reviewer)

        assert (await write(client, reading)).json()["error"] == "NotAssignee"

    async def test_two_objects_with_one_id_are_refused(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        assert (await write(client, reading, annotations=[box, box])).status_code == 422

    async def test_what_does_not_fit_is_refused_as_in_a_batch(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        sample_set.task = Task.CLASSIFICATION
        await work.flush()

        assert (await write(client, reading, annotations=[box])).json()["error"] == "KindNotInTask"

    async def test_no_finding_contradicts_objects(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        refused = await write(client, reading, annotations=[box], no_finding=True)

        assert refused.json()["error"] == "ObjectsContradictNoFinding"

    async def test_done_needs_something_read(self, client: Client, reading: dict[str, Any]) -> None:
        assert (await write(client, reading, state="done")).json()["error"] == "NothingRead"

    async def test_becomes_the_operations_that_lead_there(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        old, kept = box | {"id": str(uuid4())}, box | {"id": str(uuid4()), "comment": "spiculated"}
        await send(client, reading, put(old), put(kept))
        new = box | {"kind": "point", "geometry": {"kind": "point", "x": 3.5, "y": 4.25}}

        response = await write(
            client, reading, base=2, annotations=[kept, new], tentative=True, comment="see the apex", state="done"
        )

        assert response.status_code == 200, response.text
        written = response.json()
        assert {item["id"] for item in written["annotations"]} == {kept["id"], new["id"]}
        assert (written["tentative"], written["comment"], written["state"]) == (True, "see the apex", "done")
        assert await journaled_kinds(work) == [
            "put_annotation",
            "put_annotation",
            "delete_annotation",
            "put_annotation",
            "set_flags",
            "set_state",
        ]
        assert written["version"] == 6

    async def test_what_is_not_sent_is_cleared(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box), flags(tentative=True, bad_quality=True, comment="blurred"))

        cleared = (await write(client, reading, base=2)).json()

        assert cleared["annotations"] == []
        assert (cleared["tentative"], cleared["bad_quality"], cleared["comment"]) == (False, False, None)

    async def test_no_finding_takes_the_place_of_objects(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box))

        written = (await write(client, reading, base=1, no_finding=True, state="done")).json()

        assert (written["annotations"], written["no_finding"], written["state"]) == ([], True, "done")

    async def test_repeated_with_the_same_base_it_changes_nothing(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        whole: dict[str, Any] = {"annotations": [box], "comment": "one", "state": "done"}
        first = (await write(client, reading, **whole)).json()

        again = await write(client, reading, **whole)

        assert again.status_code == 200
        assert again.json() == first
        assert len(await journaled_kinds(work)) == first["version"]

    async def test_what_was_read_written_back_changes_nothing(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        stroke = {"kind": "freehand", "points": [{"x": 0.1, "y": 0.2}, {"x": 7, "y": 1 / 3}, {"x": 3, "y": 9.0}]}
        objects = [put(box), put(box | {"id": str(uuid4()), "kind": "freehand", "geometry": stroke})]
        await send(client, reading, *objects, flags(tentative=True), state("done"))
        seen = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()
        whole = {name: seen[name] for name in ("tentative", "bad_quality", "no_finding", "comment", "state")}
        whole["annotations"] = [
            {name: value for name, value in item.items() if name in AnnotationWrite.model_fields}
            for item in seen["annotations"]
        ]

        assert (await write(client, reading, base=seen["version"], **whole)).json() == seen

    async def test_another_window_was_quicker(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, flags(tentative=True))

        refused = await write(client, reading, annotations=[box])

        assert (refused.status_code, refused.json()["error"]) == (409, "ExaminationChanged")
        assert (refused.json()["examination"]["version"], refused.json()["examination"]["tentative"]) == (1, True)

    async def test_done_is_said_again_of_what_has_changed(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await write(client, reading, annotations=[box], state="done")

        refused = await write(client, reading, base=2, annotations=[], state="done")

        assert refused.json()["error"] == "NothingRead"

    async def test_an_archived_label_stays_and_is_given_to_nothing_new(
        self, client: Client, work: UnitOfWork, label: Label, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await write(client, reading, annotations=[box])
        label.archived_at = label.created_at
        await work.flush()
        moved = box | {"geometry": box["geometry"] | {"x": 30}}

        kept = await write(client, reading, base=1, annotations=[moved])
        refused = await write(client, reading, base=2, annotations=[moved, box | {"id": str(uuid4())}])

        assert kept.status_code == 200
        assert refused.json()["error"] == "LabelArchived"
