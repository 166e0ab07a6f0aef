"""What tests of releases do over and over."""

from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation
from backend.models.examination import Examination
from backend.models.sample_image import SampleImage
from backend.models.stored_file import StoredFile
from backend.tests.factories.users import Client
from backend.tests.features.exports.conftest import ReadSet
from backend.tests.features.ingest.deliveries import run_jobs

API = "/api/v1"


async def freeze(client: Client, app: FastAPI, read_set: ReadSet, **body: Any) -> dict[str, Any]:
    response = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json={"name": "First", **body})
    assert response.status_code == 202, response.text
    await run_jobs(app)
    found: dict[str, Any] = await got(client, f"/releases/{response.json()['id']}")
    return found


async def got(client: Client, path: str, **params: Any) -> Any:
    response = await client.get(f"{API}{path}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


async def redraw(work: UnitOfWork, read_set: ReadSet, x: float) -> None:
    annotation = (await work.db.scalars(select(Annotation))).one()
    annotation.geometry = {**annotation.geometry, "x": x}
    await work.flush()


async def withdraw(client: Client, release: dict[str, Any], *samples: UUID, **body: Any) -> Any:
    asked = {"sample_ids": [str(sample) for sample in samples], "reason": "Consent withdrawn", **body}
    return await client.post(f"{API}/releases/{release['id']}/withdrawals", json=asked)


async def store_photo(work: UnitOfWork, storage: Storage, read_set: ReadSet) -> str:
    image = await work.db.get_one(SampleImage, read_set.photo_image.id)
    file = await work.db.get_one(StoredFile, image.file_id)
    await storage.put(file.storage_key, b"a picture")
    return file.storage_key


async def export(client: Client, app: FastAPI, release: dict[str, Any], target: str = "json") -> dict[str, Any]:
    response = await client.post(f"{API}/releases/{release['id']}/exports", json={"format": target})
    assert response.status_code == 202, response.text
    await run_jobs(app)
    listed = await got(client, f"/releases/{release['id']}/exports")
    assert listed["items"][0]["state"] == "done", listed
    found: dict[str, Any] = listed["items"][0]
    return found


async def reading_of(work: UnitOfWork, read_set: ReadSet) -> Examination:
    found = await work.db.scalars(select(Examination).where(Examination.reader_id == read_set.reader.id))
    reading: Examination = found.one()
    return reading
