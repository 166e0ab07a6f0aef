"""How far the readings of a sample in a round differ, as last compared: what the queue of decisions is ordered by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, now
from backend.models.columns import within_set


class Disagreement(Base):
    __tablename__ = "disagreements"
    __table_args__ = (
        within_set("sample_id", "samples", "CASCADE"),
        Index(None, "sample_id", "set_id"),
        {"comment": "How far the readings of samples differ; derived, may be computed anew at any time."},
    )

    sample_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The sample.")
    round: Mapped[int] = mapped_column(primary_key=True, comment="The round of the readings.")
    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set of the sample."
    )
    likeness: Mapped[float | None] = mapped_column(
        Double, comment="Mean over pairs of readers, 0 to 1; empty where it cannot be said."
    )
    reading_count: Mapped[int] = mapped_column(comment="Readings that were compared.")
    version_sum: Mapped[int] = mapped_column(comment="Sum of their versions: another one means they have changed.")
    computed_at: Mapped[datetime] = mapped_column(default=now, comment="When (UTC).")
