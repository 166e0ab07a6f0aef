"""Who changed what, written in the transaction of the change."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Id, identifier
from backend.models.columns import Keyed, Timed


class AuditEntry(Keyed, Timed, Base):
    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "organization_id", "created_at"),
        Index(None, "object_type", "object_id"),
        {"comment": "Every change, with who made it."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it concerns."
    )
    actor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), comment="Who; empty: the system itself."
    )
    action: Mapped[str] = mapped_column(identifier(64), comment="What was done: set.created, package.claimed …")
    object_type: Mapped[str] = mapped_column(identifier(64), comment="The kind of thing it was done to.")
    object_id: Mapped[UUID] = mapped_column(Id, comment="Its id.")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="What changed; no patient data.")
