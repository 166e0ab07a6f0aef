"""What each of ten people gets on every route, worked out from RULES and ROUTES: published as docs/permissions.md, and
held against the real application by a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from backend.core.permissions import KNOWN_BY, RULES, Action, GroupRole, OrganizationRole, Route, Scope, SystemRole


class Outcome(StrEnum):
    ALLOWED = "yes"
    NOT_SIGNED_IN = "401"
    NOT_PERMITTED = "403"
    NOT_FOUND = "404"


@dataclass(frozen=True)
class Person:
    """Somebody, by what they are in the centre and in the group that an object is in, and in another centre."""

    name: str
    is_signed_in: bool = True
    system: SystemRole | None = None
    organization: OrganizationRole | None = None
    group: GroupRole | None = None
    elsewhere: OrganizationRole | None = None

    def may(self, action: Action) -> bool:
        rule = RULES[action]
        return self.system in rule.system or self.organization in rule.organization or self.group in rule.group

    def may_any(self, actions: Iterable[Action]) -> bool:
        return any(self.may(action) for action in actions)

    def may_somewhere(self, action: Action) -> bool:
        return self.may(action) or self.elsewhere in RULES[action].organization


MEMBER = OrganizationRole.MEMBER
PEOPLE = (
    Person("anonymous", is_signed_in=False),
    Person("stranger", elsewhere=MEMBER),
    Person("viewer", organization=MEMBER, group=GroupRole.VIEWER),
    Person("annotator", organization=MEMBER, group=GroupRole.ANNOTATOR),
    Person("reviewer", organization=MEMBER, group=GroupRole.REVIEWER),
    Person("group admin", organization=MEMBER, group=GroupRole.ADMIN),
    Person("organisation member", organization=MEMBER),
    Person("clinician", organization=OrganizationRole.CLINICIAN),
    Person("organisation admin", organization=OrganizationRole.ADMIN),
    Person("system admin", system=SystemRole.ADMIN),
)
# Of these scopes it matters whose the thing is.
PERSONAL = frozenset({Scope.OWN, Scope.READING, Scope.OWN_READING, Scope.OWN_IN_GROUP, Scope.OWN_PRESET, Scope.STUDY})


def outcome(route: Route, person: Person, *, own: bool = False) -> Outcome:
    """What a person gets who names an object in the group and centre, their own or somebody else's."""
    if route.scope is Scope.PUBLIC:
        return Outcome.ALLOWED
    if not person.is_signed_in:
        return Outcome.NOT_SIGNED_IN
    if not _knows(route.scope, person, own):
        return Outcome.NOT_FOUND
    return Outcome.ALLOWED if _may(route, person, own) else Outcome.NOT_PERMITTED


def _knows(scope: Scope, person: Person, own: bool) -> bool:
    if scope is Scope.OWN:
        return own
    if scope not in KNOWN_BY or person.may_any(KNOWN_BY[scope]):
        return True
    if scope is Scope.STUDY:
        return own
    return scope in PERSONAL and own and person.may(Action.SEE_GROUP)  # readings follow the group that they are in


def _may(route: Route, person: Person, own: bool) -> bool:
    if route.scope is Scope.OWN_READING and not own:
        return False
    if route.action is None or (route.scope is Scope.OWN_PRESET and own):
        return True
    return person.may_somewhere(route.action) if route.scope is Scope.ANY_ORGANIZATION else person.may(route.action)
