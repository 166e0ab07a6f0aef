"""A join code: whoever holds it may join a group, until it expires, is revoked or is used up."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier, now
from backend.core.permissions import GroupRole
from backend.models.columns import Keyed, Timed, choice, within_organization


class InvitationState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    USED_UP = "used_up"
    REVOKED = "revoked"


class Invitation(Keyed, Timed, Base):
    __tablename__ = "invitations"
    __table_args__ = (
        within_organization("group_id", "reading_groups", "CASCADE"),
        CheckConstraint("max_uses >= 1", name="max_uses"),
        CheckConstraint("max_uses IS NULL OR use_count <= max_uses", name="use_count"),
        {"comment": "Join codes of groups; the code itself is derived from the id and the server's key."},
    )

    organization_id: Mapped[UUID] = mapped_column(comment="The centre of the group.")
    group_id: Mapped[UUID] = mapped_column(index=True, comment="The group that it opens.")
    code_sha256: Mapped[str] = mapped_column(identifier(64), unique=True, comment="Of the code, to find it by.")
    role: Mapped[GroupRole] = mapped_column(choice(GroupRole), comment="What those who join become.")
    email: Mapped[str | None] = mapped_column(identifier(254), comment="Whom alone it lets in; empty: whoever has it.")
    requires_approval: Mapped[bool] = mapped_column(default=False, comment="An admin must say yes to each who comes.")
    mailed_at: Mapped[datetime | None] = mapped_column(comment="When it was last sent to that address (UTC).")
    note: Mapped[str | None] = mapped_column(String(200), comment="Whom it is for, as its maker noted.")
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), comment="Who made it.")
    expires_at: Mapped[datetime] = mapped_column(comment="Until when it opens (UTC).")
    max_uses: Mapped[int | None] = mapped_column(comment="How many people may join by it; empty: any number.")
    use_count: Mapped[int] = mapped_column(default=0, comment="How many have joined by it.")
    revoked_at: Mapped[datetime | None] = mapped_column(comment="When it was revoked (UTC).")

    @property
    def state(self) -> InvitationState:
        """Whether it opens its group still, and if not, what ended it."""
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.max_uses is not None and self.use_count >= self.max_uses:
            return InvitationState.USED_UP
        return InvitationState.EXPIRED if self.expires_at <= now() else InvitationState.OPEN
