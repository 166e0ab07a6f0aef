from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.permissions import OrganizationRole, SystemRole
from backend.core.schemas import Email, Name, Password, Schema


class UserCreate(Schema):
    email: Email
    name: Name
    password: Password
    organization_role: OrganizationRole = OrganizationRole.MEMBER


class UserUpdate(Schema):
    name: Name | None = None
    is_active: bool | None = Field(default=None, description="False ends all sign-ins, and lets nobody in again.")
    system_role: SystemRole | None = None


class UserRead(Schema):
    id: UUID
    email: str
    name: str
    title: str | None
    specialty: str | None
    practice_start_year: int | None
    system_role: SystemRole | None
    is_active: bool
    created_at: datetime
