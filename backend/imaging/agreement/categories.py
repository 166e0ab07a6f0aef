"""Agreement on categories: percent, Cohen, Fleiss, Gwet, and Krippendorff where there are no more than categories.

Ratings are (cases, readers): numbers of categories from 0, in their order; NaN where a reader did not read a case.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from backend.imaging.agreement.estimates import Measure, Undefined, ratio
from backend.imaging.geometry import FloatArray

PAIR = 2


class Weights(StrEnum):
    UNWEIGHTED = "unweighted"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


def percent(ratings: FloatArray, categories: int) -> Measure:
    """The share of pairs of readings of a case that agree, averaged over the cases that two or more have read."""
    counts = _counts(ratings, categories)
    rows = _agreeing_pairs(counts[counts.sum(axis=1) >= PAIR])
    return Measure(rows, lambda sums: ratio(sums[..., 1], sums[..., 0]), Undefined.NO_COMMON_CASES)


def cohen(ratings: FloatArray, categories: int, weights: Weights = Weights.UNWEIGHTED) -> Measure:
    """Of two readers, over the cases that both have read: 1 - observed over expected (weighted) disagreement."""
    both = ratings[~np.isnan(ratings).any(axis=1)].astype(np.int64)
    cells = np.zeros((len(both), categories**2))
    cells[np.arange(len(both)), both[:, 0] * categories + both[:, 1]] = 1
    distance = _disagreement(categories, weights)

    def value(sums: FloatArray) -> FloatArray:
        table = sums.reshape(*sums.shape[:-1], categories, categories)
        first, second = table.sum(axis=-1), table.sum(axis=-2)
        observed = first.sum(axis=-1) * (table * distance).sum(axis=(-2, -1))
        expected = np.einsum("...i,...j,ij->...", first, second, distance)
        return np.asarray(1 - ratio(observed, expected))

    return Measure(cells, value, Undefined.ONE_CATEGORY)


def fleiss(ratings: FloatArray, categories: int) -> Measure:
    """Fleiss (1971); with readings missing as Gwet (2014) generalises it: chance from the mean share of a category."""
    return _against_chance(ratings, categories, lambda shares: (shares**2).sum(axis=-1))


def gwet_ac1(ratings: FloatArray, categories: int) -> Measure:
    """Gwet (2008): chance is the share of cases that are hard to tell, so rare categories do not spoil it."""

    def chance(shares: FloatArray) -> FloatArray:
        spread = (shares * (1 - shares)).sum(axis=-1)
        return spread / (categories - 1) if categories > 1 else np.ones_like(spread)

    return _against_chance(ratings, categories, chance)


def _against_chance(ratings: FloatArray, categories: int, chance: Callable[[FloatArray], FloatArray]) -> Measure:
    counts = _counts(ratings, categories)
    counts = counts[counts.sum(axis=1) >= 1]
    is_pair = counts.sum(axis=1) >= PAIR
    agreeing = np.zeros((len(counts), 2))
    agreeing[is_pair] = _agreeing_pairs(counts[is_pair])
    rows = np.column_stack([agreeing, np.ones(len(counts)), counts / counts.sum(axis=1, keepdims=True)])

    def value(sums: FloatArray) -> FloatArray:
        observed = ratio(sums[..., 1], sums[..., 0])
        expected = chance(sums[..., 3:] / np.maximum(sums[..., 2:3], 1))
        room = 1 - expected
        return ratio(observed - expected, np.where(room > np.finfo(float).eps * categories, room, 0))

    return Measure(rows, value, Undefined.ONE_CATEGORY if is_pair.any() else Undefined.NO_COMMON_CASES)


def _counts(ratings: FloatArray, categories: int) -> FloatArray:
    """How many readers put each case into each category: (cases, categories)."""
    return np.asarray((ratings[:, :, None] == np.arange(categories)).sum(axis=1), dtype=np.float64)


def _agreeing_pairs(counts: FloatArray) -> FloatArray:
    """Per case: one, and the share of its pairs of readings that agree."""
    readings = counts.sum(axis=1)
    return np.column_stack([np.ones(len(counts)), (counts * (counts - 1)).sum(axis=1) / (readings * (readings - 1))])


def _disagreement(categories: int, weights: Weights) -> FloatArray:
    apart = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories))).astype(np.float64)
    if weights is Weights.UNWEIGHTED:
        return (apart > 0).astype(np.float64)
    return apart if weights is Weights.LINEAR else apart**2
