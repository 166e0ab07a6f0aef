"""`isocenter worker`: works until it is told to stop; what runs then goes back to the queue."""

import asyncio
import logging
import signal

from backend.core import memory
from backend.core.database import Database
from backend.core.queue import ArqQueue, open_pool
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.worker.health import showing_life
from backend.worker.service import working

logger = logging.getLogger(__name__)


async def work_until_told(settings: Settings) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    database = Database(settings.database)
    redis = await open_pool(settings.redis_url)
    queue = ArqQueue(redis)
    storage = Storage(settings.storage, settings.cache, settings.cache_bytes)
    try:
        async with working(database, queue, redis, storage, settings) as runner:
            memory.settle()
            logger.info("worker.started", extra={"worker": runner.name})
            async with showing_life(redis):
                await told.wait()
    finally:
        await queue.close()
        await database.close()
