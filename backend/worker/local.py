"""The product without its web server, for commands: a database, a storage, and a worker in this process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from backend.core.database import Database
from backend.core.processes import ComputePool
from backend.core.queue import Lane, RememberingQueue
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import Begin, begin_reading, begin_work
from backend.features.jobs.kinds import KINDS
from backend.features.users.setup import prepare_centre
from backend.migrations import commands as migrations
from backend.models.job import FINISHED, Job
from backend.repositories.jobs import JobRepository, JobStepRepository
from backend.worker.runner import StepRunner

POLL_SECONDS = 0.5


@dataclass(frozen=True)
class LocalProduct:
    """What a command works with. Its jobs are done here, unless a worker elsewhere takes them first."""

    settings: Settings
    database: Database
    storage: Storage
    pool: ComputePool
    queue: RememberingQueue

    @property
    def begin(self) -> Begin:
        return lambda: begin_work(self.database, self.queue)

    async def finish(self, job_id: UUID, tell: Callable[[Job], None] | None = None) -> Job:
        """Do what is to be done of a job, wait for what others do of it, and give it when it has ended."""
        pools = dict.fromkeys(Lane, self.pool)
        runner = StepRunner(self.database, self.queue, self.storage, pools, self.settings, KINDS)
        watching = asyncio.create_task(runner.watch())
        try:
            while True:
                async with begin_reading(self.database) as work:
                    job = await JobRepository(work.db).get(job_id)
                    steps = await JobStepRepository(work.db).of_job(job_id)
                if job is None or job.state in FINISHED:
                    break
                waiting = [step.id for step in steps if step.state not in FINISHED]
                running = [asyncio.create_task(runner.run(step_id)) for step_id in waiting]
                await self._until_done(job_id, running, tell)
        finally:
            watching.cancel()
        assert job is not None  # noqa: S101 - the caller just made it
        return job

    async def _until_done(
        self, job_id: UUID, running: list[asyncio.Task[None]], tell: Callable[[Job], None] | None
    ) -> None:
        pending = set(running)
        while pending:
            _, pending = await asyncio.wait(pending, timeout=POLL_SECONDS)
            async with begin_reading(self.database) as work:
                job = await JobRepository(work.db).get(job_id)
            if job is not None and tell is not None:
                tell(job)
        await asyncio.sleep(POLL_SECONDS / 10)


@asynccontextmanager
async def local_product(settings: Settings) -> AsyncIterator[LocalProduct]:
    """Open what a command needs; the embedded database is brought up to date first."""
    async with AsyncExitStack() as stack:
        await prepare_database(settings)
        database = Database(settings.database)
        stack.push_async_callback(database.close)
        await prepare_centre(database, settings)
        pool = ComputePool(settings.worker_processes)
        stack.push_async_callback(pool.close)
        storage = Storage(settings.storage, settings.cache, settings.cache_bytes)
        yield LocalProduct(settings, database, storage, pool, RememberingQueue())


async def prepare_database(settings: Settings) -> None:
    """Migrate the embedded database. Elsewhere `isocenter migrate` does, before anything starts; look that it did."""
    if settings.database_url:
        await migrations.require_head(settings.database)
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await migrations.upgrade(settings.database)
