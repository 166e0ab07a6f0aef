"""DB/setup.sql makes what the migrations make, for whoever would rather load a script."""

import re
import subprocess
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import URL, Connection, text

from backend.migrations import commands
from backend.tests.deployment.conftest import ROOT, as_text, connection_to
from backend.tests.services import missing, program

SCRIPT = ROOT / "DB" / "setup.sql"
# What describes a schema, apart from the order of columns: a migration can only append them.
QUESTIONS = {
    "tables": "SELECT table_name, engine, table_collation, table_comment FROM information_schema.tables",
    "columns": "SELECT table_name, column_name, column_type, is_nullable, column_default, collation_name, extra, "
    "column_comment FROM information_schema.columns",
    "indexes": "SELECT table_name, index_name, non_unique, seq_in_index, column_name "
    "FROM information_schema.statistics",
    "references": "SELECT table_name, constraint_name, ordinal_position, column_name, referenced_table_name, "
    "referenced_column_name FROM information_schema.key_column_usage",
    "rules": "SELECT table_name, constraint_name, delete_rule, update_rule FROM "
    "information_schema.referential_constraints",
    "checks": "SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints",
}


@pytest.fixture
def empty(new_mariadb: Callable[[], URL]) -> URL:
    return new_mariadb()


@pytest.fixture
def loaded(empty: URL) -> URL:
    done = load(empty)
    assert done.returncode == 0, done.stderr
    return empty


@pytest.fixture(scope="module")
async def migrated(new_mariadb: Callable[[], URL]) -> URL:
    url = new_mariadb()
    await commands.upgrade(as_text(url))
    return url


class TestSetupSql:
    def test_makes_what_the_migrations_make(self, loaded: URL, migrated: URL) -> None:
        by_script, by_migrations = description(loaded), description(migrated)

        for aspect in QUESTIONS:
            assert by_script[aspect] == by_migrations[aspect], aspect
        assert by_script["columns"]

    def test_shows_the_same_statements(self, loaded: URL, migrated: URL) -> None:
        by_script, by_migrations = create_statements(loaded), create_statements(migrated)

        assert by_script == by_migrations

    async def test_leaves_alembic_nothing_to_do(self, loaded: URL) -> None:
        before = create_statements(loaded)

        await commands.upgrade(as_text(loaded))
        await commands.check(as_text(loaded))

        assert create_statements(loaded) == before

    def test_makes_no_rows_but_the_version(self, loaded: URL) -> None:
        with connection_to(loaded) as connection:
            filled = {
                table
                for table in connection.execute(text("SHOW TABLES")).scalars()
                if connection.execute(text(f"SELECT COUNT(*) FROM `{table}`")).scalar_one()
            }

        assert filled == {"alembic_version"}

    def test_loads_into_an_empty_database_only(self, loaded: URL) -> None:
        again = load(loaded)

        assert again.returncode != 0
        assert "alembic_version" in again.stderr, "it must stop at its first statement"

    def test_explains_every_table_and_column(self, loaded: URL) -> None:
        found = description(loaded)

        unexplained = [row[0] for row in found["tables"] if not row[-1]]
        unexplained += [f"{row[0]}.{row[1]}" for row in found["columns"] if not row[-1]]
        assert [name for name in unexplained if not name.startswith("alembic_version")] == []


def load(url: URL) -> subprocess.CompletedProcess[str]:
    """Load the script as the documentation says, with the server's own client."""
    client = program("mariadb") or program("mysql")
    if client is None:
        missing("mariadb-client")
    command = [client, "--no-defaults", f"--host={url.host}", f"--port={url.port or 3306}", f"--user={url.username}"]
    command += [f"--password={url.password}"] if url.password else []
    return subprocess.run(
        [*command, f"--database={url.database}"],
        input=SCRIPT.read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=False,
    )


def description(url: URL) -> dict[str, list[tuple[str, ...]]]:
    with connection_to(url) as connection:
        return {aspect: sorted(rows_of(connection, question)) for aspect, question in QUESTIONS.items()}


def rows_of(connection: Connection, question: str) -> Iterator[tuple[str, ...]]:
    table = question.rpartition(" ")[2].removeprefix("information_schema.")
    schema = "constraint_schema" if table in {"referential_constraints", "check_constraints"} else "table_schema"
    for row in connection.execute(text(f"{question} WHERE {schema} = DATABASE()")):
        yield tuple("" if value is None else str(value) for value in row)


def create_statements(url: URL) -> dict[str, list[str]]:
    """SHOW CREATE TABLE of every table, as a set of lines: the order of columns is the migrations' own."""
    with connection_to(url) as connection:
        tables = connection.execute(text("SHOW TABLES")).scalars().all()
        return {
            table: sorted(
                re.sub(r",$", "", line)
                for line in connection.execute(text(f"SHOW CREATE TABLE `{table}`")).one()[1].split("\n")
            )
            for table in tables
        }
