import asyncio
from collections.abc import AsyncIterator

import pytest
from arq import ArqRedis

from backend.core import rate_limit
from backend.core.queue import embedded_pool, open_pool
from backend.core.rate_limit import RateLimit
from backend.tests.services import redis_server

pytestmark = pytest.mark.once


@pytest.fixture(params=["embedded", "redis"])
async def two_processes(request: pytest.FixtureRequest) -> AsyncIterator[tuple[ArqRedis, ArqRedis]]:
    """What two API processes hold: connections of their own to one Redis."""
    if request.param == "embedded":
        only = embedded_pool()
        yield only, only
        return
    with redis_server() as url:
        first, second = await open_pool(url), await open_pool(url)
        yield first, second
        await first.aclose()
        await second.aclose()


async def test_processes_count_together(two_processes: tuple[ArqRedis, ArqRedis]) -> None:
    first, second = (RateLimit(redis, "sign-in", 3) for redis in two_processes)

    answers = [await limit.is_exceeded("somebody") for limit in (first, second, first, second, first)]

    assert answers == [False, False, False, True, True]


async def test_at_once_no_more_pass_than_may(two_processes: tuple[ArqRedis, ArqRedis]) -> None:
    limits = [RateLimit(redis, "sign-in", 3) for redis in two_processes]

    answers = await asyncio.gather(*(limits[n % 2].is_exceeded("somebody") for n in range(20)))

    assert answers.count(False) == 3


async def test_people_and_purposes_are_counted_apart(two_processes: tuple[ArqRedis, ArqRedis]) -> None:
    redis, _ = two_processes
    await RateLimit(redis, "sign-in", 1).is_exceeded("somebody")

    assert not await RateLimit(redis, "sign-in", 1).is_exceeded("somebody else")
    assert not await RateLimit(redis, "register", 1).is_exceeded("somebody")


async def test_after_a_while_one_may_again(
    two_processes: tuple[ArqRedis, ArqRedis], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "WINDOW_SECONDS", 1)
    limit = RateLimit(two_processes[0], "sign-in", 1)
    answers = [await limit.is_exceeded("somebody") for _ in range(2)]

    await asyncio.sleep(1.1)

    assert answers == [False, True]
    assert not await limit.is_exceeded("somebody")


async def test_remembers_no_more_than_it_needs_and_no_name(two_processes: tuple[ArqRedis, ArqRedis]) -> None:
    redis, _ = two_processes
    for _ in range(20):
        await RateLimit(redis, "sign-in", 3).is_exceeded("somebody@test.example")

    (key,) = await redis.keys("*")

    assert b"somebody" not in key
    assert await redis.zcard(key) == 4
    assert 0 < await redis.ttl(key) <= 60


async def test_where_redis_is_gone_people_still_sign_in() -> None:
    with redis_server() as url:
        redis = await open_pool(url)

    assert not await RateLimit(redis, "sign-in", 0).is_exceeded("somebody")
    await redis.aclose()
