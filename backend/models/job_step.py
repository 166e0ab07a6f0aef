"""A part of a job that one worker does at a time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, LongText
from backend.core.queue import Lane
from backend.models.columns import Keyed, Timed, choice
from backend.models.job import Job, JobState

MAX_ATTEMPTS = 3


class JobStep(Keyed, Timed, Base):
    __tablename__ = "job_steps"
    __table_args__ = (
        UniqueConstraint("job_id", "position"),
        Index(None, "state", "heartbeat_at"),
        {"comment": "Parts of jobs; each is what one queue message asks for."},
    )

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), comment="The job.")
    position: Mapped[int] = mapped_column(comment="Order in the job, from 1.")
    params: Mapped[dict[str, Any]] = mapped_column(comment="The ids that this part works on.")
    lane: Mapped[Lane] = mapped_column(choice(Lane), comment="fast or heavy: the queue it waits in.")
    state: Mapped[JobState] = mapped_column(
        choice(JobState), default=JobState.QUEUED, comment="queued, running, done, failed or cancelled."
    )
    attempt: Mapped[int] = mapped_column(default=0, comment="How often it was begun; fences off older attempts.")
    attempts_allowed: Mapped[int] = mapped_column(
        default=MAX_ATTEMPTS, comment="After so many attempts it fails; running it again allows more."
    )
    worker: Mapped[str | None] = mapped_column(String(200), comment="host:pid:start of the process that does it.")
    heartbeat_at: Mapped[datetime | None] = mapped_column(comment="Sign of life, by the database's clock (UTC).")
    error: Mapped[str | None] = mapped_column(LongText, comment="What went wrong.")
    finished_at: Mapped[datetime | None] = mapped_column(comment="When it ended (UTC).")

    job: Mapped[Job] = relationship(lazy="raise", viewonly=True)
