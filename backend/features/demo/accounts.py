"""The people of the demo hospital. Their password is public: production mode refuses them."""

from dataclasses import dataclass

from backend.core.permissions import GroupRole, OrganizationRole, SystemRole

DEMO_PASSWORD = "isocenter-demo"  # noqa: S105 - public by design, refused in production mode


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    role: str
    organization_role: OrganizationRole
    group_role: GroupRole | None = None
    system_role: SystemRole | None = None


DEMO_ACCOUNTS = (
    DemoPerson("lead@demo.example", "Lea Lead", "leads the reading group", OrganizationRole.CLINICIAN, GroupRole.ADMIN),
    DemoPerson("reader@demo.example", "Rida Reader", "reads packages", OrganizationRole.MEMBER, GroupRole.ANNOTATOR),
    DemoPerson(
        "reviewer@demo.example", "Remi Reviewer", "sees all readings", OrganizationRole.CLINICIAN, GroupRole.REVIEWER
    ),
    DemoPerson(
        "admin@demo.example",
        "Ada Admin",
        "manages accounts; sees no images by that",
        OrganizationRole.MEMBER,
        None,
        SystemRole.ADMIN,
    ),
)
