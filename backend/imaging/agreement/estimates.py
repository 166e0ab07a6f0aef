"""A measure of agreement, its value and its interval.

Every measure here is a function of sums over cases. So a bootstrap sample is a weighting of the cases, and all samples
are computed at once. Cases that say the same are counted together: resampling them is the same multinomial draw.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from backend.imaging.geometry import FloatArray

REPLICATES = 1_000
CELLS_AT_ONCE = 4_000_000
CONFIDENCE = 0.95
DEFINED_AT_LEAST = 0.9  # of the replicates; an interval of fewer would describe a choice of them
FEWEST_CASES = 2


class Undefined(StrEnum):
    """Why there is no value or no interval."""

    NO_COMMON_CASES = "no_common_cases"
    ONE_CATEGORY = "one_category"
    NO_VARIATION = "no_variation"
    TOO_FEW_CASES = "too_few_cases"
    NOTHING_MARKED = "nothing_marked"
    NO_SPACING = "no_spacing"
    NO_ORDER = "no_order"
    TOO_FEW_READERS = "too_few_readers"
    OFTEN_UNDEFINED = "often_undefined"


@dataclass(frozen=True, eq=False)
class Measure:
    """Rows (cases, parts); `value` turns sums of them (..., parts) into values (...), NaN where it is undefined."""

    rows: FloatArray
    value: Callable[[FloatArray], FloatArray]
    undefined: Undefined

    @property
    def case_count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % percentile interval by case. What is undefined is None, with the reason."""

    value: float | None
    low: float | None
    high: float | None
    case_count: int
    reason: Undefined | None = None
    interval_reason: Undefined | None = None


def nothing(reason: Undefined, case_count: int = 0) -> Estimate:
    return Estimate(None, None, None, case_count, reason, reason)


def estimate(measure: Measure, *, seed: int, replicates: int = REPLICATES) -> Estimate:
    count = measure.case_count
    if not count:
        return nothing(Undefined.NO_COMMON_CASES)
    value = float(measure.value(measure.rows.sum(axis=0)))
    if not np.isfinite(value):
        return nothing(measure.undefined, count)
    if count < FEWEST_CASES:
        return Estimate(value, None, None, count, interval_reason=Undefined.TOO_FEW_CASES)
    values = resampled(measure, seed=seed, replicates=replicates)
    values = values[np.isfinite(values)]
    if len(values) < DEFINED_AT_LEAST * replicates:
        return Estimate(value, None, None, count, interval_reason=Undefined.OFTEN_UNDEFINED)
    tail = (1 - CONFIDENCE) / 2 * 100
    low, high = np.percentile(values, [tail, 100 - tail])
    return Estimate(value, float(low), float(high), count)


def resampled(measure: Measure, *, seed: int, replicates: int) -> FloatArray:
    """The value in each bootstrap sample (Efron 1979): as many cases, drawn with replacement."""
    rows, counts = np.unique(measure.rows, axis=0, return_counts=True)
    random = np.random.default_rng(seed)
    at_once = max(1, CELLS_AT_ONCE // max(rows.shape))
    values = []
    for start in range(0, replicates, at_once):
        weights = random.multinomial(counts.sum(), counts / counts.sum(), size=min(at_once, replicates - start))
        values.append(measure.value(weights @ rows))
    return np.concatenate(values)


def ratio(over: FloatArray, under: FloatArray) -> FloatArray:
    """Quotients; NaN where there is nothing to divide by."""
    return np.asarray(np.divide(over, under, out=np.full(np.shape(over), np.nan), where=under > 0))
