"""SQLite read in threads, by connections that may be given up at any moment: a client that goes away cancels its read.

SQLAlchemy then closes the connection twice, gently in a task of its own and by force. The second time aiosqlite asks a
thread that has ended, and the task would wait for its answer for ever.
"""

import asyncio
import sqlite3
from typing import Any

import aiosqlite

ROWS_AT_ONCE = 64


class SteadyConnection(aiosqlite.Connection):
    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(database, **options), ROWS_AT_ONCE)
        self._thread.daemon = True  # as SQLAlchemy has it with connections that it makes itself

    def stop(self) -> "asyncio.Future[Any] | None":
        return super().stop() if self._running else None
