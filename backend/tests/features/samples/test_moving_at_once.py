"""Samples moved and deleted by several at once, on a database that commits: each goes once, and to one place."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import select

from backend.core.database import Database
from backend.core.permissions import GroupRole
from backend.core.queue import RememberingQueue
from backend.core.work import begin_reading, begin_work
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.samples.test_grid import create_photograph


@dataclass
class TwoSets:
    """Of one lead, six samples each, in packages of two."""

    client: Client
    database: Database
    sets: list[UUID]
    samples: dict[UUID, list[UUID]]

    async def ask(self, set_id: UUID, verb: str, sample_ids: list[UUID], **body: str) -> Response:
        names = [str(sample_id) for sample_id in sample_ids]
        return await self.client.post(f"/api/v1/sets/{set_id}/samples/{verb}", json={"sample_ids": names} | body)

    async def require_whole(self, samples: int) -> None:
        """Every sample that is left lies in one tray of its set, and no tray is empty."""
        async with begin_reading(self.database) as work:
            left = {sample.id: sample.set_id for sample in await work.db.scalars(select(Sample))}
            items = list(await work.db.scalars(select(PackageItem)))
            trays = set(await work.db.scalars(select(Package.id)))
        assert len(left) == samples
        assert {item.sample_id: item.set_id for item in items} == left
        assert len(items) == samples
        assert {item.package_id for item in items} == trays


@pytest.fixture
async def two_sets(app: FastAPI, client: Client, committing_database: Database) -> TwoSets:
    samples: dict[UUID, list[UUID]] = {}
    async with begin_work(committing_database, RememberingQueue()) as work:
        organization = (await work.db.scalars(select(Organization))).one()
        group = await create_group(work, organization)
        lead = await join(work, group, await create_user(work), GroupRole.ADMIN)
        for name in ("One", "Other"):
            sample_set = await create_set(work, group, name=name)
            made = [await create_photograph(work, organization, sample_set, position) for position in range(1, 7)]
            for start in (0, 2, 4):
                await create_package(work, sample_set, *made[start : start + 2])
            samples[sample_set.id] = [sample.id for sample in made]
    sign_in(client, lead)
    return TwoSets(client, committing_database, list(samples), samples)


async def test_the_same_samples_go_once(two_sets: TwoSets) -> None:
    one, other = two_sets.sets
    some = two_sets.samples[one][1:4]

    answers = await asyncio.gather(
        *(two_sets.ask(one, "move", some, to_set_id=str(other)) for _ in range(4)),
        *(two_sets.ask(one, "delete", some) for _ in range(4)),
    )

    assert Counter(answer.status_code for answer in answers) == {200: 1, 404: 7}
    deleted = answers[4:]
    await two_sets.require_whole(9 if any(answer.status_code == 200 for answer in deleted) else 12)


async def test_moves_both_ways_do_not_wait_for_each_other(two_sets: TwoSets) -> None:
    one, other = two_sets.sets

    answers = await asyncio.gather(
        *(two_sets.ask(one, "move", [sample_id], to_set_id=str(other)) for sample_id in two_sets.samples[one]),
        *(two_sets.ask(other, "move", [sample_id], to_set_id=str(one)) for sample_id in two_sets.samples[other]),
    )

    assert {answer.status_code for answer in answers} == {200}
    await two_sets.require_whole(12)


async def test_packages_are_claimed_while_samples_go(two_sets: TwoSets) -> None:
    one, _ = two_sets.sets
    claim = f"/api/v1/sets/{one}/packages/claim"

    answers = await asyncio.gather(
        *(two_sets.ask(one, "delete", [sample_id]) for sample_id in two_sets.samples[one][:4]),
        *(two_sets.client.post(claim) for _ in range(3)),
    )

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    await two_sets.require_whole(8)
