"""A set: the samples that a group reads under one task, with one vocabulary of labels."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText
from backend.models.columns import Keyed, Timed, choice, within_organization


class Task(StrEnum):
    CLASSIFICATION = "classification"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"


class Identity(StrEnum):
    """What readers see of the patient. Enforced by the server on everything that leaves it."""

    HIDDEN = "hidden"
    PSEUDONYM = "pseudonym"
    FULL = "full"


class Grouping(StrEnum):
    """Which images that belong together are one thing to read."""

    NONE = "none"
    STUDY_FUSION = "study_fusion"
    MAMMOGRAPHY = "mammography"


class Sight(StrEnum):
    """From when a reader sees what others have made of a sample. Enforced by the server on everything."""

    NEVER = "never"
    AFTER_OWN = "after_own"
    AFTER_ROUND = "after_round"
    ALWAYS = "always"


class SampleSet(Keyed, Timed, Base):
    __tablename__ = "reading_sets"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        within_organization("group_id", "reading_groups", "CASCADE"),
        CheckConstraint("package_size >= 1", name="package_size"),
        CheckConstraint("readers_per_sample >= 1", name="readers_per_sample"),
        {"comment": "Sets of samples that a group reads."},
    )

    organization_id: Mapped[UUID] = mapped_column(comment="The centre it belongs to.")
    group_id: Mapped[UUID] = mapped_column(comment="The group that reads it.")
    name: Mapped[str] = mapped_column(String(200), comment="Name for people.")
    description: Mapped[str | None] = mapped_column(LongText, comment="What the set is for.")
    guideline: Mapped[str | None] = mapped_column(LongText, comment="How to read it; shown in the reading room.")
    task: Mapped[Task] = mapped_column(choice(Task), comment="classification, detection or segmentation.")
    package_size: Mapped[int] = mapped_column(comment="Samples in a full package.")
    readers_per_sample: Mapped[int] = mapped_column(comment="How many people read each sample.")
    readers_see_readings: Mapped[Sight] = mapped_column(
        choice(Sight),
        default=Sight.NEVER,
        comment="Whose readings a reader sees: never, after_own, after_round or always others' too.",
    )
    readers_see_imported: Mapped[Sight] = mapped_column(
        choice(Sight), default=Sight.ALWAYS, comment="From when a reader sees what files and models say, likewise."
    )
    identity: Mapped[Identity] = mapped_column(choice(Identity), comment="hidden, pseudonym or full.")
    sample_grouping: Mapped[Grouping] = mapped_column(
        choice(Grouping), default=Grouping.NONE, comment="none, study_fusion or mammography: what becomes one sample."
    )
    hanging: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSON(none_as_null=True), comment="How images are laid out when a sample is opened; empty: as is usual."
    )
    round: Mapped[int] = mapped_column(default=1, comment="The current round of reading, from 1.")
    version: Mapped[int] = mapped_column(comment="Rises with every edit; a stale edit is refused.")
    archived_at: Mapped[datetime | None] = mapped_column(comment="Since when it is closed to reading (UTC).")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own
