"""The queue is only a trigger: the rows of `jobs` and `job_steps` are the truth, a message may come twice or never."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from arq import ArqRedis, create_pool
from arq.connections import RedisSettings

RUN_STEP = "run_step"
EXPIRES_MS = 14 * 24 * 3600 * 1000


class Lane(StrEnum):
    """Two queues, so that a short import never waits behind a long extraction."""

    FAST = "fast"
    HEAVY = "heavy"

    @property
    def queue_name(self) -> str:
        return f"isocenter:{self.value}"


@dataclass(frozen=True)
class Message:
    step_id: UUID
    attempt: int
    lane: Lane


class JobQueue(Protocol):
    async def send(self, message: Message) -> None: ...

    async def close(self) -> None: ...


class ArqQueue:
    def __init__(self, pool: ArqRedis) -> None:
        self.pool = pool

    async def send(self, message: Message) -> None:
        """Enqueue one attempt at a step. The same attempt sent again while it waits is dropped by arq."""
        await self.pool.enqueue_job(
            RUN_STEP,
            str(message.step_id),
            _job_id=f"{message.step_id}:{message.attempt}",
            _queue_name=message.lane.queue_name,
            _expires=EXPIRES_MS / 1000,
        )

    async def close(self) -> None:
        await self.pool.aclose()


class RememberingQueue:
    """Sends nothing and remembers what was asked: for commands that run their own steps, and for tests."""

    def __init__(self) -> None:
        self.sent: list[Message] = []

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def close(self) -> None:
        return None


def embedded_pool() -> ArqRedis:
    """A queue inside this process, for the embedded default: nothing of it survives, and nothing needs to."""
    from fakeredis import FakeServer
    from fakeredis.aioredis import FakeAsyncRedisConnection
    from redis.asyncio.connection import ConnectionPool

    fake: Any = FakeAsyncRedisConnection
    connections: Any = ConnectionPool(connection_class=fake, server=FakeServer())
    return ArqRedis(connection_pool=connections)


async def open_pool(redis_url: str | None) -> ArqRedis:
    if redis_url is None:
        return embedded_pool()
    return await create_pool(RedisSettings.from_dsn(redis_url))
