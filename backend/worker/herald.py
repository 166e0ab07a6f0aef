"""Tells those who asked to hear of it what has happened: webhooks, sent again until they arrive or are given up."""

import asyncio
import logging

from backend.core.database import Database
from backend.core.queue import JobQueue
from backend.core.security import TokenSigner
from backend.core.settings import Settings
from backend.core.work import begin_reading, begin_work
from backend.features.webhooks.addresses import networks
from backend.features.webhooks.heralding import Heralding
from backend.features.webhooks.sending import Parcel, send

logger = logging.getLogger(__name__)
INTERVAL_SECONDS = 5.0
FORGET_EVERY = 720  # rounds: about once an hour


class Herald:
    def __init__(self, database: Database, queue: JobQueue, settings: Settings) -> None:
        self.database = database
        self.queue = queue
        self.signer = TokenSigner(settings.signing_key())
        self.allowed = networks(settings.webhook_private)

    async def run(self) -> None:
        rounds = 0
        while True:
            await asyncio.sleep(INTERVAL_SECONDS)
            rounds += 1
            try:
                await self.go_round()
                if rounds % FORGET_EVERY == 0:
                    async with begin_work(self.database, self.queue) as work:
                        await Heralding(work).forget_old()
            except Exception:
                logger.exception("herald.failed")

    async def go_round(self) -> int:
        """Put on their way what has happened, and send what is due; tells how many arrived."""
        async with begin_reading(self.database) as work:
            if not await Heralding(work).has_work():
                return 0
        async with self.database.alone("webhooks"), begin_work(self.database, self.queue) as work:
            await Heralding(work).put_on_their_way()
        async with begin_work(self.database, self.queue) as work:
            parcels = await Heralding(work).take_due(self.signer)
        return sum(await asyncio.gather(*map(self._deliver, parcels)))

    async def _deliver(self, parcel: Parcel) -> bool:
        outcome = await send(parcel, self.allowed)
        async with begin_work(self.database, self.queue) as work:
            await Heralding(work).note(parcel.delivery_id, outcome)
        return outcome.arrived
