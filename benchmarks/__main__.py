"""Runs the benchmarks named, or all: `python -m benchmarks annotation intake`."""

import sys
from collections.abc import Callable

from benchmarks import annotation, extraction, intake, saves

BENCHMARKS: dict[str, Callable[[], None]] = {
    "annotation": annotation.main,
    "saves": saves.main,
    "intake": intake.main,
    "extraction": extraction.main,
}


def main() -> None:
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise SystemExit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.")
    for name in names:
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
