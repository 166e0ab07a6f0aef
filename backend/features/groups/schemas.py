from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.permissions import GroupRole
from backend.core.schemas import Email, FreeText, Name, Schema


class GroupCreate(Schema):
    name: Name
    description: FreeText | None = None


class GroupUpdate(Schema):
    name: Name | None = None
    description: FreeText | None = None


class GroupRead(Schema):
    id: UUID
    organization_id: UUID
    name: str
    description: str | None
    my_role: GroupRole | None = Field(description="What the caller is in it.")
    member_count: int
    set_count: int
    created_at: datetime


class MemberCreate(Schema):
    email: Email
    role: GroupRole = GroupRole.ANNOTATOR


class MemberUpdate(Schema):
    role: GroupRole


class MemberRead(Schema):
    user_id: UUID
    email: str
    name: str
    role: GroupRole
    joined_at: datetime
