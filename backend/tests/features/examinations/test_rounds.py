"""A set is read again: everything is unread, and what was read stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from sqlalchemy import Engine, event, select

from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.readings import create_examination
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.examinations.operations import flags, put, send, state, write


async def start_round(client: Client, sample_set: SampleSet, **headers: str) -> httpx.Response:
    return await client.post(f"/api/v1/sets/{sample_set.id}/rounds", headers=headers)


async def readings_of(client: Client, sample: Sample) -> list[dict[str, Any]]:
    response = await client.get(f"/api/v1/sets/{sample.set_id}/samples/{sample.id}/examinations")
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


class TestStartRound:
    async def test_anonymous_is_refused(self, client: Client, sample_set: SampleSet) -> None:
        assert (await start_round(client, sample_set)).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await start_round(client, sample_set)).status_code == 404

    async def test_readers_do_not(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await start_round(client, sample_set)).status_code == 403

    async def test_a_round_without_readings_has_no_next(
        self, client: Client, sample_set: SampleSet, reading: dict[str, Any], lead: User
    ) -> None:
        sign_in(client, lead)
        first = await start_round(client, sample_set)

        second_click = await start_round(client, sample_set)

        assert (first.status_code, first.json()["round"]) == (200, 2)
        assert (second_click.status_code, second_click.json()["error"]) == (409, "RoundNotBegun")

    async def test_of_an_archived_set_is_refused(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, reading: dict[str, Any], lead: User
    ) -> None:
        sample_set.archived_at = sample_set.created_at
        await work.flush()
        sign_in(client, lead)

        assert (await start_round(client, sample_set)).json()["error"] == "SetArchived"

    async def test_on_a_version_that_is_gone_is_refused(
        self, client: Client, sample_set: SampleSet, reading: dict[str, Any], lead: User
    ) -> None:
        sign_in(client, lead)

        assert (await start_round(client, sample_set, **{"If-Match": '"99"'})).status_code == 412

    async def test_is_audited(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, reading: dict[str, Any], lead: User
    ) -> None:
        sign_in(client, lead)

        await start_round(client, sample_set)

        statement = select(AuditEntry).where(AuditEntry.action == "set.round_started")
        entry = (await work.db.scalars(statement)).one()
        assert (entry.object_id, entry.actor_id, entry.details) == (sample_set.id, lead.id, {"round": 2})


class TestTheNextRound:
    async def test_packages_keep_their_readers_and_everything_is_unread(
        self,
        client: Client,
        sample_set: SampleSet,
        package: Package,
        reading: dict[str, Any],
        lead: User,
        annotator: User,
    ) -> None:
        await send(client, reading, flags(no_finding=True), state("done"))
        sign_in(client, lead)
        await start_round(client, sample_set)

        shown = (await client.get(f"/api/v1/packages/{package.id}")).json()
        (item,) = (await client.get(f"/api/v1/packages/{package.id}/items")).json()["items"]

        assert (shown["assignee"]["id"], shown["done_count"]) == (str(annotator.id), 0)
        assert (item["examination_id"], item["no_finding"]) == (None, False)

    async def test_a_sample_opened_again_is_another_reading(
        self,
        client: Client,
        sample_set: SampleSet,
        package: Package,
        sample: Sample,
        reading: dict[str, Any],
        box: dict[str, Any],
        lead: User,
        annotator: User,
    ) -> None:
        await send(client, reading, put(box))
        sign_in(client, lead)
        await start_round(client, sample_set)
        sign_in(client, annotator)

        again = (await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")).json()

        assert again["id"] != reading["id"]
        assert (again["round"], again["version"], again["annotations"]) == (2, 0, [])
        assert (await send(client, again, put(box))).status_code == 200

    async def test_a_reading_of_the_last_round_is_seen_and_not_written(
        self,
        client: Client,
        sample_set: SampleSet,
        reading: dict[str, Any],
        box: dict[str, Any],
        lead: User,
        annotator: User,
    ) -> None:
        await send(client, reading, put(box))
        sign_in(client, lead)
        await start_round(client, sample_set)
        sign_in(client, annotator)

        by_operations = await send(client, reading, flags(tentative=True), base=1)
        as_a_whole = await write(client, reading, base=1)

        assert (by_operations.status_code, by_operations.json()["error"]) == (409, "RoundOver")
        assert (as_a_whole.status_code, as_a_whole.json()["error"]) == (409, "RoundOver")
        seen = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()
        assert (seen["version"], len(seen["annotations"])) == (1, 1)

    async def test_the_task_stays_what_earlier_rounds_were_read_by(
        self, client: Client, sample_set: SampleSet, reading: dict[str, Any], lead: User
    ) -> None:
        sign_in(client, lead)
        await start_round(client, sample_set)

        refused = await client.patch(f"/api/v1/sets/{sample_set.id}", json={"task": "classification"})

        assert refused.json()["error"] == "TaskFixed"


class TestListExaminations:
    async def test_anonymous_is_refused(self, client: Client, sample: Sample) -> None:
        response = await client.get(f"/api/v1/sets/{sample.set_id}/samples/{sample.id}/examinations")

        assert response.status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, sample: Sample, stranger: User) -> None:
        sign_in(client, stranger)

        response = await client.get(f"/api/v1/sets/{sample.set_id}/samples/{sample.id}/examinations")

        assert response.json()["error"] == "SetNotFound"

    async def test_a_sample_of_another_set_is_not_found(
        self, client: Client, sample_set: SampleSet, sample: Sample, lead: User
    ) -> None:
        sign_in(client, lead)

        response = await client.get(f"/api/v1/sets/{sample_set.id}/samples/{sample_set.id}/examinations")

        assert response.json()["error"] == "SampleNotFound"

    async def test_readers_see_their_own(
        self, client: Client, work: UnitOfWork, sample: Sample, reading: dict[str, Any], annotator: User
    ) -> None:
        await create_examination(work, sample, await create_user(work, name="Somebody else"))

        (seen,) = await readings_of(client, sample)

        assert (seen["id"], seen["reader_name"], seen["round"]) == (reading["id"], annotator.name, 1)

    async def test_the_lead_sees_all_the_latest_round_first(
        self,
        client: Client,
        work: UnitOfWork,
        sample: Sample,
        reading: dict[str, Any],
        box: dict[str, Any],
        annotator: User,
        lead: User,
    ) -> None:
        await send(client, reading, put(box))
        other = await create_user(work, name="Somebody else")
        await create_examination(work, sample, other, round_=2)
        sign_in(client, lead)

        latest, first = await readings_of(client, sample)

        assert (latest["round"], latest["reader_name"], latest["annotations"]) == (2, "Somebody else", [])
        assert (first["round"], first["reader_name"]) == (1, annotator.name)
        assert [item["id"] for item in first["annotations"]] == [box["id"]]

    async def test_objects_are_asked_for_once(
        self, client: Client, work: UnitOfWork, sample: Sample, reading: dict[str, Any], box: dict[str, Any], lead: User
    ) -> None:
        await send(client, reading, put(box))
        for round_ in (2, 3):
            await create_examination(work, sample, await create_user(work), round_=round_)
        sign_in(client, lead)

        with statements() as asked:
            listed = await readings_of(client, sample)

        assert [len(each["annotations"]) for each in listed] == [0, 0, 1]
        assert sum("FROM annotations" in statement for statement in asked) == 1


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the databases are asked meanwhile, each on one line."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(" ".join(statement.split()))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
