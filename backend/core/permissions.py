"""Who may do what: one table of actions, one of routes, and the caller that is asked.

Roles are held in three places: the system (`admin` or none), an organisation, a group of readers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from backend.core.errors import NotPermitted


class SystemRole(StrEnum):
    ADMIN = "admin"


class OrganizationRole(StrEnum):
    ADMIN = "admin"
    CLINICIAN = "clinician"
    MEMBER = "member"


class GroupRole(StrEnum):
    ADMIN = "admin"
    REVIEWER = "reviewer"
    ANNOTATOR = "annotator"
    VIEWER = "viewer"


class Action(StrEnum):
    MANAGE_USERS = "manage_users"
    MANAGE_ORGANIZATIONS = "manage_organizations"
    SEE_ORGANIZATION = "see_organization"
    EDIT_ORGANIZATION = "edit_organization"
    MANAGE_ORGANIZATION_MEMBERS = "manage_organization_members"
    SEE_ORGANIZATION_GROUPS = "see_organization_groups"
    ENTER_GROUP = "enter_group"
    CREATE_GROUP = "create_group"
    UPLOAD_IMAGES = "upload_images"
    SEE_ALL_STUDIES = "see_all_studies"
    EXTRACT_FEATURES = "extract_features"
    SEE_GROUP = "see_group"
    EDIT_GROUP = "edit_group"
    DELETE_GROUP = "delete_group"
    MANAGE_MEMBERS = "manage_members"
    CREATE_SET = "create_set"
    EDIT_SET = "edit_set"
    DELETE_SET = "delete_set"
    ADD_SAMPLES = "add_samples"
    SEE_ALL_PACKAGES = "see_all_packages"
    ASSIGN_PACKAGE = "assign_package"
    CLAIM_PACKAGE = "claim_package"
    READ_SAMPLE = "read_sample"
    EXTRACT_FROM_SET = "extract_from_set"


@dataclass(frozen=True)
class Rule:
    """The roles that allow an action; any one of them is enough."""

    system: frozenset[SystemRole] = frozenset()
    organization: frozenset[OrganizationRole] = frozenset()
    group: frozenset[GroupRole] = frozenset()


ANY_GROUP_ROLE = frozenset(GroupRole)
LEADS = frozenset({GroupRole.ADMIN})
READERS = frozenset({GroupRole.ADMIN, GroupRole.REVIEWER, GroupRole.ANNOTATOR})
ANY_ORGANIZATION_ROLE = frozenset(OrganizationRole)
CLINICAL = frozenset({OrganizationRole.ADMIN, OrganizationRole.CLINICIAN})
RUNS_CENTRE = frozenset({OrganizationRole.ADMIN})
SYSTEM = frozenset({SystemRole.ADMIN})

RULES: Mapping[Action, Rule] = {
    Action.MANAGE_USERS: Rule(system=SYSTEM),
    Action.MANAGE_ORGANIZATIONS: Rule(system=SYSTEM),
    Action.SEE_ORGANIZATION: Rule(system=SYSTEM, organization=ANY_ORGANIZATION_ROLE),
    Action.EDIT_ORGANIZATION: Rule(system=SYSTEM, organization=RUNS_CENTRE),
    Action.MANAGE_ORGANIZATION_MEMBERS: Rule(system=SYSTEM, organization=RUNS_CENTRE),
    Action.SEE_ORGANIZATION_GROUPS: Rule(organization=RUNS_CENTRE),
    Action.ENTER_GROUP: Rule(organization=RUNS_CENTRE),
    Action.CREATE_GROUP: Rule(organization=ANY_ORGANIZATION_ROLE),
    Action.UPLOAD_IMAGES: Rule(organization=ANY_ORGANIZATION_ROLE),
    Action.SEE_ALL_STUDIES: Rule(organization=CLINICAL),
    Action.EXTRACT_FEATURES: Rule(organization=ANY_ORGANIZATION_ROLE),
    Action.SEE_GROUP: Rule(group=ANY_GROUP_ROLE),
    Action.EDIT_GROUP: Rule(group=LEADS),
    Action.DELETE_GROUP: Rule(group=LEADS),
    Action.MANAGE_MEMBERS: Rule(group=LEADS),
    Action.CREATE_SET: Rule(group=LEADS),
    Action.EDIT_SET: Rule(group=LEADS),
    Action.DELETE_SET: Rule(group=LEADS),
    Action.ADD_SAMPLES: Rule(group=LEADS),
    Action.SEE_ALL_PACKAGES: Rule(group=frozenset({GroupRole.ADMIN, GroupRole.REVIEWER})),
    Action.ASSIGN_PACKAGE: Rule(group=LEADS),
    Action.CLAIM_PACKAGE: Rule(group=READERS),
    Action.READ_SAMPLE: Rule(group=READERS),
    Action.EXTRACT_FROM_SET: Rule(group=frozenset({GroupRole.ADMIN, GroupRole.REVIEWER})),
}


@dataclass(frozen=True)
class Caller:
    """Who asks, with the roles that count for this request."""

    user_id: UUID
    session_id: UUID | None = None
    system_role: SystemRole | None = None
    organizations: Mapping[UUID, OrganizationRole] = field(default_factory=dict)
    groups: Mapping[UUID, GroupRole] = field(default_factory=dict)

    def may(self, action: Action, *, in_: UUID | None = None) -> bool:
        """Whether a role allows it: in the group or organisation named, or, for system actions, anywhere."""
        rule = RULES[action]
        if self.system_role in rule.system:
            return True
        if in_ is None:
            return False
        return self.groups.get(in_) in rule.group or self.organizations.get(in_) in rule.organization

    def require(self, action: Action, *, in_: UUID | None = None) -> None:
        if not self.may(action, in_=in_):
            raise NotPermitted(f"Your role does not allow this ({action.value.replace('_', ' ')}).")

    def organizations_where(self, action: Action) -> list[UUID]:
        return [organization for organization in self.organizations if self.may(action, in_=organization)]

    def groups_where(self, action: Action) -> list[UUID]:
        return [group for group in self.groups if self.may(action, in_=group)]


class Access(StrEnum):
    """What a route asks of its caller before its service looks at the object."""

    PUBLIC = "public"
    OWN = "signed in; own things only"
    MEMBER = "signed in; what one's groups, organisations and uploads show"


# Every operation id of the API. A test fails for a route that is missing here.
ROUTES: dict[str, Access | Action] = {
    "register": Access.PUBLIC,
    "sign_in": Access.PUBLIC,
    "refresh_session": Access.PUBLIC,
    "sign_out": Access.PUBLIC,
    "issue_token": Access.PUBLIC,
    "refresh_token": Access.PUBLIC,
    "get_me": Access.OWN,
    "update_me": Access.OWN,
    "change_password": Access.OWN,
    "list_sessions": Access.OWN,
    "revoke_session": Access.OWN,
    "revoke_other_sessions": Access.OWN,
    "get_health": Access.PUBLIC,
    "get_about": Access.PUBLIC,
    "list_users": Action.MANAGE_USERS,
    "get_user": Action.MANAGE_USERS,
    "create_user": Action.MANAGE_USERS,
    "update_user": Action.MANAGE_USERS,
    "list_organizations": Access.MEMBER,
    "get_organization": Action.SEE_ORGANIZATION,
    "create_organization": Action.MANAGE_ORGANIZATIONS,
    "update_organization": Action.EDIT_ORGANIZATION,
    "list_organization_members": Action.MANAGE_ORGANIZATION_MEMBERS,
    "add_organization_member": Action.MANAGE_ORGANIZATION_MEMBERS,
    "update_organization_member": Action.MANAGE_ORGANIZATION_MEMBERS,
    "remove_organization_member": Action.MANAGE_ORGANIZATION_MEMBERS,
    "list_organization_groups": Action.SEE_ORGANIZATION_GROUPS,
    "enter_group": Action.ENTER_GROUP,
    "list_groups": Access.MEMBER,
    "create_group": Action.CREATE_GROUP,
    "get_group": Action.SEE_GROUP,
    "get_group_contents": Action.EDIT_GROUP,
    "update_group": Action.EDIT_GROUP,
    "delete_group": Action.DELETE_GROUP,
    "leave_group": Action.SEE_GROUP,
    "list_members": Action.SEE_GROUP,
    "add_member": Action.MANAGE_MEMBERS,
    "update_member": Action.MANAGE_MEMBERS,
    "remove_member": Action.MANAGE_MEMBERS,
    "list_invitations": Action.MANAGE_MEMBERS,
    "create_invitation": Action.MANAGE_MEMBERS,
    "revoke_invitation": Action.MANAGE_MEMBERS,
    "preview_invitation": Access.OWN,
    "accept_invitation": Access.OWN,
    "list_sets": Action.SEE_GROUP,
    "create_set": Action.CREATE_SET,
    "get_set": Action.SEE_GROUP,
    "update_set": Action.EDIT_SET,
    "get_set_contents": Action.EDIT_SET,
    "delete_set": Action.DELETE_SET,
    "list_labels": Action.SEE_GROUP,
    "create_label": Action.EDIT_SET,
    "update_label": Action.EDIT_SET,
    "get_label_contents": Action.EDIT_SET,
    "delete_label": Action.EDIT_SET,
    "list_samples": Action.SEE_GROUP,
    "get_sample": Action.SEE_GROUP,
    "get_sample_thumbnail": Action.SEE_GROUP,
    "get_sample_image_content": Action.SEE_GROUP,
    "list_packages": Action.SEE_GROUP,
    "list_my_packages": Access.OWN,
    "claim_next_package": Action.CLAIM_PACKAGE,
    "get_package": Access.MEMBER,
    "assign_package": Action.ASSIGN_PACKAGE,
    "list_package_items": Access.MEMBER,
    "open_examination": Action.READ_SAMPLE,
    "get_examination": Access.MEMBER,
    "apply_operations": Action.READ_SAMPLE,
    "list_uploads": Access.OWN,
    "create_upload": Action.UPLOAD_IMAGES,
    "get_upload": Access.OWN,
    "put_upload_file": Access.OWN,
    "finish_upload": Access.OWN,
    "list_upload_items": Access.OWN,
    "list_studies": Access.MEMBER,
    "get_study": Access.MEMBER,
    "list_set_regions": Action.SEE_GROUP,
    "get_set_series_metadata": Action.SEE_GROUP,
    "get_set_frame": Action.SEE_GROUP,
    "get_series_metadata": Access.MEMBER,
    "get_frame": Access.MEMBER,
    "get_extraction_engine": Access.MEMBER,
    "list_extraction_presets": Access.MEMBER,
    "list_extraction_runs": Access.MEMBER,
    "create_extraction_run": Access.MEMBER,
    "get_extraction_run": Access.MEMBER,
    "list_extraction_tasks": Access.MEMBER,
    "list_features": Access.MEMBER,
    "download_features": Access.MEMBER,
    "list_jobs": Access.OWN,
    "get_job": Access.OWN,
    "cancel_job": Access.OWN,
    "retry_job": Access.OWN,
    "stream_events": Access.OWN,
}
