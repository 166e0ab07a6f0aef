"""One request to compute features of some regions with one preset."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base
from backend.models.columns import Keyed, Timed, within_organization
from backend.models.extraction_preset import ExtractionPreset
from backend.models.job import Job


class ExtractionRun(Keyed, Timed, Base):
    __tablename__ = "extraction_runs"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        within_organization("preset_id", "extraction_presets", "RESTRICT"),
        within_organization("job_id", "jobs", "RESTRICT"),
        UniqueConstraint("job_id"),
        {"comment": "Runs of feature extraction."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who asked for it."
    )
    set_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="SET NULL"), index=True, comment="The set it was asked from."
    )
    study_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("studies.id", ondelete="SET NULL"), index=True, comment="The study it was asked from."
    )
    preset_id: Mapped[UUID] = mapped_column(comment="The settings.")
    job_id: Mapped[UUID] = mapped_column(comment="The job that people see.")
    name: Mapped[str] = mapped_column(String(200), comment="Name for people.")
    request: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="What was asked for, to ask for it again."
    )

    preset: Mapped[ExtractionPreset] = relationship(lazy="raise", viewonly=True)
    job: Mapped[Job] = relationship(lazy="raise", viewonly=True)
