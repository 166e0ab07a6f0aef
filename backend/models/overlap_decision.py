"""What was decided of a sample when its readers were done: whether one more is asked, and why."""

from uuid import UUID

from sqlalchemy import Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Timed, within_set


class OverlapDecision(Timed, Base):
    __tablename__ = "overlap_decisions"
    __table_args__ = (
        within_set("sample_id", "samples", "CASCADE"),
        Index(None, "sample_id", "set_id"),
        {"comment": "Where readers disagreed and one more was asked; what was decided stays as it was decided."},
    )

    sample_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The sample.")
    round: Mapped[int] = mapped_column(primary_key=True, comment="The set's round at the time.")
    readers: Mapped[int] = mapped_column(primary_key=True, comment="How many had read it.")
    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set of the sample."
    )
    likeness: Mapped[float | None] = mapped_column(
        Double, comment="How alike they were, on average of the pairs: 0 to 1."
    )
    alike_from: Mapped[float] = mapped_column(Double, comment="What was asked of them.")
    is_extended: Mapped[bool] = mapped_column(comment="Whether one more reader was asked.")
