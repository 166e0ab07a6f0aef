"""The features of one region in one run."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Double, ForeignKey, Index, String, UniqueConstraint
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
        UniqueConstraint("run_id", "series_id", "region_id"),
        Index(None, "reuse_key", "organization_id"),
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
    region_hash: Mapped[str | None] = mapped_column(
        identifier(64), comment="The mask's hash when it was planned; a reader's region: once it is drawn."
    )
    mask_key: Mapped[str | None] = mapped_column(identifier(200), comment="That mask, in the storage.")
    shapes_hash: Mapped[str | None] = mapped_column(identifier(64), comment="Of a reader's shapes that were drawn.")
    reading_version: Mapped[int | None] = mapped_column(comment="The reading's version when its shapes were taken.")
    modality_key: Mapped[str] = mapped_column(String(32), comment="Which section of the preset it is computed by.")
    reuse_key: Mapped[str | None] = mapped_column(
        identifier(64), comment="SHA-256 of all that its values follow from: images, mask, section, versions."
    )
    reused: Mapped[bool] = mapped_column(default=False, comment="Its values are those of an equal task before it.")
    warnings: Mapped[list[Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="What to know of its values: [{code, message}]."
    )
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
