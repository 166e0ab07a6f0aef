"""Krippendorff's alpha (2011, Computing Krippendorff's alpha-reliability): any number of readers, readings missing."""

from enum import StrEnum

import numpy as np

from backend.imaging.agreement.estimates import Measure, Undefined, ratio
from backend.imaging.geometry import FloatArray

PAIR = 2


class Level(StrEnum):
    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def alpha_of_categories(ratings: FloatArray, categories: int, level: Level) -> Measure:
    """Of category numbers (cases, readers), NaN missing. Nominal or ordinal: the order is that of the numbers."""
    counts = np.asarray((ratings[:, :, None] == np.arange(categories)).sum(axis=1), dtype=np.float64)
    counts = counts[counts.sum(axis=1) >= PAIR]
    readings = counts.sum(axis=1)[:, None, None]
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(categories)
    rows = (pairs / np.maximum(readings - 1, 1)).reshape(len(counts), categories**2)

    def value(sums: FloatArray) -> FloatArray:
        coincidences = sums.reshape(*sums.shape[:-1], categories, categories)
        marginals = coincidences.sum(axis=-1)
        distance = _distance(marginals, level)
        observed = (coincidences * distance).sum(axis=(-2, -1)) * (marginals.sum(axis=-1) - 1)
        expected = (marginals[..., :, None] * marginals[..., None, :] * distance).sum(axis=(-2, -1))
        return np.asarray(1 - ratio(observed, expected))

    return Measure(rows, value, Undefined.ONE_CATEGORY)


def alpha_of_numbers(values: FloatArray) -> Measure:
    """Of measured values (cases, readers), NaN missing: at the interval level."""
    centred = values - np.nanmean(values) if np.isfinite(values).any() else values
    readings = np.isfinite(centred).sum(axis=1)
    centred, readings = centred[readings >= PAIR], readings[readings >= PAIR].astype(np.float64)
    totals, squares = np.nansum(centred, axis=1), np.nansum(centred**2, axis=1)
    apart = 2 * (readings * squares - totals**2) / np.maximum(readings - 1, 1)
    rows = np.column_stack([apart, readings, totals, squares])

    def value(sums: FloatArray) -> FloatArray:
        observed, count, total, square = (sums[..., part] for part in range(4))
        spread = 2 * (count * square - total**2)
        has_spread = spread > np.finfo(float).eps * 16 * np.maximum(count * square, total**2)
        return np.asarray(1 - ratio(observed * (count - 1), np.where(has_spread, spread, 0)))

    return Measure(rows, value, Undefined.NO_VARIATION)


def _distance(marginals: FloatArray, level: Level) -> FloatArray:
    """Squared differences of categories; ordinal ones depend on how many readings lie between."""
    categories = marginals.shape[-1]
    if level is Level.NOMINAL:
        return np.asarray(1 - np.eye(categories))
    up_to = marginals.cumsum(axis=-1)
    middle = up_to - marginals / 2
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)
