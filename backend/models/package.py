"""One reader's tray."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, now
from backend.models.columns import Keyed, Timed


class Package(Keyed, Timed, Base):
    __tablename__ = "packages"
    __table_args__ = (
        UniqueConstraint("id", "set_id", "slot"),
        UniqueConstraint("set_id", "position"),
        CheckConstraint("priority >= -1 AND priority <= 1", name="priority"),
        {"comment": "Trays of samples, each for one reader."},
    )

    set_id: Mapped[UUID] = mapped_column(ForeignKey("reading_sets.id", ondelete="CASCADE"), comment="The set.")
    position: Mapped[int] = mapped_column(comment="Its number in the set, from 1.")
    slot: Mapped[int] = mapped_column(comment="Which reading of its samples: 1 to readers per sample.")
    assignee_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True, comment="Who reads it; empty while it is free."
    )
    assigned_at: Mapped[datetime | None] = mapped_column(comment="Since when (UTC).")

    due_on: Mapped[date | None] = mapped_column(comment="The day by which it should be read.")
    priority: Mapped[int] = mapped_column(default=0, comment="1 is read first, 0 in its turn, -1 last.")

    def assign(self, user_id: UUID | None) -> None:
        self.assignee_id = user_id
        self.assigned_at = None if user_id is None else now()
