"""Edits of one set beside each other, through the API, on a database that commits: none is lost, none counts twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from backend.core.database import Database
from backend.core.permissions import GroupRole
from backend.core.queue import RememberingQueue
from backend.core.work import begin_reading, begin_work
from backend.models.audit_entry import AuditEntry
from backend.models.organization import Organization
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user, sign_in

EDITS = 80
AGAIN = (409, 412)


@dataclass
class Office:
    """Two leads of one group at their browsers, and a set that both edit."""

    database: Database
    leads: list[Client]
    set_id: UUID

    @property
    def address(self) -> str:
        return f"/api/v1/sets/{self.set_id}"

    async def version(self) -> int:
        return int((await self.leads[0].get(self.address)).json()["version"])


@pytest.fixture
async def office(app: FastAPI, committing_database: Database) -> AsyncIterator[Office]:
    async with begin_work(committing_database, RememberingQueue()) as work:
        group = await create_group(work, (await work.db.scalars(select(Organization))).one())
        people = [await join(work, group, await create_user(work), GroupRole.ADMIN) for _ in range(2)]
        sample_set = await create_set(work, group)
    leads = [await _browser(app, person) for person in people]
    yield Office(committing_database, leads, sample_set.id)
    for lead in leads:
        await lead.aclose()


async def _browser(app: FastAPI, person: User) -> Client:
    client = Client(transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url="http://test")
    client.signer = app.state.signer
    sign_in(client, person)
    return client


async def edit(client: Client, address: str, number: int, *, on_version: bool) -> list[int]:
    """Edit until accepted, as a person would: look, change, save; gives what the server answered each time."""
    answers: list[int] = []
    while not answers or answers[-1] in AGAIN:
        seen = await client.get(address)
        headers = {"If-Match": seen.headers["ETag"]} if on_version else {}
        saved = await client.patch(address, json={"description": f"Edit {number}"}, headers=headers)
        answers.append(saved.status_code)
    return answers


# Of those who look at the same version one is accepted: with all of them at once, most of the time would go there.
@pytest.mark.parametrize(("on_version", "at_once"), [(True, 6), (False, EDITS)], ids=["with If-Match", "without"])
async def test_eighty_edits_raise_the_version_by_eighty(office: Office, on_version: bool, at_once: int) -> None:
    before = await office.version()
    room = asyncio.Semaphore(at_once)

    async def one(number: int) -> list[int]:
        async with room:
            return await edit(office.leads[number % 2], office.address, number, on_version=on_version)

    answers = await asyncio.gather(*map(one, range(EDITS)))

    assert {each[-1] for each in answers} == {200}
    assert await office.version() == before + EDITS
    async with begin_reading(office.database) as work:
        noted = select(func.count()).where(AuditEntry.action == "set.updated")
        assert (await work.db.execute(noted)).scalar_one() == EDITS
    if on_version:
        assert any(412 in each for each in answers), "they did come in each other's way"


async def test_of_two_edits_of_one_version_one_is_refused(office: Office) -> None:
    tag = (await office.leads[0].get(office.address)).headers["ETag"]

    answers = await asyncio.gather(
        *(
            lead.patch(office.address, json={"name": str(n)}, headers={"If-Match": tag})
            for n, lead in enumerate(office.leads)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    refused = next(answer for answer in answers if answer.status_code == 412)
    assert refused.json()["error"] == "StaleVersion"
