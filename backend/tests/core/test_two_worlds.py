"""Who is blind in a set is answered the same, byte for byte, whether others have read in it or not: on every route."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from backend.core.outcomes import Person
from backend.core.work import UnitOfWork
from backend.tests.conftest import RolledBackDatabase
from backend.tests.core.conftest import Stage
from backend.tests.core.operations import OPERATIONS, Operation
from backend.tests.core.two_worlds import (
    BLIND,
    OBSERVER,
    OTHERS,
    Programme,
    about,
    as_told,
    create_programme,
    moment,
    nobody_else_has_read,
    others_have_read,
)
from backend.tests.core.world import Ids

pytestmark = [pytest.mark.once, pytest.mark.timeout(900)]  # the first test waits for all answers
Change = Callable[[UnitOfWork, Programme, Person], Awaitable[None]]
# Where it shows to a reviewer who does not read in the set: else the worlds would be one and the same.
SHOWS_READINGS = {
    "get_set",
    "list_samples",
    "list_packages",
    "get_package",
    "list_package_items",
    "get_examination",
    "list_examinations",
    "list_extraction_runs",
    "get_extraction_run",
    "list_extraction_tasks",
    "list_blinding_lifts",
}
UNTOLD = {"date", "set-cookie"}  # cookies are random
# What is there to be told the truth.
LIFTS = {"lift_blinding"}
# What deletes bytes, which no transaction brings back.
ERASES = {"withdraw_release_samples"}
# What was asked: the operation, as whom, about whose things.
Question = tuple[str, str, str]


@dataclass
class Worlds:
    stage: Stage
    programme: Programme
    database: RolledBackDatabase

    async def answers(
        self, operations: Sequence[Operation], change: Change, people: Sequence[Person] = BLIND
    ) -> dict[Question, str]:
        """What each of some people is told in a world, about their own things and about those of others."""
        told: dict[Question, str] = {}
        for person in people:
            before = await self.stage.connection.begin_nested()
            async with self.database.write() as session:
                await change(UnitOfWork(session), self.programme, person)
            for whose, ids in self.programme.ids(person).items():
                for operation in operations:
                    if operation.names_an_object or whose == OTHERS:
                        told[operation.name, person.name, whose] = await self.ask(operation, person, ids)
            await before.rollback()
        return told

    async def ask(self, operation: Operation, person: Person, ids: Ids) -> str:
        """The whole answer: status, headers, body."""
        world = self.stage.world
        sent = world.request(operation)
        if sent.get("json") is not None:
            sent["json"] = about(sent["json"], world, ids)
        try:
            address = world.address(operation, ids)
        except AssertionError as error:  # the tests of permissions ask for what is missing
            return str(error)
        at = moment()
        response = await self.stage.send(person, operation.method, address, **sent)
        if operation.method == "DELETE" or operation.name in ERASES:
            await world.lay_out_files(self.stage.app.state.storage)
        headers = [f"{name}: {value}" for name, value in response.headers.items() if name not in UNTOLD]
        return as_told("\n".join([str(response.status_code), *headers, "", response.text]), at)


@dataclass
class Told:
    """What is told where nobody else has read, and where everybody has."""

    alone: dict[Question, str]
    among_readers: dict[Question, str]

    def of(self, operation: Operation) -> tuple[dict[Question, str], dict[Question, str]]:
        return _of(self.alone, operation), _of(self.among_readers, operation)


def _of(told: dict[Question, str], operation: Operation) -> dict[Question, str]:
    names = {person.name for person in BLIND}
    return {asked: answer for asked, answer in told.items() if asked[0] == operation.name and asked[1] in names}


@pytest.fixture(scope="module")
async def told(request: pytest.FixtureRequest, stage: Stage, prepared_database: RolledBackDatabase) -> Told:
    """The answers to all that these tests ask: each world is made once for each of the blind."""
    chosen = {operation.name for item in request.session.items for operation in _asked_by(item)}
    operations = [operation for operation in OPERATIONS if operation.name in chosen]
    async with prepared_database.write() as session:
        programme = await create_programme(UnitOfWork(session), stage.world)
    worlds = Worlds(stage, programme, prepared_database)
    shown = [operation for operation in OPERATIONS if operation.name in SHOWS_READINGS]
    return Told(
        *[
            await worlds.answers(operations, change) | await worlds.answers(shown, change, [OBSERVER])
            for change in (nobody_else_has_read, others_have_read)
        ]
    )


def _asked_by(item: pytest.Item) -> list[Operation]:
    """What a test of this module asks about, if it is one."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    is_ours = item.nodeid.split("::")[0].endswith("test_two_worlds.py")
    return [params["operation"]] if is_ours and "operation" in params else []


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.name not in LIFTS], ids=lambda operation: operation.name
)
def test_who_is_blind_is_told_the_same(told: Told, operation: Operation) -> None:
    alone, among_readers = told.of(operation)

    assert among_readers == alone


@pytest.mark.parametrize("name", sorted(SHOWS_READINGS))
def test_who_is_not_blind_sees_the_difference(told: Told, name: str) -> None:
    question = (name, OBSERVER.name, OTHERS)

    assert told.alone[question] != told.among_readers[question]
