"""Jobs end once, whatever happens to their workers and messages."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import arq.worker
import pytest
from sqlalchemy import delete, update

from backend.core.database import utc_now
from backend.core.errors import Unprocessable
from backend.core.jobs import JobContext, LeaseLost
from backend.core.queue import Message
from backend.features.jobs.errors import JobNotEnded, JobNotRunning
from backend.features.jobs.service import JobService
from backend.models.job import FINISHED, JobKind, JobState
from backend.models.job_step import MAX_ATTEMPTS, JobStep
from backend.models.organization_membership import OrganizationMembership
from backend.repositories.jobs import JobStepRepository
from backend.tests.worker.conftest import Bench
from backend.worker.reaper import Reaper


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.05)


async def until_ended(bench: Bench, job_id: UUID) -> None:
    async def ended() -> bool:
        return (await bench.job(job_id)).state in FINISHED

    await until(ended)


async def until_begun(bench: Bench) -> int:
    """Wait until a process computes; gives its number."""

    async def begun() -> bool:
        return bool(bench.lines())

    await until(begun)
    return int(bench.lines()[0].split()[1])


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class TestRun:
    async def test_ends_and_tells_its_progress(self, bench: Bench) -> None:
        job_id = await bench.start()

        async with bench.worker():
            await until_ended(bench, job_id)

        job = await bench.job(job_id)
        assert (job.state, job.done, job.total) == (JobState.DONE, 1, 1)
        assert job.started_at is not None
        assert job.finished_at is not None

    async def test_a_message_that_comes_thrice_is_one_run(self, bench: Bench) -> None:
        job_id = await bench.start(seconds=0.5)
        (step,) = await bench.steps(job_id)

        async with bench.worker() as runner:
            await asyncio.gather(*(runner.run(step.id) for _ in range(3)))
            await until_ended(bench, job_id)

        assert len(bench.lines()) == 2

    async def test_a_message_that_never_came_is_sent_again(self, bench: Bench) -> None:
        job_id = await bench.start()
        await bench.redis.flushall()

        async with bench.worker():
            await until_ended(bench, job_id)

        assert (await bench.job(job_id)).state is JobState.DONE

    async def test_a_job_ends_with_its_last_step(self, bench: Bench) -> None:
        job_id = await bench.start(steps=4)

        async with bench.worker():
            await until_ended(bench, job_id)

        assert [step.state for step in await bench.steps(job_id)] == [JobState.DONE] * 4
        assert bench.lines().count("done") == 4


class TestFailure:
    async def failing(self, bench: Bench, error: Exception) -> UUID:
        async def fail(_: JobContext) -> None:
            raise error

        bench.kinds[JobKind.IMPORT] = replace(bench.kinds[JobKind.IMPORT], run=fail)
        job_id = await bench.start()
        async with bench.worker():
            await until_ended(bench, job_id)
        return job_id

    async def test_a_named_error_fails_at_once_in_its_words(self, bench: Bench) -> None:
        job_id = await self.failing(bench, Unprocessable("Slice 7 is missing."))

        job, (step,) = await bench.job(job_id), await bench.steps(job_id)
        assert (job.state, job.message, job.error_code) == (JobState.FAILED, "Slice 7 is missing.", "Unprocessable")
        assert step.attempt == 1

    async def test_an_unexpected_error_is_tried_again_and_tells_no_details(self, bench: Bench) -> None:
        job_id = await self.failing(bench, RuntimeError("DOE^JANE"))

        job, (step,) = await bench.job(job_id), await bench.steps(job_id)
        assert job.state is JobState.FAILED
        assert step.attempt == MAX_ATTEMPTS
        assert "DOE" not in (job.message or "")

    async def test_what_failed_can_be_run_again(self, bench: Bench) -> None:
        working_kind = bench.kinds[JobKind.IMPORT]
        job_id = await self.failing(bench, Unprocessable("Not yet."))
        bench.kinds[JobKind.IMPORT] = working_kind

        async with bench.begin() as work:
            await JobService(work).retry(job_id, bench.caller(), bench.kinds)
        async with bench.worker():
            await until_ended(bench, job_id)

        assert (await bench.job(job_id)).state is JobState.DONE

    async def test_what_is_done_cannot(self, bench: Bench) -> None:
        job_id = await bench.start()
        async with bench.worker():
            await until_ended(bench, job_id)

        async with bench.begin() as work:
            with pytest.raises(JobNotEnded):
                await JobService(work).retry(job_id, bench.caller(), bench.kinds)


class TestCancel:
    async def cancel(self, bench: Bench, job_id: UUID) -> None:
        async with bench.begin() as work:
            await JobService(work).cancel(job_id, bench.caller(), bench.kinds)

    async def test_what_waits_ends_at_once(self, bench: Bench) -> None:
        job_id = await bench.start(steps=2)

        await self.cancel(bench, job_id)

        assert (await bench.job(job_id)).state is JobState.CANCELLED

    async def test_ends_the_computing_process(self, bench: Bench) -> None:
        job_id = await bench.start(seconds=60)

        async with bench.worker():
            process = await until_begun(bench)
            await self.cancel(bench, job_id)
            asked = time.monotonic()
            await until_ended(bench, job_id)

            async def gone() -> bool:
                return not is_alive(process)

            await until(gone, seconds=2)
            assert time.monotonic() - asked < 2.5

        assert (await bench.job(job_id)).state is JobState.CANCELLED
        assert "done" not in bench.lines()

    async def test_what_has_ended_cannot_be(self, bench: Bench) -> None:
        job_id = await bench.start()
        await self.cancel(bench, job_id)

        with pytest.raises(JobNotRunning):
            await self.cancel(bench, job_id)


class TestRights:
    async def test_a_step_whose_owner_lost_the_right_is_not_begun(self, bench: Bench) -> None:
        job_id = await bench.start()
        async with bench.begin() as work:
            await work.db.execute(
                delete(OrganizationMembership).where(OrganizationMembership.user_id == bench.owner.id)
            )

        async with bench.worker():
            await until_ended(bench, job_id)

        job = await bench.job(job_id)
        assert (job.state, job.error_code) == (JobState.FAILED, "NotPermitted")
        assert bench.lines() == []


class TestDeath:
    async def orphan(self, bench: Bench, *, attempt: int = 1) -> UUID:
        """A step whose worker was last heard of a minute ago."""
        job_id = await bench.start()
        async with bench.begin() as work:
            await work.db.execute(
                update(JobStep)
                .where(JobStep.job_id == job_id)
                .values(state=JobState.RUNNING, attempt=attempt, worker="elsewhere:1:x", heartbeat_at=utc_now(-60))
            )
        return job_id

    async def test_the_next_worker_takes_over(self, bench: Bench) -> None:
        job_id = await self.orphan(bench)

        async with bench.worker():
            await until_ended(bench, job_id)

        assert (await bench.job(job_id)).state is JobState.DONE
        assert (await bench.steps(job_id))[0].attempt == 2

    async def test_after_three_attempts_it_is_given_up(self, bench: Bench) -> None:
        job_id = await self.orphan(bench, attempt=MAX_ATTEMPTS)

        await Reaper(bench.database, bench.queue, bench.kinds).reap()

        job = await bench.job(job_id)
        assert (job.state, job.error_code) == (JobState.FAILED, "WorkerDied")

    async def test_a_live_worker_keeps_its_step(self, bench: Bench) -> None:
        job_id = await self.orphan(bench)
        async with bench.begin() as work:
            await work.db.execute(update(JobStep).where(JobStep.job_id == job_id).values(heartbeat_at=utc_now(-20)))

        await Reaper(bench.database, bench.queue, bench.kinds).reap()

        assert (await bench.steps(job_id))[0].state is JobState.RUNNING

    async def test_a_process_of_this_host_that_is_gone_is_not_waited_for(self, bench: Bench) -> None:
        job_id = await self.orphan(bench)
        host = os.uname().nodename
        async with bench.begin() as work:
            await work.db.execute(
                update(JobStep)
                .where(JobStep.job_id == job_id)
                .values(worker=f"{host}:{2**22 + 1}:x", heartbeat_at=utc_now())
            )

        await Reaper(bench.database, bench.queue, bench.kinds).reap()

        assert (await bench.steps(job_id))[0].state is JobState.QUEUED

    async def test_a_message_taken_and_never_begun_is_put_back(self, bench: Bench) -> None:
        job_id = await bench.start()
        (step,) = await bench.steps(job_id)
        message = Message(step.id, step.attempt, step.lane)
        for mark in ("in-progress", "retry"):  # as a worker leaves them at kill -9, a moment after it took the message
            await bench.redis.set(f"arq:{mark}:{message.key}", b"1", ex=3600)
        reaper = Reaper(bench.database, bench.queue, bench.kinds)

        await reaper.reap()
        assert await bench.queue.taken([message]) == {message}, "its worker may be about to begin"
        await reaper.reap()

        assert await bench.queue.taken([message]) == set()
        async with bench.worker():
            await until_ended(bench, job_id)
        assert (await bench.job(job_id)).state is JobState.DONE

    async def test_an_attempt_believed_dead_cannot_write(self, bench: Bench) -> None:
        job_id = await self.orphan(bench)
        (step,) = await bench.steps(job_id)
        await Reaper(bench.database, bench.queue, bench.kinds).reap()
        async with bench.begin() as work:
            assert await JobStepRepository(work.db).claim(step.id, "successor:1:x")

        async with bench.begin() as work:
            with pytest.raises(LeaseLost):
                await JobService(work).hold(step.id, attempt=1)

    async def test_a_worker_told_to_stop_gives_its_step_back(self, bench: Bench) -> None:
        job_id = await bench.start(seconds=1.5)
        async with bench.worker():
            await until_begun(bench)

        (step,) = await bench.steps(job_id)
        assert step.state is JobState.QUEUED

        async with bench.worker():
            await until_ended(bench, job_id)
        assert (await bench.job(job_id)).state is JobState.DONE


class TestQueue:
    async def test_the_same_attempt_waits_once(self, bench: Bench) -> None:
        job_id = await bench.start()
        (step,) = await bench.steps(job_id)
        for _ in range(3):
            await bench.queue.send(Message(step.id, step.attempt, step.lane))

        assert await bench.redis.zcard(step.lane.queue_name) == 1


def test_arq_still_has_what_embedding_patches() -> None:
    assert callable(getattr(arq.worker, "log_redis_info", None))
