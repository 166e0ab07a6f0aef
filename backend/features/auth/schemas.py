from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from backend.core.database import now
from backend.core.permissions import GroupRole, OrganizationRole, SystemRole
from backend.core.schemas import Characters, Email, Name, Password, Schema
from backend.features.invitations.schemas import Code


class Credentials(Schema):
    email: Email
    password: str = Field(max_length=200)


class Registration(Schema):
    email: Email
    name: Name
    password: Password
    code: Code | None = Field(default=None, description="A join code; needed where only the invited may register.")


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
    title: str | None
    specialty: str | None
    practice_start_year: int | None
    system_role: SystemRole | None
    organizations: list[OrganizationOfMe]
    groups: list[GroupOfMe]


def _no_future_year(year: int) -> int:
    if year > now().year:
        raise ValueError("must not lie in the future")
    return year


Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), Characters]
Specialty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Characters]
Year = Annotated[int, Field(ge=1900, le=9999), AfterValidator(_no_future_year)]


class MeUpdate(Schema):
    """What is sent changes; null clears it, but for the name."""

    name: Name | None = None
    title: Title | None = None
    specialty: Specialty | None = None
    practice_start_year: Year | None = None


class PasswordChange(Schema):
    current_password: str = Field(max_length=200)
    new_password: Password


class SessionRead(Schema):
    """A sign-in: one browser or program."""

    id: UUID
    user_agent: str | None = Field(description="The browser or program, as it names itself.")
    created_at: datetime
    last_used_at: datetime = Field(description="When it was last renewed: up to a quarter of an hour before now.")
    expires_at: datetime
    is_current: bool


class RefreshRequest(Schema):
    refresh_token: str = Field(max_length=200)


class TokenPair(Schema):
    access_token: str = Field(description="Send as `Authorization: Bearer …`.")
    refresh_token: str = Field(description="Good for one refresh; the answer holds the next.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a word of RFC 6750
    expires_in: int = Field(description="Seconds until the access token ends.")
