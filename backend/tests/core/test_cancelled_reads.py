"""A client that goes away in the middle of a read leaves nothing behind."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.core.database import Database

pytestmark = pytest.mark.once
LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) SELECT count(*) FROM n"


async def test_no_task_waits_for_ever_for_a_connection_that_was_given_up(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'database.sqlite'}")
    others = asyncio.all_tasks()

    async def look() -> None:
        async with database.read() as session:
            await session.execute(text(LONG))

    for _ in range(3):
        reading = asyncio.create_task(look())
        await asyncio.sleep(0.02)
        while not reading.done():  # again and again, as the scopes of a web server do
            reading.cancel()
            await asyncio.sleep(0)

    closing = asyncio.all_tasks() - others
    _, waiting = await asyncio.wait(closing, timeout=20) if closing else (set(), set())
    await database.close()
    assert waiting == set()
