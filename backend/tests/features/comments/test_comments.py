"""Comments on images: pinned, answered, settled; and what who is blind learns of them."""

from typing import Any

from sqlalchemy import select

from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination
from backend.models.group import Group
from backend.models.sample import Sample
from backend.models.user import User
from backend.tests.factories.groups import join
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.agreement.conftest import Study, read


def threads_of(sample: Sample) -> str:
    return f"/api/v1/sets/{sample.set_id}/samples/{sample.id}/threads"


async def begun(client: Client, study: Study, **body: Any) -> dict[str, Any]:
    sample = study.samples[0]
    pin = {"image_id": str(study.image(sample).id), "x": 12.5, "y": 30, "content": "Is this one?"}
    response = await client.post(threads_of(sample), json={**pin, **body})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def seen(client: Client, study: Study) -> list[dict[str, Any]]:
    response = await client.get(threads_of(study.samples[0]))
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def first_of(thread: dict[str, Any]) -> str:
    return f"/api/v1/comments/{thread['comments'][0]['id']}"


async def entries(work: UnitOfWork, action: str) -> int:
    found = await work.db.scalars(select(AuditEntry).where(AuditEntry.action == action))
    return len(found.all())


async def on_reading_of(
    client: Client, work: UnitOfWork, study: Study, reader: User, lead: User
) -> tuple[Examination, dict[str, Any]]:
    """A lead asks something about what somebody has read."""
    reading = await read(work, study, reader, study.samples[0])
    sign_in(client, lead)
    return reading, await begun(client, study, examination_id=str(reading.id))


class TestListThreads:
    async def test_anonymous_is_refused(self, client: Client, study: Study) -> None:
        assert (await client.get(threads_of(study.samples[0]))).status_code == 401

    async def test_a_stranger_does_not_learn_of_the_set(self, client: Client, work: UnitOfWork, study: Study) -> None:
        sign_in(client, await create_user(work))

        assert (await client.get(threads_of(study.samples[0]))).json()["error"] == "SetNotFound"

    async def test_a_blind_reader_sees_their_own_and_what_is_said_of_their_reading(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        ada, ben = study.readers
        await on_reading_of(client, work, study, ada, lead)
        sign_in(client, ben)
        mine = await begun(client, study, content="Mine.")

        bens = await seen(client, study)
        sign_in(client, ada)
        adas = await seen(client, study)

        assert [thread["id"] for thread in bens] == [mine["id"]]
        assert [thread["comments"][0]["content"] for thread in adas] == ["Is this one?"]

    async def test_who_is_blind_learns_no_names(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await on_reading_of(client, work, study, study.readers[0], lead)
        sign_in(client, study.readers[0])

        response = await client.get(threads_of(study.samples[0]))

        assert response.json()["items"][0]["comments"][0]["author"] is None
        assert lead.name not in response.text
        assert str(lead.id) not in response.text

    async def test_who_is_not_blind_sees_all_with_names(self, client: Client, study: Study, lead: User) -> None:
        sign_in(client, study.readers[0])
        await begun(client, study)
        sign_in(client, lead)

        (thread,) = await seen(client, study)

        assert (thread["is_mine"], thread["comments"][0]["author"]) == (False, study.readers[0].name)

    async def test_a_viewer_sees_none(self, client: Client, work: UnitOfWork, group: Group, study: Study) -> None:
        sign_in(client, study.readers[0])
        await begun(client, study)
        sign_in(client, await join(work, group, await create_user(work), GroupRole.VIEWER))

        assert await seen(client, study) == []


class TestBeginThread:
    async def test_an_image_of_another_sample_is_refused(self, client: Client, study: Study) -> None:
        sign_in(client, study.readers[0])
        body = {"image_id": str(study.image(study.samples[1]).id), "x": 1, "y": 1, "content": "Here."}

        response = await client.post(threads_of(study.samples[0]), json=body)

        assert (response.status_code, response.json()["error"]) == (422, "NotOnThisImage")

    async def test_the_reading_of_another_reads_as_one_that_is_not_there(
        self, client: Client, work: UnitOfWork, study: Study
    ) -> None:
        other = await read(work, study, study.readers[1], study.samples[0])
        sign_in(client, study.readers[0])
        pin = {"image_id": str(study.image(study.samples[0]).id), "x": 1, "y": 1, "content": "Here."}

        theirs = await client.post(threads_of(study.samples[0]), json={**pin, "examination_id": str(other.id)})
        nobodys = await client.post(
            threads_of(study.samples[0]), json={**pin, "examination_id": str(study.sample_set.id)}
        )

        assert theirs.status_code == nobodys.status_code == 422
        assert theirs.content == nobodys.content

    async def test_nothing_said_is_refused(self, client: Client, study: Study) -> None:
        sign_in(client, study.readers[0])
        body = {"image_id": str(study.image(study.samples[0]).id), "x": 1, "y": 1, "content": "  "}

        assert (await client.post(threads_of(study.samples[0]), json=body)).status_code == 422

    async def test_is_pinned_to_a_place(self, client: Client, study: Study) -> None:
        sign_in(client, study.readers[0])

        thread = await begun(client, study)

        assert (thread["x"], thread["y"], thread["frame"], thread["is_mine"]) == (12.5, 30.0, 1, True)

    async def test_who_decides_names_a_reading_by_its_letter(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        for reader in study.readers:
            await read(work, study, reader, study.samples[0])
        sign_in(client, lead)
        await begun(client, study, alias="A")
        await begun(client, study, alias="B")

        seen_by = []
        for reader in study.readers:
            sign_in(client, reader)
            seen_by.append([thread["id"] for thread in await seen(client, study)])

        assert [len(threads) for threads in seen_by] == [1, 1]
        assert seen_by[0] != seen_by[1]

    async def test_who_is_blind_may_not_name_a_reading_by_its_letter(self, client: Client, study: Study) -> None:
        sign_in(client, study.readers[0])
        pin = {"image_id": str(study.image(study.samples[0]).id), "x": 1, "y": 1, "content": "Here.", "alias": "A"}

        response = await client.post(threads_of(study.samples[0]), json=pin)

        assert (response.status_code, response.json()["error"]) == (403, "BlindInSet")


class TestAddComment:
    async def test_another_blind_reader_does_not_find_the_thread(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        _, thread = await on_reading_of(client, work, study, study.readers[0], lead)
        sign_in(client, study.readers[1])

        response = await client.post(f"/api/v1/threads/{thread['id']}/comments", json={"content": "Hello?"})

        assert (response.status_code, response.json()["error"]) == (404, "ThreadNotFound")

    async def test_answers_stand_in_order(self, client: Client, work: UnitOfWork, study: Study, lead: User) -> None:
        _, thread = await on_reading_of(client, work, study, study.readers[0], lead)
        sign_in(client, study.readers[0])

        response = await client.post(f"/api/v1/threads/{thread['id']}/comments", json={"content": "It is."})

        comments = response.json()["comments"]
        assert [comment["content"] for comment in comments] == ["Is this one?", "It is."]
        assert [comment["is_mine"] for comment in comments] == [False, True]


class TestUpdateComment:
    async def test_another_blind_reader_does_not_find_it(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        _, thread = await on_reading_of(client, work, study, study.readers[0], lead)
        sign_in(client, study.readers[1])

        response = await client.patch(first_of(thread), json={"content": "It is not."})

        assert (response.status_code, response.json()["error"]) == (404, "CommentNotFound")

    async def test_what_another_has_said_is_theirs(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        _, thread = await on_reading_of(client, work, study, study.readers[0], lead)
        sign_in(client, study.readers[0])

        edited = await client.patch(first_of(thread), json={"content": "It is not."})
        deleted = await client.delete(first_of(thread))

        assert (edited.status_code, deleted.status_code) == (403, 403)

    async def test_says_that_it_was_edited(self, client: Client, work: UnitOfWork, study: Study) -> None:
        sign_in(client, study.readers[0])
        thread = await begun(client, study)

        response = await client.patch(first_of(thread), json={"content": "Is this another?"})

        (comment,) = response.json()["comments"]
        assert (thread["comments"][0]["edited_at"], comment["content"]) == (None, "Is this another?")
        assert comment["edited_at"] is not None
        assert await entries(work, "comment_thread.comment_edited") == 1


class TestDeleteComment:
    async def test_its_place_stays_without_the_words(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        _, thread = await on_reading_of(client, work, study, study.readers[0], lead)
        sign_in(client, study.readers[0])
        await client.post(f"/api/v1/threads/{thread['id']}/comments", json={"content": "It is."})
        sign_in(client, lead)

        response = await client.delete(first_of(thread))

        gone, answer = response.json()["comments"]
        assert (gone["content"], gone["author"], answer["content"]) == ("", lead.name, "It is.")
        assert gone["deleted_at"] is not None
        assert await entries(work, "comment_thread.comment_deleted") == 1

    async def test_is_deleted_once_and_edited_no_more(self, client: Client, work: UnitOfWork, study: Study) -> None:
        sign_in(client, study.readers[0])
        thread = await begun(client, study)
        first = await client.delete(first_of(thread))

        again = await client.delete(first_of(thread))
        edited = await client.patch(first_of(thread), json={"content": "Is this one?"})

        assert again.json() == first.json()
        assert (edited.status_code, edited.json()["error"]) == (404, "CommentNotFound")
        assert await entries(work, "comment_thread.comment_deleted") == 1


class TestUpdateThread:
    async def test_is_settled_and_taken_up_again(self, client: Client, study: Study) -> None:
        sign_in(client, study.readers[0])
        thread = await begun(client, study)
        address = f"/api/v1/threads/{thread['id']}"

        settled = await client.patch(address, json={"is_resolved": True})
        open_again = await client.patch(address, json={"is_resolved": False})

        assert settled.json()["resolved_at"] is not None
        assert open_again.json()["resolved_at"] is None


class TestMovingSamples:
    async def test_what_was_said_and_decided_goes_with_the_readings(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await on_reading_of(client, work, study, study.readers[0], lead)
        body = {"sample_ids": [str(study.samples[0].id)], "with_readings": True}

        response = await client.post(f"/api/v1/sets/{study.sample_set.id}/samples/delete", json=body)

        assert response.status_code == 200, response.text
        assert (await client.get(threads_of(study.samples[0]))).json()["error"] == "SampleNotFound"
