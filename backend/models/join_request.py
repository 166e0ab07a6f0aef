"""Somebody whom an admin must let in: asked by a join code that needs approval, or after having been removed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, now
from backend.core.permissions import GroupRole
from backend.models.columns import Keyed, Timed, choice, within_organization


class JoinRequestState(StrEnum):
    PENDING = "pending"
    DECLINED = "declined"
    REMOVED = "removed"


class JoinRequest(Keyed, Timed, Base):
    __tablename__ = "join_requests"
    __table_args__ = (
        within_organization("group_id", "reading_groups", "CASCADE"),
        UniqueConstraint("group_id", "user_id"),
        {"comment": "People who may join a group only if an admin of it says so; gone once they are members."},
    )

    organization_id: Mapped[UUID] = mapped_column(comment="The centre of the group.")
    group_id: Mapped[UUID] = mapped_column(comment="The group.")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True, comment="Who.")
    invitation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="SET NULL"), index=True, comment="The join code it was asked by."
    )
    role: Mapped[GroupRole] = mapped_column(choice(GroupRole), comment="What they would become, or were.")
    state: Mapped[JoinRequestState] = mapped_column(
        choice(JoinRequestState), comment="pending, declined, or removed: was a member, and needs approval to be again."
    )
    was_removed: Mapped[bool] = mapped_column(default=False, comment="They were removed from the group once.")
    updated_at: Mapped[datetime] = mapped_column(default=now, comment="When it came to be so (UTC).")
