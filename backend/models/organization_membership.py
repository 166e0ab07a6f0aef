"""What a person is in a centre."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, now
from backend.core.permissions import OrganizationRole
from backend.models.columns import choice


class OrganizationMembership(Base):
    __tablename__ = "organization_memberships"
    __table_args__ = ({"comment": "Who belongs to which centre, and as what."},)

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True, comment="The centre."
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, comment="The person."
    )
    role: Mapped[OrganizationRole] = mapped_column(
        choice(OrganizationRole), comment="admin (also data manager), clinician or member."
    )
    joined_at: Mapped[datetime] = mapped_column(default=now, comment="Since when (UTC).")
