"""The values of a study: of each round, of each two raters, of each reader."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from backend.imaging.agreement import categories, krippendorff
from backend.imaging.agreement import numbers as measured
from backend.imaging.agreement.cases import CLASSIFICATION, Comparison, LabelComparison
from backend.imaging.agreement.estimates import Estimate, Measure, Undefined, estimate, nothing, ratio
from backend.imaging.agreement.formulas import Formula
from backend.imaging.agreement.numbers import Points
from backend.imaging.agreement.study import Rater, Study, answers, numbers, presence
from backend.imaging.geometry import FloatArray

FEWEST_READERS = 2
Comparisons = Mapping[tuple[str, str], Sequence[Comparison]]  # by the keys of both raters, in order
ORDERED = (Formula.COHEN_LINEAR, Formula.COHEN_QUADRATIC, Formula.ALPHA_ORDINAL)
OF_TWO = (Formula.COHEN, Formula.COHEN_LINEAR, Formula.COHEN_QUADRATIC)
OF_MANY = (Formula.FLEISS,)
BLAND_ALTMAN = (Formula.BIAS, Formula.LOWER_LIMIT, Formula.UPPER_LIMIT)
WITH_A_DIRECTION = (*BLAND_ALTMAN, Formula.SENSITIVITY, Formula.FALSE_POSITIVES)


@dataclass(frozen=True)
class Value:
    """One number. Without raters it is of a round, with one of a reader among the others, with two of a pair.

    Without a label it is of the answer as a whole; `measure` says what was measured, for families of numbers.
    """

    formula: Formula
    label: str | None
    measure: str | None
    round: int | None
    first: str | None
    second: str | None
    estimate: Estimate
    unit: str | None = None


@dataclass(frozen=True)
class Plot:
    """The points of a Bland-Altman plot; cases by their place in the study."""

    label: str
    measure: str
    first: str
    second: str
    points: Points


def of_round(study: Study, round_: int, raters: Sequence[Rater], comparisons: Comparisons) -> list[Value]:
    """All readers of a round together."""
    keys = [rater.key for rater in raters]
    pairs = [tuple(sorted(pair)) for pair in combinations(keys, 2)]
    found = [each for pair in pairs for each in comparisons.get((pair[0], pair[1]), ())]
    return [
        Value(formula, label, measure, round_, None, None, value, unit)
        for formula, label, measure, value, unit in _values(study, raters, found, (*OF_TWO, *WITH_A_DIRECTION))
    ]


def of_pair(study: Study, first: Rater, second: Rater, comparisons: Comparisons) -> list[Value]:
    found = comparisons.get((first.key, second.key)) or [
        turned(each) for each in comparisons.get((second.key, first.key), ())
    ]
    round_ = first.round if first.round == second.round else None
    return [
        Value(formula, label, measure, round_, first.key, second.key, value, unit)
        for formula, label, measure, value, unit in _values(study, [first, second], found, OF_MANY)
    ]


def of_pairs(
    study: Study, pairs: Sequence[tuple[Rater, Rater]], comparisons: Comparisons
) -> tuple[list[Value], list[Plot]]:
    """Some pairs, with their plots."""
    values = [value for first, second in pairs for value in of_pair(study, first, second, comparisons)]
    return values, [plot for first, second in pairs for plot in plots(study, first, second)]


def of_readers(values: Iterable[Value], raters: Sequence[Rater]) -> list[Value]:
    """Of each reader the mean of their values with the others of their round."""
    readers = {rater.key for rater in raters if not rater.is_repeat and rater.person is not None}
    mine: dict[tuple[Formula, str | None, str | None, int | None, str, str | None], list[Estimate]] = {}
    for value in values:
        if value.first not in readers or value.second not in readers or value.round is None:
            continue
        if value.formula in WITH_A_DIRECTION:
            continue
        for key in (value.first, value.second):
            kind = (value.formula, value.label, value.measure, value.round, key, value.unit)
            mine.setdefault(kind, []).append(value.estimate)
    return [
        Value(formula, label, measure, round_, key, None, _mean(estimates), unit)
        for (formula, label, measure, round_, key, unit), estimates in mine.items()
    ]


def plots(study: Study, first: Rater, second: Rater) -> list[Plot]:
    if Formula.BIAS not in study.asked.formulas:
        return []
    found = [
        Plot(label, measure, first.key, second.key, measured.points(table))
        for label, measure, table in _number_tables(study, [first, second])
    ]
    return [plot for plot in found if plot.points.cases]


def turned(comparison: Comparison) -> Comparison:
    """The same comparison from the other side."""
    labels = {
        name: LabelComparison(of.matched, of.second, of.first, of.dice, of.iou, of.hd95, of.surface_dice, of.unit)
        for name, of in comparison.labels.items()
    }
    return Comparison(comparison.case, comparison.second, comparison.first, comparison.likeness, labels)


_Found = tuple[Formula, str | None, str | None, Estimate, str | None]


def _values(
    study: Study, raters: Sequence[Rater], found: Sequence[Comparison], left_out: Sequence[Formula]
) -> Iterator[_Found]:
    asked = study.asked
    for formula, label, measure, of, unit in _measures(study, raters, found):
        if formula not in asked.formulas or formula in left_out:
            continue
        if len(raters) < FEWEST_READERS:
            value = nothing(Undefined.TOO_FEW_READERS)
        elif of is None:
            value = nothing(Undefined.NO_ORDER)
        else:
            value = estimate(of, seed=asked.seed, replicates=asked.replicates)
        yield formula, label, measure, value, unit


_Measured = tuple[Formula, str | None, str | None, Measure | None, str | None]


def _measures(study: Study, raters: Sequence[Rater], found: Sequence[Comparison]) -> Iterator[_Measured]:
    if study.asked.task == CLASSIFICATION:
        yield from _of_answers(study, raters)
    for label in study.asked.labels:
        yield from _of_presence(study, raters, label)
        yield from _of_objects(label, found)
    for label, measure, table in _number_tables(study, raters):
        yield from _of_numbers(label, measure, table)


def _of_answers(study: Study, raters: Sequence[Rater]) -> Iterator[_Measured]:
    given = answers(study, raters)
    for formula, of in _of_categories(given.ratings, given.categories):
        yield formula, None, None, of if given.has_order or formula not in ORDERED else None, None


def _of_presence(study: Study, raters: Sequence[Rater], label: str) -> Iterator[_Measured]:
    for formula, of in _of_categories(presence(study.cases, raters, label), 2):
        if formula not in ORDERED:  # two categories have no more order than that
            yield formula, label, None, of, None


def _of_categories(ratings: FloatArray, count: int) -> Iterator[tuple[Formula, Measure]]:
    yield Formula.PERCENT, categories.percent(ratings, count)
    if ratings.shape[1] == FEWEST_READERS:
        yield Formula.COHEN, categories.cohen(ratings, count)
        yield Formula.COHEN_LINEAR, categories.cohen(ratings, count, categories.Weights.LINEAR)
        yield Formula.COHEN_QUADRATIC, categories.cohen(ratings, count, categories.Weights.QUADRATIC)
    yield Formula.FLEISS, categories.fleiss(ratings, count)
    yield Formula.AC1, categories.gwet_ac1(ratings, count)
    nominal, ordinal = krippendorff.Level.NOMINAL, krippendorff.Level.ORDINAL
    yield Formula.ALPHA_NOMINAL, krippendorff.alpha_of_categories(ratings, count, nominal)
    yield Formula.ALPHA_ORDINAL, krippendorff.alpha_of_categories(ratings, count, ordinal)


def _of_numbers(label: str, measure: str, table: FloatArray) -> Iterator[_Measured]:
    yield Formula.ALPHA_INTERVAL, label, measure, krippendorff.alpha_of_numbers(table), None
    if table.shape[1] < FEWEST_READERS:
        return
    yield Formula.ICC_2_1, label, measure, measured.icc_2_1(table), None
    yield Formula.ICC_3_1, label, measure, measured.icc_3_1(table), None
    if table.shape[1] == FEWEST_READERS:
        yield Formula.BIAS, label, measure, measured.mean_difference(table), None
        yield Formula.LOWER_LIMIT, label, measure, measured.lower_limit(table), None
        yield Formula.UPPER_LIMIT, label, measure, measured.upper_limit(table), None


def _of_objects(label: str, found: Sequence[Comparison]) -> Iterator[_Measured]:
    by_case: dict[str, list[LabelComparison]] = {}
    for each in found:
        by_case.setdefault(each.case, []).append(each.labels.get(label, LabelComparison(0, 0, 0)))
    said = [side for sides in by_case.values() for side in sides if side.first or side.second]
    if not said:
        return
    rows = np.array(
        [
            (sum(s.matched for s in of), sum(s.first for s in of), sum(s.second for s in of), 1)
            for of in by_case.values()
        ],
        dtype=np.float64,
    )
    none = Undefined.NOTHING_MARKED
    yield Formula.F1, label, None, Measure(rows, lambda t: ratio(2 * t[..., 0], t[..., 1] + t[..., 2]), none), None
    yield Formula.SENSITIVITY, label, None, Measure(rows, lambda t: ratio(t[..., 0], t[..., 1]), none), None
    too_many = Measure(rows, lambda t: ratio(t[..., 2] - t[..., 0], t[..., 3]), none)
    yield Formula.FALSE_POSITIVES, label, None, too_many, None
    if any(side.dice is not None for side in said):
        yield from _of_areas(label, list(by_case.values()))


def _of_areas(label: str, by_case: Sequence[Sequence[LabelComparison]]) -> Iterator[_Measured]:
    none = Undefined.NOTHING_MARKED
    units = {side.unit for of in by_case for side in of if side.hd95 is not None}
    unit = "mm" if "mm" in units else "px"
    yield Formula.DICE, label, None, measured.mean_of([_middle(s.dice for s in of) for of in by_case], none), None
    yield Formula.IOU, label, None, measured.mean_of([_middle(s.iou for s in of) for of in by_case], none), None
    far = [_middle(s.hd95 for s in of if s.unit == unit) for of in by_case]
    yield Formula.HD95, label, None, measured.mean_of(far, none), unit
    near = [_middle(s.surface_dice for s in of if s.unit == unit) for of in by_case]
    yield Formula.SURFACE_DICE, label, None, measured.mean_of(near, none), unit


def _number_tables(study: Study, raters: Sequence[Rater]) -> Iterator[tuple[str, str, FloatArray]]:
    """What was measured of each label, by case and reader."""
    keys = sorted({key for case in study.cases for reading in case.readings.values() for key in reading.numbers})
    for label, measure in keys:
        table = numbers(study.cases, raters, label, measure)
        if np.isfinite(table).any():
            yield label, measure, table


def _middle(values: Iterable[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None


def _mean(estimates: Sequence[Estimate]) -> Estimate:
    value = _middle(each.value for each in estimates)
    count = sum(each.case_count for each in estimates)
    reason = next((each.reason for each in estimates if each.reason), None) if value is None else None
    return Estimate(value, None, None, count, reason, reason)
