"""The rules that every database keeps for us, or that we keep for it."""

import asyncio
import math
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from backend.core.database import Database, utc_now
from backend.core.work import UnitOfWork
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.stored_file import StoredFile
from backend.models.user import User
from backend.tests.factories.images import create_file
from backend.tests.factories.sets import create_label


@pytest.fixture
async def own_database(new_migrated_url: Any) -> AsyncIterator[Database]:
    url = new_migrated_url()
    database = Database(url)
    yield database
    await database.close()


async def test_no_increment_is_lost(own_database: Database) -> None:
    async with own_database.write() as session:
        session.add(User(email="a@test.example", name="0", password_hash="x"))

    async def increment() -> None:
        async with own_database.write() as session:
            user = (await session.scalars(select(User).with_for_update())).one()
            await asyncio.sleep(0)
            user.name = str(int(user.name) + 1)

    await asyncio.gather(*(increment() for _ in range(80)))

    async with own_database.read() as session:
        assert (await session.scalars(select(User.name))).one() == "80"


async def test_a_failed_unit_of_work_leaves_nothing(own_database: Database) -> None:
    async def fail_half_way() -> None:
        async with own_database.write() as session:
            session.add(User(email="a@test.example", name="A", password_hash="x"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()

    async with own_database.read() as session:
        assert (await session.scalars(select(User))).all() == []


async def test_instants_keep_their_microseconds_and_come_back_in_utc(
    work: UnitOfWork, organization: Organization
) -> None:
    written = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    file = await create_file(work, organization)
    file.created_at = written
    await work.flush()

    read = (await work.db.execute(select(StoredFile.created_at).where(StoredFile.id == file.id))).scalar_one()

    assert read == written
    assert read.tzinfo is UTC


async def test_the_clock_of_the_database_is_that_of_the_world(work: UnitOfWork) -> None:
    earlier, now_, later = (
        (await work.db.execute(select(utc_now(-30)))).scalar_one(),
        (await work.db.execute(select(utc_now()))).scalar_one(),
        (await work.db.execute(select(utc_now(30)))).scalar_one(),
    )

    assert abs(now_ - datetime.now(UTC)) < timedelta(seconds=5)
    assert timedelta(seconds=29) < now_ - earlier < timedelta(seconds=31)
    assert timedelta(seconds=29) < later - now_ < timedelta(seconds=31)


async def test_names_differ_by_case_on_every_database(work: UnitOfWork, sample_set: SampleSet) -> None:
    await create_label(work, sample_set, name="Nodule", position=1)
    await create_label(work, sample_set, name="nodule", position=2)

    assert len((await work.db.scalars(select(Label).where(Label.name == "nodule"))).all()) == 1


async def test_a_name_counts_once(work: UnitOfWork, sample_set: SampleSet) -> None:
    await create_label(work, sample_set, name="Nodule", position=1)

    with pytest.raises(IntegrityError):
        await create_label(work, sample_set, name="Nodule", position=2)


async def test_nan_never_reaches_json(work: UnitOfWork, sample_set: SampleSet) -> None:
    work.db.add(Label(set_id=sample_set.id, name="x", color="#000000", position=1, concept={"a": math.nan}))

    with pytest.raises((StatementError, ValueError)):
        await work.flush()
