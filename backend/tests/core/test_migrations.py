from typing import Any

import pytest
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from backend.core.database import Database
from backend.core.settings import Settings
from backend.features.users.setup import prepare_centre
from backend.migrations import commands


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


async def test_a_difference_to_the_models_is_found(new_database_url: Any) -> None:
    url = new_database_url()
    await commands.upgrade(url)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE labels ADD COLUMN forgotten INTEGER"))
    await engine.dispose()

    with pytest.raises(CommandError):
        await commands.check(url)
