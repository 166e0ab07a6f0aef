"""`isocenter migrate` by several at once, and what a server says to a database that it does not fit."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from backend.core.database import Database
from backend.core.settings import Settings
from backend.features.users.setup import prepare_centre
from backend.migrations import commands
from backend.tests.conftest import SECRET
from backend.tests.deployment.conftest import as_text, connection_to

ISOCENTER = [sys.executable, "-m", "backend.cli"]
AT_ONCE = 4


@pytest.fixture
def url(new_mariadb: Callable[[], URL]) -> URL:
    return new_mariadb()


@pytest.fixture
def environment(url: URL, tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "ISOCENTER_MODE": "production",
        "ISOCENTER_SECRET_KEY": SECRET,
        "ISOCENTER_DATA_DIR": str(tmp_path),
        "ISOCENTER_DATABASE_URL": as_text(url),
    }


def isocenter(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ISOCENTER, *arguments], env=environment, capture_output=True, text=True, timeout=90, check=False
    )


class TestMigrate:
    async def test_several_at_once_do_it_once(self, url: URL, environment: dict[str, str]) -> None:
        all_of_them = [asyncio.to_thread(isocenter, environment, "migrate") for _ in range(AT_ONCE)]

        done = await asyncio.gather(*all_of_them)

        assert [one.returncode for one in done] == [0] * AT_ONCE, [one.stderr for one in done]
        await commands.check(as_text(url))

    def test_a_database_without_room_for_names_is_refused(self, url: URL, environment: dict[str, str]) -> None:
        with connection_to(url) as connection:
            connection.execute(text("ALTER DATABASE CHARACTER SET latin1"))

        done = isocenter(environment, "migrate")

        assert done.returncode == 1
        assert "CHARACTER SET utf8mb4" in done.stderr


class TestServe:
    def test_an_empty_database_is_refused(self, environment: dict[str, str]) -> None:
        done = isocenter(environment, "serve")

        assert done.returncode == 1
        assert "isocenter migrate" in done.stderr

    async def test_an_older_database_is_refused(self, url: URL, environment: dict[str, str]) -> None:
        await commands.upgrade(as_text(url), "0001")

        done = isocenter(environment, "serve")

        assert done.returncode == 1
        assert "The database is at 0001" in done.stderr

    @pytest.mark.parametrize("command", ["serve", "migrate"])
    async def test_a_newer_database_is_refused(self, url: URL, environment: dict[str, str], command: str) -> None:
        await commands.upgrade(as_text(url))
        with connection_to(url) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
            connection.commit()

        done = isocenter(environment, command)

        assert done.returncode == 1
        assert "newer version" in done.stderr

    def test_several_processes_need_a_queue_and_a_database_outside_of_them(self, environment: dict[str, str]) -> None:
        done = isocenter(environment, "serve", "--workers", "2")

        assert done.returncode == 1
        assert "Redis" in done.stderr


async def test_several_first_starts_make_one_centre(url: URL) -> None:
    await commands.upgrade(as_text(url))
    databases = [Database(as_text(url)) for _ in range(AT_ONCE)]

    async with asyncio.TaskGroup() as starting:
        for database in databases:
            starting.create_task(prepare_centre(database, Settings(_env_file=None)))
    for database in databases:
        await database.close()

    with connection_to(url) as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM organizations")).scalar_one() == 1
