"""Closed curves through the points that a reader sets: centripetal Catmull-Rom splines.

Yuksel, C., Schaefer, S., Keyser, J. (2011), Parameterization and applications of Catmull-Rom curves. The browser does
the same arithmetic (`frontend/src/viewer/spline.ts`), so that what is seen is what is counted; both sides are held to
`backend/tests/vectors/spline.json`.
"""

from collections.abc import Sequence
from math import ceil, sqrt

Place = tuple[float, float]

PX_PER_STEP = 4.0
FEWEST_STEPS, MOST_STEPS = 4, 32
FEWEST_POINTS = 3


def sampled(points: Sequence[Place]) -> list[Place]:
    """The curve as a polygon: the points themselves, and between them one corner for about four pixels."""
    knots = _without_repeats(points)
    if len(knots) < FEWEST_POINTS:
        return knots
    count = len(knots)
    return [
        place for index in range(count) for place in _piece(*(knots[(index + step) % count] for step in (-1, 0, 1, 2)))
    ]


def _without_repeats(points: Sequence[Place]) -> list[Place]:
    """A point in the place of the one before it says nothing, nor does a last one in the place of the first."""
    found = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
    return found[:-1] if len(found) > 1 and found[-1] == found[0] else found


def _piece(before: Place, start: Place, end: Place, after: Place) -> list[Place]:
    """From one point to the next, without the latter (Barry and Goldman's pyramid, knots by the root of chords)."""
    chord = _distance(start, end)
    t1 = sqrt(_distance(before, start))
    t2 = t1 + sqrt(chord)
    t3 = t2 + sqrt(_distance(end, after))
    steps = min(max(ceil(chord / PX_PER_STEP), FEWEST_STEPS), MOST_STEPS)
    found = [start]
    for step in range(1, steps):
        t = t1 + (t2 - t1) * (step / steps)
        a1, a2, a3 = _blend(before, start, 0.0, t1, t), _blend(start, end, t1, t2, t), _blend(end, after, t2, t3, t)
        found.append(_blend(_blend(a1, a2, 0.0, t2, t), _blend(a2, a3, t1, t3, t), t1, t2, t))
    return found


def _blend(one: Place, other: Place, t0: float, t1: float, t: float) -> Place:
    share = (t - t0) / (t1 - t0)
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _distance(one: Place, other: Place) -> float:
    """By a plain root, which every language rounds alike."""
    across, down = other[0] - one[0], other[1] - one[1]
    return sqrt(across * across + down * down)
