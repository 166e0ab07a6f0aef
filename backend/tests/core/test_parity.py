"""The pages that say what stands for what in other systems: every name on them exists, and nothing is left out."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from backend.core.permissions import ROUTES

pytestmark = pytest.mark.once
REPOSITORY = Path(__file__).parents[3]
TESTS = REPOSITORY / "backend" / "tests"
PAGE = (REPOSITORY / "docs" / "parity" / "tagmedx.md").read_text(encoding="utf-8")
OURS = re.compile(r"`([\w/]+\.py)::([\w:]+)`")
SCREENS = re.compile(r"`(frontend/[\w./-]+)::([^`]+)`")
# As its study lists them: method and path, several in one line where they are one thing.
ENDPOINTS = """
POST /api/register/ | POST /api/login/ | GET /api/users/ | GET /api/users/{user_id} | PUT /api/users/update
POST /api/groups/create | GET /api/groups | GET /api/groups/{id} | GET /api/groups/{id}/stats
GET /api/groups/{id}/name | PUT /api/groups/{id} | DELETE /api/groups/{id} | DELETE /api/groups/{gid}/user/{uid}
GET /api/groups/{id}/users | POST /api/groups/join | GET /api/groups/{id}/role | POST /api/sets
GET /api/sets/group/{id} | PUT /api/sets/{id} | DELETE /api/sets/{id} | POST /api/labels | GET /api/labels/{id}
PUT /api/labels/{id} | DELETE /api/labels/{id} | POST /api/samples/upload/{id_set} | GET /api/samples/{id}
GET /api/samples | GET /api/samples/package/{id} | DELETE /api/samples/{id} | GET /api/packages
GET /api/packages/{id} | GET /api/packages/{id}/extend?tentative=bool | GET /api/packages/set/{id}
PUT /api/packages/{id}/user/{uid} | PUT /api/packages/{id}/ready | DELETE /api/packages/{id} | PUT /api/examinations
DELETE /api/examinations/{id} | POST /api/export/package/coco/{id}
"""
CHECKS = (1, 2, 3, 4, 5, 6, 7, 8, 12)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    part = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


@cache
def names_in(path: Path) -> frozenset[str]:
    """The tests of a file: functions, and methods behind their class."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, _FUNCTIONS)}
        elif isinstance(node, _FUNCTIONS):
            found.add(node.name)
    return frozenset(found)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize(("file", "name"), sorted(set(OURS.findall(PAGE))))
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    assert (TESTS / file).exists(), file
    assert name in names_in(TESTS / file)


@pytest.mark.parametrize(("file", "name"), sorted(set(SCREENS.findall(PAGE))))
def test_a_test_of_the_screens_that_is_named_exists(file: str, name: str) -> None:
    assert f"'{name}'" in (REPOSITORY / file).read_text(encoding="utf-8")


def test_every_endpoint_has_a_row() -> None:
    told = [row[0].replace("`", "") for row in rows("Endpoints")]
    wanted = [one.strip() for line in ENDPOINTS.strip().splitlines() for one in line.split(" | ")]

    missing = [one for one in wanted if not any(row == one or re.match(re.escape(one) + r"[ ,]", row) for row in told)]

    assert missing == []
    assert len(told) == len(wanted) + 1  # and what is not mounted


@pytest.mark.parametrize("row", rows("Endpoints"), ids=lambda row: row[0])
def test_every_endpoint_has_operations_of_ours_and_a_test(row: list[str]) -> None:
    operations = re.findall(r"`(\w+)`", row[1])

    assert operations
    assert set(operations) <= set(ROUTES)
    assert OURS.search(row[3])


@pytest.mark.parametrize("row", rows("Rules") + rows("Failures of others as checks"), ids=lambda row: row[0][:60])
def test_every_rule_and_check_has_a_test(row: list[str]) -> None:
    assert OURS.search(row[-1])


def test_every_check_that_concerns_us_has_a_row() -> None:
    told = [int(row[0].split(" ", 1)[0]) for row in rows("Failures of others as checks")]

    assert told == list(CHECKS)
