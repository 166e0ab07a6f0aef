"""Every route is classified, and everyone gets on it what its class says: ten people, the real application."""

from uuid import UUID, uuid4

import pytest

from backend.core.errors import NotPermitted
from backend.core.outcomes import PEOPLE, PERSONAL, Outcome, outcome
from backend.core.permissions import (
    ROUTES,
    RULES,
    Action,
    Caller,
    GroupRole,
    OrganizationRole,
    SystemRole,
)
from backend.tests.core.conftest import Stage
from backend.tests.core.operations import CLASSIFIED, OPERATIONS, Operation

PEOPLE_SIGNED_IN = [person for person in PEOPLE if person.is_signed_in]
ON_PERSONAL_THINGS = [
    operation for operation in CLASSIFIED if operation.names_an_object and operation.route.scope in PERSONAL
]


@pytest.mark.once
def test_there_are_routes() -> None:
    assert len(OPERATIONS) > 90


@pytest.mark.once
def test_every_route_is_classified_and_nothing_else_is() -> None:
    assert {operation.name for operation in OPERATIONS} == set(ROUTES)


@pytest.mark.once
def test_names_are_unique() -> None:
    names = [operation.name for operation in OPERATIONS]

    assert len(names) == len(set(names))


@pytest.mark.once
def test_every_action_has_a_rule() -> None:
    assert set(RULES) == set(Action)


@pytest.mark.once
@pytest.mark.parametrize("operation", CLASSIFIED, ids=lambda operation: operation.name)
async def test_everyone_gets_what_the_table_says(stage: Stage, operation: Operation) -> None:
    """On what belongs to the group, to its centre, or to somebody else in it; on routes that name nothing, at all."""
    own = not operation.names_an_object
    expected = {person.name: outcome(operation.route, person, own=own).value for person in PEOPLE}

    got = {person.name: await stage.outcome(operation, person) for person in PEOPLE}

    assert got == expected


@pytest.mark.once
@pytest.mark.parametrize("operation", ON_PERSONAL_THINGS, ids=lambda operation: operation.name)
async def test_everyone_gets_what_the_table_says_on_their_own_things(stage: Stage, operation: Operation) -> None:
    expected = {person.name: outcome(operation.route, person, own=True).value for person in PEOPLE_SIGNED_IN}

    got = {
        person.name: await stage.outcome(operation, person, stage.world.own_ids[person.name])
        for person in PEOPLE_SIGNED_IN
    }

    assert got == expected


@pytest.mark.timeout(600)
async def test_every_route_lets_somebody_in_on_every_database(stage: Stage) -> None:
    """What its statements are made of, each database understands; who else may is asked of one."""
    for operation in CLASSIFIED:
        own = not operation.names_an_object
        allowed = [person for person in PEOPLE if outcome(operation.route, person, own=own) is Outcome.ALLOWED]
        for person in allowed[:1]:
            assert await stage.outcome(operation, person) == Outcome.ALLOWED.value, operation.name


@pytest.mark.once
class TestCaller:
    HERE, ELSEWHERE = UUID(int=1), UUID(int=2)

    @pytest.mark.parametrize("role", list(GroupRole))
    def test_a_role_counts_only_in_its_group(self, role: GroupRole) -> None:
        caller = Caller(user_id=uuid4(), groups={self.HERE: role})

        assert caller.may(Action.SEE_GROUP, in_=self.HERE)
        assert not caller.may(Action.SEE_GROUP, in_=self.ELSEWHERE)
        assert not caller.may(Action.SEE_GROUP)

    @pytest.mark.parametrize(
        ("role", "allowed"),
        [(GroupRole.ADMIN, True), (GroupRole.REVIEWER, True), (GroupRole.ANNOTATOR, True), (GroupRole.VIEWER, False)],
    )
    def test_viewers_do_not_read(self, role: GroupRole, allowed: bool) -> None:
        assert Caller(user_id=uuid4(), groups={self.HERE: role}).may(Action.READ_SAMPLE, in_=self.HERE) is allowed

    def test_the_system_admin_manages_accounts_and_sees_no_images(self) -> None:
        caller = Caller(user_id=uuid4(), system_role=SystemRole.ADMIN)

        allowed = {action for action in Action if caller.may(action, in_=self.HERE)}
        assert allowed == {
            Action.MANAGE_USERS,
            Action.MANAGE_ORGANIZATIONS,
            Action.SEE_ORGANIZATION,
            Action.EDIT_ORGANIZATION,
            Action.MANAGE_ORGANIZATION_MEMBERS,
        }

    def test_members_of_a_centre_do_not_see_all_studies(self) -> None:
        caller = Caller(user_id=uuid4(), organizations={self.HERE: OrganizationRole.MEMBER})

        with pytest.raises(NotPermitted):
            caller.require(Action.SEE_ALL_STUDIES, in_=self.HERE)
