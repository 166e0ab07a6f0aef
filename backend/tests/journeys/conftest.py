"""The product as an operator runs it: a data folder of its own, real processes, real commands."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.core.database import new_id
from backend.tests.services import free_port

ADMIN, PASSWORD = "admin@test.example", "a long enough password"
START_SECONDS = 90
ISOCENTER = [sys.executable, "-m", "backend.cli"]


@dataclass
class Server:
    """`isocenter serve` in a process group of its own, so that it can be killed with no goodbye."""

    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api/v1", timeout=60)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*ISOCENTER, "serve", "--port", str(self.port)],
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)

    def answers(self) -> bool:
        with suppress(httpx.TransportError):
            return self.client.get("/health").status_code == 200
        return False

    def sign_in(self) -> None:
        response = self.client.post("/auth/token", json={"email": ADMIN, "password": PASSWORD})
        self.client.headers["Authorization"] = f"Bearer {response.json()['access_token']}"

    def kill(self) -> None:
        """kill -9, of the server alone: its children have to notice by themselves."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        headers = self.client.headers
        self.client.close()
        self.__post_init__()
        self.client.headers = headers

    def stop(self) -> None:
        self.client.close()
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=20)

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        response = self.client.get(path, params=params)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found


@contextmanager
def product_in(folder: Path) -> Iterator[Server]:
    """A server that has yet to be started, and whose data lies in this folder."""
    environment = os.environ | {
        "ISOCENTER_DATA_DIR": str(folder),
        "ISOCENTER_FIRST_ADMIN_EMAIL": ADMIN,
        "ISOCENTER_FIRST_ADMIN_PASSWORD": PASSWORD,
        "ISOCENTER_WORKER_PROCESSES": "2",
    }
    server = Server(environment, free_port())
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Server]:
    with product_in(tmp_path / str(new_id())) as server:
        yield server


def run_command(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ISOCENTER, *arguments], env=server.environment, capture_output=True, text=True, timeout=300, check=False
    )
