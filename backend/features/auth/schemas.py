from typing import Literal
from uuid import UUID

from pydantic import Field

from backend.core.permissions import GroupRole, OrganizationRole, SystemRole
from backend.core.schemas import Email, Schema


class Credentials(Schema):
    email: Email
    password: str = Field(max_length=200)


class OrganizationOfMe(Schema):
    id: UUID
    name: str
    role: OrganizationRole


class GroupOfMe(Schema):
    id: UUID
    name: str
    role: GroupRole


class Me(Schema):
    id: UUID
    email: str
    name: str
    system_role: SystemRole | None
    organizations: list[OrganizationOfMe]
    groups: list[GroupOfMe]


class RefreshRequest(Schema):
    refresh_token: str = Field(max_length=200)


class TokenPair(Schema):
    access_token: str = Field(description="Send as `Authorization: Bearer …`.")
    refresh_token: str = Field(description="Good for one refresh; the answer holds the next.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a word of RFC 6750
    expires_in: int = Field(description="Seconds until the access token ends.")
