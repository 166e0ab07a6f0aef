from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    String,
    Uuid,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.ext.asyncio import create_async_engine

from backend.core.database import Base, Database, UtcDateTime, new_id, now
from backend.core.queue import RememberingQueue
from backend.core.settings import Settings
from backend.core.work import begin_work
from backend.features.users.setup import prepare_centre
from backend.migrations import commands
from backend.models.organization import Organization
from backend.models.series_uploader import SeriesUploader
from backend.tests.factories.images import create_series
from backend.tests.factories.users import create_user


@pytest.mark.timeout(600)  # of every migration, both ways: on MariaDB, on a busy machine
async def test_up_check_down_up_with_data_in_every_table(new_database_url: Any) -> None:
    """Each step down and up again leads to the schema from which it came, so every way up leads to that of the head."""
    url = new_database_url()
    await commands.upgrade(url)
    await fill_every_table(url)
    await commands.check(url)

    before = await schema_of(url)
    above, *below = revisions()
    for revision in below:
        await commands.downgrade(url, revision)
        lower = await schema_of(url)
        await commands.upgrade(url, above)
        assert await schema_of(url) == before, above
        await commands.downgrade(url, revision)
        assert await schema_of(url) == lower, revision
        above, before = revision, lower
    await commands.upgrade(url)
    await commands.check(url)
    kept = await count_rows(url)
    await commands.downgrade(url)
    await commands.upgrade(url)
    await commands.check(url)

    # What a downgrade has no table for is the only thing that it loses; whoever brought a series first is kept in it.
    later = set(Base.metadata.tables) - set(before)
    assert {table for table, rows in kept.items() if rows != 1} == later - {"series_uploaders"}


# Of a table: columns by name, since a migration can only append them, and what binds them.
Schema = dict[str, dict[str, list[str]]]


async def schema_of(url: str) -> Schema:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(describe)
    await engine.dispose()
    return found


def describe(connection: Connection) -> Schema:
    there = inspect(connection)
    aspects: dict[str, Mapping[Any, Iterable[Any]]] = {
        "columns": there.get_multi_columns(),
        "primary key": {table: [key] for table, key in there.get_multi_pk_constraint().items()},
        "indexes": there.get_multi_indexes(),
        "unique": there.get_multi_unique_constraints(),
        "references": there.get_multi_foreign_keys(),
        "checks": there.get_multi_check_constraints(),
    }
    found: Schema = {}
    for aspect, of_tables in aspects.items():
        for (_, table), described in of_tables.items():
            found.setdefault(table, {})[aspect] = sorted(repr(sorted(each.items())) for each in described)
    return found


def revisions() -> list[str]:
    """From the newest to the oldest."""
    script = ScriptDirectory.from_config(commands.alembic_config())
    return [revision.revision for revision in script.walk_revisions()]


# An image of a sample is of one source: here a file.
LEFT_EMPTY = {"sample_images.series_id", "sample_images.instance_id"}


async def fill_every_table(url: str) -> None:
    """One row in each, all of one centre, that refer to one another wherever they can."""
    database = Database(url)
    made: dict[str, dict[str, Any]] = {}
    async with database.write() as session:
        for table in Base.metadata.sorted_tables:
            row = {column.name: a_value(column) for column in table.columns}
            for key in table.foreign_keys:
                target = key.column.table.name
                if target != table.name and f"{table.name}.{key.parent.name}" not in LEFT_EMPTY:
                    row[key.parent.name] = made[target][key.column.name]
            await session.execute(insert(table), [row])
            made[table.name] = row
    await database.close()


def a_value(column: Column[Any]) -> Any:
    kind = column.type
    if column.foreign_keys and column.nullable:
        return None
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or kind.enums))
    values: list[tuple[type[Any], Any]] = [
        (Uuid, new_id()),
        (UtcDateTime, now()),
        (JSON, {}),
        (LargeBinary, b"x"),
        (Boolean, True),
        (Date, now().date()),
        (Integer, 1),
        (Float, 1.0),
        (String, "x"),
    ]
    return next(value for known, value in values if isinstance(kind, known))


async def count_rows(url: str) -> dict[str, int]:
    return {name: (await rows(url, f"SELECT COUNT(*) FROM {name}"))[0][0] for name in Base.metadata.tables}


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
