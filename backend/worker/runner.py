"""Runs steps: takes one, keeps it alive, ends it when told to, and writes how it ended."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from backend.core.database import Database
from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext, LeaseLost, StepKind
from backend.core.permissions import Caller
from backend.core.processes import ComputePool
from backend.core.queue import JobQueue, Lane
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import UnitOfWork, begin_reading, begin_work
from backend.features.jobs.service import JobService
from backend.models.job import JobKind, JobState
from backend.models.job_step import JobStep
from backend.repositories.jobs import JobRepository, JobStepRepository
from backend.repositories.users import UserRepository
from backend.worker.progress import ThrottledProgress

logger = logging.getLogger(__name__)
WATCH_SECONDS = 1.0
BEATS_EVERY = 10


def worker_name() -> str:
    """Host, process and a random part: a restarted process is another worker."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


@dataclass
class StepRunner:
    database: Database
    queue: JobQueue
    storage: Storage
    pools: Mapping[Lane, ComputePool]
    settings: Settings
    kinds: dict[JobKind, StepKind]
    name: str = field(default_factory=worker_name)
    running: dict[UUID, asyncio.Task[None]] = field(default_factory=dict)
    stopped: set[UUID] = field(default_factory=set)

    async def run(self, step_id: UUID) -> None:
        """Do one step, if it is to be had. The message that asks for it may come twice."""
        async with begin_work(self.database, self.queue) as work:
            claimed = await JobService(work).claim(step_id, self.name)
        if claimed is None:
            return
        step, job = claimed
        context = self._context(step, await self._owner(job.owner_id))
        kind = self.kinds[job.kind]
        task = asyncio.create_task(_do(kind, context))
        self.running[step_id] = task
        try:
            await task
            await self._end(context, JobState.DONE)
        except LeaseLost:
            await self._end_if_cancelled(context, kind)
        except asyncio.CancelledError:
            await self._stopped(context, kind)
        except ApplicationError as error:
            await self._fail(context, kind, str(error), type(error).__name__)
        except Exception as error:
            logger.exception("step.failed", extra={"step_id": str(step_id), "attempt": step.attempt})
            reason = f"The worker failed at this ({type(error).__name__}); the failure is in its log."
            await self._try_again(context, kind, step.attempts_allowed, reason)
        finally:
            self.running.pop(step_id, None)
            self.stopped.discard(step_id)

    async def watch(self) -> None:
        """Every second, end what was cancelled; every ten, show signs of life."""
        tick = 0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            tick += 1
            steps = list(self.running)
            if not steps:
                continue
            try:
                if tick % BEATS_EVERY == 0:
                    async with begin_work(self.database, self.queue) as work:
                        await JobStepRepository(work.db).beat(self.name, steps)
                async with begin_reading(self.database) as work:
                    to_stop = await JobStepRepository(work.db).to_stop(steps, self.name)
            except Exception:
                logger.exception("worker.watch_failed")
                continue
            for step_id in to_stop:
                self.stopped.add(step_id)
                if task := self.running.get(step_id):
                    task.cancel()

    async def _owner(self, owner_id: UUID) -> Caller:
        async with begin_reading(self.database) as work:
            users = UserRepository(work.db)
            owner = await users.get(owner_id)
            if owner is None or not owner.is_active:
                return Caller(user_id=owner_id)
            return await users.caller(owner)

    def _context(self, step: JobStep, owner: Caller) -> JobContext:
        step_id, attempt = step.id, step.attempt

        @asynccontextmanager
        async def begin() -> AsyncIterator[UnitOfWork]:
            async with begin_work(self.database, self.queue) as work:
                await JobService(work).hold(step_id, attempt)
                yield work

        return JobContext(
            job_id=step.job_id,
            step_id=step_id,
            attempt=attempt,
            params=step.params,
            caller=owner,
            begin=begin,
            begin_reading=lambda: begin_reading(self.database),
            progress=ThrottledProgress(step.job_id, begin),
            pool=self.pools[step.lane],
            storage=self.storage,
            settings=self.settings,
        )

    async def _end(self, context: JobContext, state: JobState) -> None:
        try:
            async with context.begin() as work:
                await JobService(work).end(context.step_id, state)
        except LeaseLost:
            return

    async def _fail(self, context: JobContext, kind: StepKind, reason: str, code: str) -> None:
        try:
            async with context.begin() as work:
                await kind.give_up(work, context.params, reason)
                await JobService(work).end(context.step_id, JobState.FAILED, error=reason, code=code)
        except LeaseLost:
            return

    async def _try_again(self, context: JobContext, kind: StepKind, allowed: int, reason: str) -> None:
        if context.attempt >= allowed:
            await self._fail(context, kind, reason, "Unexpected")
            return
        try:
            async with context.begin() as work:
                step = await JobStepRepository(work.db).get(context.step_id)
                if step is not None:
                    await JobService(work).requeue(step)
        except LeaseLost:
            return

    async def _stopped(self, context: JobContext, kind: StepKind) -> None:
        """Cancelled by people, or this worker is going down: then the next one begins the step again."""
        if context.step_id in self.stopped:
            await self._end_if_cancelled(context, kind)
            return
        await asyncio.shield(self._try_again(context, kind, context.attempt + 1, "The worker was stopped."))
        raise asyncio.CancelledError

    async def _end_if_cancelled(self, context: JobContext, kind: StepKind) -> None:
        try:
            async with context.begin() as work:
                job = await JobRepository(work.db).get(context.job_id)
                if job is None or job.cancel_requested_at is None:
                    return
                await kind.cancel(work, context.params)
                await JobService(work).end(context.step_id, JobState.CANCELLED)
        except LeaseLost:
            return


async def _do(kind: StepKind, context: JobContext) -> None:
    """Run a step, if its owner may still have it run."""
    async with context.begin_reading() as work:
        await kind.authorise(work, context.params, context.caller)
    await kind.run(context)
