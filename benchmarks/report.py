"""What every benchmark prints: the conditions it ran under, and medians with their spread."""

import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def print_conditions(title: str, packages: Sequence[str]) -> None:
    """Say what was measured where: without this a number means nothing."""
    print(f"\n# {title}\n")
    print(f"commit    {commit()}")
    print(f"machine   {os.cpu_count()} cores, {platform.machine()}, {platform.system()}, load {load()}")
    print(f"versions  Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in packages), "\n")


def commit() -> str:
    """Name the commit, and whether the product's code differs from it."""
    name = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", "backend", "benchmarks")
    return f"{name or 'unknown'}{' with changes' if changed else ''}"


def load() -> str:
    """Give the mean number of processes that wanted to run in the last minute, ours and others'."""
    return f"{os.getloadavg()[0]:.1f}"


def median_and_spread(values: Sequence[float], digits: int = 1) -> str:
    """Write the median of repeats, and in brackets the least and the greatest."""
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f} ({least:.{digits}f} to {most:.{digits}f})"


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return done.stdout.strip()
