"""Lets go, from time to time, of what was begun and left: unfinished uploads, and bytes that nobody speaks of."""

import asyncio
import logging

from backend.core.database import Database
from backend.core.queue import JobQueue
from backend.core.storage import Storage
from backend.core.work import begin_reading, begin_work
from backend.features.exports.cleaning import drop_expired_exports
from backend.features.ingest.cleaning import drop_abandoned_uploads, drop_unknown_bytes
from backend.features.ingest.sweeping import sweep_daily

logger = logging.getLogger(__name__)
INTERVAL_SECONDS = 3600.0


class Cleaner:
    def __init__(self, database: Database, queue: JobQueue, storage: Storage) -> None:
        self.database = database
        self.queue = queue
        self.storage = storage

    async def run(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL_SECONDS)
            try:
                await self.clean()
            except Exception:
                logger.exception("cleaner.failed")

    async def clean(self) -> None:
        begin, reading = (lambda: begin_work(self.database, self.queue)), (lambda: begin_reading(self.database))
        uploads = await drop_abandoned_uploads(begin, self.storage)
        files = await drop_unknown_bytes(reading, self.storage)
        await drop_expired_exports(begin, self.storage)
        if uploads or files:
            logger.info("uploads.abandoned", extra={"uploads": uploads, "unknown_files": files})
        await sweep_daily(begin, reading, self.storage)
