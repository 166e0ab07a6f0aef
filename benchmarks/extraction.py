"""How long the product takes to extract features, against a plain script; and whether the numbers are the same.

Each repeat extracts all regions anew: once by the plain script, once by the product with one process, and once with a
process for each core. Processes are warm; what the script imports is not counted. What the product takes beyond
computing (reading the series, the database, handing work over) is told for each task. The sarcoma patients are taken
twice: by the default preset, and by those for PET/CT and for MRI, two runs begun together, with all their steps.
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
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from backend.core.permissions import Caller
from backend.core.work import begin_reading
from backend.features.radiomics import vectors
from backend.features.radiomics.schemas import RunCreate
from backend.features.radiomics.starting import RunStarting
from backend.models.extraction_task import ExtractionTask
from backend.models.feature_schema import FeatureSchema
from backend.models.job import JobState
from backend.worker.local import LocalProduct
from benchmarks.extraction_cases import Cases, Order, key_of, write_cases
from benchmarks.local import embedded, import_all, importer
from benchmarks.patients import copy_sarcoma_patients, write_patients
from benchmarks.report import load, median_and_spread, print_conditions, print_table

REPEATS = 3
PATIENTS, SLICES, SIDE = 3, 50, 192
TOLERANCE, FLOOR = 1e-9, 1e-12
EVERY_CORE = os.cpu_count() or 1
DEFAULT = (Order("pyradiomics defaults"),)
PREPARED = (Order("QuantImage PET/CT"), Order("QuantImage MRI", {"MR": "MR_T1"}))
Features = dict[str, dict[str, float]]  # series and region → feature → value


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
            run_ids = await _extract(product, cases, caller)
            seconds = perf_counter() - began
            return await _result(product, run_ids, seconds)


def warm_up() -> None:
    """Load in a computing process what the first case would load."""
    import time

    import scipy.ndimage  # noqa: F401

    from backend.imaging.extraction import engine_status

    engine_status()
    time.sleep(0.5)  # busy for long enough that each process of the pool gets one call


async def _extract(product: LocalProduct, cases: Cases, caller: Caller) -> list[UUID]:
    """Begin a run for each order, all at once, and wait for them."""
    jobs, run_ids = [], []
    for order in cases.orders:
        async with product.begin() as work:
            body = RunCreate(
                preset_id=order.preset_id, region_ids=list(cases.region_ids), modality_map=order.modality_map
            )
            run = await RunStarting(work).start(body, caller)
        jobs.append(run.job.id)
        run_ids.append(run.id)
    for job_id in jobs:
        job = await product.finish(job_id)
        if job.state is not JobState.DONE:
            raise AssertionError(f"The extraction ended as {job.state.value}: {job.message}")
    return run_ids


async def _result(product: LocalProduct, run_ids: list[UUID], seconds: float) -> Run:
    async with begin_reading(product.database) as work:
        rows = await work.db.execute(
            select(ExtractionTask, FeatureSchema.names)
            .outerjoin(FeatureSchema, FeatureSchema.schema_hash == ExtractionTask.schema_hash)
            .options(undefer(ExtractionTask.feature_values))
            .where(ExtractionTask.run_id.in_(run_ids))
        )
        tasks = [(task, names) for task, names in rows]
    failed = [task.error for task, _ in tasks if task.error or task.feature_values is None]
    if failed:
        raise AssertionError(f"Not every region was computed: {failed}")
    features = {
        key_of(task.series_id, task.region_id): {
            name: math.nan if value is None else value
            for name, value in zip(names, vectors.decode(task.feature_values or b""), strict=True)
        }
        for task, names in tasks
    }
    return Run(seconds, sum(task.seconds or 0 for task, _ in tasks), features)


def largest_difference(ours: Features, theirs: Features) -> float:
    """Compare all values. Raises AssertionError naming the first that differs by more than the tolerance."""
    if ours.keys() != theirs.keys():
        raise AssertionError("Not the same tasks.")
    largest = 0.0
    for region, values in theirs.items():
        if values.keys() != ours[region].keys():
            raise AssertionError(f"Not the same features: {values.keys() ^ ours[region].keys()}")
        for name, value in values.items():
            if math.isnan(value) and math.isnan(ours[region][name]):
                continue
            difference = abs(ours[region][name] - value) / max(abs(value), FLOOR / TOLERANCE)
            if not difference <= TOLERANCE:
                raise AssertionError(f"{name} of {region}: {ours[region][name]!r}, but the script has {value!r}")
            largest = max(largest, difference)
    return largest


async def prepare(images: Path, folder: Path, orders: tuple[Order, ...]) -> Cases:
    async with embedded(folder / "data", EVERY_CORE) as product:
        await importer(product)
        await import_all(product, images)
        return await write_cases(product, images, folder, orders)


def measure(title: str, images: Path, folder: Path, orders: tuple[Order, ...]) -> None:
    folder.mkdir()
    cases = asyncio.run(prepare(images, folder, orders))
    plain: list[Run] = []
    product: dict[int, list[Run]] = {1: [], EVERY_CORE: []}
    for _ in range(REPEATS):
        plain.append(plain_script(cases))
        for processes, runs in product.items():
            runs.append(asyncio.run(through_the_product(folder / "data", cases, processes)))
    tasks = len(cases.keys)
    print(f"## {title}: {tasks} tasks\n")
    print_runs(plain, product, tasks)
    differences = [largest_difference(run.features, plain[0].features) for runs in product.values() for run in runs]
    count = statistics.mean(len(values) for values in plain[0].features.values())
    print(f"numbers: {count:.0f} features a task are equal, the largest relative difference {max(differences):.1e}\n")


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
    print(f"{REPEATS} repeats, taking turns; SQLite; median (least to greatest)\n")
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name:
        folder = Path(name)
        write_patients(folder / "phantoms", PATIENTS, SLICES, SIDE)
        measure("Artificial chest CT, default preset", folder / "phantoms", folder / "1", DEFAULT)
        if copy_sarcoma_patients(folder / "sarcoma"):
            measure("Sarcoma patients, CT, MR and PET, default preset", folder / "sarcoma", folder / "2", DEFAULT)
            measure("The same, presets for PET/CT and MRI", folder / "sarcoma", folder / "3", PREPARED)
        else:
            print("The sarcoma patients are not there: not measured.")
    print(f"load at the end: {load()}")


if __name__ == "__main__":
    main()
