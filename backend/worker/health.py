"""Signs of life, for those who watch over processes: the healthchecks of containers, systemd, a person."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from arq import ArqRedis
from redis.exceptions import RedisError

from backend.core.queue import open_pool
from backend.core.settings import Settings

logger = logging.getLogger(__name__)
BEAT_SECONDS = 10
FORGOTTEN_SECONDS = 60
ANSWER_SECONDS = 5
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not listened at


def life_key() -> str:
    return f"isocenter:alive:{socket.gethostname()}"


@asynccontextmanager
async def showing_life(redis: ArqRedis) -> AsyncIterator[None]:
    """While this is open, Redis knows that a worker lives on this host."""
    beating = asyncio.create_task(_beat(redis))
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def _beat(redis: ArqRedis) -> None:
    while True:
        try:
            await redis.set(life_key(), "1", ex=FORGOTTEN_SECONDS)
        except (RedisError, OSError) as error:
            logger.warning("worker.no_sign_of_life", extra={"reason": type(error).__name__})
        await asyncio.sleep(BEAT_SECONDS)


async def is_worker_well(settings: Settings) -> bool:
    try:
        redis = await open_pool(settings.redis_url)
    except (RedisError, OSError):
        return False
    try:
        return bool(await redis.exists(life_key()))
    finally:
        await redis.aclose()


async def is_server_well(settings: Settings) -> bool:
    host = EVERYWHERE.get(settings.host, settings.host)
    url = httpx.URL(scheme="http", host=host, port=settings.port, path="/api/v1/health")
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as client:
            return (await client.get(url)).is_success
    except httpx.TransportError:
        return False
