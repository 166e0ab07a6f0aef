"""What nobody speaks of goes from the storage after a day; whatever a row names stays, whichever row it is."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import obstore
import pytest
from fastapi import FastAPI
from sqlalchemy import JSON, Column, String, Table, insert, select, text

from backend.core.database import Base, UtcDateTime, new_id, now
from backend.core.storage import Storage
from backend.core.work import UnitOfWork, begin_reading, begin_work
from backend.features.ingest.sweeping import LAST_SWEEP, sweep
from backend.models.audit_entry import AuditEntry
from backend.models.organization import Organization
from backend.models.stored_file import StoredFile
from backend.models.upload_job import UploadJob
from backend.models.user import User
from backend.repositories.storage_keys import key_columns
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import deliver, run_jobs, send
from backend.tests.features.ingest.pocket import jpeg_on_its_side, pocket_ct
from backend.worker.cleaner import Cleaner

pytestmark = pytest.mark.once
SOURCE, GONE = "a" * 64, "b" * 64
MAX_NAME = 64
TOMORROW = timedelta(days=1, minutes=1)


def fits(column: Column[str]) -> bool:
    """Whether it can hold the key of an object; shorter ones name something else."""
    assert isinstance(column.type, String)
    return column.type.length is None or column.type.length > MAX_NAME


async def sweep_at(app: FastAPI, storage: Storage, before: datetime) -> int:
    state = app.state
    return await sweep(
        lambda: begin_work(state.database, state.queue), lambda: begin_reading(state.database), storage, before
    )


def keys(storage: Storage) -> set[str]:
    return {item["path"] for item in obstore.list(storage.store).collect()}


async def create_file(work: UnitOfWork, organization: Organization, sha256: str) -> None:
    key = f"{organization.id}/{sha256}"
    described = {"size_bytes": 1, "media_type": "application/dicom", "file_name": "a.dcm"}
    work.db.add(StoredFile(organization_id=organization.id, sha256=sha256, storage_key=key, **described))
    await work.flush()


async def test_what_nobody_speaks_of_goes_with_its_pictures(
    app: FastAPI, work: UnitOfWork, organization: Organization, any_storage: Storage
) -> None:
    await create_file(work, organization, SOURCE)
    names = ("{}", "display/{}.jpg", "rendered/{}-1-abc", "thumbnails/{}-1.webp", "{}-512.smaller")
    kept = {f"{organization.id}/{name.format(SOURCE)}" for name in names}
    gone = {f"{organization.id}/{name.format(GONE)}" for name in names}
    gone |= {f"{organization.id}/masks/m{suffix}" for suffix in ("", ".outlines", ".outlines-index")}
    gone.add(f"quarantine/{organization.id}/{new_id()}/{new_id()}")
    kept |= {f"{organization.id}/exports/of-some-day", f"{new_id()}/{GONE}", "incoming/piece", LAST_SWEEP}
    for key in kept | gone:
        await any_storage.put(key, b"x")

    deleted = await sweep_at(app, any_storage, now() + TOMORROW)

    assert (keys(any_storage), deleted) == (kept, len(gone))
    entry = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "storage.swept"))).one()
    assert (entry.organization_id, entry.actor_id, entry.details) == (organization.id, None, {"objects": len(gone)})


async def test_what_is_young_stays(app: FastAPI, organization: Organization, any_storage: Storage) -> None:
    await any_storage.put(f"{organization.id}/{GONE}", b"x")

    assert await sweep_at(app, any_storage, now() - timedelta(days=1)) == 0
    assert keys(any_storage) == {f"{organization.id}/{GONE}"}


async def test_what_came_again_since_it_was_listed_stays(any_storage: Storage) -> None:
    await any_storage.put("org/a", b"x")

    assert await any_storage.delete_older(["org/a", "org/never-there"], now() - timedelta(days=1)) == 0
    assert keys(any_storage) == {"org/a"}


@pytest.mark.parametrize("column", [column for column in key_columns() if fits(column)], ids=str)
async def test_what_any_column_names_stays(
    app: FastAPI, work: UnitOfWork, organization: Organization, storage: Storage, column: Column[Any]
) -> None:
    """The columns are those of the models, so that this asks about one which is added tomorrow."""
    key = f"{organization.id}/masks/m"
    for suffix in ("", ".outlines"):
        await storage.put(f"{key}{suffix}", b"x")
    await work.db.execute(text("PRAGMA defer_foreign_keys=ON"))
    await work.db.execute(insert(column.table).values(_filled(column.table) | {column.name: key}))

    assert await sweep_at(app, storage, now() + TOMORROW) == 0


async def test_all_that_an_import_left_stays(
    client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, tmp_path: Path
) -> None:
    """And every key of it stands in a column that the sweep asks, whatever that column is called."""
    sign_in(client, lead)
    broken = {"broken.dcm": b"\0" * 128 + b"DICM"}
    ended = await deliver(client, app, pocket_ct(tmp_path).all | {"on-its-side.jpg": jpeg_on_its_side()} | broken)
    assert ended.outcome("broken.dcm") == "quarantined"
    before = keys(storage)

    assert await sweep_at(app, storage, now() + TOMORROW) == 0

    naming = {column async for column, value in _texts(work) if any(key in value for key in before)}
    assert {f"{column.table.name}.{column.name}" for column in naming} == {
        "stored_files.storage_key", "stored_files.display_key", "regions.mask_key", "upload_items.storage_key",
    }  # fmt: skip
    assert naming <= set(key_columns())
    assert keys(storage) == before


async def test_bytes_of_a_delivery_that_has_not_ended_stay(
    client: Client, app: FastAPI, work: UnitOfWork, organization: Organization, lead: User, storage: Storage
) -> None:
    """An import that was killed between moving the bytes to their place and writing the row finds them there again."""
    sign_in(client, lead)
    upload_id = await send(client, {"a.jpg": jpeg_on_its_side()})
    upload = await work.db.get(UploadJob, upload_id)
    assert upload is not None
    (waiting,) = keys(storage)
    moved = f"{upload.organization_id}/{storage_hash(storage, waiting)}"
    await storage.move(waiting, moved)

    assert await sweep_at(app, storage, now() + TOMORROW) == 0

    await client.post(f"/api/v1/uploads/{upload_id}/finish")
    await run_jobs(app)
    listed = (await client.get(f"/api/v1/uploads/{upload_id}/items")).json()
    assert [item["outcome"] for item in listed["items"]] == ["stored"]


async def test_it_is_done_once_a_day(app: FastAPI, organization: Organization, storage: Storage) -> None:
    assert storage.folder is not None
    cleaner = Cleaner(app.state.database, app.state.queue, storage)
    await cleaner.clean()
    first = await storage.written_at(LAST_SWEEP)

    await cleaner.clean()

    assert first is not None
    assert await storage.written_at(LAST_SWEEP) == first


def storage_hash(storage: Storage, key: str) -> str:
    assert storage.folder is not None
    return sha256((storage.folder / key).read_bytes()).hexdigest()


async def _texts(work: UnitOfWork) -> AsyncIterator[tuple[Column[Any], str]]:
    """Every text and every JSON value of the database, with its column."""
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String | JSON)]
        for row in await work.db.execute(select(*columns)) if columns else ():
            for column, value in zip(columns, row, strict=True):
                yield column, str(value)


def _filled(table: Table) -> dict[str, Any]:
    """A row in which something stands wherever something must."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.nullable or column.default is not None:
            continue
        if isinstance(column.type, UtcDateTime):
            values[column.name] = now()
            continue
        kind = column.type.python_type
        plain = {int: 1, float: 1.0, bool: False, bytes: b"", dict: {}, list: []}
        enumerated = getattr(column.type, "enum_class", None)
        values[column.name] = (
            next(iter(enumerated)) if enumerated else plain.get(kind, new_id() if kind.__name__ == "UUID" else "x")
        )
    return values
