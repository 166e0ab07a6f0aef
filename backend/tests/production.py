"""Isocenter as a hospital runs it, on one machine: API processes and workers that share one MariaDB, one Redis and one
storage folder, behind nginx. Every process can be killed and started again.

`python -m backend.tests.production --port 8080` serves it until it is told to stop, for the journeys in a browser.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from backend.tests.services import free_port, mariadb_server, missing, program, redis_server, serving

ADMIN, PASSWORD = "admin@test.example", "a long enough password"
START_SECONDS = 90.0
ISOCENTER = [sys.executable, "-m", "backend.cli"]


@dataclass
class Process:
    """One of our processes, in a process group of its own."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    is_ready: Callable[[], bool]
    running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.running is not None
        return self.running.pid

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                self.command, env=self.environment, start_new_session=True, stdout=output, stderr=subprocess.STDOUT
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            assert self.running is not None
            assert self.running.poll() is None, f"{self.command} ended:\n{self.log.read_text()[-4000:]}"
            assert time.monotonic() < deadline, f"{self.command} is not ready:\n{self.log.read_text()[-4000:]}"
            time.sleep(0.1)

    def kill(self) -> None:
        """kill -9, of this process alone: its children have to notice by themselves."""
        assert self.running is not None
        self.running.kill()
        self.running.wait()

    def stop(self) -> None:
        if self.running is None or self.running.poll() is not None:
            return
        self.running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.running.wait(20)
        self.running.kill()
        self.running.wait()

    def children(self) -> list[int]:
        """The processes that it began and that live."""
        tasks = Path(f"/proc/{self.pid}/task")
        try:
            return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]
        except FileNotFoundError:
            return []


@dataclass
class Production:
    url: str
    apis: list[Process]
    api_urls: list[str]
    workers: list[Process]
    environment: dict[str, str]
    folder: Path
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=f"{self.url}/api/v1", timeout=60)

    def sign_in(self) -> None:
        answer = self.client.post("/auth/token", json={"email": ADMIN, "password": PASSWORD}).raise_for_status()
        self.client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(path, params=params).raise_for_status().json()

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(path, json=body).raise_for_status().json()


@contextmanager
def production(folder: Path, *, apis: int = 2, workers: int = 2, port: int | None = None) -> Iterator[Production]:
    with ExitStack() as stack:
        database_url = stack.enter_context(mariadb_server())().render_as_string(hide_password=False)
        environment = _environment(folder, database_url, stack.enter_context(redis_server()))
        subprocess.run([*ISOCENTER, "migrate"], env=environment, check=True)
        ports = [free_port() for _ in range(apis)]
        served = [_api(folder, environment, api_port) for api_port in ports]
        working = [_worker(folder, environment, number) for number in range(workers)]
        for process in (*served, *working):
            stack.callback(process.stop)
            process.start()
        for process in (*served, *working):
            process.wait_until_ready()
        url = stack.enter_context(proxy(folder, ports, port or free_port()))
        urls = [f"http://127.0.0.1:{api_port}" for api_port in ports]
        running = Production(url, served, urls, working, environment, folder)
        stack.callback(running.client.close)
        yield running


@contextmanager
def proxy(folder: Path, ports: list[int], port: int) -> Iterator[str]:
    """nginx in front of several API processes, one request to each in turn."""
    nginx = program("nginx")
    if nginx is None:
        missing("nginx-light")
    servers = "".join(f"server 127.0.0.1:{api};" for api in ports)
    config = folder / "nginx.conf"
    config.write_text(f"""
        daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
        {"user root;" if os.geteuid() == 0 else ""}
        events {{}}
        http {{
          access_log off; client_max_body_size 0;
          {"".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)}
          upstream isocenter {{ {servers} }}
          server {{
            listen 127.0.0.1:{port};
            location / {{
              proxy_pass http://isocenter;
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_request_buffering off; proxy_buffering off;
              proxy_next_upstream error timeout;
            }}
          }}
        }}""")
    with serving([nginx, "-c", str(config), "-p", str(folder)], folder / "nginx-start.log", port):
        yield f"http://127.0.0.1:{port}"


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def _environment(folder: Path, database_url: str, redis_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISOCENTER_")}
    return kept | {
        "ISOCENTER_MODE": "production",
        "ISOCENTER_DATA_DIR": str(folder / "data"),
        "ISOCENTER_DATABASE_URL": database_url,
        "ISOCENTER_REDIS_URL": redis_url,
        "ISOCENTER_STORAGE_URL": f"file://{folder / 'files'}",
        "ISOCENTER_SECRET_KEY": f"{random.SystemRandom().getrandbits(256):x}".zfill(64),
        "ISOCENTER_REGISTRATION": "open",
        "ISOCENTER_SIGN_IN_TRIES_PER_MINUTE": "20",
        "ISOCENTER_FIRST_ADMIN_EMAIL": os.environ.get("ISOCENTER_FIRST_ADMIN_EMAIL", ADMIN),
        "ISOCENTER_FIRST_ADMIN_PASSWORD": os.environ.get("ISOCENTER_FIRST_ADMIN_PASSWORD", PASSWORD),
        "ISOCENTER_WORKER_PROCESSES": "1",
    }


def _api(folder: Path, environment: dict[str, str], port: int) -> Process:
    def answers() -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"http://127.0.0.1:{port}/api/v1/health").status_code == httpx.codes.OK
        return False

    return Process([*ISOCENTER, "serve", "--port", str(port)], environment, folder / f"api-{port}.log", answers)


def _worker(folder: Path, environment: dict[str, str], number: int) -> Process:
    log = folder / f"worker-{number}.log"

    def has_started() -> bool:
        return any(_event(line) == "worker.started" for line in log.read_text().splitlines()) if log.exists() else False

    return Process([*ISOCENTER, "worker"], environment, log, has_started)


def _event(line: str) -> str | None:
    with suppress(ValueError):
        found: str | None = json.loads(line).get("event")
        return found
    return None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m backend.tests.production", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="isocenter-production-") as name, production(Path(name), port=asked.port):
        signal.pause()


if __name__ == "__main__":
    main()
