"""The database: column types that mean the same on SQLite, MariaDB and MySQL 8, and the engines.

SQLite serves one writer at a time. Writers therefore share one connection, whose pool is a fair queue, and begin
IMMEDIATE, so that no update is lost; readers have connections of their own (write-ahead log) and never wait. What is
written, and what is only glanced at, is asked on the event loop itself (decision 0007); readings may take long and have
threads.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import JSON, Connection, DateTime, Dialect, LargeBinary, MetaData, String, Text, Uuid, event, text
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import TypeDecorator
from uuid_utils.compat import uuid7

from backend.core import sqlite_in_loop
from backend.core.errors import Unavailable
from backend.core.sqlite_in_threads import SteadyConnection

BUSY_MS = 10_000
GLANCES_KEPT = 32
# The execution options of a write that may touch very many rows: beside the event loop, and past the session's objects.
LONG = {"in_thread": True, "synchronize_session": False}
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> UUID:
    """A UUIDv7: unguessable enough, and in the order of creation, which databases like."""
    return uuid7()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored as naive UTC with microseconds, read back with its time zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def identifier(length: int) -> String:
    """A code, UID, hash or e-mail: compared byte for byte on every database."""
    return String(length).with_variant(mysql.VARCHAR(length, collation="utf8mb4_bin"), "mysql", "mariadb")


Id = Uuid(native_uuid=False)
LongText = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
Blob = LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {UUID: Id, datetime: UtcDateTime(), dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 - SQLAlchemy's own


class utc_now(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function it is
    """The database's clock, some seconds ago or ahead: heartbeats of many hosts are compared by one clock."""

    type = UtcDateTime()
    inherit_cache = False

    def __init__(self, offset_seconds: int = 0) -> None:
        super().__init__()
        self.offset_seconds = int(offset_seconds)


@compiles(utc_now, "sqlite")
def _utc_now_sqlite(element: utc_now, compiler: SQLCompiler, **_: Any) -> str:
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '{element.offset_seconds:+d} seconds')"


@compiles(utc_now)
def _utc_now_mysql(element: utc_now, compiler: SQLCompiler, **_: Any) -> str:
    return f"(UTC_TIMESTAMP(6) + INTERVAL {element.offset_seconds:d} SECOND)"


# ER_LOCK_WAIT_TIMEOUT and ER_LOCK_DEADLOCK of MySQL and MariaDB.
LOCK_ERRORS = (1205, 1213)


def is_deadlock(error: OperationalError) -> bool:
    """Whether the database ended this transaction for the sake of another: the same may pass when tried again."""
    arguments = error.orig.args if error.orig else ()
    return bool(arguments) and arguments[0] in LOCK_ERRORS


def _to_json(value: Any) -> str:
    """NaN is refused everywhere, as MySQL refuses it."""
    return json.dumps(value, allow_nan=False, separators=(",", ":"), ensure_ascii=False)


def _prepare_sqlite(engine: AsyncEngine, begin: Callable[[Connection], object], busy_ms: int = BUSY_MS) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: DBAPIConnection, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={busy_ms}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "begin", begin)


def _begin_to_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


LOCK_SECONDS = 600


class LockNotHad(Unavailable):
    message = "Another process of Isocenter has been preparing this database for ten minutes. Look at what it does."


def take_lock(connection: Connection, purpose: str) -> None:
    """Wait until no other process holds this lock on this database. SQLite needs none: it is one process's own."""
    if connection.dialect.name != "sqlite":
        question = text(f"SELECT GET_LOCK({_LOCK_NAME}, :seconds)")
        if connection.execute(question, {"purpose": purpose, "seconds": LOCK_SECONDS}).scalar_one() != 1:
            raise LockNotHad


def release_lock(connection: Connection, purpose: str) -> None:
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"SELECT RELEASE_LOCK({_LOCK_NAME})"), {"purpose": purpose})


# Locks are the server's, not the database's, and their names have 64 characters at most.
_LOCK_NAME = "CONCAT('isocenter.', MD5(DATABASE()), '.', :purpose)"


class Database:
    """Ways in: `write()` for one unit of work, `read()` for looking only, `glance()` for a row or two."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        # Parameters hold patient data, so no error message and no log may show them.
        options: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": from_json, "hide_parameters": True}
        if self.is_sqlite:
            in_loop = self.url.set(drivername=sqlite_in_loop.DRIVER)
            self.writer = create_async_engine(in_loop, pool_size=1, max_overflow=0, pool_timeout=60, **options)
            # A session is closed a turn of the loop after its last statement, so that busy requests hold many at once;
            # to open a connection anew for each costs a fifth of a save.
            self.glancer = create_async_engine(in_loop, pool_size=GLANCES_KEPT, max_overflow=-1, **options)
            in_threads = options | {"connect_args": {"async_creator_fn": SteadyConnection}}
            self.reader = create_async_engine(self.url, pool_size=8, max_overflow=8, pool_timeout=60, **in_threads)
            _prepare_sqlite(self.writer, sqlite_in_loop.begin_immediate, busy_ms=0)
            _prepare_sqlite(self.glancer, sqlite_in_loop.begin_to_read)
            _prepare_sqlite(self.reader, _begin_to_read)
        else:
            options |= {"isolation_level": "READ COMMITTED", "pool_pre_ping": True, "pool_recycle": 1800}
            self.writer = create_async_engine(self.url, pool_size=20, max_overflow=20, **options)
            self.glancer = self.reader = self.writer
        self._write_session = async_sessionmaker(self.writer, expire_on_commit=False)
        self._read_session = async_sessionmaker(self.reader, expire_on_commit=False)
        self._glance_session = async_sessionmaker(self.glancer, expire_on_commit=False)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end, or rolls back on any error. Begins at its first statement."""
        async with self._write_session() as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._read_session() as session:
            yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncSession]:
        """For a look at a few rows by their keys, as every request begins with."""
        async with self._glance_session() as session:
            yield session

    @asynccontextmanager
    async def alone(self, purpose: str) -> AsyncIterator[None]:
        """Only one process at a time is in here for this purpose. On SQLite the one write connection sees to that."""
        if self.is_sqlite:
            yield
            return
        async with self.writer.connect() as connection:
            await connection.run_sync(take_lock, purpose)
            try:
                yield
            finally:
                await connection.run_sync(release_lock, purpose)

    async def close(self) -> None:
        for engine in {self.writer, self.glancer, self.reader}:
            await engine.dispose()
