"""What a person is in a group."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, now
from backend.core.permissions import GroupRole
from backend.models.columns import choice


class Membership(Base):
    __tablename__ = "memberships"
    __table_args__ = ({"comment": "Who belongs to which group, and as what."},)

    group_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_groups.id", ondelete="CASCADE"), primary_key=True, comment="The group."
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True, comment="The person."
    )
    role: Mapped[GroupRole] = mapped_column(choice(GroupRole), comment="admin, reviewer, annotator or viewer.")
    joined_at: Mapped[datetime] = mapped_column(default=now, comment="Since when (UTC).")
