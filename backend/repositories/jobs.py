"""Questions about jobs and their steps, and the conditional updates by which workers take and keep them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update

from backend.core.database import now, utc_now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.models.job import FINISHED, Job, JobState
from backend.models.job_step import JobStep
from backend.repositories.base import Repository

DEAD_AFTER_SECONDS = 30
RESEND_LIMIT = 500


class JobRepository(Repository[Job]):
    model = Job

    def visible_to(self, caller: Caller) -> Select[Job]:
        return self.select().where(Job.owner_id == caller.user_id)

    async def get_visible(self, job_id: UUID, caller: Caller) -> Job | None:
        return await self.one_or_none(self.visible_to(caller).where(Job.id == job_id))

    async def recent(self, caller: Caller, page: Page) -> Listing[Job]:
        return await self.listing(self.visible_to(caller).order_by(Job.created_at.desc(), Job.id.desc()), page)

    async def changed_since(self, caller: Caller, instant: datetime) -> list[Job]:
        return await self.all(self.visible_to(caller).where(Job.updated_at > instant).order_by(Job.updated_at))

    async def locked(self, job_id: UUID) -> Job | None:
        """The job, held until the end of this unit of work: its steps finish one after the other."""
        statement = self.select().where(Job.id == job_id).with_for_update()
        return await self.one_or_none(statement.execution_options(populate_existing=True))


class JobStepRepository(Repository[JobStep]):
    model = JobStep

    async def of_job(self, job_id: UUID) -> list[JobStep]:
        return await self.all(self.select().where(JobStep.job_id == job_id).order_by(JobStep.position))

    async def attempts(self, job_ids: Sequence[UUID]) -> dict[UUID, int]:
        """How often the step of each job was begun that was tried most often, in one query."""
        if not job_ids:
            return {}
        rows = await self.db.execute(
            select(JobStep.job_id, func.max(JobStep.attempt))
            .where(JobStep.job_id.in_(job_ids))
            .group_by(JobStep.job_id)
        )
        return dict(rows.all())

    async def claim(self, step_id: UUID, worker: str) -> bool:
        """Take a waiting step; false if somebody else has it, or nobody needs it any more."""
        return await self._changed(
            update(JobStep)
            .where(JobStep.id == step_id, JobStep.state == JobState.QUEUED)
            .values(state=JobState.RUNNING, attempt=JobStep.attempt + 1, worker=worker, heartbeat_at=utc_now())
        )

    async def hold(self, step_id: UUID, attempt: int) -> bool:
        """Lock the step if this attempt still has it, and show a sign of life."""
        return await self._changed(
            update(JobStep)
            .where(JobStep.id == step_id, JobStep.state == JobState.RUNNING, JobStep.attempt == attempt)
            .values(heartbeat_at=utc_now())
        )

    async def beat(self, worker: str, step_ids: Sequence[UUID]) -> None:
        await self.db.execute(
            update(JobStep)
            .where(JobStep.id.in_(step_ids), JobStep.worker == worker, JobStep.state == JobState.RUNNING)
            .values(heartbeat_at=utc_now())
        )

    async def to_stop(self, step_ids: Sequence[UUID], worker: str) -> list[UUID]:
        """Which of these steps this worker should stop: their job was cancelled, or they are not its own any more."""
        kept = (
            select(JobStep.id)
            .join(Job, Job.id == JobStep.job_id)
            .where(
                JobStep.id.in_(step_ids),
                JobStep.worker == worker,
                JobStep.state == JobState.RUNNING,
                Job.cancel_requested_at.is_(None),
            )
        )
        held = set((await self.db.scalars(kept)).all())
        return [step_id for step_id in step_ids if step_id not in held]

    async def dead(self, or_among: Sequence[UUID] = ()) -> list[JobStep]:
        """Running steps whose worker has not been heard of, or that are among these."""
        unheard = JobStep.heartbeat_at < utc_now(-DEAD_AFTER_SECONDS)
        return await self.all(
            self.select()
            .where(JobStep.state == JobState.RUNNING, or_(unheard, JobStep.id.in_(or_among)))
            .with_for_update(skip_locked=True)
        )

    async def running(self) -> list[JobStep]:
        return await self.all(self.select().where(JobStep.state == JobState.RUNNING))

    async def waiting(self) -> list[JobStep]:
        return await self.all(
            self.select().where(JobStep.state == JobState.QUEUED).order_by(JobStep.id).limit(RESEND_LIMIT)
        )

    async def unfinished(self, job_id: UUID) -> int:
        statement = select(func.count()).where(JobStep.job_id == job_id, JobStep.state.not_in(FINISHED))
        return (await self.db.execute(statement)).scalar_one()

    async def failed(self, job_id: UUID) -> list[JobStep]:
        return await self.all(
            self.select().where(JobStep.job_id == job_id, JobStep.state == JobState.FAILED).order_by(JobStep.position)
        )

    async def end(self, step: JobStep, state: JobState, error: str | None) -> None:
        step.state = state
        step.error = error
        step.finished_at = now()
        await self.db.flush()

    async def _changed(self, statement: Any) -> bool:
        result: Any = await self.db.execute(statement.execution_options(synchronize_session=False))
        return bool(result.rowcount == 1)
