"""Somebody who read in a set, and gave that up for this round to see what the others have read."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText
from backend.models.columns import Keyed, Timed


class BlindingLift(Keyed, Timed, Base):
    __tablename__ = "blinding_lifts"
    __table_args__ = (
        UniqueConstraint("set_id", "user_id", "round"),
        {"comment": "Who gave up reading in a round of a set to see the readings of others."},
    )

    set_id: Mapped[UUID] = mapped_column(ForeignKey("reading_sets.id", ondelete="CASCADE"), comment="The set.")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who.")
    round: Mapped[int] = mapped_column(comment="The set's round at the time: in a later one they are blind again.")
    reason: Mapped[str] = mapped_column(LongText, comment="Why, in their words.")
