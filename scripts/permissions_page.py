"""Write docs/permissions.md from core/permissions.py; with --check, fail if it is not what is committed."""

import sys
from collections.abc import Iterator
from pathlib import Path

from backend.app import create_app
from backend.core.outcomes import PEOPLE, Outcome, Person, outcome
from backend.core.permissions import ROUTES, RULES, Action, GroupRole, OrganizationRole, Route, SystemRole

PAGE = Path("docs/permissions.md")
HEAD = """# Who may do what

Written from `backend/core/permissions.py` by `make client`; tests hold every route to it. What the caller may not see
answers 404, as if it did not exist; what the caller may see but not do answers 403.

- A **system** administrator manages accounts and centres, and sees no images by that.
- An **organisation** is a centre; its administrators and clinicians see all of its studies. What its groups read they
  do not see; an administrator enters a group by an act that its audit keeps.
- A **group** is a team of readers. Its sets, samples, packages and readings are seen by its members only.
- A **job** acts as its owner, whose roles are looked up when each of its steps begins. An import into a set needs *add
  samples* in its group, any other *upload images* in its centre; an extraction from a set needs *extract from set* in
  its group, one from regions *extract features* in their centre and that their images are still seen.
"""
ROUTES_HEAD = """What each gets who names a thing of a group, of its centre, or of somebody in them: `yes`, or the
status of the refusal. `own` is a yes for one's own things and a refusal for those of others. The *stranger* belongs to
another centre; viewers, annotators, reviewers and group admins are members of this one."""
COLUMNS = [f"{kind} {role.value}" for kind, roles in (
    ("system", SystemRole), ("organisation", OrganizationRole), ("group", GroupRole)
) for role in roles]  # fmt: skip


def main(*, check: bool) -> int:
    page = "\n".join([HEAD, "## Actions", "", *actions(), "", "## Routes", "", ROUTES_HEAD, "", *routes(), ""])
    if check:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
            return 0
        print(f"{PAGE} is not what backend/core/permissions.py says; run `make client`")
        return 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


def actions() -> Iterator[str]:
    yield "| | " + " | ".join(COLUMNS) + " |"
    yield "|---" * (len(COLUMNS) + 1) + "|"
    for action, rule in RULES.items():
        allowed = [*(role in rule.system for role in SystemRole)]
        allowed += [*(role in rule.organization for role in OrganizationRole)]
        allowed += [*(role in rule.group for role in GroupRole)]
        yield f"| {words(action)} | " + " | ".join("yes" if may else "" for may in allowed) + " |"


def routes() -> Iterator[str]:
    yield "| route | operation | about | action | " + " | ".join(person.name for person in PEOPLE) + " |"
    yield "|---" * (len(PEOPLE) + 4) + "|"
    for path, operations in create_app().openapi()["paths"].items():
        for method, operation in operations.items():
            name = operation["operationId"]
            route = ROUTES[name]
            action = words(route.action) if route.action else ""
            cells = [f"`{method.upper()} {path}`", name, route.scope.value, action]
            yield "| " + " | ".join([*cells, *(cell(route, person) for person in PEOPLE)]) + " |"


def cell(route: Route, person: Person) -> str:
    of_others, of_own = outcome(route, person), outcome(route, person, own=True)
    if of_others is of_own:
        return of_own.value
    return "own" if of_own is Outcome.ALLOWED else f"{of_others.value}; own {of_own.value}"


def words(action: Action) -> str:
    return action.value.replace("_", " ")


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
