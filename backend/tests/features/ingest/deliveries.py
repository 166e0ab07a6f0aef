"""Sending files and having them read, as people and workers do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import func, select

from backend.core.database import Base
from backend.core.queue import Lane
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.jobs.kinds import KINDS
from backend.tests.factories.users import Client
from backend.worker.runner import StepRunner


@dataclass(frozen=True)
class Delivery:
    """An upload after its job, as the API shows it, with its files by path."""

    id: UUID
    upload: dict[str, Any]
    items: dict[str, dict[str, Any]]

    def outcome(self, path: str) -> str | None:
        outcome: str | None = self.items[path]["outcome"]
        return outcome

    def codes(self, path: str) -> list[str]:
        return [remark["code"] for remark in self.items[path]["remarks"]]


async def send(client: Client, files: Mapping[str, bytes], set_id: UUID | None = None) -> UUID:
    """Begin an upload and send the files, in their order."""
    body = {"set_id": str(set_id)} if set_id else {}
    response = await client.post("/api/v1/uploads", json=body)
    assert response.status_code == 201, response.text
    upload_id = UUID(response.json()["id"])
    for path, content in files.items():
        sent = await client.put(f"/api/v1/uploads/{upload_id}/files", params={"path": path}, content=content)
        assert sent.status_code == 200, sent.text
    return upload_id


async def finish(client: Client, upload_id: UUID) -> dict[str, Any]:
    response = await client.post(f"/api/v1/uploads/{upload_id}/finish")
    assert response.status_code == 202, response.text
    job: dict[str, Any] = response.json()
    return job


async def run_jobs(app: FastAPI) -> None:
    """Do what the queue was asked for, as a worker would."""
    state = app.state
    runner = StepRunner(
        state.database, state.queue, state.storage, dict.fromkeys(Lane, state.pool), state.settings, KINDS
    )
    while state.queue.sent:
        await runner.run(state.queue.sent.pop(0).step_id)


async def look(client: Client, upload_id: UUID) -> Delivery:
    upload = (await client.get(f"/api/v1/uploads/{upload_id}")).json()
    listed = (await client.get(f"/api/v1/uploads/{upload_id}/items", params={"page_size": 500})).json()
    return Delivery(upload_id, upload, {item["path"]: item for item in listed["items"]})


async def deliver(client: Client, app: FastAPI, files: Mapping[str, bytes], set_id: UUID | None = None) -> Delivery:
    """Send, finish, read, and look at what became of it."""
    upload_id = await send(client, files, set_id)
    await finish(client, upload_id)
    await run_jobs(app)
    return await look(client, upload_id)


async def count(work: UnitOfWork, model: type[Base]) -> int:
    """How many rows a table has."""
    return (await work.db.execute(select(func.count()).select_from(model))).scalar_one()


def stored_keys(storage: Storage, below: str) -> list[str]:
    """The keys of everything in the storage below a prefix."""
    assert storage.folder is not None
    found = (storage.folder / below).rglob("*")
    return [path.relative_to(storage.folder).as_posix() for path in found if path.is_file()]
