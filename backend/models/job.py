"""Long work that a person can see. The row is the truth; a message only triggers it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText, now
from backend.models.columns import Keyed, Timed, choice


class JobKind(StrEnum):
    IMPORT = "import"
    EXTRACTION = "extraction"
    EXPORT = "export"
    ANNOTATION_IMPORT = "annotation_import"
    AGREEMENT = "agreement"
    COMPARISON = "comparison"
    RELEASE = "release"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(Keyed, Timed, Base):
    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        Index(None, "owner_id", "updated_at"),
        {"comment": "Long work with progress; done in steps (job_steps)."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), comment="Who asked for it; it acts with this person's rights."
    )
    kind: Mapped[JobKind] = mapped_column(choice(JobKind), comment="What is done, e.g. import, extraction or export.")
    title: Mapped[str] = mapped_column(String(200), comment="What it does, for people.")
    state: Mapped[JobState] = mapped_column(
        choice(JobState), default=JobState.QUEUED, comment="queued, running, done, failed or cancelled."
    )
    done: Mapped[int] = mapped_column(default=0, comment="How far: units finished.")
    total: Mapped[int] = mapped_column(default=0, comment="Units in all; 0 while unknown.")
    message: Mapped[str | None] = mapped_column(LongText, comment="What happens now, or what went wrong.")
    error_code: Mapped[str | None] = mapped_column(String(64), comment="The error's stable name.")
    result_url: Mapped[str | None] = mapped_column(String(200), comment="The page that shows its result.")
    params: Mapped[dict[str, Any]] = mapped_column(comment="The ids that it works on.")
    cancel_requested_at: Mapped[datetime | None] = mapped_column(comment="When somebody cancelled it (UTC).")
    started_at: Mapped[datetime | None] = mapped_column(comment="When its first step began (UTC).")
    finished_at: Mapped[datetime | None] = mapped_column(comment="When its last step ended (UTC).")
    updated_at: Mapped[datetime] = mapped_column(default=now, comment="Last change (UTC).")
