import asyncio
from collections.abc import AsyncIterator

import pytest

from backend.core.database import Database
from backend.core.queue import RememberingQueue
from backend.core.settings import Settings
from backend.tests.features.webhooks.ear import Ear
from backend.worker.herald import Herald


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()
    server = await asyncio.start_server(ear.hear, "127.0.0.1", 0)
    ear.port = server.sockets[0].getsockname()[1]
    async with server:
        yield ear


@pytest.fixture
def herald(database: Database, queue: RememberingQueue, settings: Settings) -> Herald:
    allowed = settings.model_copy(update={"webhook_private": "127.0.0.0/8"})
    return Herald(database, queue, allowed)
