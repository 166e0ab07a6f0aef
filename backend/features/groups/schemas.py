from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.permissions import GroupRole
from backend.core.schemas import Email, FreeText, Name, Schema


class GroupCreate(Schema):
    name: Name
    description: FreeText | None = None
    organization_id: UUID | None = Field(default=None, description="Its centre; one's first centre if empty.")


class GroupUpdate(Schema):
    name: Name | None = None
    description: FreeText | None = None


class GroupRead(Schema):
    id: UUID
    organization_id: UUID
    organization_name: str
    name: str
    description: str | None
    version: int = Field(description="Rises with every edit; also the ETag.")
    my_role: GroupRole | None = Field(description="What the caller is in it.")
    member_count: int
    set_count: int
    created_at: datetime


class GroupContents(Schema):
    """What is deleted with a group."""

    sets: int
    samples: int
    packages: int
    readings: int | None = Field(description="Not told to who is blind in one of the sets.")
    objects: int | None = Field(description="Not told to who is blind in one of the sets.")


class MemberCreate(Schema):
    email: Email
    role: GroupRole = GroupRole.ANNOTATOR


class MemberUpdate(Schema):
    role: GroupRole


class MemberRead(Schema):
    user_id: UUID
    email: str
    name: str
    title: str | None
    specialty: str | None
    role: GroupRole
    joined_at: datetime
