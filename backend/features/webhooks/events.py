"""The events that a webhook can hear: names of the audit. What tells of readings is for those with sight alone."""

from enum import StrEnum


class WebhookEvent(StrEnum):
    GROUP_UPDATED = "group.updated"
    MEMBER_ADDED = "group.member_added"
    MEMBER_JOINED = "group.member_joined"
    MEMBER_LEFT = "group.member_left"
    MEMBER_REMOVED = "group.member_removed"
    ROLE_CHANGED = "group.role_changed"
    JOIN_REQUESTED = "group.join_requested"
    JOIN_DECLINED = "group.join_declined"
    INVITATION_CREATED = "invitation.created"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_REVOKED = "invitation.revoked"
    SET_CREATED = "set.created"
    SET_UPDATED = "set.updated"
    SET_CLONED = "set.cloned"
    SET_ARCHIVED = "set.archived"
    SET_UNARCHIVED = "set.unarchived"
    SET_DELETED = "set.deleted"
    SAMPLES_ADDED = "set.samples_added"
    SAMPLES_MOVED = "set.samples_moved"
    SAMPLES_RECEIVED = "set.samples_received"
    SAMPLES_DELETED = "set.samples_deleted"
    PACKAGES_SPLIT = "set.packages_split"
    LABEL_CREATED = "label.created"
    LABEL_UPDATED = "label.updated"
    LABEL_ARCHIVED = "label.archived"
    LABEL_UNARCHIVED = "label.unarchived"
    LABEL_DELETED = "label.deleted"
    ROUND_STARTED = "set.round_started"
    PACKAGE_ASSIGNED = "package.assigned"
    PACKAGE_CLAIMED = "package.claimed"
    PACKAGE_RELEASED = "package.released"
    PACKAGE_UPDATED = "package.updated"
    EXAMINATION_BEGUN = "examination.begun"
    EXAMINATION_DONE = "examination.done"
    EXAMINATION_REOPENED = "examination.reopened"
    EXAMINATION_IMPORTED = "examination.imported"
    EXPORT_STARTED = "export.started"
    EXPORT_WRITTEN = "export.written"
    RELEASE_CREATED = "release.created"
    RELEASE_FROZEN = "release.frozen"
    RELEASE_WITHDRAWN = "release.samples_withdrawn"


PING = "ping"
# All others are about the set, its words and its people, which every admin of the group sees anyway.
TELL_READINGS = frozenset(
    {
        WebhookEvent.SAMPLES_MOVED,
        WebhookEvent.SAMPLES_RECEIVED,
        WebhookEvent.SAMPLES_DELETED,
        WebhookEvent.LABEL_DELETED,
        WebhookEvent.ROUND_STARTED,
        WebhookEvent.PACKAGE_ASSIGNED,
        WebhookEvent.PACKAGE_CLAIMED,
        WebhookEvent.PACKAGE_RELEASED,
        WebhookEvent.PACKAGE_UPDATED,
        WebhookEvent.EXAMINATION_BEGUN,
        WebhookEvent.EXAMINATION_DONE,
        WebhookEvent.EXAMINATION_REOPENED,
        WebhookEvent.EXAMINATION_IMPORTED,
        WebhookEvent.EXPORT_STARTED,
        WebhookEvent.EXPORT_WRITTEN,
        WebhookEvent.RELEASE_CREATED,
        WebhookEvent.RELEASE_FROZEN,
        WebhookEvent.RELEASE_WITHDRAWN,
    }
)
