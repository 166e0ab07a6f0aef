import json

import pytest
from fastapi import FastAPI

from backend.core.database import now
from backend.core.events import event_stream
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.jobs.events import JobWatch
from backend.models.job import Job, JobKind, JobState
from backend.models.organization import Organization
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in


@pytest.fixture
async def job(work: UnitOfWork, organization: Organization, annotator: User) -> Job:
    job = Job(
        organization_id=organization.id, owner_id=annotator.id, kind=JobKind.IMPORT, title="Import", params={}, total=9
    )
    work.db.add(job)
    await work.flush()
    return job


class TestSeeJobs:
    async def test_only_ones_own(self, client: Client, job: Job, annotator: User, lead: User) -> None:
        sign_in(client, lead)
        foreign = await client.get("/api/v1/jobs")
        sign_in(client, annotator)
        own = await client.get("/api/v1/jobs")

        assert (foreign.json()["total"], own.json()["total"]) == (0, 1)


class TestCancelJob:
    async def test_nobody_else_can(self, client: Client, job: Job, lead: User) -> None:
        sign_in(client, lead)

        assert (await client.post(f"/api/v1/jobs/{job.id}/cancel")).status_code == 404

    async def test_what_has_not_begun_ends_at_once(self, client: Client, job: Job, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.post(f"/api/v1/jobs/{job.id}/cancel")).json()["state"] == "cancelled"

    async def test_twice_is_told(self, client: Client, job: Job, annotator: User) -> None:
        sign_in(client, annotator)
        await client.post(f"/api/v1/jobs/{job.id}/cancel")

        assert (await client.post(f"/api/v1/jobs/{job.id}/cancel")).json()["error"] == "JobNotRunning"


class TestEvents:
    async def test_a_change_is_told_once(self, app: FastAPI, work: UnitOfWork, job: Job, annotator: User) -> None:
        watch = JobWatch(app.state.database, Caller(user_id=annotator.id))
        first, second = await watch.look(), await watch.look()

        job.done, job.state, job.updated_at = 3, JobState.RUNNING, now()
        await work.flush()
        third = await watch.look()

        assert [data["done"] for _, data in first] == [0]
        assert second == []
        assert [(name, data["done"], data["state"]) for name, data in third] == [("job", 3, "running")]

    async def test_nothing_foreign_is_told(self, app: FastAPI, job: Job, lead: User) -> None:
        assert await JobWatch(app.state.database, Caller(user_id=lead.id)).look() == []

    async def test_the_stream_ends_when_the_other_side_has_gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("backend.core.events.INTERVAL_SECONDS", 0)
        looks = 0

        async def look() -> list[tuple[str, dict[str, int]]]:
            nonlocal looks
            looks += 1
            return [("job", {"look": looks})]

        async def is_over() -> bool:
            return looks == 2

        sent = [event async for event in event_stream(look, is_over)]

        data = [json.loads(event.split("data: ")[1]) for event in sent if event.startswith("event: job")]
        assert data == [{"look": 1}, {"look": 2}]
