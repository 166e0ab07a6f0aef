"""What is asked of SQLite on the event loop must never hold the loop."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.core.database import Database

# Counting to so many takes SQLite some tenths of a second.
LONG = text(
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000000) "
    "SELECT count(*) FROM numbers"
)
pytestmark = pytest.mark.once


@pytest.fixture
async def file_database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'file.db'}")
    async with database.write() as session:
        await session.execute(text("CREATE TABLE notes (body TEXT)"))
    yield database
    await database.close()


async def longest_pause(work: asyncio.Task[None]) -> float:
    """How long the loop stood still, at most, until the work was done."""
    longest, before = 0.0, time.monotonic()
    while not work.done():
        await asyncio.sleep(0.005)
        longest, before = max(longest, time.monotonic() - before), time.monotonic()
    await work
    return longest


async def test_another_process_that_writes_is_waited_for_beside_the_loop(
    file_database: Database, tmp_path: Path
) -> None:
    async def write() -> None:
        async with file_database.write() as session:
            await session.execute(text("INSERT INTO notes VALUES ('ours')"))

    other = sqlite3.connect(tmp_path / "file.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO notes VALUES ('theirs')")
    writing = asyncio.create_task(write())
    asyncio.get_running_loop().call_later(0.5, other.execute, "COMMIT")

    pause = await longest_pause(writing)

    other.close()
    async with file_database.read() as session:
        assert (await session.scalars(text("SELECT body FROM notes"))).all() == ["theirs", "ours"]
    assert pause < 0.25


async def test_a_statement_may_say_that_it_takes_long(file_database: Database) -> None:
    async def count() -> None:
        async with file_database.write() as session:
            counted = await session.execute(LONG, execution_options={"in_thread": True})
            assert counted.scalar_one() == 2_000_000

    began = time.monotonic()
    pause = await longest_pause(asyncio.create_task(count()))

    assert pause < (time.monotonic() - began) / 2


async def test_readings_have_threads(file_database: Database) -> None:
    async def count() -> None:
        async with file_database.read() as session:
            assert (await session.execute(LONG)).scalar_one() == 2_000_000

    began = time.monotonic()
    pause = await longest_pause(asyncio.create_task(count()))

    assert pause < (time.monotonic() - began) / 2


async def test_a_glance_sees_what_was_committed(file_database: Database) -> None:
    async with file_database.write() as session:
        await session.execute(text("INSERT INTO notes VALUES ('kept')"))

    async with file_database.glance() as session:
        assert (await session.execute(text("SELECT body FROM notes"))).scalar_one() == "kept"
