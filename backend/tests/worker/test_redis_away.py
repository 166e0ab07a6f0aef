"""The queue's server may be restarted: the worker goes on where it was."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from backend.core.queue import ArqQueue, open_pool
from backend.models.job import JobState
from backend.tests.services import free_port, missing, program, serving
from backend.tests.worker.conftest import Bench
from backend.tests.worker.test_jobs import until_begun, until_ended


@contextmanager
def redis_at(port: int, folder: Path) -> Iterator[None]:
    server = program("redis-server")
    if server is None:
        missing("redis-server")
    options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--appendonly", "yes"]
    with serving([server, *options], folder / "redis.log", port):
        yield


@pytest.mark.parametrize("bench", ["embedded"], indirect=True)  # but for the queue, which is another here
async def test_a_worker_goes_on_when_redis_is_back(bench: Bench, tmp_path: Path) -> None:
    port = free_port()
    with redis_at(port, tmp_path):
        redis = await open_pool(f"redis://127.0.0.1:{port}/0")
        bench = replace(bench, redis=redis, queue=ArqQueue(redis))
        worker = bench.worker()
        await worker.__aenter__()
        before = await bench.start(seconds=5)
        await until_begun(bench)

    await asyncio.sleep(1)
    with pytest.raises(RedisError):
        await redis.ping()

    with redis_at(port, tmp_path):
        after = await bench.start()
        await until_ended(bench, before)
        await until_ended(bench, after)
        await worker.__aexit__(None, None, None)
        await redis.aclose()

    assert [(await bench.job(job)).state for job in (before, after)] == [JobState.DONE] * 2
    assert [step.attempt for step in await bench.steps(before)] == [1], "what ran was left to run"
