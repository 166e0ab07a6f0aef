from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.permissions import GroupRole
from backend.core.schemas import Characters, Schema
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


class InvitationMaker(Schema):
    id: UUID
    name: str


class InvitationRead(Schema):
    id: UUID
    group_id: UUID
    code: str = Field(description="`XXXXX-XXXXX`; pass it on as `/join#XXXXX-XXXXX`, which no server sees.")
    role: GroupRole
    note: str | None
    created_by: InvitationMaker
    created_at: datetime
    expires_at: datetime
    max_uses: int | None
    use_count: int
    revoked_at: datetime | None
    state: InvitationState


class JoinCode(Schema):
    code: Code


class InvitationPreview(Schema):
    """What somebody learns of a group who holds a code that opens it."""

    group_name: str
    organization_name: str
    role: GroupRole
    invited_by: str
    expires_at: datetime
    is_member: bool = Field(description="The caller belongs to the group already.")
