"""One reader's reading of one sample in one round. Its author never changes."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText, now
from backend.models.columns import Keyed, Timed, choice, within_set


class ExaminationState(StrEnum):
    OPEN = "open"
    DONE = "done"


class ExaminationKind(StrEnum):
    """What a reading is: a reader's own, a decision over several, a known answer, or brought in from a file."""

    READING = "reading"
    ADJUDICATION = "adjudication"
    REFERENCE = "reference"
    IMPORTED = "imported"


class Examination(Keyed, Timed, Base):
    __tablename__ = "examinations"
    __table_args__ = (
        UniqueConstraint("id", "set_id"),
        UniqueConstraint("sample_id", "reader_id", "round", "kind", "turn"),
        within_set("sample_id", "samples", "CASCADE"),
        {"comment": "Readings: one per sample, reader and round."},
    )

    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set of the sample."
    )
    sample_id: Mapped[UUID] = mapped_column(comment="What was read.")
    reader_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who read it."
    )
    round: Mapped[int] = mapped_column(comment="The set's round at the time.")
    kind: Mapped[ExaminationKind] = mapped_column(
        choice(ExaminationKind),
        default=ExaminationKind.READING,
        comment="reading, adjudication, reference or imported.",
    )
    turn: Mapped[int] = mapped_column(default=1, comment="Counts what one person makes anew of the same, from 1.")
    author: Mapped[str | None] = mapped_column(String(200), comment="Who read it, as the file it came from says.")
    state: Mapped[ExaminationState] = mapped_column(
        choice(ExaminationState), default=ExaminationState.OPEN, comment="open or done."
    )
    tentative: Mapped[bool] = mapped_column(default=False, comment="The reader is not sure.")
    bad_quality: Mapped[bool] = mapped_column(default=False, comment="The image is not fit to be read.")
    no_finding: Mapped[bool] = mapped_column(default=False, comment="Read, and explicitly nothing found.")
    remark: Mapped[str | None] = mapped_column(LongText, comment="The reader's comment.")
    version: Mapped[int] = mapped_column(default=0, comment="Number of operations applied.")
    updated_at: Mapped[datetime] = mapped_column(default=now, comment="Last operation (UTC).")
    done_at: Mapped[datetime | None] = mapped_column(comment="When it was last set done (UTC).")
