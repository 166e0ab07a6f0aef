"""Intervals by resampling cases: reproducible, equal to the plain loop, and honest where they cannot be."""

import numpy as np
import pytest

from backend.imaging.agreement.categories import cohen
from backend.imaging.agreement.estimates import Estimate, Undefined, estimate, resampled
from backend.imaging.agreement.numbers import icc_2_1, mean_difference

pytestmark = pytest.mark.once


def pairs(seed: int = 7, cases: int = 40) -> np.ndarray:
    random = np.random.default_rng(seed)
    first = random.integers(3, size=cases)
    return np.column_stack([first, np.where(random.random(cases) < 0.7, first, random.integers(3, size=cases))]) * 1.0


class TestEstimate:
    def test_the_seed_decides_the_interval(self) -> None:
        measure = cohen(pairs(), 3)

        assert estimate(measure, seed=5) == estimate(measure, seed=5)
        assert estimate(measure, seed=5) != estimate(measure, seed=6)

    def test_the_order_of_the_cases_does_not(self) -> None:
        assert estimate(cohen(pairs(), 3), seed=5) == estimate(cohen(pairs()[::-1], 3), seed=5)

    def test_the_interval_holds_the_value_and_narrows_with_more_cases(self) -> None:
        few, many = (estimate(cohen(pairs(cases=cases), 3), seed=1) for cases in (40, 4000))

        assert _low(few) < (few.value or 0) < _low(few) + _width(few)
        assert _width(many) < _width(few) / 3

    def test_no_case_in_common(self) -> None:
        found = estimate(cohen(np.array([[1.0, np.nan], [np.nan, 2.0]]), 3), seed=1)

        assert (found.value, found.case_count, found.reason) == (None, 0, Undefined.NO_COMMON_CASES)

    def test_one_case_has_no_interval(self) -> None:
        found = estimate(mean_difference(np.array([[3.0, 1.0]])), seed=1)

        assert (found.value, found.low, found.interval_reason) == (2.0, None, Undefined.TOO_FEW_CASES)

    def test_where_resampling_often_finds_nothing_there_is_no_interval(self) -> None:
        nearly_one_category = np.array([[0.0, 0.0]] * 9 + [[1.0, 1.0]])

        found = estimate(cohen(nearly_one_category, 2), seed=1)

        assert (found.value, found.low, found.interval_reason) == (1.0, None, Undefined.OFTEN_UNDEFINED)


class TestResampled:
    @pytest.mark.parametrize("kind", ["cohen", "icc"])
    def test_spreads_as_the_plain_loop_does(self, kind: str) -> None:
        random = np.random.default_rng(2)
        ratings = pairs() if kind == "cohen" else pairs() + random.normal(0, 0.3, (40, 2))
        measure_of = (lambda data: cohen(data, 3)) if kind == "cohen" else icc_2_1
        measure = measure_of(ratings)

        at_once = resampled(measure, seed=3, replicates=4000)

        one_by_one = []
        for _ in range(2000):
            drawn = measure_of(ratings[random.integers(len(ratings), size=len(ratings))])
            one_by_one.append(float(drawn.value(drawn.rows.sum(axis=0))))
        assert np.allclose(
            np.percentile(at_once, [2.5, 50, 97.5]), np.percentile(one_by_one, [2.5, 50, 97.5]), atol=0.03
        )

    def test_many_cases_go_in_parts_of_the_same_draw(self, monkeypatch: pytest.MonkeyPatch) -> None:
        measure = cohen(pairs(), 3)
        at_once = resampled(measure, seed=3, replicates=50)

        monkeypatch.setattr("backend.imaging.agreement.estimates.CELLS_AT_ONCE", 100)

        assert np.array_equal(resampled(measure, seed=3, replicates=50), at_once)


def _low(of: Estimate) -> float:
    assert of.low is not None
    return of.low


def _width(of: Estimate) -> float:
    assert of.high is not None
    return of.high - _low(of)
