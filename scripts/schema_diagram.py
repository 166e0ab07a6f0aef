"""Draw the schema into DB/: a page that explains it, with a picture of each area; with --check, fail if stale.

Drawing needs Graphviz, checking does not: each picture carries the hash of what it was drawn from.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from schema_areas import AREAS, Area, complaints, tables_of
from sqlalchemy import Column, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects import mysql

FOLDER = Path("DB")
OVERVIEW = FOLDER / "overview.svg"
PAGE = FOLDER / "README.md"
DIALECT = mysql.dialect()
FONT = "Helvetica,Arial,sans-serif"
HEAD = """# The database

`setup.sql` is the whole schema as one script, for MySQL 8 and MariaDB 10.11. This page and its pictures show the same.
`make schema` writes all of it from `backend/models/`; [docs/operations.md](../docs/operations.md) says how to use the
script.

![All tables, area by area](overview.svg)

Above: every table and reference, but for those to organizations and users, which lead there from nearly everywhere.
Below, area by area: **bold** is the primary key, ○ may be empty, ◆ is unique by itself. An arrow leads from a
reference to what it refers to; a reference into another area is written behind its column instead. Every `…_at` is UTC;
every `id` is a UUIDv7 in 32 hexadecimal digits.
"""
CARD = 'cellborder="0" cellspacing="0" cellpadding="3" bgcolor="white"'
GRAPH = f"""digraph {{
  graph [rankdir=RL, nodesep=0.35, ranksep=0.9, bgcolor=white, pad=0.3, fontname="{FONT}"]
  node [shape=plain, fontname="{FONT}", fontsize=11]
  edge [color="#868e96", arrowsize=0.7, fontname="{FONT}", fontsize=9]
"""


def main(*, check: bool) -> int:
    wrong = list(complaints())
    if wrong:
        print(*wrong, sep="\n")
        return 1
    return report_stale() if check else draw()


def draw() -> int:
    if shutil.which("dot") is None:
        print("Graphviz is not installed (Debian: apt-get install graphviz): the diagram was not drawn.")
        return 1
    for path, source in pictures():
        done = subprocess.run(["dot", "-Tsvg"], input=source, capture_output=True, text=True, check=True)
        drawn = done.stdout[done.stdout.index("<svg") :]
        path.write_text(f"<!-- drawn from {fingerprint(source)} -->\n{drawn}", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def report_stale() -> int:
    stale = [path for path, source in pictures() if not is_current(path, fingerprint(source))]
    stale += [] if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page() else [PAGE]
    for path in stale:
        print(f"{path} is not what the models say now; run `make schema`")
    return 1 if stale else 0


def pictures() -> Iterator[tuple[Path, str]]:
    yield OVERVIEW, overview()
    for area in AREAS:
        yield picture(area), graph(area)


def is_current(path: Path, mark: str) -> bool:
    return path.exists() and mark in path.read_text(encoding="utf-8").split("\n", 1)[0]


def picture(area: Area) -> Path:
    return FOLDER / f"{area.name.lower()}.svg"


def fingerprint(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


def page() -> str:
    return "\n".join([HEAD, *(line for area in AREAS for line in section(area))])


def section(area: Area) -> Iterator[str]:
    yield f"## {area.name}\n\n{area.about}\n"
    yield f"![The tables of the area {area.name.lower()}]({picture(area).name})\n"
    yield "| table | what it holds |\n|---|---|"
    for table in tables_of(area):
        yield f"| `{table.name}` | {table.comment} |"
    yield ""


def overview() -> str:
    """Names only, and what refers to what."""
    lines = [GRAPH.replace("nodesep=0.35", "nodesep=0.15"), "  node [shape=box, style=filled, fontcolor=white]"]
    for area in AREAS:
        names = " ".join(f'"{table.name}"' for table in tables_of(area))
        lines.append(f'  subgraph "cluster_{area.name}" {{ label="{area.name}" color="{area.color}" style=rounded')
        lines.append(f'    node [color="{area.color}"] {names} }}')
    for area in AREAS:
        for table in tables_of(area):
            targets = set().union(*references(table).values()) - {"organizations", "users", table.name}
            lines += [f'  "{table.name}" -> "{target}"' for target in sorted(targets)]
    return "\n".join([*lines, "}\n"])


def graph(area: Area) -> str:
    nodes = [node(table, area) for table in tables_of(area)]
    return "\n".join([GRAPH, *nodes, *(edge for table in tables_of(area) for edge in edges(table, area)), "}\n"])


def node(table: Table, area: Area) -> str:
    rows = "".join(row(column, area) for column in table.columns)
    return (
        f'  "{table.name}" [label=<<table border="1" color="{area.color}" {CARD}>'
        f'<tr><td port="top" colspan="2" bgcolor="{area.color}">'
        f'<font color="white"><b>{table.name}</b></font></td></tr>{rows}</table>>]'
    )


def row(column: Column[object], area: Area) -> str:
    name = f"<b>{column.name}</b>" if column.primary_key else column.name
    elsewhere = sorted(references(column.table).get(column.name, set()) - set(area.tables))
    name += f' <font color="#868e96">→ {", ".join(elsewhere)}</font>' if elsewhere else ""
    marks = ("○ " if column.nullable else "") + ("◆ " if is_unique(column) else "")
    kind = escape(str(column.type.compile(DIALECT)).split(" COLLATE")[0].lower())
    return (
        f'<tr><td align="left" port="{column.name}">{name}</td>'
        f'<td align="left"><font color="#495057">{marks}{kind}</font></td></tr>'
    )


def telling_column(key: ForeignKeyConstraint) -> str:
    """The column that says what is referred to; composite keys repeat a root, organisation or set, on both ends."""
    to_ids = [element.parent.name for element in key.elements if element.column.name == "id"]
    return [*to_ids, *key.column_keys][0]


def references(table: Table) -> dict[str, set[str]]:
    """Column → the tables that it refers to."""
    found: dict[str, set[str]] = {}
    for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
        found.setdefault(telling_column(key), set()).add(key.referred_table.name)
    return found


def is_unique(column: Column[object]) -> bool:
    constraints = [c for c in column.table.constraints if isinstance(c, UniqueConstraint)]
    return any([unique.name for unique in constraint.columns] == [column.name] for constraint in constraints)


def edges(table: Table, area: Area) -> Iterator[str]:
    for column, targets in references(table).items():
        for target in sorted(targets & set(area.tables)):
            yield f'  "{table.name}":"{column}":w -> "{target}":top:e'


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
