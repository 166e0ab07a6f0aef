"""The features of one region in one run."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Double, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, Blob, LongText, identifier
from backend.models.columns import Keyed, Timed, choice, within_organization
from backend.models.region import Region
from backend.models.series import Series


class TaskState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ExtractionTask(Keyed, Timed, Base):
    __tablename__ = "extraction_tasks"
    __table_args__ = (
        UniqueConstraint("run_id", "region_id"),
        Index(None, "run_id", "series_id"),
        within_organization("run_id", "extraction_runs", "CASCADE"),
        within_organization("series_id", "series", "CASCADE"),
        within_organization("region_id", "regions", "CASCADE"),
        {"comment": "One region of a run: its state, then its feature values with provenance."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    run_id: Mapped[UUID] = mapped_column(comment="The run.")
    series_id: Mapped[UUID] = mapped_column(comment="The images.")
    region_id: Mapped[UUID] = mapped_column(comment="The region.")
    region_version: Mapped[int] = mapped_column(comment="The region's version when it was planned.")
    region_hash: Mapped[str] = mapped_column(identifier(64), comment="The mask's hash when it was planned.")
    mask_key: Mapped[str] = mapped_column(identifier(200), comment="The mask as it was planned, in the storage.")
    state: Mapped[TaskState] = mapped_column(
        choice(TaskState), default=TaskState.QUEUED, comment="queued, running, done, failed or cancelled."
    )
    error: Mapped[str | None] = mapped_column(LongText, comment="Why it failed, for people.")
    schema_hash: Mapped[str | None] = mapped_column(
        ForeignKey("feature_schemas.schema_hash", ondelete="RESTRICT"), comment="The names of the values."
    )
    feature_values: Mapped[bytes | None] = mapped_column(
        Blob, deferred=True, comment="float64, little endian, in the schema's order; NaN: not computable."
    )
    reasons: Mapped[dict[str, Any] | None] = mapped_column(
        deferred=True, comment="Feature name → why it is not computable."
    )
    provenance: Mapped[dict[str, Any] | None] = mapped_column(
        deferred=True, comment="Versions, settings, hashes of image and region."
    )
    seconds: Mapped[float | None] = mapped_column(Double, comment="Computing time.")
    finished_at: Mapped[datetime | None] = mapped_column(comment="When it ended (UTC).")

    region: Mapped[Region] = relationship(lazy="raise", viewonly=True)
    series: Mapped[Series] = relationship(lazy="raise", viewonly=True)
