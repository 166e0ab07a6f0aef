from sqlalchemy import select

from backend.models.audit_entry import AuditEntry
from backend.models.examination import ExaminationState
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.blinding.conftest import Read
from backend.tests.features.blinding.test_whose_readings import sees

REASON = {"reason": "All readers but me are done."}


async def lift(client: Client, read: Read, **body: str) -> tuple[int, str | None]:
    response = await client.post(f"/api/v1/sets/{read.sample_set.id}/blinding-lift", json=body or REASON)
    return response.status_code, response.json().get("error")


class TestLiftBlinding:
    async def test_anonymous_is_refused(self, client: Client, read: Read) -> None:
        assert (await lift(client, read))[0] == 401

    async def test_a_stranger_is_told_nothing(self, client: Client, read: Read, stranger: User) -> None:
        sign_in(client, stranger)

        assert await lift(client, read) == (404, "SetNotFound")

    async def test_an_annotator_may_not(self, client: Client, read: Read, annotator: User) -> None:
        sign_in(client, annotator)

        assert await lift(client, read) == (403, "NotPermitted")

    async def test_a_reason_is_needed(self, client: Client, read: Read, lead: User) -> None:
        sign_in(client, lead)

        assert (await lift(client, read, reason=" "))[0] == 422

    async def test_who_is_not_blind_has_nothing_to_lift(self, client: Client, read: Read, reviewer: User) -> None:
        sign_in(client, reviewer)

        assert await lift(client, read) == (409, "NotBlind")

    async def test_it_shows_the_readings_of_others(self, client: Client, read: Read, lead: User) -> None:
        sign_in(client, lead)

        response = await client.post(f"/api/v1/sets/{read.sample_set.id}/blinding-lift", json=REASON)

        assert response.status_code == 200
        assert (response.json()["is_blind"], response.json()["done_count"]) == (False, 1)
        assert await sees(client, lead, read.theirs.id)

    async def test_it_is_written_down(self, client: Client, read: Read, lead: User) -> None:
        sign_in(client, lead)
        await lift(client, read)

        listed = (await client.get(f"/api/v1/sets/{read.sample_set.id}/blinding-lifts")).json()
        entry = (await read.work.db.scalars(select(AuditEntry).where(AuditEntry.action == "set.blinding_lifted"))).one()

        assert [(item["person"]["id"], item["round"], item["reason"]) for item in listed["items"]] == [
            (str(lead.id), 1, REASON["reason"])
        ]
        assert (entry.object_id, entry.actor_id, entry.details) == (
            read.sample_set.id,
            lead.id,
            {"round": 1, "packages": 1},
        )


class TestDeletingTheSet:
    async def test_needs_sight_for_its_releases_outlive_it(self, client: Client, read: Read, lead: User) -> None:
        sign_in(client, lead)

        refused = await client.delete(f"/api/v1/sets/{read.sample_set.id}")
        await lift(client, read)
        allowed = await client.delete(f"/api/v1/sets/{read.sample_set.id}")

        assert (refused.status_code, refused.json()["error"]) == (403, "BlindInSet")
        assert allowed.status_code == 204


class TestReadingAfterwards:
    async def test_unfinished_packages_are_free_again(self, client: Client, read: Read, lead: User) -> None:
        sign_in(client, lead)
        await lift(client, read)
        await read.work.db.refresh(read.package)

        assert read.package.assignee_id is None

    async def test_a_package_that_is_done_stays(self, client: Client, read: Read, lead: User) -> None:
        await read.read_by(lead)
        sign_in(client, lead)
        await lift(client, read)
        await read.work.db.refresh(read.package)

        assert read.package.assignee_id == lead.id

    async def test_own_readings_stay_and_can_no_longer_be_changed(self, client: Client, read: Read, lead: User) -> None:
        reading = await read.read_by(lead)
        sign_in(client, lead)
        await lift(client, read)

        changed = await client.put(
            f"/api/v1/examinations/{reading.id}",
            json={"base_version": 0, "annotations": [], "bad_quality": True, "state": "done"},
        )
        kept = await client.get(f"/api/v1/examinations/{reading.id}")

        assert (changed.status_code, changed.json()["error"]) == (409, "BlindingLifted")
        assert kept.json()["state"] == ExaminationState.DONE

    async def test_nothing_new_is_read(self, client: Client, read: Read, lead: User) -> None:
        sign_in(client, lead)
        await lift(client, read)

        claimed = await client.post(f"/api/v1/sets/{read.sample_set.id}/packages/claim")
        given = await client.put(f"/api/v1/packages/{read.package.id}/assignee", json={"user_id": str(lead.id)})

        assert [answer.json()["error"] for answer in (claimed, given)] == ["BlindingLifted"] * 2

    async def test_in_the_next_round_they_are_blind_and_may_read_again(
        self, client: Client, read: Read, lead: User
    ) -> None:
        await read.read_by(lead)
        sign_in(client, lead)
        await lift(client, read)

        begun = (await client.post(f"/api/v1/sets/{read.sample_set.id}/rounds")).json()
        opened = await client.post(f"/api/v1/packages/{read.package.id}/samples/{read.sample.id}/examination")

        assert (begun["round"], begun["is_blind"], begun["done_count"]) == (2, True, None)
        assert opened.json()["round"] == 2
        assert not await sees(client, lead, read.theirs.id)
