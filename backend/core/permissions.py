"""Who may do what: one table of actions, one of routes, and the caller that is asked.

Roles are held in three places: the system (`admin` or none), an organisation, a group of readers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


class TokenScope(StrEnum):
    """How far a token of a program goes; each further than the one before."""

    READ = "read"
    ANNOTATE = "annotate"
    MANAGE = "manage"


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
    EDIT_PRESETS = "edit_presets"
    SEE_GROUP = "see_group"
    EDIT_GROUP = "edit_group"
    DELETE_GROUP = "delete_group"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_WEBHOOKS = "manage_webhooks"
    CREATE_SET = "create_set"
    EDIT_SET = "edit_set"
    DELETE_SET = "delete_set"
    ADD_SAMPLES = "add_samples"
    SEE_ALL_PACKAGES = "see_all_packages"
    ASSIGN_PACKAGE = "assign_package"
    CLAIM_PACKAGE = "claim_package"
    READ_SAMPLE = "read_sample"
    EXTRACT_FROM_SET = "extract_from_set"
    SEE_RELEASES = "see_releases"
    MAKE_RELEASES = "make_releases"
    COMPARE_READERS = "compare_readers"
    ADJUDICATE = "adjudicate"


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
    Action.EDIT_PRESETS: Rule(organization=RUNS_CENTRE),
    Action.SEE_GROUP: Rule(group=ANY_GROUP_ROLE),
    Action.EDIT_GROUP: Rule(group=LEADS),
    Action.DELETE_GROUP: Rule(group=LEADS),
    Action.MANAGE_MEMBERS: Rule(group=LEADS),
    Action.MANAGE_WEBHOOKS: Rule(group=LEADS),
    Action.CREATE_SET: Rule(group=LEADS),
    Action.EDIT_SET: Rule(group=LEADS),
    Action.DELETE_SET: Rule(group=LEADS),
    Action.ADD_SAMPLES: Rule(group=LEADS),
    Action.SEE_ALL_PACKAGES: Rule(group=frozenset({GroupRole.ADMIN, GroupRole.REVIEWER})),
    Action.ASSIGN_PACKAGE: Rule(group=LEADS),
    Action.CLAIM_PACKAGE: Rule(group=READERS),
    Action.READ_SAMPLE: Rule(group=READERS),
    Action.EXTRACT_FROM_SET: Rule(group=frozenset({GroupRole.ADMIN, GroupRole.REVIEWER})),
    Action.SEE_RELEASES: Rule(group=frozenset({GroupRole.ADMIN, GroupRole.REVIEWER})),
    Action.MAKE_RELEASES: Rule(group=LEADS),
    Action.COMPARE_READERS: Rule(group=frozenset({GroupRole.ADMIN, GroupRole.REVIEWER})),
    Action.ADJUDICATE: Rule(group=frozenset({GroupRole.ADMIN, GroupRole.REVIEWER})),
}


@dataclass(frozen=True)
class Caller:
    """Who asks, with the roles that count for this request."""

    user_id: UUID
    session_id: UUID | None = None
    system_role: SystemRole | None = None
    organizations: Mapping[UUID, OrganizationRole] = field(default_factory=dict)
    groups: Mapping[UUID, GroupRole] = field(default_factory=dict)
    token_id: UUID | None = None
    token_scope: TokenScope | None = None

    def limited_to(self, scope: TokenScope, token_id: UUID, group_id: UUID | None) -> "Caller":
        """As a program that holds a token: with a group, no role elsewhere counts."""
        limited = replace(self, token_id=token_id, token_scope=scope)
        if group_id is None:
            return limited
        groups = {group_id: self.groups[group_id]} if group_id in self.groups else {}
        return replace(limited, system_role=None, organizations={}, groups=groups)

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


class Scope(StrEnum):
    """What a route is about: where its action must be allowed, and who may learn that its object exists."""

    PUBLIC = "anyone"
    SIGNED_IN = "anyone signed in, of what they may see"
    OWN = "what is the caller's own"
    SYSTEM = "the server"
    ANY_ORGANIZATION = "a centre of the caller"
    ORGANIZATION = "the centre named"
    GROUP = "the group of what is named"
    READING = "a package or reading: one's own, or any where one may see all packages"
    OWN_READING = "a package, reading or comment of one's own"
    READINGS = "what tells of all readings of a set: where one may see all packages"
    DELIVERY = "what was sent from a group: where one may set its webhooks"
    OWN_IN_GROUP = "what is the caller's own, while they are in its group"
    PRESET = "a preset of a centre of the caller"
    OWN_PRESET = "a preset: one's own, or any of a centre where one may edit them"
    STUDY = "a study: in a set of one's groups, in a centre whose studies one may see, or brought by oneself"


# Any of these actions lets one know of a scope's objects; to others they might as well not exist. Of scopes that are
# not listed there is nothing to be known.
KNOWN_BY: Mapping[Scope, frozenset[Action]] = {
    Scope.ORGANIZATION: frozenset({Action.SEE_ORGANIZATION}),
    Scope.GROUP: frozenset({Action.SEE_GROUP}),
    Scope.READING: frozenset({Action.SEE_ALL_PACKAGES}),
    Scope.OWN_READING: frozenset({Action.SEE_ALL_PACKAGES}),
    Scope.READINGS: frozenset({Action.SEE_ALL_PACKAGES}),
    Scope.DELIVERY: frozenset({Action.MANAGE_WEBHOOKS}),
    Scope.OWN_IN_GROUP: frozenset(),
    Scope.PRESET: frozenset({Action.EXTRACT_FEATURES}),
    Scope.OWN_PRESET: frozenset({Action.EXTRACT_FEATURES}),
    Scope.STUDY: frozenset({Action.SEE_GROUP, Action.SEE_ALL_STUDIES}),
}


@dataclass(frozen=True)
class Route:
    """What a route is about, and the action that it is; without one, to know of its object is enough."""

    scope: Scope
    action: Action | None = None


# Every operation id of the API. A test fails for a route that is missing here, and calls each as everyone.
ROUTES: Mapping[str, Route] = {
    "register": Route(Scope.PUBLIC),
    "sign_in": Route(Scope.PUBLIC),
    "refresh_session": Route(Scope.PUBLIC),
    "sign_out": Route(Scope.PUBLIC),
    "issue_token": Route(Scope.PUBLIC),
    "refresh_token": Route(Scope.PUBLIC),
    "get_me": Route(Scope.OWN),
    "update_me": Route(Scope.OWN),
    "change_password": Route(Scope.OWN),
    "get_preferences": Route(Scope.OWN),
    "replace_preferences": Route(Scope.OWN),
    "list_sessions": Route(Scope.OWN),
    "revoke_session": Route(Scope.OWN),
    "revoke_other_sessions": Route(Scope.OWN),
    "list_api_tokens": Route(Scope.OWN),
    "create_api_token": Route(Scope.OWN),
    "revoke_api_token": Route(Scope.OWN),
    "get_health": Route(Scope.PUBLIC),
    "get_about": Route(Scope.PUBLIC),
    "list_users": Route(Scope.SYSTEM, Action.MANAGE_USERS),
    "get_user": Route(Scope.SYSTEM, Action.MANAGE_USERS),
    "create_user": Route(Scope.SYSTEM, Action.MANAGE_USERS),
    "update_user": Route(Scope.SYSTEM, Action.MANAGE_USERS),
    "list_organizations": Route(Scope.SIGNED_IN),
    "get_organization": Route(Scope.ORGANIZATION, Action.SEE_ORGANIZATION),
    "create_organization": Route(Scope.SYSTEM, Action.MANAGE_ORGANIZATIONS),
    "update_organization": Route(Scope.ORGANIZATION, Action.EDIT_ORGANIZATION),
    "list_organization_members": Route(Scope.ORGANIZATION, Action.MANAGE_ORGANIZATION_MEMBERS),
    "add_organization_member": Route(Scope.ORGANIZATION, Action.MANAGE_ORGANIZATION_MEMBERS),
    "update_organization_member": Route(Scope.ORGANIZATION, Action.MANAGE_ORGANIZATION_MEMBERS),
    "remove_organization_member": Route(Scope.ORGANIZATION, Action.MANAGE_ORGANIZATION_MEMBERS),
    "list_organization_groups": Route(Scope.ORGANIZATION, Action.SEE_ORGANIZATION_GROUPS),
    "enter_group": Route(Scope.ORGANIZATION, Action.ENTER_GROUP),
    "list_groups": Route(Scope.SIGNED_IN),
    "create_group": Route(Scope.ANY_ORGANIZATION, Action.CREATE_GROUP),
    "get_group": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_group_contents": Route(Scope.GROUP, Action.EDIT_GROUP),
    "update_group": Route(Scope.GROUP, Action.EDIT_GROUP),
    "delete_group": Route(Scope.GROUP, Action.DELETE_GROUP),
    "leave_group": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_members": Route(Scope.GROUP, Action.SEE_GROUP),
    "add_member": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "update_member": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "remove_member": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "list_invitations": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "create_invitation": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "revoke_invitation": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "mail_invitation": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "list_join_requests": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "accept_join_request": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "decline_join_request": Route(Scope.GROUP, Action.MANAGE_MEMBERS),
    "preview_invitation": Route(Scope.SIGNED_IN),
    "accept_invitation": Route(Scope.SIGNED_IN),
    "list_webhooks": Route(Scope.GROUP, Action.MANAGE_WEBHOOKS),
    "create_webhook": Route(Scope.GROUP, Action.MANAGE_WEBHOOKS),
    "update_webhook": Route(Scope.GROUP, Action.MANAGE_WEBHOOKS),
    "delete_webhook": Route(Scope.GROUP, Action.MANAGE_WEBHOOKS),
    "list_webhook_deliveries": Route(Scope.GROUP, Action.MANAGE_WEBHOOKS),
    "ping_webhook": Route(Scope.GROUP, Action.MANAGE_WEBHOOKS),
    "resend_webhook_delivery": Route(Scope.DELIVERY, Action.MANAGE_WEBHOOKS),
    "list_my_sets": Route(Scope.SIGNED_IN),
    "list_sets": Route(Scope.GROUP, Action.SEE_GROUP),
    "create_set": Route(Scope.GROUP, Action.CREATE_SET),
    "get_set": Route(Scope.GROUP, Action.SEE_GROUP),
    "update_set": Route(Scope.GROUP, Action.EDIT_SET),
    "get_set_contents": Route(Scope.GROUP, Action.EDIT_SET),
    "delete_set": Route(Scope.GROUP, Action.DELETE_SET),
    "clone_set": Route(Scope.GROUP, Action.CREATE_SET),
    "list_guideline_images": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_guideline_image": Route(Scope.GROUP, Action.SEE_GROUP),
    "create_guideline_image": Route(Scope.GROUP, Action.EDIT_SET),
    "delete_guideline_image": Route(Scope.GROUP, Action.EDIT_SET),
    "export_label_set": Route(Scope.GROUP, Action.SEE_GROUP),
    "import_label_set": Route(Scope.GROUP, Action.EDIT_SET),
    "list_labels": Route(Scope.GROUP, Action.SEE_GROUP),
    "create_label": Route(Scope.GROUP, Action.EDIT_SET),
    "update_label": Route(Scope.GROUP, Action.EDIT_SET),
    "get_label_contents": Route(Scope.GROUP, Action.EDIT_SET),
    "delete_label": Route(Scope.GROUP, Action.EDIT_SET),
    "list_samples": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_samples_contents": Route(Scope.GROUP, Action.EDIT_SET),
    "move_samples": Route(Scope.GROUP, Action.EDIT_SET),
    "delete_samples": Route(Scope.GROUP, Action.EDIT_SET),
    "get_sample": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_sample_thumbnail": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_sample_priors": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_sample_image_content": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_packages": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_my_packages": Route(Scope.OWN),
    "claim_next_package": Route(Scope.GROUP, Action.CLAIM_PACKAGE),
    "get_package": Route(Scope.READING),
    "assign_packages": Route(Scope.GROUP, Action.ASSIGN_PACKAGE),
    "delete_package": Route(Scope.READING, Action.ASSIGN_PACKAGE),
    "assign_package": Route(Scope.READING, Action.ASSIGN_PACKAGE),
    "list_package_items": Route(Scope.READING),
    "update_package": Route(Scope.READING, Action.ASSIGN_PACKAGE),
    "update_packages": Route(Scope.GROUP, Action.ASSIGN_PACKAGE),
    "share_out_packages": Route(Scope.GROUP, Action.ASSIGN_PACKAGE),
    "release_package": Route(Scope.OWN_READING, Action.CLAIM_PACKAGE),
    "get_distribution": Route(Scope.GROUP, Action.EDIT_SET),
    "update_distribution": Route(Scope.GROUP, Action.EDIT_SET),
    "get_set_progress": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_package_progress": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_group_progress": Route(Scope.GROUP, Action.SEE_GROUP),
    "run_distribution": Route(Scope.GROUP, Action.EDIT_SET),
    "get_drift": Route(Scope.GROUP, Action.SEE_ALL_PACKAGES),
    "get_training": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_training_results": Route(Scope.GROUP, Action.SEE_ALL_PACKAGES),
    "list_known_answers": Route(Scope.GROUP, Action.SEE_ALL_PACKAGES),
    "update_training": Route(Scope.GROUP, Action.EDIT_SET),
    "remove_training": Route(Scope.GROUP, Action.EDIT_SET),
    "take_known_answers": Route(Scope.GROUP, Action.EDIT_SET),
    "start_training": Route(Scope.GROUP, Action.CLAIM_PACKAGE),
    "give_feedback": Route(Scope.OWN_READING, Action.READ_SAMPLE),
    "split_packages": Route(Scope.GROUP, Action.ASSIGN_PACKAGE),
    "open_examination": Route(Scope.OWN_READING, Action.READ_SAMPLE),
    "get_examination": Route(Scope.READING),
    "list_examinations": Route(Scope.GROUP, Action.SEE_GROUP),
    "put_examination": Route(Scope.OWN_READING, Action.READ_SAMPLE),
    "list_operations": Route(Scope.READING),
    "list_objects": Route(Scope.READING),
    "get_masks": Route(Scope.READING),
    "get_examination_version": Route(Scope.READING),
    "restore_examination": Route(Scope.OWN_READING, Action.READ_SAMPLE),
    "list_blinding_lifts": Route(Scope.GROUP, Action.SEE_ALL_PACKAGES),
    "lift_blinding": Route(Scope.GROUP, Action.SEE_ALL_PACKAGES),
    "start_round": Route(Scope.GROUP, Action.EDIT_SET),
    "apply_operations": Route(Scope.OWN_READING, Action.READ_SAMPLE),
    "list_uploads": Route(Scope.OWN),
    "create_upload": Route(Scope.ANY_ORGANIZATION, Action.UPLOAD_IMAGES),
    "get_upload": Route(Scope.OWN),
    "discard_upload": Route(Scope.OWN),
    "get_upload_file": Route(Scope.OWN),
    "put_upload_file": Route(Scope.OWN),
    "discard_upload_file": Route(Scope.OWN),
    "finish_upload": Route(Scope.OWN),
    "list_upload_items": Route(Scope.OWN),
    "download_upload_report": Route(Scope.OWN),
    "list_studies": Route(Scope.SIGNED_IN),
    "get_study": Route(Scope.STUDY),
    "list_set_regions": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_sample_regions": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_region_slices": Route(Scope.STUDY),
    "get_region_slice": Route(Scope.STUDY),
    "get_set_series_metadata": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_set_frame": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_series_metadata": Route(Scope.STUDY),
    "get_frame": Route(Scope.STUDY),
    "get_set_rendered_instance": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_set_rendered_frame": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_set_study_thumbnail": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_set_series_thumbnail": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_set_instance_thumbnail": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_rendered_instance": Route(Scope.STUDY),
    "get_rendered_frame": Route(Scope.STUDY),
    "get_study_thumbnail": Route(Scope.STUDY),
    "get_series_thumbnail": Route(Scope.STUDY),
    "get_instance_thumbnail": Route(Scope.STUDY),
    "get_extraction_engine": Route(Scope.SIGNED_IN),
    "list_extraction_presets": Route(Scope.SIGNED_IN),
    "check_extraction_preset": Route(Scope.SIGNED_IN),
    "create_extraction_preset": Route(Scope.ANY_ORGANIZATION, Action.EXTRACT_FEATURES),
    "get_extraction_preset": Route(Scope.PRESET),
    "download_extraction_preset": Route(Scope.PRESET),
    "create_extraction_preset_version": Route(Scope.OWN_PRESET, Action.EDIT_PRESETS),
    "list_extraction_runs": Route(Scope.SIGNED_IN),
    "plan_extraction": Route(Scope.GROUP, Action.EXTRACT_FROM_SET),
    "create_extraction_run": Route(Scope.GROUP, Action.EXTRACT_FROM_SET),
    "retry_extraction_run": Route(Scope.GROUP, Action.EXTRACT_FROM_SET),
    "repeat_extraction_run": Route(Scope.GROUP, Action.EXTRACT_FROM_SET),
    "get_extraction_run": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_extraction_tasks": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_features": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_feature_columns": Route(Scope.GROUP, Action.SEE_GROUP),
    "download_features": Route(Scope.GROUP, Action.SEE_GROUP),
    "download_feature_archive": Route(Scope.GROUP, Action.SEE_GROUP),
    "download_run_preset": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_export_formats": Route(Scope.SIGNED_IN),
    "plan_export": Route(Scope.GROUP, Action.SEE_GROUP),
    "create_export": Route(Scope.GROUP, Action.SEE_GROUP),
    "list_exports": Route(Scope.GROUP, Action.SEE_GROUP),
    "get_export": Route(Scope.OWN_IN_GROUP),
    "create_annotation_import": Route(Scope.GROUP, Action.EDIT_SET),
    "list_annotation_imports": Route(Scope.GROUP, Action.EDIT_SET),
    "get_annotation_import": Route(Scope.READINGS, Action.EDIT_SET),
    "download_export": Route(Scope.OWN_IN_GROUP),
    "list_agreement_runs": Route(Scope.GROUP, Action.COMPARE_READERS),
    "create_agreement_run": Route(Scope.GROUP, Action.COMPARE_READERS),
    "get_agreement_run": Route(Scope.READINGS, Action.COMPARE_READERS),
    "download_agreement": Route(Scope.READINGS, Action.COMPARE_READERS),
    "list_releases": Route(Scope.GROUP, Action.SEE_RELEASES),
    "list_group_releases": Route(Scope.GROUP, Action.SEE_RELEASES),
    "get_release": Route(Scope.READINGS, Action.SEE_RELEASES),
    "create_release": Route(Scope.GROUP, Action.MAKE_RELEASES),
    "download_release_manifest": Route(Scope.READINGS, Action.SEE_RELEASES),
    "list_release_samples": Route(Scope.READINGS, Action.SEE_RELEASES),
    "verify_release": Route(Scope.READINGS, Action.SEE_RELEASES),
    "compare_releases": Route(Scope.READINGS, Action.SEE_RELEASES),
    "list_release_withdrawals": Route(Scope.READINGS, Action.SEE_RELEASES),
    "withdraw_release_samples": Route(Scope.READINGS, Action.MAKE_RELEASES),
    "list_release_exports": Route(Scope.READINGS, Action.SEE_RELEASES),
    "create_release_export": Route(Scope.READINGS, Action.SEE_RELEASES),
    "list_adjudications": Route(Scope.GROUP, Action.ADJUDICATE),
    "get_adjudication_masks": Route(Scope.GROUP, Action.ADJUDICATE),
    "get_adjudication": Route(Scope.GROUP, Action.ADJUDICATE),
    "compare_readings": Route(Scope.GROUP, Action.ADJUDICATE),
    "decide_adjudication": Route(Scope.GROUP, Action.ADJUDICATE),
    "undo_adjudication": Route(Scope.READINGS, Action.ADJUDICATE),
    "list_threads": Route(Scope.GROUP, Action.SEE_GROUP),
    "begin_thread": Route(Scope.GROUP, Action.READ_SAMPLE),
    "add_comment": Route(Scope.READING, Action.READ_SAMPLE),
    "update_thread": Route(Scope.READING, Action.READ_SAMPLE),
    "update_comment": Route(Scope.OWN_READING, Action.READ_SAMPLE),
    "delete_comment": Route(Scope.OWN_READING, Action.READ_SAMPLE),
    "list_jobs": Route(Scope.OWN),
    "get_job": Route(Scope.OWN),
    "cancel_job": Route(Scope.OWN),
    "retry_job": Route(Scope.OWN),
    "stream_events": Route(Scope.OWN),
}

# What a program never does by a token: what decides over the account itself.
NOT_BY_TOKEN = frozenset(
    {
        "update_me",
        "change_password",
        "replace_preferences",
        "stream_events",
        "list_sessions",
        "revoke_session",
        "revoke_other_sessions",
        "list_api_tokens",
        "create_api_token",
        "revoke_api_token",
    }
)
# Sent as a POST for the sake of their body or of a secret in it; they change nothing.
ONLY_LOOKS = frozenset({"get_samples_contents", "preview_invitation", "check_extraction_preset", "plan_extraction"})
ANNOTATING = frozenset({Action.READ_SAMPLE, Action.CLAIM_PACKAGE})


def token_scope_for(operation: str, method: str) -> TokenScope | None:
    """The least scope of a token that allows an operation; none does where there is none."""
    if operation in NOT_BY_TOKEN:
        return None
    if method in {"GET", "HEAD"} or operation in ONLY_LOOKS:
        return TokenScope.READ
    return TokenScope.ANNOTATE if ROUTES[operation].action in ANNOTATING else TokenScope.MANAGE


def token_allows(scope: TokenScope, operation: str, method: str) -> bool:
    needed, order = token_scope_for(operation, method), list(TokenScope)
    return needed is not None and order.index(needed) <= order.index(scope)
