"""One request or one job is one transaction; what it set in motion is sent after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import Database
from backend.core.queue import JobQueue, Message


class UnitOfWork:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db
        self.messages: list[Message] = []
        self.after_commit: list[Callable[[], Awaitable[None]]] = []

    async def flush(self) -> None:
        await self.db.flush()

    def enqueue(self, message: Message) -> None:
        """Send a message once the rows that it speaks of are there for everyone."""
        self.messages.append(message)


Begin = Callable[[], AbstractAsyncContextManager[UnitOfWork]]


@asynccontextmanager
async def begin_work(database: Database, queue: JobQueue) -> AsyncIterator[UnitOfWork]:
    async with database.write() as session:
        work = UnitOfWork(session)
        yield work
    for message in work.messages:
        await queue.send(message)
    for act in work.after_commit:
        await act()


@asynccontextmanager
async def begin_reading(database: Database) -> AsyncIterator[UnitOfWork]:
    async with database.read() as session:
        yield UnitOfWork(session)


@asynccontextmanager
async def begin_glance(database: Database) -> AsyncIterator[UnitOfWork]:
    async with database.glance() as session:
        yield UnitOfWork(session)


async def unit_of_work(request: Request) -> AsyncIterator[UnitOfWork]:
    async with begin_work(request.app.state.database, request.app.state.queue) as work:
        yield work


async def reading(request: Request) -> AsyncIterator[UnitOfWork]:
    async with begin_reading(request.app.state.database) as work:
        yield work


# scope="function": the commit happens before the response leaves, so that a client reads its own writes
# and a commit that fails is an error answer.
Work = Annotated[UnitOfWork, Depends(unit_of_work, scope="function")]
Reading = Annotated[UnitOfWork, Depends(reading, scope="function")]
