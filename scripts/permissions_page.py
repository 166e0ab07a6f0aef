"""Write docs/permissions.md from core/permissions.py; with --check, fail if it is not what is committed."""

import sys
from collections.abc import Iterator
from pathlib import Path

from backend.app import create_app
from backend.core.permissions import ROUTES, RULES, Access, Action, GroupRole, OrganizationRole, SystemRole

PAGE = Path("docs/permissions.md")
HEAD = """# Who may do what

Written from `backend/core/permissions.py` by `make client`; tests hold every route to it. What the caller may not see
answers 404, as if it did not exist; what the caller may see but not do answers 403.

- A **system** administrator manages accounts, and sees no images by that.
- An **organisation** is a centre; its administrators and clinicians see all of its studies.
- A **group** is a team of readers. Its sets, samples, packages and readings are seen by its members only.
"""
COLUMNS = [f"{kind} {role.value}" for kind, roles in (
    ("system", SystemRole), ("organisation", OrganizationRole), ("group", GroupRole)
) for role in roles]  # fmt: skip


def main(*, check: bool) -> int:
    page = "\n".join([HEAD, "## Actions", "", *actions(), "", "## Routes", "", *routes(), ""])
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
    yield "| route | operation | asks for |"
    yield "|---|---|---|"
    for path, operations in create_app().openapi()["paths"].items():
        for method, operation in operations.items():
            name = operation["operationId"]
            yield f"| `{method.upper()} {path}` | {name} | {words(ROUTES[name])} |"


def words(access: Access | Action) -> str:
    return access.value.replace("_", " ") if isinstance(access, Action) else access.value


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
