"""Agreement on measured values: intraclass correlation, and the differences of two readers.

Values are (cases, readers), NaN where missing. Only cases that all these readers have measured count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backend.imaging.agreement.estimates import Measure, Undefined, ratio
from backend.imaging.geometry import FloatArray

LIMIT = 1.96
FEWEST_CASES = 2

# From the mean squares of cases, readers and error, and the numbers of cases and readers.
OfSquares = Callable[[FloatArray, FloatArray, FloatArray, FloatArray, int], FloatArray]


def icc_2_1(values: FloatArray) -> Measure:
    """Shrout and Fleiss (1979), ICC(2,1): readers are a sample; absolute agreement of a single reading."""

    def value(rows: FloatArray, columns: FloatArray, error: FloatArray, n: FloatArray, k: int) -> FloatArray:
        return _positive(rows - error, rows + (k - 1) * error + k * (columns - error) / n, rows + columns + error)

    return _icc(values, value)


def icc_3_1(values: FloatArray) -> Measure:
    """Shrout and Fleiss (1979), ICC(3,1): these readers alone; consistency of a single reading."""

    def value(rows: FloatArray, columns: FloatArray, error: FloatArray, n: FloatArray, k: int) -> FloatArray:
        return _positive(rows - error, rows + (k - 1) * error, rows + columns + error)

    return _icc(values, value)


def mean_difference(values: FloatArray) -> Measure:
    """Bland and Altman (1986): the bias, first reader minus second."""
    return _differences(values, lambda mean, _: mean)


def lower_limit(values: FloatArray) -> Measure:
    """Bland and Altman: the bias less 1.96 standard deviations of the differences."""
    return _differences(values, lambda mean, spread: mean - LIMIT * spread)


def upper_limit(values: FloatArray) -> Measure:
    return _differences(values, lambda mean, spread: mean + LIMIT * spread)


def mean_of(values: Sequence[float | None], undefined: Undefined) -> Measure:
    """The mean of what is defined."""
    defined = np.array([value for value in values if value is not None], dtype=np.float64)
    rows = np.column_stack([np.ones(len(defined)), defined])
    return Measure(rows, lambda sums: ratio(sums[..., 1], sums[..., 0]), undefined)


@dataclass(frozen=True)
class Points:
    """Of each case the mean of two values and their difference: what a Bland-Altman plot shows."""

    cases: list[int]
    means: list[float]
    differences: list[float]


def points(values: FloatArray) -> Points:
    complete = np.flatnonzero(np.isfinite(values).all(axis=1))
    first, second = values[complete, 0], values[complete, 1]
    return Points(complete.tolist(), ((first + second) / 2).tolist(), (first - second).tolist())


def _icc(values: FloatArray, value_of: OfSquares) -> Measure:
    complete = values[np.isfinite(values).all(axis=1)]
    centred = complete - complete.mean() if complete.size else complete
    readers = values.shape[1]
    rows = np.column_stack([np.ones(len(centred)), (centred**2).sum(axis=1), centred.sum(axis=1) ** 2, centred])

    def value(sums: FloatArray) -> FloatArray:
        n, squares, of_cases, of_readers = sums[..., 0], sums[..., 1], sums[..., 2], sums[..., 3:]
        common = of_readers.sum(axis=-1) ** 2 / (n * readers)
        between_cases = of_cases / readers - common
        between_readers = (of_readers**2).sum(axis=-1) / n - common
        rest = np.maximum(squares - common - between_cases - between_readers, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            case_square = between_cases / (n - 1)
            error_square = rest / ((n - 1) * (readers - 1))
            found = value_of(case_square, between_readers / (readers - 1), error_square, n, readers)
        is_fit = (n >= FEWEST_CASES) & (squares - common > np.finfo(float).eps * 16 * squares)
        return np.asarray(np.where(is_fit, found, np.nan))

    return Measure(rows, value, Undefined.TOO_FEW_CASES if len(centred) < FEWEST_CASES else Undefined.NO_VARIATION)


def _positive(over: FloatArray, under: FloatArray, scale: FloatArray) -> FloatArray:
    return ratio(over, np.where(under > np.finfo(float).eps * 16 * scale, under, 0))


def _differences(values: FloatArray, value_of: Callable[[FloatArray, FloatArray], FloatArray]) -> Measure:
    complete = values[np.isfinite(values).all(axis=1)]
    differences = complete[:, 0] - complete[:, 1]
    shift = differences.mean() if len(differences) else 0.0
    centred = differences - shift
    rows = np.column_stack([np.ones(len(centred)), centred, centred**2])

    def value(sums: FloatArray) -> FloatArray:
        n, total, squares = sums[..., 0], sums[..., 1], sums[..., 2]
        mean = total / n
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = np.maximum(squares - total * mean, 0) / (n - 1)
        return np.asarray(value_of(mean + shift, np.sqrt(variance)))

    return Measure(rows, value, Undefined.TOO_FEW_CASES)
