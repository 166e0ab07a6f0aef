"""Every route is classified, and every one of them refuses a caller who is not signed in."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from backend.app import create_app
from backend.core.errors import NotPermitted
from backend.core.permissions import ROUTES, RULES, Action, Caller, GroupRole, OrganizationRole, Scope, SystemRole
from backend.core.settings import Settings
from backend.tests.factories.users import Client


@dataclass(frozen=True)
class Route:
    name: str
    method: str
    path: str


def routes() -> list[Route]:
    """Every operation of the API, as its description has it."""
    paths = create_app(Settings(_env_file=None)).openapi()["paths"]
    return [
        Route(operation["operationId"], method.upper(), path)
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]


ALL_ROUTES = routes()
PROTECTED = [route for route in ALL_ROUTES if ROUTES[route.name].scope is not Scope.PUBLIC]


def test_there_are_routes() -> None:
    assert len(ALL_ROUTES) > 50


def test_every_route_is_classified_and_nothing_else_is() -> None:
    assert {route.name for route in ALL_ROUTES} == set(ROUTES)


def test_names_are_unique() -> None:
    names = [route.name for route in ALL_ROUTES]

    assert len(names) == len(set(names))


def test_every_action_has_a_rule() -> None:
    assert set(RULES) == set(Action)


@pytest.mark.parametrize("route", PROTECTED, ids=lambda route: route.name)
async def test_anonymous_is_refused(client: Client, route: Route) -> None:
    response = await client.request(route.method, re.sub(r"{\w+}", str(uuid4()), route.path))

    assert response.status_code == 401, response.text
    assert response.headers["content-type"] == "application/problem+json"


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
