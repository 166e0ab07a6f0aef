"""Looks after sets that deal themselves out further: what is read once more, and where one more reader is asked."""

import asyncio
import logging

from backend.core.database import Database
from backend.core.queue import JobQueue
from backend.core.work import begin_reading, begin_work
from backend.features.distribution.rereading import RereadingService
from backend.repositories.rereading import RereadingRepository

logger = logging.getLogger(__name__)
INTERVAL_SECONDS = 600.0


class Dealer:
    def __init__(self, database: Database, queue: JobQueue) -> None:
        self.database = database
        self.queue = queue

    async def run(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL_SECONDS)
            try:
                await self.deal()
            except Exception:
                logger.exception("dealer.failed")

    async def deal(self) -> None:
        """One pass over every set that asks for it, each by itself: one that fails does not stop the others."""
        async with begin_reading(self.database) as work:
            set_ids = await RereadingRepository(work.db).sets_to_look_after()
        for set_id in set_ids:
            try:
                async with begin_work(self.database, self.queue) as work:
                    passed = await RereadingService(work).look_after(set_id)
            except Exception:
                logger.exception("dealer.set_failed", extra={"set_id": str(set_id)})
                continue
            if passed.repeats or passed.extra_readings:
                logger.info("set.reissued", extra={"set_id": str(set_id), **passed.model_dump()})
