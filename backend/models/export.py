"""A file of readings that somebody asked for, in a format that others read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, within_organization
from backend.models.job import Job


class Export(Keyed, Timed, Base):
    __tablename__ = "exports"
    __table_args__ = (
        within_organization("job_id", "jobs", "RESTRICT"),
        UniqueConstraint("job_id"),
        {"comment": "Files of readings that people asked for; kept for a week."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who asked for it; nobody else gets it."
    )
    set_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set that it is of."
    )
    release_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("releases.id", ondelete="CASCADE"), index=True, comment="The release that it is of."
    )
    job_id: Mapped[UUID] = mapped_column(comment="The job that people see.")
    format: Mapped[str] = mapped_column(String(32), comment="Key of the format, e.g. coco.")
    request: Mapped[dict[str, Any]] = mapped_column(comment="What was asked for.")
    summary: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="What is in it, and what is not and why."
    )
    file_name: Mapped[str | None] = mapped_column(String(255), comment="What the file is called when it is fetched.")
    file_key: Mapped[str | None] = mapped_column(identifier(200), comment="Where the file is, once it is written.")
    media_type: Mapped[str | None] = mapped_column(String(100), comment="Of the file.")
    size_bytes: Mapped[int | None] = mapped_column(BigInteger, comment="Length of the file.")
    sha256: Mapped[str | None] = mapped_column(identifier(64), comment="Of the file, hexadecimal.")
    expires_at: Mapped[datetime] = mapped_column(comment="When the file is let go of (UTC).")

    job: Mapped[Job] = relationship(lazy="raise", viewonly=True)
