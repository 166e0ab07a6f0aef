"""Files sent in pieces over HTTP: what follows, what comes again, and what does not fit."""

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import select

from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.models.upload_part import UploadPart
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import count, deliver, finish, look, run_jobs, send
from backend.tests.features.ingest.pocket import png
from backend.tests.features.ingest.test_uploads import UPLOADS, put, waiting_files

CONTENT = bytes(range(100))


async def put_piece(
    client: Client,
    upload_id: UUID,
    start: int,
    end: int,
    content: bytes = CONTENT,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Send the bytes from start to before end."""
    place = {"Content-Range": f"bytes {start}-{end - 1}/{len(content)}", **headers}
    return await put(client, upload_id, "a.dcm", content[start:end], **place)


async def state(client: Client, upload_id: UUID, path: str = "a.dcm") -> dict[str, Any]:
    response = await client.get(f"{UPLOADS}/{upload_id}/files", params={"path": path})
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


class TestPutUploadFileInPieces:
    async def test_is_whole_with_the_last_piece(
        self, client: Client, work: UnitOfWork, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})

        first = await put_piece(client, upload_id, 0, 40)
        second = await put_piece(client, upload_id, 40, 70)
        last = await put_piece(client, upload_id, 70, 100)

        assert (first.status_code, first.json()["received_bytes"], first.json()["is_whole"]) == (202, 40, False)
        assert (second.status_code, second.json()["received_bytes"]) == (202, 70)
        assert (last.status_code, last.json()["path"], last.json()["size_bytes"]) == (200, "a.dcm", 100)
        assert waiting_files(storage) == [CONTENT]
        assert await count(work, UploadPart) == 0

    async def test_a_piece_that_does_not_follow_is_told_where_to_go_on(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        await put_piece(client, upload_id, 0, 40)

        for start, end in ((41, 60), (20, 60), (39, 40)):
            response = await put_piece(client, upload_id, start, end)
            problem = response.json()
            assert (response.status_code, problem["error"], problem["received_bytes"]) == (409, "WrongOffset", 40)

    async def test_the_same_piece_again_is_fine(self, client: Client, lead: User, storage: Storage) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        for start, end in ((0, 40), (40, 70)):
            await put_piece(client, upload_id, start, end)

        again = [await put_piece(client, upload_id, start, end) for start, end in ((0, 40), (40, 70))]

        assert [(one.status_code, one.json()["received_bytes"]) for one in again] == [(202, 70), (202, 70)]
        assert len(waiting_files(storage)) == 2

    async def test_the_last_piece_again_answers_with_the_file(
        self, client: Client, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        await put_piece(client, upload_id, 0, 40)
        last = await put_piece(client, upload_id, 40, 100)

        again = await put_piece(client, upload_id, 40, 100)

        assert (again.status_code, again.json()["id"]) == (200, last.json()["id"])
        assert waiting_files(storage) == [CONTENT]

    async def test_goes_on_anew_from_a_piece_with_other_bytes(
        self, client: Client, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        changed = CONTENT[::-1]
        await put_piece(client, upload_id, 0, 40)
        await put_piece(client, upload_id, 40, 70)

        begun = await put_piece(client, upload_id, 0, 50, changed)
        await put_piece(client, upload_id, 50, 100, changed)

        assert begun.json()["received_bytes"] == 50
        assert waiting_files(storage) == [changed]

    async def test_a_file_of_another_length_begins_at_0(self, client: Client, lead: User, storage: Storage) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        longer = CONTENT + b"more"
        await put_piece(client, upload_id, 0, 40)

        refused = await put_piece(client, upload_id, 40, 80, longer)
        taken = await put_piece(client, upload_id, 0, 80, longer)

        assert (refused.status_code, refused.json()["received_bytes"]) == (409, 0)
        assert (taken.status_code, taken.json()["total_bytes"]) == (202, 104)
        assert waiting_files(storage) == [longer[:80]]

    async def test_a_whole_file_makes_its_pieces_pointless(
        self, client: Client, work: UnitOfWork, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        await put_piece(client, upload_id, 0, 40)

        await put(client, upload_id, "a.dcm", b"all of it")

        assert waiting_files(storage) == [b"all of it"]
        assert await count(work, UploadPart) == 0

    async def test_joins_again_what_was_not_joined(
        self, client: Client, work: UnitOfWork, lead: User, storage: Storage
    ) -> None:
        """As after a server that was killed between the last piece and the joining."""
        sign_in(client, lead)
        upload_id = await send(client, {})
        await put_piece(client, upload_id, 0, 40)
        await put_piece(client, upload_id, 40, 99)
        last = (await work.db.scalars(select(UploadPart).where(UploadPart.start_byte == 40))).one()
        last.size_bytes, last.sha256 = 60, sha256(CONTENT[40:]).hexdigest()
        await storage.put(last.storage_key, CONTENT[40:])
        await work.flush()
        told = await state(client, upload_id)

        joined = await put_piece(client, upload_id, told["received_bytes"], 100)

        assert (told["received_bytes"], told["is_whole"]) == (40, False)
        assert joined.status_code == 200
        assert waiting_files(storage) == [CONTENT]

    @pytest.mark.parametrize(
        "content_range", ["bytes 0-9", "bytes 9-0/100", "bytes 0-100/100", "bytes */100", "items 0-9/100", "0-9/100"]
    )
    async def test_a_range_that_says_nothing_is_refused(
        self, client: Client, lead: User, storage: Storage, content_range: str
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await put(client, upload_id, "a.dcm", CONTENT[:10], **{"Content-Range": content_range})

        assert (response.status_code, response.json()["error"]) == (422, "UnusableRange")
        assert waiting_files(storage) == []

    @pytest.mark.parametrize("sent", [9, 11])
    async def test_another_number_of_bytes_than_announced_is_refused(
        self, client: Client, lead: User, storage: Storage, sent: int
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await put(client, upload_id, "a.dcm", CONTENT[:sent], **{"Content-Range": "bytes 0-9/100"})

        assert (response.status_code, response.json()["error"]) == (422, "IncompleteFile")
        assert waiting_files(storage) == []

    async def test_a_file_over_the_limit_is_refused_at_its_first_piece(
        self, client: Client, app: FastAPI, lead: User, settings: Settings, storage: Storage
    ) -> None:
        settings.max_upload_bytes = 99
        sign_in(client, lead)
        upload_id = await send(client, {})

        response = await put_piece(client, upload_id, 0, 10)

        assert (response.status_code, response.json()["error"]) == (413, "UploadTooLarge")
        assert waiting_files(storage) == []

    async def test_what_arrived_as_something_else_begins_anew(
        self, client: Client, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        announced = {"X-Content-SHA256": sha256(b"something else").hexdigest()}
        await put_piece(client, upload_id, 0, 40, headers=announced)

        response = await put_piece(client, upload_id, 40, 100, headers=announced)

        assert (response.status_code, response.json()["error"]) == (422, "WrongHash")
        assert (await state(client, upload_id))["received_bytes"] == 0
        assert waiting_files(storage) == []

    @pytest.mark.parametrize("in_pieces", [True, False])
    async def test_the_announced_hash_is_checked(self, client: Client, lead: User, in_pieces: bool) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        announced = {"X-Content-SHA256": sha256(CONTENT).hexdigest().upper()}

        if in_pieces:
            await put_piece(client, upload_id, 0, 40, headers=announced)
            right = await put_piece(client, upload_id, 40, 100, headers=announced)
        else:
            right = await put(client, upload_id, "a.dcm", CONTENT, **announced)
        wrong = await put(client, upload_id, "b.dcm", CONTENT[1:], **announced)

        assert right.status_code == 200
        assert (wrong.status_code, wrong.json()["error"]) == (422, "WrongHash")

    async def test_others_cannot_send_into_it(
        self, client: Client, lead: User, stranger: User, storage: Storage
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        sign_in(client, stranger)

        assert (await put_piece(client, upload_id, 0, 40)).status_code == 404
        assert waiting_files(storage) == []

    async def test_is_read_like_any_file(self, client: Client, app: FastAPI, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {})
        picture = png()
        for start in range(0, len(picture), 50):
            await put_piece(client, upload_id, start, min(start + 50, len(picture)), picture)
        await finish(client, upload_id)
        await run_jobs(app)

        delivery = await look(client, upload_id)

        assert delivery.codes("a.dcm") == ["name_content_mismatch"]
        assert delivery.outcome("a.dcm") == "stored_with_warning"


class TestGetUploadFile:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(f"{UPLOADS}/{uuid4()}/files", params={"path": "a"})).status_code == 401

    async def test_others_learn_nothing(self, client: Client, lead: User, stranger: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})
        sign_in(client, stranger)

        response = await client.get(f"{UPLOADS}/{upload_id}/files", params={"path": "a.dcm"})

        assert (response.status_code, response.json()["error"]) == (404, "UploadNotFound")

    async def test_tells_where_to_go_on(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"b.dcm": b"whole"})
        await put_piece(client, upload_id, 0, 40)

        part, whole, unknown = [await state(client, upload_id, name) for name in ("a.dcm", "b.dcm", "c.dcm")]

        assert part == {"path": "a.dcm", "received_bytes": 40, "total_bytes": 100, "is_whole": False}
        assert whole == {"path": "b.dcm", "received_bytes": 5, "total_bytes": 5, "is_whole": True}
        assert unknown == {"path": "c.dcm", "received_bytes": 0, "total_bytes": None, "is_whole": False}


class TestFinishUpload:
    async def test_a_file_that_is_not_whole_is_not_forgotten(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"b.dcm": b"whole"})
        await put_piece(client, upload_id, 0, 40)

        response = await client.post(f"{UPLOADS}/{upload_id}/finish")

        counts = (await look(client, upload_id)).upload["counts"]
        assert (response.status_code, response.json()["error"]) == (409, "FilesIncomplete")
        assert (counts["incomplete"], counts["received"]) == (1, 1)


class TestDiscardUploadFile:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.delete(f"{UPLOADS}/{uuid4()}/files", params={"path": "a"})).status_code == 401

    @pytest.mark.parametrize("in_pieces", [True, False])
    async def test_forgets_its_bytes(self, client: Client, lead: User, storage: Storage, in_pieces: bool) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"b.dcm": b"stays"} if in_pieces else {"a.dcm": b"x", "b.dcm": b"stays"})
        if in_pieces:
            await put_piece(client, upload_id, 0, 40)

        for _ in range(2):
            response = await client.delete(f"{UPLOADS}/{upload_id}/files", params={"path": "a.dcm"})
            assert response.status_code == 204

        assert waiting_files(storage) == [b"stays"]
        assert list((await look(client, upload_id)).items) == ["b.dcm"]
        await finish(client, upload_id)

    async def test_is_refused_after_the_end(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})
        await finish(client, upload_id)

        response = await client.delete(f"{UPLOADS}/{upload_id}/files", params={"path": "a.dcm"})

        assert (response.status_code, response.json()["error"]) == (409, "UploadFinished")


class TestDiscardUpload:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.delete(f"{UPLOADS}/{uuid4()}")).status_code == 401

    async def test_forgets_all_that_arrived(self, client: Client, lead: User, storage: Storage) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"b.dcm": b"x"})
        await put_piece(client, upload_id, 0, 40)

        response = await client.delete(f"{UPLOADS}/{upload_id}")

        assert response.status_code == 204
        assert waiting_files(storage) == []
        assert (await client.get(f"{UPLOADS}/{upload_id}")).status_code == 404

    async def test_is_refused_after_the_end(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})
        await finish(client, upload_id)

        response = await client.delete(f"{UPLOADS}/{upload_id}")

        assert (response.status_code, response.json()["error"]) == (409, "UploadFinished")


class TestReports:
    async def test_are_filtered_by_code_and_path(self, client: Client, app: FastAPI, lead: User) -> None:
        sign_in(client, lead)
        delivery = await deliver(client, app, {"a/1.txt": b"text", "a/2.png": png(), "b/3.png": b""})

        async def paths(**wanted: str) -> list[str]:
            listed = (await client.get(f"{UPLOADS}/{delivery.id}/items", params=wanted)).json()
            return [item["path"] for item in listed["items"]]

        assert await paths(code="empty_file") == ["b/3.png"]
        assert await paths(search="A/") == ["a/1.txt", "a/2.png"]
        assert await paths(search="%") == []
        assert await paths(outcome="refused", search="1") == ["a/1.txt"]
        assert (await client.get(f"{UPLOADS}/{delivery.id}/items", params={"code": '"'})).status_code == 422

    async def test_download_with_a_line_per_remark(self, client: Client, app: FastAPI, lead: User) -> None:
        sign_in(client, lead)
        delivery = await deliver(client, app, {"=1+1.png": b"", "b.png": png()})

        response = await client.get(f"{UPLOADS}/{delivery.id}/report.csv")

        lines = response.text.split("\r\n")
        assert response.headers["content-type"].startswith("text/csv")
        assert lines[0] == "path,size_bytes,sha256,media_type,outcome,code,place,message"
        assert lines[1].startswith("'=1+1.png,0,")
        assert ",refused,empty_file,length 0," in lines[1]
        assert lines[2].endswith(",image/png,stored,,,")

    async def test_are_ones_own(self, client: Client, lead: User, stranger: User) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"a.dcm": b"x"})
        sign_in(client, stranger)

        assert (await client.get(f"{UPLOADS}/{upload_id}/report.csv")).status_code == 404
