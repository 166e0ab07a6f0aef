"""How long the product takes to extract features, against a plain script; and whether the numbers are the same.

Each repeat extracts all regions anew: once by the plain script, once by the product with one process, and once with a
process for each core. Processes are warm; what the script imports is not counted. What the product takes beyond
computing (reading the series, the database, handing work over) is told for each task.
"""

import asyncio
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from backend.core.paging import Page
from backend.core.permissions import Caller
from backend.core.work import begin_reading
from backend.features.radiomics.schemas import RunCreate
from backend.features.radiomics.service import RadiomicsService
from backend.features.radiomics.tables import FeatureTables
from backend.models.job import JobState
from backend.worker.local import LocalProduct
from benchmarks.extraction_cases import Cases, write_cases
from benchmarks.local import embedded, import_all, importer
from benchmarks.patients import copy_sarcoma_patients, write_patients
from benchmarks.report import load, median_and_spread, print_conditions, print_table

REPEATS = 3
PATIENTS, SLICES, SIDE = 3, 50, 192
TOLERANCE, FLOOR = 1e-9, 1e-12
EVERY_CORE = os.cpu_count() or 1
Features = dict[str, dict[str, float]]  # region → feature → value


@dataclass(frozen=True)
class Run:
    seconds: float
    computing_seconds: float
    features: Features


def plain_script(cases: Cases) -> Run:
    script = Path(__file__).with_name("plain_script.py")
    done = subprocess.run([sys.executable, script, cases.plan], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return Run(told["seconds"], told["seconds"], told["results"])


async def through_the_product(prepared: Path, cases: Cases, processes: int) -> Run:
    """Extract in a copy of the prepared data folder, so that nothing computed before can be used again."""
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name:
        data = Path(name) / "data"
        shutil.copytree(prepared, data)
        async with embedded(data, processes) as product:
            caller = await importer(product)
            await asyncio.gather(*(product.pool.run(warm_up) for _ in range(processes)))
            began = perf_counter()
            run_id = await _extract(product, cases, caller)
            seconds = perf_counter() - began
            return await _result(product, run_id, caller, seconds)


def warm_up() -> None:
    """Load in a computing process what the first case would load."""
    import time

    from backend.imaging.extraction import engine_status

    engine_status()
    time.sleep(0.5)  # busy for long enough that each process of the pool gets one call


async def _extract(product: LocalProduct, cases: Cases, caller: Caller) -> Any:
    async with product.begin() as work:
        service = RadiomicsService(work)
        (preset,) = (await service.list_presets(caller, Page())).items
        run = await service.start(RunCreate(preset_id=preset.id, region_ids=list(cases.region_ids)), caller)
    job = await product.finish(run.job.id)
    if job.state is not JobState.DONE:
        raise AssertionError(f"The extraction ended as {job.state.value}: {job.message}")
    return run.id


async def _result(product: LocalProduct, run_id: Any, caller: Caller, seconds: float) -> Run:
    page = Page(1, 500)
    async with begin_reading(product.database) as work:
        tasks = (await RadiomicsService(work).list_tasks(run_id, caller, page)).items
        table = await FeatureTables(work).page(run_id, caller, page)
    region_of = {task.id: str(task.region_id) for task in tasks}
    failed = [f"{task.region_name}: {task.error}" for task in tasks if task.error]
    if failed:
        raise AssertionError(f"Not every region was computed: {failed}")
    features = {
        region_of[row.task_id]: {
            name: math.nan if value is None else value for name, value in zip(table.columns, row.values, strict=True)
        }
        for row in table.items
    }
    return Run(seconds, sum(task.seconds or 0 for task in tasks), features)


def largest_difference(ours: Features, theirs: Features) -> float:
    """Compare all values. Raises AssertionError naming the first that differs by more than the tolerance."""
    if ours.keys() != theirs.keys():
        raise AssertionError("Not the same regions.")
    largest = 0.0
    for region, values in theirs.items():
        if values.keys() != ours[region].keys():
            raise AssertionError(f"Not the same features: {values.keys() ^ ours[region].keys()}")
        for name, value in values.items():
            if math.isnan(value) and math.isnan(ours[region][name]):
                continue
            difference = abs(ours[region][name] - value) / max(abs(value), FLOOR / TOLERANCE)
            if not difference <= TOLERANCE:
                raise AssertionError(f"{name} of region {region}: {ours[region][name]!r}, but the script has {value!r}")
            largest = max(largest, difference)
    return largest


async def prepare(images: Path, folder: Path) -> Cases:
    async with embedded(folder / "data", EVERY_CORE) as product:
        await importer(product)
        await import_all(product, images)
        return await write_cases(product, images, folder)


def measure(title: str, images: Path, folder: Path) -> None:
    folder.mkdir()
    cases = asyncio.run(prepare(images, folder))
    plain: list[Run] = []
    product: dict[int, list[Run]] = {1: [], EVERY_CORE: []}
    for _ in range(REPEATS):
        plain.append(plain_script(cases))
        for processes, runs in product.items():
            runs.append(asyncio.run(through_the_product(folder / "data", cases, processes)))
    tasks = len(cases.region_ids)
    print(f"## {title}: {tasks} regions\n")
    print_runs(plain, product, tasks)
    differences = [largest_difference(run.features, plain[0].features) for runs in product.values() for run in runs]
    count = statistics.mean(len(values) for values in plain[0].features.values())
    print(f"numbers: {count:.0f} features a region are equal, the largest relative difference {max(differences):.1e}\n")


def print_runs(plain: list[Run], product: dict[int, list[Run]], tasks: int) -> None:
    named = {f"product, {n} process{'es' if n > 1 else ''}": runs for n, runs in product.items()}
    rows = [
        [
            name,
            median_and_spread([run.seconds for run in runs]),
            median_and_spread([run.seconds / tasks * 1000 for run in runs], 0),
        ]
        for name, runs in {"plain script": plain, **named}.items()
    ]
    print_table(["", "seconds", "ms/task"], rows)
    for name, runs in named.items():
        ratios = [one.seconds / other.seconds for one, other in zip(runs, plain, strict=True)]
        print(f"ratio: {name} takes {median_and_spread(ratios, 2)} times as long as the script")
    around = [(run.seconds - run.computing_seconds) / tasks * 1000 for run in product[1]]
    print(f"around computing, with one process: {median_and_spread(around, 0)} ms a task")


def main() -> None:
    print_conditions("Extraction of features", ["pyradiomics", "SimpleITK", "numpy", "pydicom"])
    print(f"{REPEATS} repeats, taking turns; the default preset; SQLite; median (least to greatest)\n")
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name:
        folder = Path(name)
        write_patients(folder / "phantoms", PATIENTS, SLICES, SIDE)
        measure("Artificial chest CT", folder / "phantoms", folder / "1")
        if copy_sarcoma_patients(folder / "sarcoma"):
            measure("Sarcoma patients, CT, MR and PET", folder / "sarcoma", folder / "2")
        else:
            print("The sarcoma patients are not there: not measured.")
    print(f"load at the end: {load()}")


if __name__ == "__main__":
    main()
