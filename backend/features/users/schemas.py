from datetime import datetime
from uuid import UUID

from backend.core.permissions import OrganizationRole, SystemRole
from backend.core.schemas import Email, Name, Password, Schema


class UserCreate(Schema):
    email: Email
    name: Name
    password: Password
    organization_role: OrganizationRole = OrganizationRole.MEMBER


class UserRead(Schema):
    id: UUID
    email: str
    name: str
    system_role: SystemRole | None
    is_active: bool
    created_at: datetime
