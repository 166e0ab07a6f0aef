"""SQLite called on the event loop itself, for short statements.

A thread in between costs more than they do: some four hops a statement, each waiting for the interpreter's lock.
Statements that may take long say so (`execution_options(in_thread=True)`) and go to a thread; nothing ever waits on the
loop for a lock that another process holds.
"""

import asyncio
import sqlite3
import time
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import await_only

DRIVER = "sqlite+in_loop"
LOCK_SECONDS = 30.0
LOCK_POLL_SECONDS = 0.01


class InLoopCursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """SQLAlchemy asks this of the cursors of asynchronous drivers; here is nothing to wait for."""


class InLoopConnection(sqlite3.Connection):
    def cursor(self, *_: Any) -> InLoopCursor:  # type: ignore[override]  # always of our kind
        return super().cursor(InLoopCursor)


class InLoopDialect(SQLiteDialect_pysqlite):
    driver = "in_loop"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003 - the dialect asks so
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        args, options = super().create_connect_args(url)
        return args, {**options, "check_same_thread": False, "factory": InLoopConnection}

    def get_driver_connection(self, connection: Any) -> Any:
        return connection

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if context is not None and context.execution_options.get("in_thread"):
            await_only(asyncio.to_thread(cursor.execute, statement, parameters))
        else:
            cursor.execute(statement, parameters)


def begin_to_read(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN")


def begin_immediate(connection: Connection) -> None:
    """Begin as the only writer. Another process that writes is waited for, and the loop goes on meanwhile.

    SQLite itself must not wait: the connection's `busy_timeout` is 0.
    """
    deadline = time.monotonic() + LOCK_SECONDS
    driver: Any = connection.connection.driver_connection
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            await_only(asyncio.sleep(LOCK_POLL_SECONDS))
        else:
            return


registry.register("sqlite.in_loop", __name__, "InLoopDialect")
