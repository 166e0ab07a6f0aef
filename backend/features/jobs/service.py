"""The life of a job: begun as rows, taken by workers, ended once."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.jobs import LeaseLost, StepKind
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.queue import Lane, Message
from backend.core.work import UnitOfWork
from backend.features.jobs.errors import JobNotEnded, JobNotFound, JobNotRunning
from backend.features.jobs.schemas import JobRead
from backend.models.job import FINISHED, Job, JobKind, JobState
from backend.models.job_step import MAX_ATTEMPTS, JobStep
from backend.repositories.jobs import JobRepository, JobStepRepository


class JobService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.jobs = JobRepository(work.db)
        self.steps = JobStepRepository(work.db)

    async def recent(self, caller: Caller, page: Page) -> Listing[JobRead]:
        found = await self.jobs.recent(caller, page)
        return Listing(await self.read_all(found.items), found.total, found.page, found.page_size)

    async def read_all(self, jobs: Sequence[Job]) -> list[JobRead]:
        """Jobs as people see them."""
        attempts = await self.steps.attempts([job.id for job in jobs])
        return [_read(job, attempts.get(job.id, 0)) for job in jobs]

    async def read(self, job: Job) -> JobRead:
        return (await self.read_all([job]))[0]

    async def get(self, job_id: UUID, caller: Caller) -> Job:
        job = await self.jobs.get_visible(job_id, caller)
        if job is None:
            raise JobNotFound
        return job

    async def begin(
        self,
        kind: JobKind,
        title: str,
        steps: Sequence[dict[str, Any]],
        *,
        lane: Lane,
        caller: Caller,
        organization_id: UUID,
        params: dict[str, Any],
        total: int = 0,
        result_url: str | None = None,
    ) -> Job:
        """Write the job and its steps; their messages leave after the commit."""
        job = self.jobs.add(
            Job(
                organization_id=organization_id,
                owner_id=caller.user_id,
                kind=kind,
                title=title[:200],
                total=total,
                result_url=result_url,
                params=params,
            )
        )
        await self.work.flush()
        for position, step_params in enumerate(steps, start=1):
            step = JobStep(job_id=job.id, position=position, params=step_params, lane=lane)
            self.steps.add(step)
            await self.work.flush()
            self.work.enqueue(Message(step.id, 0, lane))
        audit.record(self.work, caller, "job.started", job.id, organization_id=organization_id, kind=kind.value)
        await self.work.flush()
        return job

    async def cancel(self, job_id: UUID, caller: Caller, kind_of: dict[JobKind, StepKind]) -> Job:
        """Ask for an end: what waits ends at once, what runs is ended by its worker within a second or two."""
        await self.get(job_id, caller)
        job = await self.jobs.locked(job_id)
        if job is None or job.state in FINISHED:
            raise JobNotRunning
        job.cancel_requested_at = job.updated_at = now()
        for step in await self.steps.of_job(job_id):
            if step.state is JobState.QUEUED:
                await self.steps.end(step, JobState.CANCELLED, None)
                await kind_of[job.kind].cancel(self.work, step.params)
        await self._end_if_over(job)
        audit.record(self.work, caller, "job.cancelled", job.id, organization_id=job.organization_id)
        await self.work.flush()
        return job

    async def retry(self, job_id: UUID, caller: Caller, kind_of: dict[JobKind, StepKind]) -> Job:
        """Run again what failed or was cancelled; what is done stays done."""
        await self.get(job_id, caller)
        job = await self.jobs.locked(job_id)
        if job is None or job.state not in (JobState.FAILED, JobState.CANCELLED):
            raise JobNotEnded
        for step in await self._run_again(job, lambda step: step.state is not JobState.DONE, caller):
            await kind_of[job.kind].reopen(self.work, step.params)
        await self.work.flush()
        return job

    async def rerun(self, job_id: UUID, wanted: Callable[[JobStep], bool], caller: Caller) -> None:
        """Run chosen steps of a job that has ended once more, even if they were done. Who may, the caller has asked."""
        job = await self.jobs.locked(job_id)
        if job is None or job.state not in FINISHED:
            raise JobNotEnded
        await self._run_again(job, wanted, caller)
        job.started_at = None  # it begins anew: what is left is estimated from now on
        await self.work.flush()

    async def claim(self, step_id: UUID, worker: str) -> tuple[JobStep, Job] | None:
        """Take a waiting step for this worker; nothing if it is not to be had."""
        if not await self.steps.claim(step_id, worker):
            return None
        step = await self.steps.get(step_id)
        job = await self.jobs.locked(step.job_id) if step else None
        if step is None or job is None:
            return None
        job.state = JobState.RUNNING
        job.started_at = job.started_at or now()
        job.updated_at = now()
        await self.work.flush()
        return step, job

    async def hold(self, step_id: UUID, attempt: int) -> None:
        if not await self.steps.hold(step_id, attempt):
            raise LeaseLost

    async def tell(self, job_id: UUID, done: int, total: int, message: str | None) -> None:
        job = await self.jobs.get(job_id)
        if job is not None:
            job.done, job.total, job.message, job.updated_at = done, total, message, now()
            await self.work.flush()

    async def end(self, step_id: UUID, state: JobState, *, error: str | None = None, code: str | None = None) -> None:
        """End a step, and its job with the last one."""
        step = await self.steps.get(step_id)
        if step is None:
            return
        job = await self.jobs.locked(step.job_id)
        await self.steps.end(step, state, error)
        if job is not None:
            if code:
                job.error_code = code
            await self._end_if_over(job)
        await self.work.flush()

    async def requeue(self, step: JobStep) -> None:
        """Give a step whose worker died to the next one."""
        step.state, step.worker, step.heartbeat_at = JobState.QUEUED, None, None
        await self.work.flush()
        self.work.enqueue(Message(step.id, step.attempt, step.lane))

    async def _run_again(self, job: Job, wanted: Callable[[JobStep], bool], caller: Caller) -> list[JobStep]:
        steps = [step for step in await self.steps.of_job(job.id) if wanted(step)]
        for step in steps:
            step.state, step.error, step.finished_at = JobState.QUEUED, None, None
            step.worker = step.heartbeat_at = None
            step.attempts_allowed = step.attempt + MAX_ATTEMPTS
            self.work.enqueue(Message(step.id, step.attempt, step.lane))
        job.state = JobState.QUEUED
        job.cancel_requested_at = job.finished_at = job.message = job.error_code = None
        job.updated_at = now()
        audit.record(self.work, caller, "job.retried", job.id, organization_id=job.organization_id)
        return steps

    async def _end_if_over(self, job: Job) -> None:
        job.updated_at = now()
        if await self.steps.unfinished(job.id):
            return
        job.finished_at = now()
        failed = await self.steps.failed(job.id)
        if job.cancel_requested_at is not None:
            job.state, job.message = JobState.CANCELLED, None
        elif failed:
            job.state, job.message = JobState.FAILED, failed[0].error
            job.error_code = job.error_code or "StepFailed"
        else:
            job.state = JobState.DONE


def _read(job: Job, attempt: int) -> JobRead:
    return JobRead(
        id=job.id,
        kind=job.kind,
        title=job.title,
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        error_code=job.error_code,
        result_url=job.result_url,
        attempt=attempt,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )
