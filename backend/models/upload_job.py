"""One delivery of files: what was sent, and what became of each."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base
from backend.models.columns import Keyed, Timed, within_organization
from backend.models.job import Job


class UploadJob(Keyed, Timed, Base):
    __tablename__ = "upload_jobs"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        within_organization("job_id", "jobs", "RESTRICT"),
        {"comment": "Deliveries of files."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who sends."
    )
    set_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="SET NULL"), index=True, comment="The set that the images go to."
    )
    job_id: Mapped[UUID | None] = mapped_column(comment="The job that reads the files; empty while sending.")

    job: Mapped[Job | None] = relationship(lazy="raise", viewonly=True)
