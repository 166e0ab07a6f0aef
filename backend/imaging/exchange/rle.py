"""Masks as run lengths in the ways of others: COCO's go down the columns, CVAT's along the rows of a box."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST_PICTURE = 100_000_000
CHARACTER_BITS, FIRST_CHARACTER = 5, 48


def coco_rle(marked: NDArray[np.bool_]) -> dict[str, Any]:
    """Size, and runs down the columns in COCO's own packing."""
    rows, columns = marked.shape
    return {"size": [rows, columns], "counts": _packed(_runs_of(marked.T))}


def of_coco_rle(rle: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Runs down the columns, packed or listed. Raises ValueError."""
    rows, columns = (int(side) for side in rle["size"])
    if not 0 < rows * columns <= LARGEST_PICTURE:
        raise ValueError("its mask has an impossible size")
    counts = rle["counts"]
    runs = _unpacked(counts) if isinstance(counts, str) else [int(run) for run in counts]
    if sum(runs) != rows * columns or min(runs, default=0) < 0:
        raise ValueError("the runs of its mask do not fill its size")
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape((columns, rows)).T


def cvat_rle(marked: NDArray[np.bool_]) -> str:
    """Runs along the rows, separated by commas."""
    return ", ".join(map(str, _runs_of(marked)))


def _runs_of(marked: NDArray[np.bool_]) -> list[int]:
    """All of them, unmarked pixels first, to the very end."""
    flat = np.concatenate(([False], marked.reshape(-1)))
    turns = np.flatnonzero(flat[1:] != flat[:-1])
    runs: list[int] = np.diff(np.concatenate(([0], turns, [marked.size]))).tolist()
    return runs


def _packed(runs: Sequence[int]) -> str:
    """Five bits a character, the sign in the last, and from the fourth run on the difference to the one before last."""
    text: list[str] = []
    for place, run in enumerate(runs):
        value = run - runs[place - 2] if place > 2 else run  # noqa: PLR2004
        goes_on = True
        while goes_on:
            bits = value & 0x1F
            value >>= CHARACTER_BITS
            goes_on = value != (-1 if bits & 0x10 else 0)
            text.append(chr((bits | 0x20 if goes_on else bits) + FIRST_CHARACTER))
    return "".join(text)


def _unpacked(text: str) -> list[int]:
    runs: list[int] = []
    place = 0
    while place < len(text):
        value = shift = 0
        while True:
            bits = ord(text[place]) - FIRST_CHARACTER
            value |= (bits & 0x1F) << shift
            place, shift = place + 1, shift + CHARACTER_BITS
            if not bits & 0x20:
                if bits & 0x10:
                    value -= 1 << shift
                break
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))  # noqa: PLR2004
    return runs
