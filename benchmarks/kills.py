"""Kill -9 what computes, works and serves in production mode: every job ends once, within a minute, and leaves nothing.

Two servers and two workers share a MariaDB, a Redis and a folder. In each round an import and an extraction run while
one process is killed at a moment from the seed: in turn a computing process, a worker, a server. What was killed is
started again a second later, as a service manager does. The import must hold every file once, the extraction every
value as an undisturbed run gives it: of two regions of a file and one that a reader drew, anew in each round, by a
preset that crops, resamples and standardises, and of which nothing was computed before.
"""

import argparse
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from backend.tests.production import Process, Production, production
from benchmarks.patients import REGIONS, write_patients
from benchmarks.reading_site import VERSIONS, ReadingSite
from benchmarks.report import commit

SLICES, SIDE = 40, 96
WITHIN_SECONDS = 3.0  # after the upload is finished, the kill comes at some moment of these
RESTART_SECONDS = 1.0
END_SECONDS = 60.0
ENDED = {"done", "failed", "cancelled"}


@dataclass
class Kill:
    """One process, killed at its moment by a thread of its own, and started again."""

    cluster: Production
    victim: str
    chance: random.Random
    at: float = field(init=False)
    killed_at: float | None = None
    orphans: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = self.chance.uniform(0, WITHIN_SECONDS)
        self._thread = threading.Thread(target=self._strike)

    def arm(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        self._thread.join()

    def _strike(self) -> None:
        time.sleep(self.at)
        if self.victim == "computing process":
            self._strike_a_child()
        else:
            self._strike_and_restart(self.cluster.workers if self.victim == "worker" else self.cluster.apis)

    def _strike_a_child(self) -> None:
        """One of a worker's processes; where none computes yet, wait for the first."""
        deadline = time.monotonic() + END_SECONDS
        while time.monotonic() < deadline:
            children = [pid for worker in self.cluster.workers for pid in worker.children()]
            if children:
                with suppress(ProcessLookupError):
                    os.kill(self.chance.choice(children), signal.SIGKILL)
                    self.killed_at = time.monotonic()
                    return
            time.sleep(0.05)

    def _strike_and_restart(self, processes: list[Process]) -> None:
        process = self.chance.choice(processes)
        self.orphans = process.children()
        process.kill()
        self.killed_at = time.monotonic()
        time.sleep(RESTART_SECONDS)
        process.start()
        process.wait_until_ready()


@dataclass(frozen=True)
class Work:
    """What one round has done, by a client that asks again when a server is gone."""

    cluster: Production
    name: str

    def asked(self, ask: Callable[[], httpx.Response]) -> Any:
        """Ask until a server answers. What is asked here may be asked twice."""
        deadline = time.monotonic() + END_SECONDS
        while True:
            with suppress(httpx.TransportError):
                response = ask()
                if response.status_code not in {502, 503, 504}:
                    return response.raise_for_status().json()
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.name}: no server answers")
            time.sleep(0.1)

    def get(self, path: str, **params: Any) -> Any:
        return self.asked(lambda: self.cluster.client.get(path, params=params))

    def upload(self, files: list[Path], root: Path, set_id: str | None = None) -> str:
        body = {"set_id": set_id} if set_id else {}
        upload_id: str = self.asked(lambda: self.cluster.client.post("/uploads", json=body))["id"]
        for path in files:
            content, params = path.read_bytes(), {"path": str(path.relative_to(root))}
            address = f"/uploads/{upload_id}/files"
            self.asked(lambda a=address, c=content, p=params: self.cluster.client.put(a, content=c, params=p))  # type: ignore[misc]
        return upload_id

    def finish(self, upload_id: str) -> str:
        """Begin the import; repeated, it is the same job."""
        job: dict[str, str] = self.asked(lambda: self.cluster.client.post(f"/uploads/{upload_id}/finish"))
        return job["id"]

    def extract(self, set_id: str, preset_id: str) -> Any:
        """Begin an extraction. If the answer got lost there may be two: both must be right."""
        body = {"preset_id": preset_id, "set_id": set_id}
        return self.asked(lambda: self.cluster.client.post("/extraction-runs", json=body))

    def wait(self, job_id: str, until: float) -> dict[str, Any]:
        while True:
            job: dict[str, Any] = self.get(f"/jobs/{job_id}")
            if job["state"] in ENDED:
                return job
            if time.monotonic() > until:
                raise AssertionError(f"{self.name}: a job has not ended a minute after the kill: {job}")
            time.sleep(0.2)

    def features(self, run_id: str) -> dict[str, list[float | None]]:
        """Region → values; each region once."""
        tasks = self.get(f"/extraction-runs/{run_id}/tasks", page_size=500)["items"]
        rows = self.get(f"/extraction-runs/{run_id}/features", page_size=500)["items"]
        region_of = {task["id"]: task["region_id"] for task in tasks}
        _must_equal(f"{self.name}: regions", len(set(region_of.values())), len(REGIONS) + 1)
        _must_equal(f"{self.name}: tasks", len(tasks), len(REGIONS) + 1)
        _must_equal(f"{self.name}: taken over", {task["reused"] for task in tasks}, {False})
        _must_equal(f"{self.name}: stale", {task["is_stale"] for task in tasks}, {False})
        _must_equal(f"{self.name}: rows", sorted(row["task_id"] for row in rows), sorted(region_of))
        return {region_of[row["task_id"]]: row["values"] for row in rows}


@dataclass
class Soak:
    cluster: Production
    seed: int
    folder: Path
    references: list[dict[str, list[float | None]]] = field(default_factory=list)
    slowest: float = 0.0

    def prepare(self) -> None:
        """A patient whose features are computed in peace: what every round must come to."""
        work = Work(self.cluster, "preparation")
        write_patients(self.folder / f"calm-{self.seed}", 1, SLICES, SIDE)
        self.site = ReadingSite(self.cluster, SIDE)
        upload_id = work.upload(self._files(f"calm-{self.seed}"), self.folder, self.site.set_id)
        job = work.wait(work.finish(upload_id), time.monotonic() + END_SECONDS)
        _must_equal("import in peace", job["state"], "done")
        self.site.begin(self._files(f"calm-{self.seed}"))
        for version in range(len(VERSIONS)):
            self.site.draw(version)
            run = work.extract(self.site.set_id, self.site.preset(version))
            job = work.wait(run["job"]["id"], time.monotonic() + END_SECONDS)
            _must_equal("extraction in peace", job["state"], "done")
            self.references.append(work.features(run["id"]))
        assert self.references[0] != self.references[1], "what was drawn differs, and the values do not"

    def round(self, number: int) -> None:
        victim = ("computing process", "worker", "server")[number % 3]
        name = f"{self.seed}-{number}"
        work = Work(self.cluster, f"round {name} ({victim})")
        write_patients(self.folder / name, 1, SLICES, SIDE)
        version = number % len(VERSIONS)
        self.site.draw(version)
        preset_id = self.site.preset(len(VERSIONS) + number)
        kill = Kill(self.cluster, victim, random.Random(name))
        upload_id = work.upload(self._files(name), self.folder)
        kill.arm()
        import_id = work.finish(upload_id)
        run = work.extract(self.site.set_id, preset_id)
        kill.wait()
        assert kill.killed_at is not None, f"{work.name}: nothing was there to kill"
        jobs = {kind: work.wait(job, kill.killed_at + END_SECONDS) for kind, job in self._jobs(import_id, run)}
        ended = time.monotonic() - kill.killed_at
        self.slowest = max(self.slowest, ended)
        for kind, job in jobs.items():
            _must_equal(f"{work.name}: {kind} ({job['message']})", job["state"], "done")
        counts = work.get(f"/uploads/{upload_id}")["counts"]
        _must_equal(f"{work.name}: files kept", counts["stored"] + counts["stored_with_warning"], SLICES + 1)
        _must_equal(f"{work.name}: features", work.features(run["id"]), self.references[version])
        self._check_orphans(work.name, kill.orphans)
        print(f"{work.name}: killed at {kill.at:.2f} s, all had ended {ended:.1f} s later", flush=True)

    def check_all(self, rounds: int) -> None:
        """At the end: everything that was sent is there once."""
        work = Work(self.cluster, "in the end")
        studies = work.get("/studies", page_size=500)
        _must_equal("studies", studies["total"], rounds + 1)
        _must_equal("instances", {s["instance_count"] for s in studies["items"]}, {SLICES + 1})
        jobs = work.get("/jobs", page_size=500)["items"]
        _must_equal("states of all jobs", {job["state"] for job in jobs}, {"done"})

    @staticmethod
    def _jobs(import_id: str, run: Any) -> list[tuple[str, str]]:
        return [("import", import_id), ("extraction", run["job"]["id"])]

    def _files(self, name: str) -> list[Path]:
        return sorted((self.folder / name).rglob("*.dcm"))

    @staticmethod
    def _check_orphans(name: str, orphans: list[int]) -> None:
        deadline = time.monotonic() + 5
        while alive := [pid for pid in orphans if _computes(pid)]:
            if time.monotonic() > deadline:
                raise AssertionError(f"{name}: processes outlive the one that began them: {alive}")
            time.sleep(0.1)


def _computes(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _must_equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{what}: {found}, expected {expected}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    asked = parser.parse_args()
    print(f"commit {commit()}, seed {asked.seed}, {asked.times} kills", flush=True)
    with tempfile.TemporaryDirectory(prefix="isocenter-kills-") as name, production(Path(name)) as cluster:
        cluster.sign_in()
        soak = Soak(cluster, asked.seed, Path(name, "images"))
        soak.prepare()
        for number in range(asked.times):
            soak.round(number)
        soak.check_all(asked.times)
        print(f"{asked.times} kills: nothing doubled, nothing missing, no process left; {soak.slowest:.1f} s at most")


if __name__ == "__main__":
    main()
