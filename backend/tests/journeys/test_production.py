"""Two servers and two workers on one MariaDB, one Redis and one folder: what one writes, the others know."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.imaging.phantoms import DemoHospital, write_demo_hospital
from backend.tests.production import ADMIN, PASSWORD, Production, production

pytestmark = pytest.mark.timeout(300)
ENOUGH_SECONDS = 90.0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    with production(tmp_path_factory.mktemp("production")) as running:
        running.sign_in()
        yield running


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> DemoHospital:
    return write_demo_hospital(tmp_path_factory.mktemp("images"))


@pytest.fixture(scope="module")
def sample_set(cluster: Production, hospital: DemoHospital) -> dict[str, Any]:
    """A set with a label, and everything of the hospital in it."""
    group = cluster.post("/groups", name="Readers")
    made: dict[str, Any] = cluster.post(f"/groups/{group['id']}/sets", name="Everything", task="detection")
    cluster.post(f"/sets/{made['id']}/labels", name="Nodule", color="#E69F00")
    upload = cluster.post("/uploads", set_id=made["id"])
    for number, path in enumerate(hospital.files):
        place = {"path": f"{number}/{path.name}"}
        cluster.client.put(f"/uploads/{upload['id']}/files", params=place, content=path.read_bytes()).raise_for_status()
    job = wait_for(cluster, cluster.post(f"/uploads/{upload['id']}/finish")["id"])
    assert (job["state"], job["message"]) == ("done", f"{len(hospital.files)} stored")
    return made


def wait_for(cluster: Production, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + ENOUGH_SECONDS
    while True:
        job: dict[str, Any] = cluster.get(f"/jobs/{job_id}")
        if job["state"] in {"done", "failed", "cancelled"}:
            return job
        assert time.monotonic() < deadline, job
        time.sleep(0.1)


def start_run(cluster: Production, set_id: str) -> Any:
    preset = cluster.get("/extraction-presets")["items"][0]["id"]
    return cluster.post("/extraction-runs", preset_id=preset, set_id=set_id)


Servers = tuple[httpx.Client, httpx.Client]


@pytest.fixture
def servers(cluster: Production) -> Iterator[Servers]:
    """A client of each server."""
    headers = dict(cluster.client.headers)
    here, there = (httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=30) for url in cluster.api_urls)
    with here, there:
        yield here, there


def test_all_files_of_a_delivery_find_their_samples(cluster: Production, sample_set: dict[str, Any]) -> None:
    shown = cluster.get(f"/sets/{sample_set['id']}")

    assert shown["sample_count"] == 5
    assert shown["region_count"] > 0


def test_a_reading_goes_on_at_the_other_server(servers: Servers, sample_set: dict[str, Any]) -> None:
    here, there = servers
    package = here.post(f"/sets/{sample_set['id']}/packages/claim").raise_for_status().json()
    items = there.get(f"/packages/{package['id']}/items").raise_for_status().json()["items"]
    address = f"/packages/{package['id']}/samples/{items[0]['sample']['id']}/examination"
    examination = here.post(address).raise_for_status().json()
    operations = [{"id": str(uuid4()), "kind": "set_flags", "no_finding": value} for value in (True, False)]

    for number, (server, operation) in enumerate(zip((there, here), operations, strict=True)):
        body = {"base_version": number, "operations": [operation]}
        server.post(f"/examinations/{examination['id']}/operations", json=body).raise_for_status()
    late = there.post(
        f"/examinations/{examination['id']}/operations",
        json={"base_version": 0, "operations": [{"id": str(uuid4()), "kind": "set_flags", "tentative": True}]},
    )

    assert here.get(f"/examinations/{examination['id']}").json()["version"] == 2
    assert (late.status_code, late.json()["examination"]["version"]) == (409, 2)


def test_tries_to_sign_in_are_counted_together(cluster: Production) -> None:
    limit = int(cluster.environment["ISOCENTER_SIGN_IN_TRIES_PER_MINUTE"])
    wrong = {"email": f"{uuid4()}@test.example", "password": "wrong"}

    answers = [
        httpx.post(f"{cluster.api_urls[number % 2]}/api/v1/auth/token", json=wrong).status_code
        for number in range(limit + 2)
    ]

    assert answers.count(429) == 2, answers


def test_a_stream_hears_of_jobs_wherever_they_run(servers: Servers, sample_set: dict[str, Any]) -> None:
    here, there = servers
    heard: list[dict[str, Any]] = []

    def listen() -> None:
        with here.stream("GET", "/events") as stream:
            for line in stream.iter_lines():
                if line.startswith("data: {") and "state" in line:
                    heard.append(json.loads(line.removeprefix("data: ")))
                    if (heard[-1]["kind"], heard[-1]["state"]) == ("extraction", "done"):
                        return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    preset = there.get("/extraction-presets").json()["items"][0]["id"]

    run = there.post("/extraction-runs", json={"preset_id": preset, "set_id": sample_set["id"]}).json()
    listener.join(ENOUGH_SECONDS)

    states = [job["state"] for job in heard if job["id"] == run["job"]["id"]]
    assert states[-1:] == ["done"], heard


class TestDeath:
    """kill -9 at one moment each; `python -m benchmarks.kills` does it at many."""

    def check(self, cluster: Production, run: Any) -> None:
        assert wait_for(cluster, run["job"]["id"])["state"] == "done"
        table = cluster.get(f"/extraction-runs/{run['id']}/features", page_size=100)
        shown = cluster.get(f"/extraction-runs/{run['id']}")
        assert (shown["done_count"], shown["failed_count"]) == (shown["task_count"], 0)
        assert len({row["task_id"] for row in table["items"]}) == shown["task_count"] > 0

    def strike(self, cluster: Production, run: Any, kill: Callable[[], None]) -> None:
        """When something of the run has begun."""
        until(lambda: cluster.get(f"/jobs/{run['job']['id']}")["state"] != "queued")
        kill()

    def test_of_a_worker(self, cluster: Production, sample_set: dict[str, Any]) -> None:
        victim = cluster.workers[0]
        run = start_run(cluster, sample_set["id"])
        children = victim.children()

        self.strike(cluster, run, victim.kill)

        self.check(cluster, run)
        until(lambda: not any(is_alive(child) for child in children), seconds=5)
        victim.start()
        victim.wait_until_ready()

    def test_of_a_server(self, cluster: Production, sample_set: dict[str, Any]) -> None:
        victim = cluster.apis[0]
        run = start_run(cluster, sample_set["id"])

        self.strike(cluster, run, victim.kill)

        self.check(cluster, run)
        victim.start()
        victim.wait_until_ready()
        assert httpx.post(
            f"{cluster.api_urls[0]}/api/v1/auth/token", json={"email": ADMIN, "password": PASSWORD}
        ).is_success


def until(condition: Callable[[], bool], seconds: float = ENOUGH_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
