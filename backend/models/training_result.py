"""How one attempt of somebody at a training ended."""

from uuid import UUID

from sqlalchemy import Double, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Keyed, Timed


class TrainingResult(Keyed, Timed, Base):
    __tablename__ = "training_results"
    __table_args__ = (
        UniqueConstraint("set_id", "user_id", "attempt"),
        {"comment": "Attempts at trainings that came to their end, passed or not."},
    )

    set_id: Mapped[UUID] = mapped_column(ForeignKey("reading_sets.id", ondelete="CASCADE"), comment="The training set.")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who.")
    attempt: Mapped[int] = mapped_column(comment="Which attempt of theirs, from 1.")
    cases: Mapped[int] = mapped_column(comment="How many cases it held.")
    score: Mapped[float] = mapped_column(Double, comment="The mean likeness to the known answers: 0 to 1.")
    pass_mark: Mapped[float] = mapped_column(Double, comment="What was asked at the time.")
    is_passed: Mapped[bool] = mapped_column(comment="Whether the score reached the mark.")
