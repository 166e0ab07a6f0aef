"""Uploads over HTTP: what is sent, before anything reads it."""

from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import select

from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.upload_item import UploadItem
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.ingest.deliveries import finish, look, send

UPLOADS = "/api/v1/uploads"


async def put(client: Client, upload_id: UUID, path: str, content: bytes = b"abc", **headers: str) -> Response:
    return await client.put(
        f"{UPLOADS}/{upload_id}/files", params={"path": path}, content=content, headers=headers or None
    )


def waiting_files(storage: Storage) -> list[bytes]:
    assert storage.folder is not None
    return [path.read_bytes() for path in storage.folder.glob("incoming/*")]


class TestListUploads:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(UPLOADS)).status_code == 401

    async def test_shows_only_ones_own_newest_first(self, client: Client, lead: User, stranger: User) -> None:
        sign_in(client, stranger)
        await send(client, {})
        sign_in(client, lead)
        first, second = await send(client, {}), await send(client, {"a.dcm": b"x"})

        listed = (await client.get(UPLOADS)).json()

        assert [item["id"] for item in listed["items"]] == [str(second), str(first)]
        assert [item["counts"]["pending"] for item in listed["items"]] == [1, 0]


class TestCreateUpload:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.post(UPLOADS, json={})).status_code == 401

    async def test_a_stranger_learns_nothing_of_the_set(
        self, client: Client, sample_set: SampleSet, stranger: User
    ) -> None:
        sign_in(client, stranger)

        response = await client.post(UPLOADS, json={"set_id": str(sample_set.id)})

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_a_reader_may_not_fill_a_set(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.post(UPLOADS, json={"set_id": str(sample_set.id)})).status_code == 403

    async def test_somebody_without_a_centre_may_not(self, client: Client, work: UnitOfWork) -> None:
        sign_in(client, await create_user(work, organization_role=None))

        response = await client.post(UPLOADS, json={})

        assert (response.status_code, response.json()["error"]) == (403, "NoOrganization")

    async def test_begins_open_and_empty(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)

        response = await client.post(UPLOADS, json={"set_id": str(sample_set.id)})

        made = response.json()
        assert response.status_code == 201
        assert (made["state"], made["set_id"], made["job_id"]) == ("open", str(sample_set.id), None)
        assert set(made["counts"].values()) == {0}
        audited = await work.db.scalars(select(AuditEntry.action).where(AuditEntry.object_id == UUID(made["id"])))
        assert audited.all() == ["upload.created"]


class TestGetUpload:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(f"{UPLOADS}/{uuid4()}")).status_code == 401

    async def test_others_learn_nothing(self, client: Client, lead: User, clinician: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})
        sign_in(client, clinician)

        for path in ("", "/items"):
            response = await client.get(f"{UPLOADS}/{upload_id}{path}")
            assert (response.status_code, response.json()["error"]) == (404, "UploadNotFound")


class TestPutUploadFile:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await put(client, uuid4(), "a.dcm")).status_code == 401

    async def test_others_cannot_send_into_it(
        self, client: Client, lead: User, stranger: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        sign_in(client, stranger)

        assert (await put(client, upload_id, "a.dcm")).status_code == 404
        assert waiting_files(storage) == []

    @pytest.mark.parametrize("path", ["../a.dcm", "a/../../b", "..\\b", "a\0b", "x" * 2000, "/"])
    async def test_a_path_that_leaves_its_folder_is_refused(self, client: Client, lead: User, path: str) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await put(client, upload_id, path)

        assert (response.status_code, response.json()["error"]) == (422, "UnusablePath")

    @pytest.mark.parametrize("announced", ["2", "4"])
    async def test_bytes_that_did_not_all_arrive_are_not_kept(
        self, client: Client, lead: User, storage: Storage, announced: str
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await put(client, upload_id, "a.dcm", b"abc", **{"Content-Length": announced})

        assert (response.status_code, response.json()["error"]) == (422, "IncompleteFile")
        assert waiting_files(storage) == []
        assert (await look(client, upload_id)).items == {}

    async def test_a_file_over_the_limit_is_refused(
        self, client: Client, app: FastAPI, lead: User, settings: Settings, storage: Storage
    ) -> None:
        settings.max_upload_bytes = 2
        app.state.settings = settings
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await put(client, upload_id, "a.dcm", b"abc")

        assert (response.status_code, response.json()["error"]) == (413, "UploadTooLarge")
        assert waiting_files(storage) == []

    async def test_keeps_the_bytes_and_their_path(
        self, client: Client, work: UnitOfWork, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await put(client, upload_id, "CT\\1.dcm", b"abc")

        sent = response.json()
        assert response.status_code == 200
        assert (sent["path"], sent["size_bytes"], sent["outcome"], sent["remarks"]) == ("CT/1.dcm", 3, None, [])
        assert waiting_files(storage) == [b"abc"]

    async def test_the_same_path_again_replaces_the_first(
        self, client: Client, work: UnitOfWork, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"first", "b.dcm": b"b"})

        replaced = (await put(client, upload_id, "./a.dcm", b"second!")).json()

        items = (await work.db.scalars(select(UploadItem).where(UploadItem.upload_id == upload_id))).all()
        assert replaced["size_bytes"] == 7
        assert sorted(item.path for item in items) == ["a.dcm", "b.dcm"]
        assert sorted(waiting_files(storage)) == [b"b", b"second!"]

    async def test_nothing_slips_in_after_the_end(self, client: Client, lead: User, storage: Storage) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})
        await finish(client, upload_id)

        response = await put(client, upload_id, "late.dcm")

        assert (response.status_code, response.json()["error"]) == (409, "UploadFinished")
        assert waiting_files(storage) == [b"x"]


class TestFinishUpload:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.post(f"{UPLOADS}/{uuid4()}/finish")).status_code == 401

    async def test_others_learn_nothing(self, client: Client, lead: User, stranger: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})
        sign_in(client, stranger)

        assert (await client.post(f"{UPLOADS}/{upload_id}/finish")).status_code == 404

    async def test_an_empty_one_is_refused(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await client.post(f"{UPLOADS}/{upload_id}/finish")

        assert (response.status_code, response.json()["error"]) == (422, "NothingUploaded")

    async def test_begins_a_job_once(self, client: Client, app: FastAPI, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x", "b.dcm": b"y"})

        first, second = await finish(client, upload_id), await finish(client, upload_id)

        assert first["id"] == second["id"]
        assert (first["kind"], first["state"], first["total"]) == ("import", "queued", 2)
        assert first["result_url"] == f"/uploads/{upload_id}"
        assert len(app.state.queue.sent) == 1
        assert (await look(client, upload_id)).upload["state"] == "processing"


class TestListUploadItems:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(f"{UPLOADS}/{uuid4()}/items")).status_code == 401

    async def test_an_unknown_outcome_is_refused(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})

        response = await client.get(f"{UPLOADS}/{upload_id}/items", params={"outcome": "lost"})

        assert response.status_code == 422

    async def test_comes_in_pages_in_the_order_of_sending(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"b": b"1", "a": b"2", "c": b"3"})

        page = (await client.get(f"{UPLOADS}/{upload_id}/items", params={"page": 1, "page_size": 2})).json()

        assert [item["path"] for item in page["items"]] == ["b", "a"]
        assert page["total"] == 3
