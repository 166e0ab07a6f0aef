"""The process pool: what it computes, and what it ends."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.core.errors import Unprocessable
from backend.core.processes import TASKS_PER_PROCESS, ComputePool, ProcessDied, TookTooLong

pytestmark = pytest.mark.once


class EmptyMask(Unprocessable):
    message = "No voxel lies inside."


def process_id_after_a_while(begun: Path) -> int:
    begun.with_suffix(".new").write_text(str(os.getpid()))
    begun.with_suffix(".new").replace(begun)
    time.sleep(0.5)
    return os.getpid()


def process_id() -> int:
    return os.getpid()


def refuse() -> None:
    raise EmptyMask


def fall() -> None:
    os._exit(7)


def answer_what_cannot_be_sent() -> object:
    return lambda: None


def threads_allowed() -> str | None:
    return os.environ.get("OMP_NUM_THREADS")


@pytest.fixture
async def pool() -> AsyncIterator[ComputePool]:
    pool = ComputePool(2)
    yield pool
    await pool.close()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class TestRun:
    async def test_computes_in_another_process_with_one_thread(self, pool: ComputePool) -> None:
        assert await pool.run(process_id) != os.getpid()
        assert await pool.run(threads_allowed) == "1"

    async def test_raises_what_the_function_raised(self, pool: ComputePool) -> None:
        with pytest.raises(EmptyMask, match="No voxel lies inside"):
            await pool.run(refuse)

    async def test_keeps_its_processes_warm(self, pool: ComputePool) -> None:
        first = await pool.run(process_id)

        with pytest.raises(EmptyMask):
            await pool.run(refuse)

        assert await pool.run(process_id) == first

    async def test_replaces_a_process_after_many_calls(self, pool: ComputePool) -> None:
        pids = {await pool.run(process_id) for _ in range(TASKS_PER_PROCESS + 1)}

        assert len(pids) == 2

    async def test_runs_as_many_at_once_as_it_has_processes(self, pool: ComputePool) -> None:
        await asyncio.gather(pool.run(time.sleep, 0.1), pool.run(time.sleep, 0.1))
        began = time.monotonic()

        await asyncio.gather(*(pool.run(time.sleep, 0.5) for _ in range(3)))

        assert 1.0 <= time.monotonic() - began < 1.5

    async def test_ends_what_takes_too_long(self, pool: ComputePool) -> None:
        pid = await pool.run(process_id)

        with pytest.raises(TookTooLong, match=r"longer than 0\.3 s"):
            await pool.run(time.sleep, 60, timeout_seconds=0.3)

        await gone(pid)
        assert await pool.run(process_id) != pid

    async def test_ends_the_process_of_a_cancelled_caller(self, pool: ComputePool) -> None:
        pid = await pool.run(process_id)
        caller = asyncio.create_task(pool.run(time.sleep, 60))
        await asyncio.sleep(0.2)

        caller.cancel()

        with pytest.raises(asyncio.CancelledError):
            await caller
        await gone(pid)

    async def test_says_that_a_process_died_and_goes_on(self, pool: ComputePool) -> None:
        with pytest.raises(ProcessDied, match="exit code 7"):
            await pool.run(fall)

        assert await pool.run(abs, -1) == 1

    async def test_computes_again_what_was_killed_from_outside(self, pool: ComputePool, tmp_path: Path) -> None:
        call = asyncio.create_task(pool.run(process_id_after_a_while, tmp_path / "begun"))
        for _ in range(500):
            if (tmp_path / "begun").exists():
                break
            await asyncio.sleep(0.02)
        killed = int((tmp_path / "begun").read_text())

        os.kill(killed, signal.SIGKILL)

        assert await call != killed

    async def test_says_that_an_answer_cannot_be_sent(self, pool: ComputePool) -> None:
        with pytest.raises(RuntimeError, match="cannot be sent"):
            await pool.run(answer_what_cannot_be_sent)

        assert await pool.run(abs, -1) == 1

    async def test_a_question_that_cannot_be_sent_costs_no_process(self, pool: ComputePool) -> None:
        pid = await pool.run(process_id)

        with pytest.raises(Exception, match="pickle"):
            await pool.run(lambda: None)

        assert await pool.run(process_id) == pid


class TestClose:
    async def test_ends_busy_and_idle_processes(self) -> None:
        pool = ComputePool(2)
        idle = await pool.run(process_id)
        busy = asyncio.create_task(pool.run(time.sleep, 60))
        await asyncio.sleep(0.2)

        await pool.close()

        with pytest.raises(ProcessDied):
            await busy
        await gone(idle)


async def gone(pid: int) -> None:
    for _ in range(50):
        if not is_running(pid):
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"process {pid} still runs")
