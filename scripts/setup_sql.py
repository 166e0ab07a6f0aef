"""Write DB/setup.sql, the whole schema for MySQL 8 and MariaDB 10.11 as one script; with --check, fail if it is stale.

It holds the tables as they stand after the last migration, not the way that led there; a test loads it and finds the
database equal to a migrated one, so that Alembic has nothing to do. Needs no database.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from alembic.script import ScriptDirectory
from schema_areas import complaints, in_creation_order
from sqlalchemy import Table
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from backend.migrations.commands import alembic_config

SCRIPT = Path("DB/setup.sql")
HEAD = """\
-- Isocenter: the whole schema, for MySQL 8 and MariaDB 10.11, as it stands after migration {head}.
--
-- Written by `make schema` from the models; do not edit. A test holds it equal to what the migrations make.
--
-- Load it into an empty database of its own; it stops at its first statement if Isocenter's tables are there already:
--
--     CREATE DATABASE isocenter CHARACTER SET utf8mb4;
--     mysql --database=isocenter < DB/setup.sql
--
-- It makes tables only, no rows. The first start of Isocenter makes the default centre and, if asked, an administrator.
-- `isocenter migrate` makes the same tables, and alone brings an older database up to date.

SET NAMES utf8mb4;
"""
VERSION_TABLE = """\
-- Which migration the database is at; the row is written at the end, when all of it is there.
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
) DEFAULT CHARACTER SET utf8mb4;
"""
# "named" leaves the percent signs of comments alone: this goes to a server as it is, not through a driver.
DIALECT = mysql.dialect(paramstyle="named")


def main(*, check: bool) -> int:
    wrong = list(complaints())
    if wrong:
        print(*wrong, sep="\n")
        return 1
    script = "\n".join(statements(head_revision()))
    if not check:
        SCRIPT.write_text(script, encoding="utf-8")
        return 0
    if SCRIPT.exists() and SCRIPT.read_text(encoding="utf-8") == script:
        return 0
    print(f"{SCRIPT} is not what the models say now; run `make schema`")
    return 1


def head_revision() -> str:
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    return head


def statements(head: str) -> Iterator[str]:
    yield HEAD.format(head=head)
    yield VERSION_TABLE
    shown = None
    for area, table in in_creation_order():
        if area is not shown:
            yield f"-- {area.name} {'-' * (116 - len(area.name))}\n"
            shown = area
        yield create_table(table)
    yield f"INSERT INTO alembic_version (version_num) VALUES ('{head}');\n"


def create_table(table: Table) -> str:
    body = compiled(CreateTable(table)).replace("\n)COMMENT=", "\n) DEFAULT CHARACTER SET utf8mb4 COMMENT=")
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    return "".join(f"{statement};\n" for statement in (body, *(compiled(CreateIndex(index)) for index in indexes)))


def compiled(element: DDLElement) -> str:
    lines = str(element.compile(dialect=DIALECT)).strip().split("\n")
    return "\n".join(line.rstrip().replace("\t", "    ") for line in lines)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
