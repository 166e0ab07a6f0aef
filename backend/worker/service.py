"""A worker: two arq workers (one per lane), the watch over running steps, reaper and cleaner, in one event loop.

Inside the server on the embedded default; as `isocenter worker`, on any number of hosts, in production.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import arq.worker
from arq import ArqRedis
from arq.worker import Worker, func
from redis.exceptions import RedisError

from backend.core.database import Database
from backend.core.jobs import StepKind
from backend.core.processes import ComputePool
from backend.core.queue import RUN_STEP, JobQueue, Lane
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.features.jobs.kinds import KINDS
from backend.models.job import JobKind
from backend.worker.cleaner import Cleaner
from backend.worker.dealer import Dealer
from backend.worker.herald import Herald
from backend.worker.reaper import Reaper
from backend.worker.runner import StepRunner

logger = logging.getLogger(__name__)
# arq would end a step after this; our own limits are on each computation, and the reaper looks after the dead.
STEP_TIMEOUT_SECONDS = 7 * 24 * 3600
POLL_SECONDS = 0.1
AGAIN_AFTER_SECONDS = 1.0
# A long extraction leaves the machine to those who read, upload and look at pictures meanwhile.
HEAVY_NICENESS = 10


async def _say_nothing(*_: object) -> None:
    """Stands in for arq's start-up note: it asks for INFO, which the embedded queue does not have."""


def make_arq_fit_for_embedding() -> None:
    """The one patch that the in-process queue needs; a test fails when arq no longer has what is patched."""
    setattr(arq.worker, "log_redis_info", _say_nothing)  # noqa: B010 - a patch, and visibly one


async def run_step(context: dict[str, Any], step_id: str) -> None:
    runner: StepRunner = context["runner"]
    await runner.run(UUID(step_id))


def _lane_worker(lane: Lane, redis: ArqRedis, runner: StepRunner, at_once: int) -> Worker:
    task: Any = run_step
    return Worker(
        functions=[func(task, name=RUN_STEP, timeout=STEP_TIMEOUT_SECONDS, keep_result=0, max_tries=1)],
        redis_pool=redis,
        queue_name=lane.queue_name,
        ctx={"runner": runner},
        max_jobs=at_once,
        handle_signals=False,
        poll_delay=POLL_SECONDS,
        health_check_interval=3600,
    )


@asynccontextmanager
async def working(
    database: Database,
    queue: JobQueue,
    redis: ArqRedis,
    storage: Storage,
    settings: Settings,
    kinds: dict[JobKind, StepKind] | None = None,
) -> AsyncIterator[StepRunner]:
    """Work on jobs while the context is open; at its end running steps go back to the queue."""
    if settings.redis_url is None:
        make_arq_fit_for_embedding()
    pools = {
        Lane.FAST: ComputePool(settings.worker_processes),
        Lane.HEAVY: ComputePool(settings.worker_processes, niceness=HEAVY_NICENESS),
    }
    kinds = KINDS if kinds is None else kinds
    runner = StepRunner(database, queue, storage, pools, settings, kinds)
    reaper, cleaner = Reaper(database, queue, kinds), Cleaner(database, queue, storage)
    dealer, herald = Dealer(database, queue), Herald(database, queue, settings)
    asking: list[Worker] = []

    async def ask(lane: Lane) -> None:
        """Ask for messages; when Redis was away, begin anew, and leave what runs to run."""
        while True:
            asking.append(_lane_worker(lane, redis, runner, settings.worker_processes))
            try:
                await asking[-1].main()
            except (RedisError, OSError) as error:
                logger.warning("worker.redis_unreachable", extra={"lane": lane.value, "reason": type(error).__name__})
            await asyncio.sleep(AGAIN_AFTER_SECONDS)

    async with AsyncExitStack() as stack:
        for pool in pools.values():
            stack.push_async_callback(pool.close)
        acts = (runner.watch(), reaper.run(), cleaner.run(), dealer.run(), herald.run(), *(ask(lane) for lane in Lane))
        loops = [asyncio.create_task(act) for act in acts]
        stack.push_async_callback(_end, loops, asking)
        yield runner


async def _end(loops: list[asyncio.Task[Any]], asking: list[Worker]) -> None:
    for worker in asking:
        for task in worker.tasks.values():
            task.cancel()
        await asyncio.gather(*worker.tasks.values(), return_exceptions=True)
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
