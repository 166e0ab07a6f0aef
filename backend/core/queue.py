"""The queue is only a trigger: the rows of `jobs` and `job_steps` are the truth, a message may come twice or never."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from arq import ArqRedis, create_pool
from arq.connections import RedisSettings
from arq.constants import in_progress_key_prefix, result_key_prefix, retry_key_prefix

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

    @property
    def key(self) -> str:
        return f"{self.step_id}:{self.attempt}"


class JobQueue(Protocol):
    async def send(self, message: Message) -> None: ...

    async def taken(self, messages: Sequence[Message]) -> set[Message]: ...

    async def put_back(self, message: Message) -> None: ...

    async def close(self) -> None: ...


class ArqQueue:
    def __init__(self, pool: ArqRedis) -> None:
        self.pool = pool

    async def send(self, message: Message) -> None:
        """Enqueue one attempt at a step. The same attempt sent again while it waits is dropped by arq."""
        await self.pool.enqueue_job(
            RUN_STEP,
            str(message.step_id),
            _job_id=message.key,
            _queue_name=message.lane.queue_name,
            _expires=EXPIRES_MS / 1000,
        )

    async def taken(self, messages: Sequence[Message]) -> set[Message]:
        """Those that a worker has in hand, as far as the queue knows: a worker that was killed still counts."""
        if not messages:
            return set()
        marks = await self.pool.mget([in_progress_key_prefix + message.key for message in messages])
        return {message for message, mark in zip(messages, marks, strict=True) if mark is not None}

    async def put_back(self, message: Message) -> None:
        """Offer a message again that a worker took and never began with.

        Its try does not count: arq would take the next one for a try too many, drop the message, and keep for an hour
        that it failed, so that it could not even be sent again.
        """
        prefixes = (in_progress_key_prefix, retry_key_prefix, result_key_prefix)
        await self.pool.delete(*(prefix + message.key for prefix in prefixes))

    async def close(self) -> None:
        await self.pool.aclose()


class RememberingQueue:
    """Sends nothing and remembers what was asked: for commands that run their own steps, and for tests."""

    def __init__(self) -> None:
        self.sent: list[Message] = []

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def taken(self, messages: Sequence[Message]) -> set[Message]:
        return set()

    async def put_back(self, message: Message) -> None:
        return None

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
