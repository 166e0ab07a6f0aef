"""Who is blind in a set is answered the same, byte for byte, whether others have read in it or not: on every route."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import httpx
import pytest

from backend.core.outcomes import Person
from backend.core.work import UnitOfWork
from backend.tests.conftest import RolledBackDatabase
from backend.tests.core.asked_otherwise import Otherwise, otherwise
from backend.tests.core.conftest import Stage
from backend.tests.core.operations import OPERATIONS, Operation
from backend.tests.core.told import about, as_told, moment
from backend.tests.core.two_worlds import (
    ADMIN,
    AGAIN,
    BLIND,
    OBSERVER,
    OTHERS,
    Programme,
    create_programme,
    nobody_else_has_read,
    others_have_read,
)
from backend.tests.core.world import Ids
from backend.tests.factories.users import sign_in

pytestmark = [pytest.mark.once, pytest.mark.timeout(900)]  # the first test waits for all answers
BY_NAME = {operation.name: operation for operation in OPERATIONS}
Change = Callable[[UnitOfWork, Programme, Person], Awaitable[None]]
# Where it shows to a reviewer who does not read in the set: else the worlds would be one and the same.
SHOWS_READINGS = {
    "get_set",
    "list_samples",
    "list_packages",
    "get_package",
    "list_package_items",
    "get_examination",
    "get_masks",
    "list_examinations",
    "list_extraction_runs",
    "get_extraction_run",
    "list_extraction_tasks",
    "list_blinding_lifts",
    "get_set_contents",
    "get_label_contents",
    "list_threads",
    "list_agreement_runs",
    "get_agreement_run",
    "download_agreement",
    "get_adjudication",
    "get_adjudication_masks",
    "get_drift",
    "list_training_results",
    "list_known_answers",
    "list_releases",
    "list_group_releases",
    "get_release",
    "list_release_withdrawals",
    "list_annotation_imports",
    "get_annotation_import",
    "list_webhook_deliveries",
}
UNTOLD = {"date", "set-cookie"}  # cookies are random
# What is there to be told the truth; and who makes a set a training is told of its cases, as all whom it trains are.
TELLS = {"lift_blinding", "update_training"}
# What deletes bytes, which no transaction brings back.
ERASES = {"withdraw_release_samples"}
# By what was done this moment, and by how many digits that is said.
TIME_TAKEN = re.compile(r'(?<="median_seconds":)[\d.]+|(?<=content-length: )\d+')
# In their bodies.
NAME_SAMPLES = {"get_samples_contents", "move_samples", "delete_samples", "assign_packages", "update_packages"}
# Where somebody who has changed something looks for what came of it.
LOOKED_AT_AFTER = ("get_set", "get_set_progress", "list_samples", "list_packages", "list_my_packages", "list_threads")
# What was asked: the operation, as whom, about whose things and how.
Question = tuple[str, str, str]


def _is_asked(operation: Operation, whose: str) -> bool:
    """What names nothing is asked once; and what names no samples and no packages, not about those."""
    if whose == AGAIN:
        return operation.name in NAME_SAMPLES or any(name in operation.path for name in ("sample", "package", "image"))
    return operation.names_an_object or whose == OTHERS


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
                    if _is_asked(operation, whose):
                        told |= await self.told_of(operation, person, whose, ids)
            await before.rollback()
        return told

    async def told_of(self, operation: Operation, person: Person, whose: str, ids: Ids) -> dict[Question, str]:
        """An operation on somebody's things, asked in each way there is."""
        ways = [Otherwise(), *(otherwise(operation.name, self.stage.world.ids | ids) if person is not OBSERVER else [])]
        return {
            (operation.name, person.name, f"{whose} {number}" if number else whose): await self.ask(
                operation, person, ids, way
            )
            for number, way in enumerate(ways)
        }

    async def ask(self, operation: Operation, person: Person, ids: Ids, way: Otherwise) -> str:
        """The whole answer: status, headers, body; and after a change, what there is to be seen of it."""
        world = self.stage.world
        sent = world.request(operation)
        if sent.get("json") is not None:
            sent["json"] = about(sent["json"], world, ids)
        if way.body is not None:
            sent["json"] = way.body
        try:
            address = world.address(operation, ids) + way.query
        except AssertionError as error:  # the tests of permissions ask for what is missing
            return str(error)
        at, before = moment(), await self.stage.connection.begin_nested()
        sign_in(self.stage.client, world.users[person.name])
        self.stage.client.cookies.clear()
        try:
            response = await self.stage.client.request(operation.method, address, **sent)
            assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, f"{operation.name}: {response.text}"
            seen = [response]
            if operation.method != "GET" and response.is_success and person is ADMIN:
                seen += [await self.look(name, ids) for name in LOOKED_AT_AFTER]
        finally:
            await before.rollback()
        if operation.method == "DELETE" or operation.name in ERASES:
            await world.lay_out_files(self.stage.app.state.storage)
        after = TIME_TAKEN.sub("<seconds>", "\n".join(map(_whole, seen[1:])))
        return as_told("\n".join([_whole(response), after]), at)

    async def look(self, name: str, ids: Ids) -> httpx.Response:
        return await self.stage.client.get(self.stage.world.address(BY_NAME[name], ids))


def _whole(response: httpx.Response) -> str:
    headers = [f"{name}: {value}" for name, value in response.headers.items() if name not in UNTOLD]
    return "\n".join([str(response.status_code), *headers, "", response.text])


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
    await stage.world.lay_out_files(stage.app.state.storage)
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
    "operation", [each for each in OPERATIONS if each.name not in TELLS], ids=lambda operation: operation.name
)
def test_who_is_blind_is_told_the_same(told: Told, operation: Operation) -> None:
    alone, among_readers = told.of(operation)

    assert among_readers == alone


@pytest.mark.parametrize("name", sorted(SHOWS_READINGS))
def test_who_is_not_blind_sees_the_difference(told: Told, name: str) -> None:
    question = (name, OBSERVER.name, OTHERS)

    assert told.alone[question] != told.among_readers[question]
