"""What was begun and left goes after a week; what is waited for stays."""

import os
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from backend.core.database import now
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob
from backend.models.upload_part import UploadPart
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import count, finish, send
from backend.tests.features.ingest.test_pieces import put_piece
from backend.tests.features.ingest.test_uploads import waiting_files
from backend.worker.cleaner import Cleaner

EIGHT_DAYS = timedelta(days=8)
pytestmark = pytest.mark.once


@pytest.fixture
def cleaner(app: FastAPI) -> Cleaner:
    return Cleaner(app.state.database, app.state.queue, app.state.storage)


async def age(work: UnitOfWork, upload_id: UUID, *, with_files: bool = True) -> None:
    """Let eight days pass."""
    then = now() - EIGHT_DAYS
    await work.db.execute(update(UploadJob).where(UploadJob.id == upload_id).values(created_at=then))
    if with_files:
        for model in (UploadItem, UploadPart):
            await work.db.execute(update(model).where(model.upload_id == upload_id).values(created_at=then))
    await work.flush()


def let_bytes_age(storage: Storage) -> None:
    assert storage.folder is not None
    then = (now() - EIGHT_DAYS).timestamp()
    for path in storage.folder.rglob("*"):
        os.utime(path, (then, then))


async def test_an_upload_that_was_left_goes_with_its_bytes(
    client: Client, work: UnitOfWork, lead: User, storage: Storage, cleaner: Cleaner
) -> None:
    sign_in(client, lead)
    upload_id = await send(client, {"b.dcm": b"whole"})
    await put_piece(client, upload_id, 0, 40)
    await age(work, upload_id)

    await cleaner.clean()

    assert waiting_files(storage) == []
    assert [await count(work, model) for model in (UploadJob, UploadItem, UploadPart)] == [0, 0, 0]
    audited = await work.db.scalars(select(AuditEntry.actor_id).where(AuditEntry.action == "upload.abandoned"))
    assert audited.all() == [None]


async def test_an_upload_that_something_came_to_stays(
    client: Client, work: UnitOfWork, lead: User, storage: Storage, cleaner: Cleaner
) -> None:
    sign_in(client, lead)
    with_file, with_piece, new = [await send(client, files) for files in ({"a.dcm": b"x"}, {}, {})]
    await put_piece(client, with_piece, 0, 40)
    for upload_id in (with_file, with_piece):
        await age(work, upload_id, with_files=False)

    await cleaner.clean()

    assert set(await work.db.scalars(select(UploadJob.id))) == {with_file, with_piece, new}
    assert len(waiting_files(storage)) == 2


async def test_an_upload_that_was_finished_stays(
    client: Client, work: UnitOfWork, lead: User, storage: Storage, cleaner: Cleaner
) -> None:
    sign_in(client, lead)
    upload_id = await send(client, {"a.dcm": b"x"})
    await finish(client, upload_id)
    await age(work, upload_id)
    let_bytes_age(storage)

    await cleaner.clean()

    assert waiting_files(storage) == [b"x"]


async def test_old_bytes_that_nobody_knows_go(
    client: Client, work: UnitOfWork, lead: User, storage: Storage, cleaner: Cleaner
) -> None:
    sign_in(client, lead)
    await send(client, {"a.dcm": b"known"})
    await storage.put("incoming/of-a-server-that-died", b"old")
    await storage.put("elsewhere/file", b"stays")
    let_bytes_age(storage)
    await storage.put("incoming/being-received", b"new")

    await cleaner.clean()

    assert sorted(waiting_files(storage)) == [b"known", b"new"]
    assert await storage.read("elsewhere/file") == b"stays"
