"""The servers that the tests need, private to one run: started on free loopback ports, gone afterwards.

Set ISOCENTER_TEST_DATABASE_URL (say, to a MySQL 8 whose user may create databases) or ISOCENTER_TEST_REDIS_URL to
use a server that is already there instead.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import pymysql
import pytest
from sqlalchemy import URL, make_url

START_SECONDS = 30.0
# Nothing here outlives the run, so nothing needs to reach the disk.
FORGETFUL_MARIADB = [
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-fast-shutdown=2",
    "--loose-innodb-doublewrite=0",
    "--loose-innodb-flush-method=nosync",
    "--loose-innodb-file-per-table=0",  # a table is made and dropped five times as fast
    "--loose-innodb-stats-persistent=0",
    "--loose-debug-no-sync",
]


def missing(service: str) -> NoReturn:
    """Say that a service cannot be had: a failure in CI, where everything is to be tested, elsewhere a skip."""
    reason = f"{service} is not installed, so what needs it was not tested (as root, `make test` installs it)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def mariadb_server() -> Iterator[Callable[[], URL]]:
    """Give a function that makes an empty database and tells its asynchronous URL."""
    given = os.environ.get("ISOCENTER_TEST_DATABASE_URL")
    if given:
        with databases(make_url(given)) as new_database:
            yield new_database
        return
    install, server = program("mariadb-install-db"), program("mariadbd")
    if install is None or server is None:
        missing("mariadb-server")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="isocenter-mariadb-") as folder:
        common = ["--no-defaults", f"--datadir={folder}/data", *(["--user=root"] if os.geteuid() == 0 else [])]
        run([install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"])
        listening = [f"--socket={folder}/socket", f"--pid-file={folder}/pid", "--bind-address=127.0.0.1"]
        listening += [f"--port={port}", "--character-set-server=utf8mb4"]
        with serving([server, *common, *listening, *FORGETFUL_MARIADB], Path(folder, "log"), port):
            root = URL.create("mysql+aiomysql", "root", host="127.0.0.1", port=port, query={"charset": "utf8mb4"})
            with databases(root) as new_database:
                yield new_database


@contextmanager
def redis_server() -> Iterator[str]:
    """Give the URL of an empty Redis."""
    given = os.environ.get("ISOCENTER_TEST_REDIS_URL")
    if given:
        yield given
        return
    server = program("redis-server")
    if server is None:
        missing("redis-server")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="isocenter-redis-") as folder:
        options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", folder, "--save", "", "--appendonly", "no"]
        with serving([server, *options], Path(folder, "log"), port):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def s3_server() -> Iterator[dict[str, str]]:
    """Serve buckets that live in memory; give the AWS variables that lead to them."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="isocenter-s3-") as folder:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        with serving(command, Path(folder, "log"), port):
            yield {
                "AWS_ENDPOINT": f"http://127.0.0.1:{port}",
                "AWS_ALLOW_HTTP": "true",
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_REGION": "us-east-1",
            }


@contextmanager
def databases(server: URL) -> Iterator[Callable[[], URL]]:
    """Make databases on a server, and drop them at the end."""
    made: list[str] = []

    def new_database() -> URL:
        name = f"isocenter_test_{uuid.uuid4().hex[:12]}"
        execute(server, f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        made.append(name)
        return server.set(database=name).update_query_dict({"charset": "utf8mb4"})

    try:
        yield new_database
    finally:
        for name in made:
            execute(server, f"DROP DATABASE {name}")


def execute(server: URL, statement: str) -> None:
    with (
        pymysql.connect(
            host=server.host, port=server.port or 3306, user=server.username, password=server.password or ""
        ) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@contextmanager
def serving(command: list[str], log: Path, port: int, environment: dict[str, str] | None = None) -> Iterator[None]:
    """Run a server until the block ends, from when it listens; it also ends with this process."""
    ends_with_us = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    with log.open("wb") as output:
        process = subprocess.Popen(  # a session of its own: a signal to the whole of us leaves us time to tidy up
            [*ends_with_us, *command], stdout=output, stderr=subprocess.STDOUT, env=environment, start_new_session=True
        )
    try:
        wait_until_listening(process, port, log)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with suppress(ProcessLookupError):  # and what it began
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_listening(
    process: subprocess.Popen[bytes], port: int, log: Path, seconds: float = START_SECONDS
) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    message = f"{process.args!r} did not start to listen at port {port}:\n{log.read_text(errors='replace')[-4000:]}"
    raise RuntimeError(message)


def program(name: str) -> str | None:
    """Find a program, also where Debian keeps servers out of an ordinary user's path."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin")


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{command!r} failed:\n{done.stdout}{done.stderr}"
        raise RuntimeError(message)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
