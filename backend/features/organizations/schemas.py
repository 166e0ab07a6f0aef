from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.schemas import Characters, Email, Name, Schema

CenterKey = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$"),
    Field(description="Short stable key: lower case letters, digits, hyphens.", examples=["st-elsewhere"]),
    Characters,
]


class OrganizationCreate(Schema):
    name: Name
    center_key: CenterKey


class OrganizationUpdate(Schema):
    name: Name | None = None


class OrganizationRead(Schema):
    id: UUID
    name: str
    center_key: str
    my_role: OrganizationRole | None = Field(description="What the caller is in it.")
    member_count: int
    group_count: int
    created_at: datetime


class OrganizationMemberCreate(Schema):
    email: Email
    role: OrganizationRole = OrganizationRole.MEMBER


class OrganizationMemberUpdate(Schema):
    role: OrganizationRole


class OrganizationMemberRead(Schema):
    user_id: UUID
    email: str
    name: str
    title: str | None
    specialty: str | None
    role: OrganizationRole
    joined_at: datetime


class OrganizationGroupRead(Schema):
    """A group as the centre's admin sees it from outside."""

    id: UUID
    name: str
    member_count: int
    set_count: int
    my_role: GroupRole | None
    created_at: datetime
