"""How many saves of five boxes a second the product takes beside an endpoint that keeps nothing.

Readers are closed loops: each sends its next save when the last is answered. Every save draws five new boxes on the
next reading of the reader's tray, so a reading holds up to 30 boxes at the end. The peer is a FastAPI endpoint that
checks the same body and has no database, under the same server, in the same run, taking turns with the product.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.connection import Refused, connect
from benchmarks.reading_group import BOXES_PER_SAVE, SAMPLES_PER_READER, Reader, count_boxes, make_readers
from benchmarks.report import load, median_and_spread, print_conditions, print_table
from benchmarks.servers import Server, asgi_app, mariadb, product

CROWD = 20
TRAYS_OF_ONE = 4  # what the reader who is alone goes through
REPEATS = 3
MUST_PER_SECOND, MUST_P95_MS = 200, 150
AIM_PER_SECOND, AIM_P95_MS = 700, 40


@dataclass(frozen=True)
class Run:
    """One repeat: each of the readers at once goes through a tray, the one who is alone through several."""

    saves_per_second: float
    p95_ms: float
    cpu_ms: float  # of the server's process for one save; NaN where the machine does not tell
    refused: int = 0  # and sent again


async def measure(server: Server, saves: Sequence[Sequence[bytes]], *, again: bool = False) -> Run:
    """Send each reader's saves over a connection of its own, all readers at once; `again`: also what is refused."""
    refused = 0

    async def read(messages: Sequence[bytes]) -> list[float]:
        nonlocal refused
        async with connect(server.port) as connection:
            waited = []
            for message in messages:
                sent = perf_counter()
                while True:
                    try:
                        await connection.send(message)
                        break
                    except Refused:
                        if not again:
                            raise
                        refused += 1
                waited.append(perf_counter() - sent)
            return waited

    cpu, began = server.cpu_seconds(), perf_counter()
    waits = await asyncio.gather(*map(read, saves))
    seconds, cpu_after = perf_counter() - began, server.cpu_seconds()
    every = [wait for waits_of_one in waits for wait in waits_of_one]
    cpu_ms = float("nan") if cpu is None or cpu_after is None else (cpu_after - cpu) / len(every) * 1000
    return Run(len(every) / seconds, statistics.quantiles(every, n=20)[-1] * 1000, cpu_ms, refused)


async def take_turns(server: Server, peer: Server) -> dict[tuple[str, int], list[Run]]:
    """Measure both with one reader and with many, turn by turn, after a pass that does not count."""
    readers = await make_readers(server.url, CROWD)
    numbers = np.random.default_rng(2)
    warm_up = [reader.next_saves(numbers) for reader in readers[-TRAYS_OF_ONE:]]
    for one in (server, peer):
        await measure(one, warm_up)
    runs: dict[tuple[str, int], list[Run]] = {}
    for _ in range(REPEATS):
        alone = [save for reader in readers[:TRAYS_OF_ONE] for save in reader.next_saves(numbers)]
        for saves in ([alone], [reader.next_saves(numbers) for reader in readers]):
            for name, one in (("peer", peer), ("product", server)):
                runs.setdefault((name, len(saves)), []).append(await measure(one, saves))
    await check_nothing_lost(server, readers)
    return runs


async def check_nothing_lost(server: Server, readers: Sequence[Reader]) -> None:
    for reader in readers:
        kept, sent = await count_boxes(server.url, reader), sum(reading.version for reading in reader.readings)
        if kept != sent:
            raise AssertionError(f"{sent} boxes were acknowledged, {kept} are there.")


def print_runs(runs: dict[tuple[str, int], list[Run]]) -> None:
    rows = []
    for (name, readers), found in sorted(runs.items(), key=lambda item: item[0][1]):
        rows.append(
            [
                f"{name}, {readers} reader{'s' if readers > 1 else ''}",
                median_and_spread([run.saves_per_second for run in found], 0),
                median_and_spread([run.p95_ms for run in found]),
                median_and_spread([run.cpu_ms for run in found], 2),
            ]
        )
    print_table(["", "saves/s", "p95 ms", "server CPU ms/save"], rows)
    for readers in (1, CROWD):
        product_rate, peer_rate = (_median(runs, name, readers) for name in ("product", "peer"))
        print(f"with {readers:2}: the product takes {product_rate / peer_rate:.2f} of the peer's saves a second")


def print_verdict(runs: dict[tuple[str, int], list[Run]]) -> None:
    rate = _median(runs, "product", CROWD)
    p95 = statistics.median(run.p95_ms for run in runs["product", CROWD])
    for word, per_second, wait_ms in (
        ("must", MUST_PER_SECOND, MUST_P95_MS),
        ("aim", AIM_PER_SECOND, AIM_P95_MS),
    ):
        met = "met" if rate >= per_second and p95 < wait_ms else "NOT met"
        print(f"{word}: {per_second} saves/s and p95 below {wait_ms} ms with {CROWD} readers: {met}")


def _median(runs: dict[tuple[str, int], list[Run]], name: str, readers: int) -> float:
    return statistics.median(run.saves_per_second for run in runs[name, readers])


def measure_on(database_url: str | None) -> dict[tuple[str, int], list[Run]]:
    with tempfile.TemporaryDirectory(prefix="isocenter-bench-") as name, ExitStack() as stack:
        peer = stack.enter_context(asgi_app("benchmarks.peer:app", Path(name)))
        server = stack.enter_context(product(Path(name), database_url))
        return asyncio.run(take_turns(server, peer))


def main() -> None:
    print_conditions(
        f"Saves of {BOXES_PER_SAVE} boxes", ["fastapi", "pydantic", "uvicorn", "sqlalchemy", "aiosqlite", "aiomysql"]
    )
    alone, each = TRAYS_OF_ONE * SAMPLES_PER_READER, SAMPLES_PER_READER
    print(f"{REPEATS} repeats, {alone} saves by one reader and {each} by each of {CROWD}; median (least to greatest)\n")
    print("## SQLite, the embedded default\n")
    runs = measure_on(None)
    print_runs(runs)
    print_verdict(runs)
    with mariadb() as url:
        if url is None:
            print("\nMariaDB is not installed: not measured.")
        else:
            print("\n## MariaDB\n")
            print_runs(measure_on(url))
    print(f"load at the end: {load()}")


if __name__ == "__main__":
    main()
