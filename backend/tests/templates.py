"""Databases that are migrated once and then copied: the migrations have tests of their own, and take seconds."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pymysql
from sqlalchemy import URL, make_url

from backend.migrations import commands


async def migrated_databases(new_database_url: Callable[[], str]) -> Callable[[], str]:
    """A function that makes a migrated database and tells its URL."""
    url = new_database_url()
    await commands.upgrade(url)
    template = make_url(url)
    if template.get_backend_name() == "sqlite":
        return lambda: _copied_file(template, new_database_url())
    statements = _statements(template)

    def copied() -> str:
        made = new_database_url()
        _execute(make_url(made), statements)
        return made

    return copied


def _copied_file(template: URL, made: str) -> str:
    to = make_url(made).database
    assert template.database
    assert to
    shutil.copyfile(Path(template.database), Path(to))
    return made


def _statements(template: URL) -> list[str]:
    """What makes the tables of a database anew, with their rows: those of Alembic."""
    with _connection(template) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW TABLES")
        tables = [name for (name,) in cursor.fetchall()]
        made: list[str] = ["SET foreign_key_checks = 0"]
        for table in tables:
            cursor.execute(f"SHOW CREATE TABLE `{table}`")
            made.append(cursor.fetchall()[0][1])
    rows = [f"INSERT INTO `{table}` SELECT * FROM `{template.database}`.`{table}`" for table in tables]
    return [*made, *rows, "COMMIT"]


def _execute(url: URL, statements: list[str]) -> None:
    with _connection(url) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _connection(url: URL) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    return pymysql.connect(
        host=url.host or "127.0.0.1",
        port=url.port or 3306,
        user=url.username,
        password=url.password or "",
        database=url.database,
        charset="utf8mb4",
    )
