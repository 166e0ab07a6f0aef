from typing import Any

import pytest
from alembic.util import CommandError
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from backend.core.database import Database
from backend.core.queue import RememberingQueue
from backend.core.settings import Settings
from backend.core.work import begin_work
from backend.features.users.setup import prepare_centre
from backend.migrations import commands
from backend.models.organization import Organization
from backend.models.series_uploader import SeriesUploader
from backend.tests.factories.images import create_series
from backend.tests.factories.users import create_user


async def test_up_check_down_up_with_data_in_it(new_database_url: Any) -> None:
    url = new_database_url()
    await commands.upgrade(url)
    database = Database(url)
    await prepare_centre(database, Settings(_env_file=None))
    await database.close()

    await commands.check(url)
    await commands.downgrade(url)
    await commands.upgrade(url)
    await commands.check(url)


async def test_who_brought_a_series_is_kept_both_ways(new_database_url: Any) -> None:
    url = new_database_url()
    await commands.upgrade(url)
    database = Database(url)
    await prepare_centre(database, Settings(_env_file=None))
    async with begin_work(database, RememberingQueue()) as work:
        organization = (await work.db.scalars(select(Organization))).one()
        first, second = await create_user(work), await create_user(work)
        series, _ = await create_series(work, organization, uploaded_by=first)
        work.db.add(SeriesUploader(series_id=series.id, user_id=second.id))
        await create_series(work, organization)
    await database.close()

    await commands.downgrade(url, "0002")
    before = await rows(url, "SELECT id, uploaded_by_id FROM series ORDER BY id")
    await commands.upgrade(url)
    after = await rows(url, "SELECT series_id, user_id FROM series_uploaders")

    assert before[0] == (series.id.hex, first.id.hex)
    assert before[1][1] is None
    assert after == [(series.id.hex, first.id.hex)]
    assert await rows(url, "SELECT COUNT(*) FROM instances") == [(6,)], "rebuilding the table took nothing along"
    await commands.check(url)


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = [tuple(row) for row in await connection.execute(text(query))]
    await engine.dispose()
    return found


async def test_a_difference_to_the_models_is_found(new_database_url: Any) -> None:
    url = new_database_url()
    await commands.upgrade(url)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE labels ADD COLUMN forgotten INTEGER"))
    await engine.dispose()

    with pytest.raises(CommandError):
        await commands.check(url)
