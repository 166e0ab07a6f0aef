"""What an operator has: a database server, whatever the rest of the suite runs on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, create_engine

from backend.tests.services import mariadb_server

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def new_mariadb() -> Iterator[Callable[[], URL]]:
    """A function that makes an empty database on a MariaDB, and tells its URL."""
    with mariadb_server() as new_database:
        yield new_database


def as_text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def connection_to(url: URL) -> Iterator[Connection]:
    engine = create_engine(url.set(drivername="mysql+pymysql"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()
