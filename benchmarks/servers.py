"""Servers in processes of their own, each in a folder of its own on a free port, gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from backend.tests.services import START_SECONDS, databases, free_port, program, run, wait_until_listening
from benchmarks.report import REPOSITORY

ADMIN, PASSWORD = "admin@bench.example", "a password for one run"
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float | None:
        """How long the process itself computed so far; children not counted. Only Linux tells."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def product(folder: Path, database_url: str | None = None, port: int | None = None) -> Iterator[Server]:
    """Serve the product as a user would: `isocenter serve`, with its worker inside."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ISOCENTER_")}
    environment |= {
        "ISOCENTER_DATA_DIR": str(folder / "data"),
        "ISOCENTER_FIRST_ADMIN_EMAIL": ADMIN,
        "ISOCENTER_FIRST_ADMIN_PASSWORD": PASSWORD,
    }
    command = [sys.executable, "-m", "backend.cli"]
    if database_url is not None:
        environment["ISOCENTER_DATABASE_URL"] = database_url
        subprocess.run([*command, "migrate"], cwd=folder, env=environment, check=True, capture_output=True)
    port = port or free_port()
    with serving([*command, "serve", "--port", str(port)], folder, port, environment, 180.0) as process:
        yield Server(port, process)


@contextmanager
def asgi_app(name: str, folder: Path) -> Iterator[Server]:
    """Serve an application under uvicorn with the options that the product has."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", name, "--port", str(port), "--no-access-log", "--log-level", "warning"]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    with serving(command, folder, port, environment) as process:
        yield Server(port, process)


@contextmanager
def mariadb() -> Iterator[str | None]:
    """Give the URL of an empty database on a MariaDB with its own defaults (each commit reaches the disk), or None."""
    install, server = program("mariadb-install-db"), program("mariadbd")
    if install is None or server is None:
        yield None
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name:
        folder = Path(name)
        common = ["--no-defaults", f"--datadir={folder}/data", *(["--user=root"] if os.geteuid() == 0 else [])]
        run([install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"])
        options = [f"--socket={folder}/socket", f"--pid-file={folder}/pid", "--bind-address=127.0.0.1"]
        options += [f"--port={port}", "--character-set-server=utf8mb4", "--skip-log-bin"]
        root = URL.create("mysql+aiomysql", "root", host="127.0.0.1", port=port, query={"charset": "utf8mb4"})
        with serving([server, *common, *options], folder, port, dict(os.environ)), databases(root) as new_database:
            yield new_database().render_as_string(hide_password=False)


@contextmanager
def serving(
    command: list[str], folder: Path, port: int, environment: dict[str, str], seconds: float = START_SECONDS
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends, from when it listens; it also ends with this process."""
    ends_with_us = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    log = folder / f"log-{port}"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*ends_with_us, *command], cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
    try:
        wait_until_listening(process, port, log, seconds)
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()
