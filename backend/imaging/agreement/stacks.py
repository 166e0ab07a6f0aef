"""Where the slices of a series lie to each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

EVEN_WITHIN = 0.01  # of the distance of two slices
FEWEST = 2


@dataclass(frozen=True)
class Position:
    """Image Position and Image Orientation of a slice (PS3.3 C.7.6.2.1.1)."""

    sop_instance_uid: str
    position_mm: tuple[float, ...] | None
    orientation: tuple[float, ...] | None


def stacked(slices: Sequence[Position]) -> dict[str, tuple[int, float | None]]:
    """The number of each slice along the normal, and the distance of two of them; none where that is not one number."""
    alone: dict[str, tuple[int, float | None]] = {one.sop_instance_uid: (0, None) for one in slices}
    if len(slices) < FEWEST or any(one.position_mm is None or one.orientation is None for one in slices):
        return alone
    across = np.array([one.orientation for one in slices], dtype=np.float64)
    if across.shape[1:] != (6,) or not np.allclose(across, across[0], atol=1e-4):
        return alone
    normal = np.cross(across[0, :3], across[0, 3:])
    heights = np.array([one.position_mm for one in slices], dtype=np.float64) @ normal
    order = np.argsort(heights, kind="stable")
    steps = np.diff(heights[order])
    step = float(np.median(steps))
    if step <= 0 or np.abs(steps - step).max() > EVEN_WITHIN * step:
        return alone
    return {slices[place].sop_instance_uid: (number, step) for number, place in enumerate(order)}
