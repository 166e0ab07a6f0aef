"""How much longer a list, a claim and the progress of a set take with a hundred times the samples.

Two servers, each with one set of which half is read, asked in turn; a database of its own for each, so that what grows
with the whole database grows, too.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from benchmarks.report import median_and_spread, print_table
from benchmarks.seeded_set import SeededSet, seeded_set
from benchmarks.servers import Server, product

READERS, REPEATS = 10, 3
ASKED = {"list, first page": 20, "list, last page": 20, "claim": 6, "progress": 20}  # how often in a repeat
MUST, AIM = 2.0, 1.3


@dataclass(frozen=True)
class Site:
    seeded: SeededSet
    lead: httpx.Client
    readers: list[httpx.Client]

    def questions(self) -> Mapping[str, Callable[[], Any]]:
        address, last = f"/sets/{self.seeded.id}", -(-self.seeded.samples // 100)
        readers = cycle(self.readers)
        return {
            "list, first page": lambda: self.lead.get(f"{address}/samples", params={"page_size": 100}),
            "list, last page": lambda: self.lead.get(f"{address}/samples", params={"page_size": 100, "page": last}),
            "claim": lambda: next(readers).post(f"{address}/packages/claim"),
            "progress": lambda: self.lead.get(f"{address}/progress"),
        }


def _site(server: Server, folder: Path, samples: int) -> Site:
    seeded = asyncio.run(seeded_set(server, folder, samples=samples, read=samples // 2, readers=READERS))

    def client(token: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=f"{server.url}/api/v1", timeout=120, headers=headers)

    return Site(seeded, client(seeded.lead), [client(token) for token in seeded.tokens])


def measure_growth(small: int, large: int) -> dict[str, dict[int, list[float]]]:
    """The median wait in ms of each repeat, by question and size."""
    waits: dict[str, dict[int, list[float]]] = {question: {small: [], large: []} for question in ASKED}
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name, ExitStack() as stack:
        asked = {}
        for size in (small, large):
            folder = Path(name, str(size))
            folder.mkdir()
            asked[size] = _site(stack.enter_context(product(folder)), folder, size).questions()
        for repeat in range(-1, REPEATS):  # the first does not count
            for question, times in ASKED.items():
                for size in (small, large):
                    median = statistics.median(_timed(asked[size][question]) for _ in range(times))
                    if repeat >= 0:
                        waits[question][size].append(median)
    return waits


def _timed(ask: Callable[[], Any]) -> float:
    began = perf_counter()
    answer = ask()
    waited = (perf_counter() - began) * 1000
    answer.raise_for_status()
    return waited


def print_growth(small: int, large: int) -> None:
    print(f"## Growth from {small} samples to {large}\n")
    rows = []
    for question, by_size in measure_growth(small, large).items():
        growth = statistics.median(by_size[large]) / statistics.median(by_size[small])
        verdict = "aim met" if growth <= AIM else "must met" if growth <= MUST else "NOT met"
        rows.append(
            [question, *(median_and_spread(by_size[size]) for size in (small, large)), f"{growth:.2f}", verdict]
        )
    print_table(["ms", str(small), str(large), "growth", f"must {MUST}, aim {AIM}"], rows)
