"""A set with known answers by which readers are trained: who is as good as its mark has passed."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Timed


class Training(Timed, Base):
    __tablename__ = "trainings"
    __table_args__ = (
        CheckConstraint("pass_mark >= 0 AND pass_mark <= 1", name="pass_mark"),
        {"comment": "Sets by which readers are trained."},
    )

    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), primary_key=True, comment="The set."
    )
    pass_mark: Mapped[float] = mapped_column(Double, comment="The mean likeness to the known answers to pass: 0 to 1.")
