"""A decision over readings of a sample that differ: a reading of its own. Those it is made of stay as they are."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Keyed, Timed, choice, within_set


class DecisionWay(StrEnum):
    """How somebody decided: one reading as it is, objects of several, or drawn anew."""

    CHOOSE = "choose"
    MERGE = "merge"
    REDRAW = "redraw"


class Adjudication(Keyed, Timed, Base):
    __tablename__ = "adjudications"
    __table_args__ = (
        within_set("sample_id", "samples", "CASCADE"),
        within_set("examination_id", "examinations", "CASCADE"),
        UniqueConstraint("examination_id"),
        UniqueConstraint("sample_id", "round", "stands"),
        Index(None, "sample_id", "set_id"),
        Index(None, "examination_id", "set_id"),
        {"comment": "Decisions over readings that differ; at most one of a sample and round stands."},
    )

    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set of the sample."
    )
    sample_id: Mapped[UUID] = mapped_column(comment="What was decided on.")
    examination_id: Mapped[UUID] = mapped_column(comment="The decision, as a reading of its own.")
    adjudicator_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who decided."
    )
    round: Mapped[int] = mapped_column(comment="The round whose readings it is over.")
    way: Mapped[DecisionWay] = mapped_column(choice(DecisionWay), comment="choose, merge or redraw.")
    stands: Mapped[bool | None] = mapped_column(comment="True while it holds; empty once it is undone.")
    undone_at: Mapped[datetime | None] = mapped_column(comment="When it was undone (UTC).")
    undone_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who undid it."
    )
