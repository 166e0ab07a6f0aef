"""Looks after what nobody else does: steps whose worker died, and messages that never came."""

import asyncio
import logging
import os
import socket

from backend.core.database import Database
from backend.core.jobs import StepKind
from backend.core.queue import JobQueue, Message
from backend.core.work import UnitOfWork, begin_reading, begin_work
from backend.features.jobs.service import JobService
from backend.models.job import JobKind, JobState
from backend.models.job_step import JobStep
from backend.repositories.jobs import JobRepository, JobStepRepository

logger = logging.getLogger(__name__)
INTERVAL_SECONDS = 10.0
WORKER_DIED = "The worker died at this step, every time it was tried."


class Reaper:
    def __init__(self, database: Database, queue: JobQueue, kinds: dict[JobKind, StepKind]) -> None:
        self.database = database
        self.queue = queue
        self.kinds = kinds
        self._taken_before: set[Message] = set()

    async def run(self) -> None:
        while True:
            try:
                await self.reap()
            except Exception:
                logger.exception("reaper.failed")
            await asyncio.sleep(INTERVAL_SECONDS)

    async def reap(self) -> None:
        """Give dead steps to the next worker, and remind the queue of those that wait."""
        async with begin_reading(self.database) as work:
            steps = JobStepRepository(work.db)
            anything_dead = bool(await _orphaned(steps))
            waiting = [Message(step.id, step.attempt, step.lane) for step in await steps.waiting()]
        if anything_dead:
            async with begin_work(self.database, self.queue) as work:
                for step in await _orphaned(JobStepRepository(work.db)):
                    await self._revive(work, step)
        for message in waiting:  # the queue drops the ones that it still has
            await self.queue.send(message)
        await self._put_back_the_unbegun(waiting)

    async def _put_back_the_unbegun(self, waiting: list[Message]) -> None:
        """A worker killed between taking a message and claiming its step would keep it: its step waits, and waits."""
        taken = await self.queue.taken(waiting)
        for message in taken & self._taken_before:
            logger.warning("message.put_back", extra={"step_id": str(message.step_id), "attempt": message.attempt})
            await self.queue.put_back(message)
        self._taken_before = taken

    async def _revive(self, work: UnitOfWork, step: JobStep) -> None:
        logger.warning("step.orphaned", extra={"step_id": str(step.id), "attempt": step.attempt})
        jobs = JobService(work)
        job = await JobRepository(work.db).get(step.job_id)
        if job is None:
            return
        kind = self.kinds[job.kind]
        if job.cancel_requested_at is not None:
            await kind.cancel(work, step.params)
            await jobs.end(step.id, JobState.CANCELLED)
        elif step.attempt >= step.attempts_allowed:
            await kind.give_up(work, step.params, WORKER_DIED)
            await jobs.end(step.id, JobState.FAILED, error=WORKER_DIED, code="WorkerDied")
        else:
            await jobs.requeue(step)


async def _orphaned(steps: JobStepRepository) -> list[JobStep]:
    """Steps whose worker has not been heard of, or is a process of this host that is gone: no need to wait for it."""
    gone = [step.id for step in await steps.running() if _is_gone(step.worker)]
    return await steps.dead(or_among=gone)


def _is_gone(worker: str | None) -> bool:
    if worker is None:
        return False
    host, pid, _ = worker.rsplit(":", 2)
    if host != socket.gethostname() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
