"""Decisions over readings that differ: what waits, without names; chosen, merged, redrawn; undone in one act."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.features.adjudication.anonymous import alias, by_alias
from backend.models.annotation import Annotation
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.group import Group
from backend.models.sample import Sample
from backend.models.sample_set import Sight
from backend.models.user import User
from backend.tests.factories.groups import join
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.agreement.conftest import Study, read
from backend.tests.features.ingest.deliveries import run_jobs


@pytest.fixture
async def readings(work: UnitOfWork, study: Study) -> dict[str, list[Examination]]:
    """Two readers agree on the first sample, differ on the second, and differ altogether on the third."""
    malignant = study.labels[1]
    boxes = {
        0: [[(malignant, 10, 10)], [(malignant, 10, 10)]],
        1: [[(malignant, 10, 10), (malignant, 50, 50)], [(malignant, 10, 10)]],
        2: [[(malignant, 10, 10)], []],
    }
    found: dict[str, list[Examination]] = {}
    for number, drawn in boxes.items():
        sample = study.samples[number]
        found[str(sample.id)] = [
            await read(work, study, reader, sample, *of) for reader, of in zip(study.readers, drawn, strict=True)
        ]
    return found


def queue_of(study: Study) -> str:
    return f"/api/v1/sets/{study.sample_set.id}/adjudications"


def case_of(sample: Sample) -> str:
    return f"/api/v1/sets/{sample.set_id}/samples/{sample.id}/adjudication"


async def case(client: Client, sample: Sample) -> dict[str, Any]:
    response = await client.get(case_of(sample))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def versions(of: dict[str, Any]) -> dict[str, int]:
    return {reading["alias"]: reading["version"] for reading in of["readings"]}


async def decided(client: Client, sample: Sample, **body: Any) -> dict[str, Any]:
    looked_at = await case(client, sample)
    response = await client.post(case_of(sample), json={"versions": versions(looked_at), **body})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def letter_of(of: dict[str, Any], count: int) -> str:
    """The letter of the reading with so many objects."""
    return str(next(reading["alias"] for reading in of["readings"] if len(reading["annotations"]) == count))


class TestListAdjudications:
    async def test_anonymous_is_refused(self, client: Client, study: Study) -> None:
        assert (await client.get(queue_of(study))).status_code == 401

    async def test_a_reader_may_not(self, client: Client, study: Study) -> None:
        sign_in(client, study.readers[0])

        response = await client.get(queue_of(study))

        assert (response.status_code, response.json()["error"]) == (403, "NotPermitted")

    async def test_a_reviewer_who_reads_is_blind(
        self, client: Client, work: UnitOfWork, group: Group, study: Study, readings: Any
    ) -> None:
        reviewer = await join(work, group, await create_user(work), GroupRole.REVIEWER)
        await read(work, study, reviewer, study.samples[0])
        sign_in(client, reviewer)

        response = await client.get(queue_of(study))

        assert (response.status_code, response.json()["error"]) == (403, "BlindInSet")

    async def test_those_that_differ_the_most_come_first(
        self, client: Client, app: FastAPI, study: Study, readings: Any, lead: User
    ) -> None:
        sign_in(client, lead)
        asked = await client.post(f"{queue_of(study)}/comparison")
        await run_jobs(app)

        items = (await client.get(queue_of(study))).json()["items"]

        assert asked.json()["sample_count"] == 3
        assert [item["sample"]["position"] for item in items] == [3, 2]
        assert [item["likeness"] for item in items] == [0.0, pytest.approx(2 / 3)]
        assert (await client.post(f"{queue_of(study)}/comparison")).json()["job"] is None

    async def test_what_one_alone_has_read_does_not_wait(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read(work, study, study.readers[0], study.samples[0])
        await read(work, study, study.readers[1], study.samples[0], state=ExaminationState.OPEN)
        sign_in(client, lead)

        assert (await client.get(queue_of(study), params={"state": "all"})).json()["total"] == 0

    async def test_a_reading_that_has_changed_since_makes_it_stale(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, readings: Any, lead: User
    ) -> None:
        sign_in(client, lead)
        await client.post(f"{queue_of(study)}/comparison")
        await run_jobs(app)
        readings[str(study.samples[2].id)][0].version += 1
        await work.flush()

        items = (await client.get(queue_of(study))).json()["items"]

        assert [item["is_stale"] for item in items] == [True, False]
        assert (await client.post(f"{queue_of(study)}/comparison")).json()["sample_count"] == 1


class TestGetAdjudication:
    async def test_says_nothing_of_who_read(
        self, client: Client, study: Study, readings: dict[str, list[Examination]], lead: User
    ) -> None:
        sign_in(client, lead)

        response = await client.get(case_of(study.samples[1]))

        assert [reading["alias"] for reading in response.json()["readings"]] == ["A", "B"]
        for reading in readings[str(study.samples[1].id)]:
            assert str(reading.id) not in response.text
        for reader in study.readers:
            assert str(reader.id) not in response.text
            assert reader.name not in response.text
        assert "updated_at" not in response.text

    async def test_a_sample_of_another_set_is_not_found(
        self, client: Client, work: UnitOfWork, group: Group, study: Study, lead: User
    ) -> None:
        other = await create_set(work, group, name="Another")
        sign_in(client, lead)

        response = await client.get(f"/api/v1/sets/{other.id}/samples/{study.samples[0].id}/adjudication")

        assert (response.status_code, response.json()["error"]) == (404, "SampleNotFound")


class TestDecideAdjudication:
    async def test_choosing_makes_a_reading_of_its_own_and_touches_no_other(
        self, client: Client, work: UnitOfWork, study: Study, readings: Any, lead: User
    ) -> None:
        sign_in(client, lead)
        sample = study.samples[1]
        before = await case(client, sample)
        chosen = letter_of(before, 2)

        decision = await decided(client, sample, way="choose", chosen=chosen, comment="As seen on CT.")

        after = await case(client, sample)
        assert after["readings"] == before["readings"]
        assert after["decision"] == decision
        assert len(decision["annotations"]) == 2
        assert decision["parents"] == versions(before)
        made = await work.db.get_one(Examination, UUID(decision["examination_id"]))
        assert (made.kind, made.state, made.reader_id) == (ExaminationKind.ADJUDICATION, ExaminationState.DONE, lead.id)

    async def test_merging_takes_objects_of_each(self, client: Client, study: Study, readings: Any, lead: User) -> None:
        sign_in(client, lead)
        sample = study.samples[1]
        looked_at = await case(client, sample)
        picked = [
            {"alias": reading["alias"], "annotation_id": reading["annotations"][0]["id"]}
            for reading in looked_at["readings"]
        ]

        decision = await decided(client, sample, way="merge", picked=picked)

        assert {each["id"] for each in decision["annotations"]} == {pick["annotation_id"] for pick in picked}

    async def test_merging_nothing_is_no_finding(self, client: Client, study: Study, readings: Any, lead: User) -> None:
        sign_in(client, lead)

        decision = await decided(client, study.samples[2], way="merge")

        assert (decision["annotations"], decision["no_finding"]) == ([], True)

    async def test_redrawing_follows_the_rules_of_readings(
        self, client: Client, study: Study, readings: Any, lead: User
    ) -> None:
        sign_in(client, lead)
        sample = study.samples[1]
        drawn = {
            "id": str(uuid4()),
            "label_id": str(study.labels[0].id),
            "image_id": str(study.image(sample).id),
            "kind": "box",
            "geometry": {"kind": "box", "x": 500, "y": 500, "width": 5, "height": 5},
        }
        looked_at = await case(client, sample)
        body = {"way": "redraw", "versions": versions(looked_at), "annotations": [drawn]}

        outside = await client.post(case_of(sample), json=body)
        drawn["geometry"] = {"kind": "box", "x": 5, "y": 5, "width": 5, "height": 5}
        inside = await client.post(case_of(sample), json=body)

        assert (outside.status_code, outside.json()["error"]) == (422, "ShapeOutsideImage")
        assert (inside.status_code, inside.json()["annotations"][0]["label_id"]) == (201, drawn["label_id"])

    async def test_one_way_at_a_time(self, client: Client, study: Study, readings: Any, lead: User) -> None:
        sign_in(client, lead)
        sample = study.samples[1]
        looked_at = await case(client, sample)
        picked = [{"alias": "A", "annotation_id": looked_at["readings"][0]["annotations"][0]["id"]}]

        response = await client.post(
            case_of(sample), json={"way": "choose", "chosen": "A", "picked": picked, "versions": versions(looked_at)}
        )

        assert (response.status_code, response.json()["error"]) == (422, "NotOfThisWay")

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ({"way": "choose", "chosen": "Z"}, "NoSuchReading"),
            ({"way": "merge", "picked": [{"alias": "A", "annotation_id": str(uuid4())}]}, "NoSuchObject"),
        ],
    )
    async def test_what_is_not_there_is_refused(
        self, client: Client, study: Study, readings: Any, lead: User, body: dict[str, Any], error: str
    ) -> None:
        sign_in(client, lead)
        looked_at = await case(client, study.samples[1])

        response = await client.post(case_of(study.samples[1]), json={"versions": versions(looked_at), **body})

        assert (response.status_code, response.json()["error"]) == (422, error)

    async def test_readings_that_changed_meanwhile_are_looked_at_again(
        self, client: Client, work: UnitOfWork, study: Study, readings: Any, lead: User
    ) -> None:
        sign_in(client, lead)
        sample = study.samples[1]
        looked_at = await case(client, sample)
        readings[str(sample.id)][0].version += 1
        await work.flush()

        response = await client.post(
            case_of(sample), json={"way": "choose", "chosen": "A", "versions": versions(looked_at)}
        )

        assert (response.status_code, response.json()["error"]) == (409, "ReadingsChanged")

    async def test_a_sample_is_decided_once(self, client: Client, study: Study, readings: Any, lead: User) -> None:
        sign_in(client, lead)
        sample = study.samples[1]
        await decided(client, sample, way="choose", chosen="A")
        looked_at = await case(client, sample)

        again = await client.post(
            case_of(sample), json={"way": "choose", "chosen": "B", "versions": versions(looked_at)}
        )

        assert (again.status_code, again.json()["error"]) == (409, "AlreadyDecided")
        assert (await client.get(queue_of(study), params={"state": "decided"})).json()["total"] == 1

    async def test_a_decision_is_not_changed_as_a_reading_is(
        self, client: Client, work: UnitOfWork, study: Study, readings: Any, lead: User
    ) -> None:
        study.sample_set.readers_see_readings = Sight.ALWAYS
        third = await create_package(work, study.sample_set, study.samples[1], assignee=lead, slot=3)
        sign_in(client, lead)
        decision = await decided(client, study.samples[1], way="choose", chosen="A")

        response = await client.put(
            f"/api/v1/examinations/{decision['examination_id']}",
            json={"base_version": 99, "annotations": [], "bad_quality": True},
        )

        assert third.assignee_id == lead.id
        assert (response.status_code, response.json()["error"]) == (403, "NotAssignee")


class TestUndoAdjudication:
    async def test_a_reader_may_not(self, client: Client, study: Study, readings: Any, lead: User) -> None:
        sign_in(client, lead)
        decision = await decided(client, study.samples[1], way="choose", chosen="A")
        sign_in(client, study.readers[0])

        response = await client.post(f"/api/v1/adjudications/{decision['id']}/undo")

        assert (response.status_code, response.json()["error"]) == (404, "AdjudicationNotFound")

    async def test_the_sample_waits_again_and_the_readings_are_untouched(
        self, client: Client, work: UnitOfWork, study: Study, readings: Any, lead: User
    ) -> None:
        sign_in(client, lead)
        sample = study.samples[1]
        before = await case(client, sample)
        first = await decided(client, sample, way="choose", chosen=letter_of(before, 1))

        undone = await client.post(f"/api/v1/adjudications/{first['id']}/undo")

        assert undone.json()["undone_at"] is not None
        assert await case(client, sample) == before
        second = await decided(client, sample, way="choose", chosen=letter_of(before, 2))
        assert second["examination_id"] != first["examination_id"]
        kept = select(Annotation).where(Annotation.examination_id == UUID(first["examination_id"]))
        assert len(list(await work.db.scalars(kept))) == 1  # what was decided then is still on record

    async def test_twice_is_refused(self, client: Client, study: Study, readings: Any, lead: User) -> None:
        sign_in(client, lead)
        decision = await decided(client, study.samples[1], way="choose", chosen="A")
        await client.post(f"/api/v1/adjudications/{decision['id']}/undo")

        again = await client.post(f"/api/v1/adjudications/{decision['id']}/undo")

        assert (again.status_code, again.json()["error"]) == (409, "AlreadyUndone")

    async def test_both_acts_are_on_record(
        self, client: Client, work: UnitOfWork, study: Study, readings: Any, lead: User
    ) -> None:
        sign_in(client, lead)
        decision = await decided(client, study.samples[1], way="choose", chosen="A")
        await client.post(f"/api/v1/adjudications/{decision['id']}/undo")

        found = await work.db.scalars(select(AuditEntry.action).where(AuditEntry.object_id == UUID(decision["id"])))

        assert set(found) == {"adjudication.made", "adjudication.undone"}


@pytest.mark.once
class TestByAlias:
    def test_letters_mean_somebody_else_in_each_sample(self) -> None:
        readers = [uuid4() for _ in range(3)]
        orders = set()
        for _ in range(60):
            sample_id = uuid4()
            found = by_alias(Examination(sample_id=sample_id, reader_id=reader) for reader in readers)
            again = by_alias(Examination(sample_id=sample_id, reader_id=reader) for reader in reversed(readers))
            assert [of.reader_id for of in found.values()] == [of.reader_id for of in again.values()]
            orders.add(tuple(of.reader_id for of in found.values()))

        assert len(orders) == 6

    def test_there_are_enough_letters(self) -> None:
        assert [alias(0), alias(25), alias(26)] == ["A", "Z", "A2"]
