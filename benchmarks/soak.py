"""Kill the server (kill -9) within an import and within an extraction: nothing may double, nothing may be missing.

Each round has patients, a data folder and moments of its own, all from the seed that is printed: a round that fails
can be repeated with it. A run of the same regions that nobody disturbs says which numbers are right.
"""

import argparse
import asyncio
import hashlib
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.tests.services import free_port
from benchmarks.api import Api
from benchmarks.patients import REGIONS, write_patients
from benchmarks.report import commit
from benchmarks.servers import ADMIN, product

PATIENTS, SLICES, SIDE = 2, 40, 96
IMPORT_SECONDS, EXTRACTION_SECONDS = 3.0, 4.0  # the kill comes at some moment within
TOLERANCES = {"first": 1e-6, "again": 2e-6}  # of the grids of image and mask, which are the same: no value changes
PRESET = """\
format: isocenter-preset/1
any:
  pyradiomics:
    imageType: {{Original: {{}}}}
    featureClass: {{shape: , firstorder: , glcm: , gldm: , glrlm: , glszm: , ngtdm: }}
    setting: {{binWidth: 25, geometryTolerance: {tolerance}}}
"""


@dataclass(frozen=True)
class Round:
    name: str
    folder: Path
    moments: random.Random
    port: int

    @property
    def files(self) -> list[Path]:
        return sorted((self.folder / self.name).rglob("*.dcm"))

    async def run(self) -> None:
        write_patients(self.folder / self.name, PATIENTS, SLICES, SIDE)
        upload_id, job_id, late_import = await self._import_and_kill()
        run_id, late_extraction = await self._extract_and_kill(upload_id, job_id)
        await self._check_extraction(run_id)
        late = [name for name, is_late in (("import", late_import), ("extraction", late_extraction)) if is_late]
        print(f"{self.name}: nothing doubled, nothing missing{f' ({late} had ended before the kill)' if late else ''}")

    async def _import_and_kill(self) -> tuple[str, str, bool]:
        with product(self.folder, port=self.port) as server:
            api = await _signed_in(server.url)
            upload_id = (await api.post("/uploads", {}))["id"]
            for path in self.files:
                await api.put_file(upload_id, str(path.relative_to(self.folder)), path.read_bytes())
            job_id = (await api.post(f"/uploads/{upload_id}/finish"))["id"]
            await asyncio.sleep(self.moments.uniform(0, IMPORT_SECONDS))
            is_late = await _has_ended(api, job_id)
            server.process.kill()
            server.process.wait()
        return upload_id, job_id, is_late

    async def _extract_and_kill(self, upload_id: str, job_id: str) -> tuple[str, bool]:
        """Let the import end, check it, begin an extraction and kill again."""
        with product(self.folder, port=self.port) as server:
            api = await _signed_in(server.url)
            _must_be_done(await api.wait(job_id))
            regions = await self._check_import(api, upload_id)
            run = await _start_extraction(api, regions)
            await asyncio.sleep(self.moments.uniform(0, EXTRACTION_SECONDS))
            is_late = await _has_ended(api, run["job"]["id"])
            server.process.kill()
            server.process.wait()
        return run["id"], is_late

    async def _check_import(self, api: Api, upload_id: str) -> list[str]:
        """Compare what is there with what was sent; gives the ids of the regions."""
        expected = {hashlib.sha256(path.read_bytes()).hexdigest() for path in self.files}
        counts = (await api.get(f"/uploads/{upload_id}"))["counts"]
        _must_equal("files kept", counts["stored"] + counts["stored_with_warning"], len(expected))
        _must_equal("files received", counts["received"], len(expected))
        studies = (await api.get("/studies", page_size=500))["items"]
        _must_equal("studies", len(studies), PATIENTS)
        _must_equal("instances", sum(study["instance_count"] for study in studies), len(expected))
        details = [await api.get(f"/studies/{study['id']}") for study in studies]
        regions = [region for study in details for series in study["series"] for region in series["regions"]]
        _must_equal("regions", sorted(region["name"] for region in regions), _names())
        _must_equal("states of regions", {region["state"] for region in regions}, {"ready"})
        self._check_storage(expected)
        return [region["id"] for region in regions]

    def _check_storage(self, expected: set[str]) -> None:
        """Every object that is named by its content has it, each is there once, and nothing waits to be read."""
        objects = [path for path in (self.folder / "data" / "files").rglob("*") if path.is_file()]
        contents = [path for path in objects if len(path.name) == hashlib.sha256().digest_size * 2]
        _must_equal("stored objects", sorted(path.name for path in contents), sorted(expected))
        _must_equal("hashes of them", {hashlib.sha256(path.read_bytes()).hexdigest() for path in contents}, expected)
        _must_equal("files left over", [path for path in objects if "incoming" in path.parts], [])

    async def _check_extraction(self, run_id: str) -> None:
        with product(self.folder, port=self.port) as server:
            api = await _signed_in(server.url)
            job_id = (await api.get(f"/extraction-runs/{run_id}"))["job"]["id"]
            _must_be_done(await api.wait(job_id))
            disturbed = await _features(api, run_id)
            again = await _start_extraction(api, list(disturbed), "again")
            _must_be_done(await api.wait(again["job"]["id"]))
            _must_equal("features", disturbed, await _features(api, again["id"]))


async def _signed_in(url: str) -> Api:
    api = Api(url)
    await api.sign_in(ADMIN)
    return api


async def _has_ended(api: Api, job_id: str) -> bool:
    return (await api.get(f"/jobs/{job_id}"))["state"] not in {"queued", "running"}


async def _start_extraction(api: Api, region_ids: list[str], words: str = "first") -> Any:
    """By the defaults; said in other words, so that nothing is taken over of what was computed before."""
    source = PRESET.format(tolerance=TOLERANCES[words])
    preset = await api.post("/extraction-presets", {"name": f"Soak, {words}", "source": source})
    return await api.post("/extraction-runs", {"preset_id": preset["id"], "region_ids": region_ids})


async def _features(api: Api, run_id: str) -> dict[str, list[float | None]]:
    """Region → values; each region once."""
    tasks = (await api.get(f"/extraction-runs/{run_id}/tasks", page_size=500))["items"]
    rows = (await api.get(f"/extraction-runs/{run_id}/features", page_size=500))["items"]
    region_of = {task["id"]: task["region_id"] for task in tasks}
    _must_equal("tasks", len(region_of), len(_names()))
    _must_equal("rows", sorted(row["task_id"] for row in rows), sorted(region_of))
    return {region_of[row["task_id"]]: row["values"] for row in rows}


def _names() -> list[str]:
    return sorted(region.name for region in REGIONS for _ in range(PATIENTS))


def _must_be_done(job: dict[str, Any]) -> None:
    _must_equal(f"state of the job ({job['message']})", job["state"], "done")


def _must_equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{what}: {found}, expected {expected}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    asked = parser.parse_args()
    print(f"commit {commit()}, seed {asked.seed}, {asked.times} rounds of two kills")
    for number in range(asked.times):
        with tempfile.TemporaryDirectory(prefix="isocenter-soak-") as folder:
            name = f"round-{asked.seed}-{number}"
            asyncio.run(Round(name, Path(folder), random.Random(name), free_port()).run())


if __name__ == "__main__":
    main()
