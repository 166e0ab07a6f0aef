"""A file of annotations that somebody brought into a set, and what became of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, within_organization
from backend.models.job import Job


class AnnotationImport(Keyed, Timed, Base):
    __tablename__ = "annotation_imports"
    __table_args__ = (
        within_organization("job_id", "jobs", "RESTRICT"),
        UniqueConstraint("job_id"),
        {"comment": "Files of annotations that were brought into sets."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who brought it."
    )
    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set that it is for."
    )
    job_id: Mapped[UUID] = mapped_column(comment="The job that people see.")
    file_name: Mapped[str] = mapped_column(String(400), comment="Its name as it came.")
    file_key: Mapped[str | None] = mapped_column(identifier(200), comment="Where the bytes wait; empty once read.")
    request: Mapped[dict[str, Any]] = mapped_column(comment="How it shall be read.")
    report: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="What became of each file and object in it."
    )

    job: Mapped[Job] = relationship(lazy="raise", viewonly=True)
