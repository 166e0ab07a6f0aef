"""How long somebody was at work on a reading: the journal knows when they did something, and a long pause is none."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

PAUSE_SECONDS = 120.0


def active_seconds(moments: Sequence[datetime]) -> float:
    """The time between what was done one after the other; gaps longer than two minutes do not count."""
    gaps = ((later - earlier).total_seconds() for earlier, later in pairwise(moments))
    return sum(gap for gap in gaps if 0 <= gap <= PAUSE_SECONDS)


def median_seconds(readings: Iterable[Sequence[datetime]]) -> float | None:
    """Of readings, each by its moments; None where there are none."""
    times = [active_seconds(moments) for moments in readings]
    return median(times) if times else None
