"""How a set is dealt out to its readers: what goes into which package, and what is read once more."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Timed, choice


class Split(StrEnum):
    """Which samples lie together in a package."""

    UPLOAD_ORDER = "upload_order"
    RANDOM = "random"
    BY_READER = "by_reader"
    BY_PATIENT = "by_patient"


class Distribution(Timed, Base):
    __tablename__ = "distributions"
    __table_args__ = (
        CheckConstraint("repeat_share >= 0 AND repeat_share <= 1", name="repeat_share"),
        CheckConstraint("control_share >= 0 AND control_share <= 1", name="control_share"),
        CheckConstraint("extra_readers >= 0", name="extra_readers"),
        CheckConstraint("alike_from >= 0 AND alike_from <= 1", name="alike_from"),
        {"comment": "How sets are dealt out; a set without a row is dealt out in the order of upload."},
    )

    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), primary_key=True, comment="The set."
    )
    split: Mapped[Split] = mapped_column(
        choice(Split), default=Split.UPLOAD_ORDER, comment="upload_order, random, by_reader or by_patient."
    )
    seed: Mapped[int] = mapped_column(BigInteger, default=0, comment="What every random choice follows from.")
    repeat_share: Mapped[float] = mapped_column(
        Double, default=0.0, comment="Of the samples somebody has read, how many they read once more: 0 to 1."
    )
    repeat_after_days: Mapped[int] = mapped_column(default=30, comment="Not before so many days.")
    control_share: Mapped[float] = mapped_column(
        Double, default=0.0, comment="Of the samples of a new package, how many have a known answer: 0 to 1."
    )
    extra_readers: Mapped[int] = mapped_column(
        default=0, comment="How many more read a sample, at most, where its readers disagree."
    )
    alike_from: Mapped[float] = mapped_column(
        Double, default=0.7, comment="Readings that are at least so much alike agree: 0 to 1."
    )
    training_set_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="SET NULL"),
        index=True,
        comment="The training that must be passed before reading here.",
    )
    version: Mapped[int] = mapped_column(comment="Rises with every edit; a stale edit is refused.")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own
