from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.permissions import GroupRole
from backend.core.schemas import Characters, Email, Schema
from backend.features.groups.schemas import GroupRead
from backend.models.invitation import InvitationState

MAX_DAYS = 90
Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40),
    Field(description="Case, spaces and hyphens do not matter.", examples=["8F2KQ-1ZT7M"]),
    Characters,
]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Characters]


class InvitationCreate(Schema):
    role: GroupRole = Field(default=GroupRole.ANNOTATOR, description="What those who join become.")
    expires_in_days: int = Field(default=7, ge=1, le=MAX_DAYS)
    max_uses: int | None = Field(default=None, ge=1, le=1000, description="How many may join; empty: any number.")
    note: Note | None = Field(default=None, description="Whom it is for.")
    email: Email | None = Field(
        default=None, description="Lets in only who signs in with this address, once; sent there if mail is set up."
    )
    requires_approval: bool = Field(default=False, description="An admin must say yes to each who comes.")


class InvitationMaker(Schema):
    id: UUID
    name: str


class InvitationRead(Schema):
    id: UUID
    group_id: UUID
    code: str = Field(description="`XXXXX-XXXXX`; pass it on as `/join#XXXXX-XXXXX`, which no server sees.")
    role: GroupRole
    note: str | None
    email: str | None
    requires_approval: bool
    mailed_at: datetime | None = Field(description="When it was last sent to its address.")
    created_by: InvitationMaker
    created_at: datetime
    expires_at: datetime
    max_uses: int | None
    use_count: int
    revoked_at: datetime | None
    state: InvitationState


class JoinAnswer(Schema):
    """What came of joining: the group, or that an admin of it must say yes first."""

    is_pending: bool
    group: GroupRead | None


class JoinRequestRead(Schema):
    id: UUID
    group_id: UUID
    user_id: UUID
    name: str
    email: str
    role: GroupRole = Field(description="What they would become.")
    was_removed: bool = Field(description="They were removed from the group before.")
    created_at: datetime


class JoinCode(Schema):
    code: Code


class InvitationPreview(Schema):
    """What somebody learns of a group who holds a code that opens it."""

    group_name: str
    organization_name: str
    role: GroupRole
    invited_by: str
    expires_at: datetime
    requires_approval: bool = Field(description="An admin must say yes to whoever comes by it, the caller included.")
    is_pending: bool = Field(description="The caller has asked, and waits for an admin.")
    is_member: bool = Field(description="The caller belongs to the group already.")
