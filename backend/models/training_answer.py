"""How a reading of a training case was marked, once and for all, when its reader asked."""

from uuid import UUID

from sqlalchemy import Double, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Timed


class TrainingAnswer(Timed, Base):
    __tablename__ = "training_answers"
    __table_args__ = (
        {"comment": "Readings of training cases as they were marked; marked once, whatever comes after."},
    )

    examination_id: Mapped[UUID] = mapped_column(
        ForeignKey("examinations.id", ondelete="CASCADE"), primary_key=True, comment="The reading."
    )
    version: Mapped[int] = mapped_column(comment="Its version at the time.")
    known_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("examinations.id", ondelete="SET NULL"), index=True, comment="The known answer that it was held to."
    )
    known_version: Mapped[int] = mapped_column(comment="The known answer's version at the time.")
    likeness: Mapped[float | None] = mapped_column(Double, comment="0 to 1; empty: it cannot be said.")
