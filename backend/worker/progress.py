"""Progress that is written at most once a second, however often it is told."""

import time
from uuid import UUID

from backend.core.work import Begin
from backend.features.jobs.service import JobService

INTERVAL_SECONDS = 1.0


class ThrottledProgress:
    def __init__(self, job_id: UUID, begin: Begin) -> None:
        self.job_id = job_id
        self.begin = begin
        self._last = 0.0

    async def __call__(self, done: int, total: int, message: str | None = None) -> None:
        if done < total and time.monotonic() - self._last < INTERVAL_SECONDS:
            return
        self._last = time.monotonic()
        async with self.begin() as work:
            await JobService(work).tell(self.job_id, done, total, message)
