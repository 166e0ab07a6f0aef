"""Alembic from our own code: the only thing that creates and changes databases."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from backend.core.database import release_lock, take_lock
from backend.core.errors import Unavailable

INI = Path(__file__).parent.parent / "alembic.ini"
LOCK = "migrate"


class DatabaseNotReady(Unavailable):
    message = "The database is not what this version of Isocenter needs."


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config(INI)
    if connection is not None:
        config.attributes["connection"] = connection
    return config


async def _with_connection(url: str, act: Callable[[Connection], None]) -> None:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(act)
    finally:
        await engine.dispose()


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to date; of several processes that try at once, one does it and the others find it done."""
    await _change(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str = "base") -> None:
    await _change(url, lambda config: command.downgrade(config, revision))


async def _change(url: str, change: Callable[[Config], None]) -> None:
    """MySQL commits every statement that changes a table, so two processes that migrate would mix: one at a time."""

    def act(connection: Connection) -> None:
        _require_utf8mb4(connection)
        take_lock(connection, LOCK)
        try:
            _current(connection)
            change(alembic_config(connection))
            connection.commit()
        finally:
            release_lock(connection, LOCK)

    await _with_connection(url, act)


def _require_utf8mb4(connection: Connection) -> None:
    """MariaDB's own default, latin1, has no room for most names."""
    if connection.dialect.name == "sqlite":
        return
    kept = connection.execute(text("SELECT @@character_set_database")).scalar_one()
    if kept != "utf8mb4":
        raise DatabaseNotReady(
            f"The database keeps text as {kept}. Make it with: CREATE DATABASE … CHARACTER SET utf8mb4"
        )


async def require_head(url: str) -> None:
    """Refuse to work with a database that is older or newer than this version."""

    def compare(connection: Connection) -> None:
        found, needed = _current(connection), ScriptDirectory.from_config(alembic_config()).get_current_head()
        if found is None:
            raise DatabaseNotReady("The database is empty. Run `isocenter migrate`, or load DB/setup.sql into it.")
        if found != needed:
            raise DatabaseNotReady(f"The database is at {found}, this version needs {needed}. Run `isocenter migrate`.")

    await _with_connection(url, compare)


def _current(connection: Connection) -> str | None:
    """What the database is at, if this version knows it."""
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseNotReady(f"The database is at {found}, made by a newer version of Isocenter than this one.")
    return found


async def check(url: str) -> None:
    """Fail if the models and the database differ."""
    await _with_connection(url, lambda connection: command.check(alembic_config(connection)))


async def create_revision(url: str, message: str, revision_id: str | None = None) -> None:
    def write(connection: Connection) -> None:
        command.revision(alembic_config(connection), message, autogenerate=True, rev_id=revision_id)

    await _with_connection(url, write)
