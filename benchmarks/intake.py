"""How fast a folder of DICOM comes in, against a plain loop that hashes each file and reads it with pydicom.

The product does more with a file than the loop: it copies it to the storage, reads it in a process that may die, checks
it, weighs it against what is there, files it in a database, and draws the regions of structure sets. The ratio is the
price of all that.
"""

import asyncio
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pydicom import dcmread

from benchmarks.local import embedded, import_all, importer
from benchmarks.patients import copy_sarcoma_patients, write_patients
from benchmarks.report import load, median_and_spread, print_conditions, print_table

REPEATS = 3
PATIENTS, SLICES, SIDE = 5, 60, 256
LONG_SLICES, LONG_SIDE, LONG_SPACING = 1000, 512, (0.4, 0.7, 0.7)
PROCESSES = os.cpu_count() or 1


@dataclass(frozen=True)
class Run:
    seconds: float
    receiving_seconds: float = 0.0  # of them, until all bytes were copied, hashed and noted


def plain_loop(folder: Path) -> Run:
    began = perf_counter()
    for path in sorted(folder.rglob("*.dcm")):
        hashlib.sha256(path.read_bytes()).hexdigest()
        dcmread(path)
    return Run(perf_counter() - began)


async def through_the_product(folder: Path, warm_up: Path) -> Run:
    """Import into an empty data folder, with processes that have read a file before."""
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as data:
        async with embedded(Path(data), PROCESSES) as product:
            await importer(product)
            await import_all(product, warm_up)
            marks = []
            began = perf_counter()
            await import_all(product, folder, lambda _: marks.append(perf_counter()))
            return Run(perf_counter() - began, marks[0] - began)


def measure(title: str, folder: Path, warm_up: Path) -> None:
    files = list(folder.rglob("*.dcm"))
    count, megabytes = len(files), sum(path.stat().st_size for path in files) / 1e6
    plain, product = [], []
    for _ in range(REPEATS):
        plain.append(plain_loop(folder))
        product.append(asyncio.run(through_the_product(folder, warm_up)))
    print(f"## {title}: {count} files, {megabytes:.1f} MB\n")
    rows = [
        [
            name,
            median_and_spread([count / run.seconds for run in runs], 0),
            median_and_spread([megabytes / run.seconds for run in runs]),
            median_and_spread([run.seconds / count * 1000 for run in runs], 2),
        ]
        for name, runs in (("plain pydicom loop", plain), ("product", product))
    ]
    print_table(["", "files/s", "MB/s", "ms/file"], rows)
    ratios = [one.seconds / other.seconds for one, other in zip(product, plain, strict=True)]
    print(f"ratio: the product takes {median_and_spread(ratios)} times as long as the loop")
    shares = [run.receiving_seconds / run.seconds * 100 for run in product]
    print(f"of that, copying and hashing: {median_and_spread(shares, 0)} %\n")


def main() -> None:
    print_conditions("Intake of a folder", ["pydicom", "sqlalchemy", "aiosqlite", "obstore"])
    print(f"{REPEATS} repeats, taking turns; {PROCESSES} parser processes; SQLite; median (least to greatest)\n")
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name:
        warm_up, phantoms, sarcoma = (Path(name) / part for part in ("warm-up", "phantoms", "sarcoma"))
        write_patients(warm_up, 1, 20 * PROCESSES, 8)
        write_patients(phantoms, PATIENTS, SLICES, SIDE)
        measure("Artificial chest CT", phantoms, warm_up)
        if copy_sarcoma_patients(sarcoma):
            measure("Sarcoma patients, CT, MR and PET", sarcoma, warm_up)
        else:
            print("The sarcoma patients are not there: not measured.")
        shutil.rmtree(phantoms)
        write_patients(phantoms, 1, LONG_SLICES, LONG_SIDE, LONG_SPACING)
        measure("One long CT", phantoms, warm_up)
    print(f"load at the end: {load()}")


if __name__ == "__main__":
    main()
