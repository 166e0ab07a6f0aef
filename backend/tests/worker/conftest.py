"""A worker of one's own: real queue, real processes, a database file that commits."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.core.database import Database
from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Action, Caller
from backend.core.queue import ArqQueue, Lane, open_pool
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import UnitOfWork, begin_reading, begin_work
from backend.features.jobs.service import JobService
from backend.features.users.setup import prepare_centre
from backend.models.job import Job, JobKind
from backend.models.job_step import JobStep
from backend.models.user import User
from backend.repositories.jobs import JobRepository, JobStepRepository
from backend.repositories.organizations import OrganizationRepository
from backend.tests.factories.users import create_user
from backend.tests.services import redis_server
from backend.tests.worker.computing import write_after
from backend.worker.runner import StepRunner
from backend.worker.service import working


@dataclass
class Bench:
    """A place to run jobs of one toy kind, whose steps call `write_after`."""

    database: Database
    queue: ArqQueue
    redis: Any
    storage: Storage
    settings: Settings
    log: Path
    owner: User
    kinds: dict[JobKind, StepKind] = field(default_factory=dict)

    def worker(self) -> AbstractAsyncContextManager[StepRunner]:
        return working(self.database, self.queue, self.redis, self.storage, self.settings, self.kinds)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        async with begin_work(self.database, self.queue) as work:
            yield work

    def caller(self) -> Caller:
        return Caller(user_id=self.owner.id)

    async def start(self, *, seconds: float = 0, steps: int = 1) -> UUID:
        async with self.begin() as work:
            organization = await OrganizationRepository(work.db).default()
            assert organization is not None
            job = await JobService(work).begin(
                JobKind.IMPORT,
                "Toy",
                [{"seconds": seconds}] * steps,
                lane=Lane.FAST,
                caller=self.caller(),
                organization_id=organization.id,
                params={},
                total=steps,
            )
            return job.id

    async def job(self, job_id: UUID) -> Job:
        async with begin_reading(self.database) as work:
            job = await JobRepository(work.db).get(job_id)
        assert job is not None
        return job

    async def steps(self, job_id: UUID) -> list[JobStep]:
        async with begin_reading(self.database) as work:
            return await JobStepRepository(work.db).of_job(job_id)

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(params=["embedded", "redis"])
async def bench(
    request: pytest.FixtureRequest, new_migrated_url: Callable[[], str], tmp_path: Path
) -> AsyncIterator[Bench]:
    url = new_migrated_url()
    redis_url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path,
        database_url=url,
        redis_url=redis_url,
        worker_processes=2,
        secret_key="s" * 32,
    )
    database = Database(url)
    await prepare_centre(database, settings)
    redis = await open_pool(redis_url)
    await redis.flushall()
    queue = ArqQueue(redis)
    async with begin_work(database, queue) as work:
        owner = await create_user(work)
    log = tmp_path / "log"

    async def authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
        caller.require(Action.UPLOAD_IMAGES, in_=next(iter(caller.organizations), None))

    async def run(context: JobContext) -> None:
        await context.pool.run(write_after, str(log), float(context.params["seconds"]))
        async with context.begin() as work:
            await JobService(work).tell(context.job_id, 1, 1, None)

    kind = StepKind(Lane.FAST, authorise, run, nothing_to_tidy, nothing_to_tidy, nothing_to_tidy)
    storage = Storage(settings.storage, settings.cache)
    yield Bench(database, queue, redis, storage, settings, log, owner, {JobKind.IMPORT: kind})
    await queue.close()
    await database.close()
