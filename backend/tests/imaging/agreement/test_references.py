"""Agreement against the packages that people trust, and against published values: equal to 1e-9."""

import warnings
from fractions import Fraction

import krippendorff
import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa, to_table

from backend.imaging.agreement.categories import Weights, cohen, fleiss, gwet_ac1, percent
from backend.imaging.agreement.estimates import Measure, Undefined, estimate
from backend.imaging.agreement.krippendorff import Level, alpha_of_categories, alpha_of_numbers
from backend.imaging.agreement.numbers import icc_2_1, icc_3_1, lower_limit, mean_difference, upper_limit

pytestmark = pytest.mark.once

NAN = np.nan
# Gwet's (and Krippendorff's) published example: 12 units, 4 raters, 5 categories, readings missing.
PUBLISHED = np.array(
    [
        [1, 1, NAN, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [NAN, 5, 5, 5],
        [NAN, NAN, 1, 1],
        [NAN, NAN, 3, NAN],
    ]
)
# Shrout and Fleiss (1979), table 2: 6 targets, 4 judges.
SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)


def value(measure: Measure) -> float:
    return float(measure.value(measure.rows.sum(axis=0)))


def exactly(expected: float) -> object:
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


def readings(seed: int, *, readers: int, categories: int, missing: float = 0.0, cases: int = 60) -> np.ndarray:
    """Readers who agree more often than not."""
    random = np.random.default_rng(seed)
    truth = random.integers(categories, size=(cases, 1))
    guesses = random.integers(categories, size=(cases, readers))
    found = np.where(random.random((cases, readers)) < 0.6, truth, guesses).astype(float)
    found[random.random((cases, readers)) < missing] = NAN
    return found


class TestCohen:
    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize(
        ("weights", "name"), [(Weights.UNWEIGHTED, None), (Weights.LINEAR, "linear"), (Weights.QUADRATIC, "quadratic")]
    )
    def test_equals_statsmodels(self, seed: int, weights: Weights, name: str | None) -> None:
        ratings = readings(seed, readers=2, categories=5)
        table, _ = to_table(ratings.astype(int), bins=5)

        expected = cohens_kappa(table, wt=name, return_results=False)

        assert value(cohen(ratings, 5, weights)) == exactly(expected)

    def test_cases_that_one_did_not_read_do_not_count(self) -> None:
        ratings = readings(3, readers=2, categories=4, missing=0.3)
        table, _ = to_table(ratings[np.isfinite(ratings).all(axis=1)].astype(int), bins=4)

        assert value(cohen(ratings, 4)) == exactly(cohens_kappa(table, return_results=False))

    def test_equals_the_published_value_of_a_fourfold_table(self) -> None:
        pairs = [(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 10 + [(1, 1)] * 15

        assert value(cohen(np.array(pairs, float), 2)) == exactly(0.4)

    def test_one_category_is_undefined(self) -> None:
        found = estimate(cohen(np.zeros((7, 2)), 3), seed=1)

        assert (found.value, found.reason) == (None, Undefined.ONE_CATEGORY)


class TestFleiss:
    @pytest.mark.parametrize("seed", range(5))
    def test_equals_statsmodels(self, seed: int) -> None:
        ratings = readings(seed, readers=4, categories=3)
        counts, _ = aggregate_raters(ratings.astype(int), n_cat=3)

        assert value(fleiss(ratings, 3)) == exactly(fleiss_kappa(counts, method="fleiss"))

    def test_equals_the_published_value_with_readings_missing(self) -> None:
        assert value(fleiss(PUBLISHED - 1, 5)) == pytest.approx(0.76117, abs=5e-6)

    def test_one_category_is_undefined(self) -> None:
        found = estimate(fleiss(np.full((6, 3), 2.0), 4), seed=1)

        assert (found.value, found.reason) == (None, Undefined.ONE_CATEGORY)


class TestGwet:
    def test_equals_the_published_values_with_readings_missing(self) -> None:
        assert value(gwet_ac1(PUBLISHED - 1, 5)) == pytest.approx(0.77544, abs=5e-6)
        assert value(percent(PUBLISHED - 1, 5)) == pytest.approx(0.81818, abs=5e-6)

    @pytest.mark.parametrize("seed", range(5))
    def test_equals_the_formula_in_fractions(self, seed: int) -> None:
        ratings = readings(seed, readers=3, categories=4, missing=0.25)

        assert value(gwet_ac1(ratings, 4)) == exactly(float(_ac1_in_fractions(ratings, 4)))

    def test_of_one_category_of_several_agreement_is_complete(self) -> None:
        assert value(gwet_ac1(np.zeros((6, 3)), 2)) == 1.0

    def test_of_a_scale_of_one_category_it_is_undefined(self) -> None:
        assert estimate(gwet_ac1(np.zeros((6, 3)), 1), seed=1).reason is Undefined.ONE_CATEGORY


class TestKrippendorff:
    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize("level", [Level.NOMINAL, Level.ORDINAL])
    @pytest.mark.parametrize("missing", [0.0, 0.35])
    def test_of_categories_equals_krippendorff(self, seed: int, level: Level, missing: float) -> None:
        ratings = readings(seed, readers=4, categories=5, missing=missing)

        expected = krippendorff.alpha(ratings.T, level_of_measurement=level.value, value_domain=[0, 1, 2, 3, 4])

        assert value(alpha_of_categories(ratings, 5, level)) == exactly(expected)

    @pytest.mark.parametrize("seed", range(5))
    def test_of_numbers_equals_krippendorff(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        measured = random.normal(500, 20, (25, 1)) + random.normal(0, 5, (25, 3))
        measured[random.random(measured.shape) < 0.3] = NAN

        expected = krippendorff.alpha(measured.T, level_of_measurement="interval")

        assert value(alpha_of_numbers(measured)) == exactly(expected)

    def test_equals_the_published_value(self) -> None:
        assert value(alpha_of_categories(PUBLISHED - 1, 5, Level.NOMINAL)) == pytest.approx(0.743, abs=5e-4)
        assert value(alpha_of_categories(PUBLISHED - 1, 5, Level.ORDINAL)) == pytest.approx(0.815, abs=5e-4)
        assert value(alpha_of_numbers(PUBLISHED)) == pytest.approx(0.849, abs=5e-4)

    def test_one_category_is_undefined(self) -> None:
        assert (
            estimate(alpha_of_categories(np.zeros((5, 3)), 2, Level.NOMINAL), seed=1).reason is Undefined.ONE_CATEGORY
        )
        assert estimate(alpha_of_numbers(np.full((5, 3), 0.1)), seed=1).reason is Undefined.NO_VARIATION


class TestIntraclassCorrelation:
    @pytest.mark.parametrize("seed", range(3))
    def test_equals_pingouin(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        measured = random.normal(40, 8, (20, 1)) + random.normal([0, 1, -2], 3, (20, 3))

        expected = _pingouin(measured)

        assert value(icc_2_1(measured)) == exactly(expected["ICC2"])
        assert value(icc_3_1(measured)) == exactly(expected["ICC3"])

    def test_cases_with_readings_missing_are_left_out(self) -> None:
        measured = np.vstack([SHROUT_FLEISS, [[1, NAN, 2, 3]]])

        assert value(icc_2_1(measured)) == exactly(_pingouin(SHROUT_FLEISS)["ICC2"])

    def test_equals_the_published_values(self) -> None:
        assert round(value(icc_2_1(SHROUT_FLEISS)), 2) == 0.29
        assert round(value(icc_3_1(SHROUT_FLEISS)), 2) == 0.71

    def test_the_same_value_throughout_is_undefined(self) -> None:
        assert estimate(icc_2_1(np.full((5, 2), 3.3)), seed=1).reason is Undefined.NO_VARIATION
        assert estimate(icc_3_1(SHROUT_FLEISS[:1]), seed=1).reason is Undefined.TOO_FEW_CASES


class TestBlandAltman:
    def test_equals_the_textbook(self) -> None:
        random = np.random.default_rng(4)
        first = random.normal(30, 6, 40)
        second = first + random.normal(1, 2, 40)
        differences = pd.Series(first - second)

        measured = np.column_stack([first, second])

        assert value(mean_difference(measured)) == exactly(differences.mean())
        assert value(lower_limit(measured)) == exactly(differences.mean() - 1.96 * differences.std())
        assert value(upper_limit(measured)) == exactly(differences.mean() + 1.96 * differences.std())

    def test_one_case_has_a_bias_but_no_limits(self) -> None:
        measured = np.array([[3.0, 1.0]])

        assert estimate(mean_difference(measured), seed=1).value == 2.0
        assert estimate(lower_limit(measured), seed=1).reason is Undefined.TOO_FEW_CASES


def _pingouin(measured: np.ndarray) -> dict[str, float]:
    """ICC2 and ICC3, at full precision."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pingouin

        cases, readers = measured.shape
        long = pd.DataFrame(
            {
                "case": np.repeat(np.arange(cases), readers),
                "reader": np.tile(np.arange(readers), cases),
                "value": measured.ravel(),
            }
        )
        pingouin.options["round"] = None
        table = pingouin.intraclass_corr(long, targets="case", raters="reader", ratings="value")
    names = {"ICC2": "ICC2", "ICC3": "ICC3", "ICC(A,1)": "ICC2", "ICC(C,1)": "ICC3"}
    return {names[name]: found for name, found in zip(table["Type"], table["ICC"], strict=True) if name in names}


def _ac1_in_fractions(ratings: np.ndarray, categories: int) -> Fraction:
    """Gwet (2014), equations for missing readings, without any rounding."""
    rows = [[int(rating) for rating in case if np.isfinite(rating)] for case in ratings]
    read = [row for row in rows if row]
    shared = [row for row in rows if len(row) > 1]
    observed = sum(
        (
            Fraction(sum(row.count(k) * (row.count(k) - 1) for k in range(categories)), len(row) * (len(row) - 1))
            for row in shared
        ),
        Fraction(),
    ) / len(shared)
    shares = [
        sum((Fraction(row.count(k), len(row)) for row in read), Fraction()) / len(read) for k in range(categories)
    ]
    expected = sum((share * (1 - share) for share in shares), Fraction()) / (categories - 1)
    return (observed - expected) / (1 - expected)
