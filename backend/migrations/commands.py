"""Alembic from our own code: the only thing that creates and changes databases."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

INI = Path(__file__).parent.parent / "alembic.ini"


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config(INI)
    if connection is not None:
        config.attributes["connection"] = connection
    return config


async def _with_connection(url: str, act: Callable[[Config], None]) -> None:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(lambda sync: act(alembic_config(sync)))
            await connection.commit()
    finally:
        await engine.dispose()


async def upgrade(url: str, revision: str = "head") -> None:
    await _with_connection(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str = "base") -> None:
    await _with_connection(url, lambda config: command.downgrade(config, revision))


async def check(url: str) -> None:
    """Fail if the models and the database differ."""
    await _with_connection(url, command.check)


async def create_revision(url: str, message: str, revision_id: str | None = None) -> None:
    def write(config: Config) -> None:
        command.revision(config, message, autogenerate=True, rev_id=revision_id)

    await _with_connection(url, write)
