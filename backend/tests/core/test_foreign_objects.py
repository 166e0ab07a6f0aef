"""Whoever may not see an object learns nothing of it, wherever it can be named: it might as well not exist."""

from uuid import uuid4

import httpx
import pytest

from backend.core.outcomes import PEOPLE, Outcome, Person, outcome
from backend.core.permissions import Scope
from backend.tests.core.conftest import Stage
from backend.tests.core.operations import PROTECTED, Operation

pytestmark = pytest.mark.once
NAMING_AN_OBJECT = [operation for operation in PROTECTED if operation.names_an_object]
OF_ACCOUNTS = [operation for operation in NAMING_AN_OBJECT if operation.route.scope is Scope.SYSTEM]
BY_NAME = {person.name: person for person in PEOPLE}
# As the world has it: each person has brought one study, and so on.
OWN_THINGS = {"uploads": 1, "jobs": 2, "studies": 1}
NUMBERS = {"frame", "version"}
STRANGER, NEIGHBOUR = BY_NAME["stranger"], BY_NAME["organisation member"]


def who_may_not_know(operation: Operation) -> list[Person]:
    return [person for person in PEOPLE if outcome(operation.route, person) is Outcome.NOT_FOUND]


def ids_that_nobody_has(stage: Stage) -> dict[str, str]:
    named = [name for name in stage.world.ids if name not in NUMBERS]
    return {name: "1.2.3" if name.endswith("_uid") else str(uuid4()) for name in named}


def said(response: httpx.Response) -> tuple[int, str, str]:
    problem = response.json()
    return response.status_code, problem["error"], problem["detail"]


@pytest.mark.parametrize("operation", NAMING_AN_OBJECT, ids=lambda operation: operation.name)
async def test_what_is_foreign_reads_as_what_is_not_there(stage: Stage, operation: Operation) -> None:
    for person in who_may_not_know(operation):
        foreign = await stage.ask(operation, person)
        missing = await stage.ask(operation, person, ids_that_nobody_has(stage))

        assert said(foreign) == said(missing), person.name
        assert foreign.status_code == 404


@pytest.mark.parametrize("operation", OF_ACCOUNTS, ids=lambda operation: operation.name)
async def test_nobody_learns_which_accounts_there_are(stage: Stage, operation: Operation) -> None:
    known = await stage.ask(operation, NEIGHBOUR)
    unknown = await stage.ask(operation, NEIGHBOUR, ids_that_nobody_has(stage))

    assert said(known) == said(unknown)
    assert known.status_code == 403


@pytest.mark.parametrize("person", [STRANGER, NEIGHBOUR], ids=lambda person: person.name)
class TestBodiesThatNameAnObject:
    async def refusal(self, stage: Stage, person: Person, path: str, **body: object) -> str:
        response = await stage.send(person, "POST", f"/api/v1/{path}", json=body)
        error: str = response.json()["error"]
        return error

    async def test_an_upload_to_a_foreign_set(self, stage: Stage, person: Person) -> None:
        set_id = stage.world.ids["set_id"]

        assert await self.refusal(stage, person, "uploads", set_id=set_id) == "SetNotFound"

    async def test_an_extraction_of_a_foreign_set_or_with_a_foreign_preset(self, stage: Stage, person: Person) -> None:
        body = stage.world.bodies["create_extraction_run"]

        refused = await self.refusal(stage, person, "extraction-runs", **body)

        assert refused == ("PresetNotFound" if person is STRANGER else "SetNotFound")

    async def test_an_extraction_of_foreign_regions(self, stage: Stage, person: Person) -> None:
        address = f"/api/v1/sets/{stage.world.ids['set_id']}/regions"
        region, *_ = (await stage.send(BY_NAME["viewer"], "GET", address)).json()["items"]
        preset_id = stage.world.bodies["create_extraction_run"]["preset_id"]

        refused = await self.refusal(stage, person, "extraction-runs", preset_id=preset_id, region_ids=[region["id"]])

        assert refused == ("PresetNotFound" if person is STRANGER else "RegionNotFound")


async def test_a_group_in_a_foreign_centre(stage: Stage) -> None:
    body = {"name": "Mine", "organization_id": stage.world.ids["organization_id"]}

    response = await stage.send(STRANGER, "POST", "/api/v1/groups", json=body)

    assert said(response)[:2] == (404, "OrganizationNotFound")


class TestLists:
    @pytest.mark.parametrize("path", ["groups", "packages", "uploads", "studies", "jobs", "extraction-runs"])
    @pytest.mark.parametrize("person", [STRANGER, NEIGHBOUR, BY_NAME["system admin"]], ids=lambda person: person.name)
    async def test_show_nothing_foreign(self, stage: Stage, path: str, person: Person) -> None:
        shown = (await stage.send(person, "GET", f"/api/v1/{path}")).json()

        assert shown["total"] == OWN_THINGS.get(path, 0)
        own = set(stage.world.own_ids[person.name].values())
        assert {item["id"] for item in shown["items"]} <= own

    async def test_centres_show_the_caller_s_own(self, stage: Stage) -> None:
        shown = (await stage.send(STRANGER, "GET", "/api/v1/organizations")).json()["items"]

        assert [centre["name"] for centre in shown] == ["Elsewhere"]
