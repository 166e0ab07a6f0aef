"""Saving, listing and exporting beside Label Studio in one run, and how our own waits grow with a set.

Both serve from SQLite in a process of their own and are asked over their API by the same client, taking turns. Readers
are closed loops: each sends its next save of five boxes when the last is answered.
"""

import argparse
import asyncio
import io
import json
import statistics
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import httpx
import numpy as np

from benchmarks import label_studio
from benchmarks.growth import print_growth
from benchmarks.label_studio import Box, LabelStudio
from benchmarks.reading_group import BOXES_PER_SAVE, SIDE, make_readers
from benchmarks.report import load, median_and_spread, print_conditions, print_table
from benchmarks.saves import Run, check_nothing_lost, measure
from benchmarks.seeded_set import SeededSet, seeded_set
from benchmarks.servers import Server, product

CROWD, REPEATS, LISTED = 20, 3, 100
MUST = {"saves": 20, "listing": 4, "export": 5}
AIM = {"saves": 60, "listing": 4, "export": 10}
AIM_P95_MS = 30
ASK_AGAIN_SECONDS = 0.1


@dataclass(frozen=True)
class Sizes:
    exported: int = 10_000
    peer_saves: int = 8  # of each reader in a repeat: it takes a while
    listings: int = 20  # in a repeat
    grown: tuple[int, int] = (1_000, 100_000)


FULL = Sizes()
SMALL = Sizes(exported=200, peer_saves=2, listings=4, grown=(1_000, 4_000))


@dataclass
class Found:
    """By "product" and "peer": a value of each repeat."""

    saves: dict[str, list[Run]] = field(default_factory=dict)
    listing_ms: dict[str, list[float]] = field(default_factory=dict)
    export_seconds: dict[str, list[float]] = field(default_factory=dict)


def compare(sizes: Sizes) -> Found:
    """Measure both, turn by turn."""
    found = Found()
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name:
        folder = Path(name)
        (folder / "read").mkdir()
        with (
            label_studio.label_studio(folder) as peer,
            product(folder) as ours,
            product(folder / "read") as ours_read,
        ):
            _compare_saves(found, ours, peer, sizes)
            _compare_reads(found, ours_read, folder / "read", peer, sizes)
    return found


def _compare_saves(found: Found, ours: Server, peer: Server, sizes: Sizes) -> None:
    numbers = np.random.default_rng(2)
    readers = asyncio.run(make_readers(ours.url, CROWD))
    studio = LabelStudio(peer)
    tasks_each = sizes.peer_saves * (REPEATS + 1)
    project, tasks = studio.new_project([()] * (CROWD * tasks_each), SIDE)
    trays = [iter(tasks[start : start + tasks_each]) for start in range(0, len(tasks), tasks_each)]
    for repeat in range(-1, REPEATS):  # the first does not count
        theirs = [
            [label_studio.save(next(tray), _boxes(numbers), SIDE) for _ in range(sizes.peer_saves)] for tray in trays
        ]
        runs = {
            "product": asyncio.run(measure(ours, [reader.next_saves(numbers) for reader in readers])),
            "peer": asyncio.run(measure(peer, theirs, again=True)),
        }
        for name, run in runs.items() if repeat >= 0 else ():
            found.saves.setdefault(name, []).append(run)
    asyncio.run(check_nothing_lost(ours, readers))
    kept = studio.count_annotations(project)
    if kept < len(tasks):  # there may be more: it answers with an error also what it has kept
        raise AssertionError(f"{len(tasks)} annotations were acknowledged by the peer, {kept} are there.")


def _compare_reads(found: Found, ours: Server, folder: Path, peer: Server, sizes: Sizes) -> None:
    numbers = np.random.default_rng(4)
    count = sizes.exported
    seeded = asyncio.run(seeded_set(ours, folder, samples=count, read=count, readers=CROWD))
    studio = LabelStudio(peer)
    project, _ = studio.new_project([_boxes(numbers) for _ in range(count)], SIDE)
    lead = httpx.Client(base_url=f"{ours.url}/api/v1", timeout=600, headers={"Authorization": f"Bearer {seeded.lead}"})
    pages = numbers.integers(1, count // LISTED + 1, sizes.listings).tolist()
    ask: dict[str, Callable[[int], Sequence[Any]]] = {
        "product": lambda page: _samples(lead, seeded, page),
        "peer": lambda page: studio.list_tasks(project, page, LISTED),
    }
    export: dict[str, Callable[[], bytes]] = {
        "product": lambda: _exported(lead, seeded.id),
        "peer": lambda: studio.export_coco(project),
    }
    for _ in range(REPEATS):
        for name, listing in ask.items():
            found.listing_ms.setdefault(name, []).append(_median_ms(listing, pages))
        for name, exporting in export.items():
            began = perf_counter()
            archive = exporting()
            found.export_seconds.setdefault(name, []).append(perf_counter() - began)
            _check_coco(name, archive, count)


def _median_ms(listing: Callable[[int], Sequence[Any]], pages: Sequence[int]) -> float:
    waits = []
    for page in pages:
        began = perf_counter()
        items = listing(page)
        waits.append((perf_counter() - began) * 1000)
        _must_equal("listed", len(items), LISTED)
    return statistics.median(waits)


def _samples(lead: httpx.Client, seeded: SeededSet, page: int) -> list[Any]:
    answer = lead.get(f"/sets/{seeded.id}/samples", params={"page": page, "page_size": LISTED})
    items: list[Any] = answer.raise_for_status().json()["items"]
    return items


def _exported(lead: httpx.Client, set_id: str) -> bytes:
    """Ask for the export, wait until the job has ended, fetch the file: all that a person waits for."""
    asked = lead.post(f"/sets/{set_id}/exports", json={"format": "coco", "whose": "all"}).raise_for_status().json()
    while True:
        job = lead.get(f"/jobs/{asked['job_id']}").raise_for_status().json()
        if job["state"] not in {"queued", "running"}:
            break
        sleep(ASK_AGAIN_SECONDS)
    _must_equal(f"state of the export ({job['message']})", job["state"], "done")
    return lead.get(f"/exports/{asked['id']}/file").raise_for_status().content


def _check_coco(name: str, archive: bytes, count: int) -> None:
    if archive[:1] == b"{":
        coco = json.loads(archive)
    else:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            (member,) = (one for one in files.namelist() if one.endswith(".json"))
            coco = json.loads(files.read(member))
    _must_equal(f"images of the {name}'s COCO", len(coco["images"]), count)
    _must_equal(f"annotations of the {name}'s COCO", len(coco["annotations"]), count * BOXES_PER_SAVE)


def _boxes(numbers: np.random.Generator) -> list[Box]:
    return [tuple(row) for row in numbers.uniform(1, SIDE / 2, (BOXES_PER_SAVE, 4)).tolist()]


def _must_equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{what}: {found}, expected {expected}")


def print_comparison(found: Found, sizes: Sizes) -> None:
    rows = [
        [
            "Isocenter" if name == "product" else f"Label Studio {label_studio.VERSION}",
            median_and_spread([run.saves_per_second for run in found.saves[name]]),
            median_and_spread([run.p95_ms for run in found.saves[name]]),
            median_and_spread(found.listing_ms[name]),
            median_and_spread(found.export_seconds[name], 2),
        ]
        for name in ("product", "peer")
    ]
    head = ["", f"saves/s, {CROWD} readers", "p95 ms", f"list {LISTED}, ms", f"COCO of {sizes.exported}, s"]
    print_table(head, rows)


def print_verdict(found: Found) -> None:
    times = {
        "saves": _ratio([run.saves_per_second for run in found.saves["product"]],
                        [run.saves_per_second for run in found.saves["peer"]]),
        "listing": _ratio(found.listing_ms["peer"], found.listing_ms["product"]),
        "export": _ratio(found.export_seconds["peer"], found.export_seconds["product"]),
    }  # fmt: skip
    for what, ratio in times.items():
        must, aim = ("met" if ratio >= least[what] else "NOT met" for least in (MUST, AIM))
        print(f"{what}: {ratio:.1f} times Label Studio's; must {MUST[what]}: {must}; aim {AIM[what]}: {aim}")
    p95 = statistics.median(run.p95_ms for run in found.saves["product"])
    refused = sum(run.refused for run in found.saves["peer"])
    if refused:
        print(f"Label Studio answered {refused} saves with an error; they were sent again")
    print(f"p95 of a save: {p95:.1f} ms; aim {AIM_P95_MS} ms: {'met' if p95 <= AIM_P95_MS else 'NOT met'}\n")


def _ratio(above: Sequence[float], below: Sequence[float]) -> float:
    return statistics.median(above) / statistics.median(below)


def main(sizes: Sizes = FULL) -> None:
    label_studio.environment()  # installed before any clock runs
    print_conditions("Annotation beside Label Studio", ["fastapi", "pydantic", "uvicorn", "sqlalchemy", "aiosqlite"])
    print(f"{REPEATS} repeats; median (least to greatest)\n")
    found = compare(sizes)
    print_comparison(found, sizes)
    print_verdict(found)
    print_growth(*sizes.grown)
    print(f"load at the end: {load()}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.annotation", description=__doc__)
    parser.add_argument("--small", action="store_true", help="Small numbers: to see that it runs.")
    main(SMALL if parser.parse_args().small else FULL)
