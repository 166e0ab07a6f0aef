"""A study as a whole: rounds, pairs, readers; what has no order; who read a case twice; what is known."""

import pytest

from backend.imaging.agreement.cases import Case, CaseReading, Comparing, Comparison, Place, compare, compare_cases
from backend.imaging.agreement.estimates import Undefined
from backend.imaging.agreement.formulas import Formula
from backend.imaging.agreement.marks import Mark
from backend.imaging.agreement.study import Asked, Rater, RaterKind, Study
from backend.imaging.agreement.summary import Value, of_pair, of_readers, of_round, plots
from backend.tests.imaging.agreement.marks import box, whole

pytestmark = pytest.mark.once

ANNA, BERT = Rater("anna|1", person="anna"), Rater("bert|1", person="bert")
ANNA_AGAIN = Rater("anna|1|repeat", person="anna", is_repeat=True)
KNOWN = Rater("reference", RaterKind.REFERENCE)


def study(*cases: Case, task: str = "classification", raters: tuple[Rater, ...] = (ANNA, BERT)) -> Study:
    asked = Asked(task, ("mild", "severe"), frozenset(Formula), seed=3, replicates=200)
    return Study(asked, raters, cases)


def case(key: str, **said: list[Mark] | CaseReading) -> Case:
    keys = {"anna": ANNA.key, "bert": BERT.key, "again": ANNA_AGAIN.key, "known": KNOWN.key}
    readings = {keys[who]: of if isinstance(of, CaseReading) else CaseReading(tuple(of)) for who, of in said.items()}
    return Case(key, readings)


def compared(of: Study) -> dict[tuple[str, str], list[Comparison]]:
    found: dict[tuple[str, str], list[Comparison]] = {}
    for each in compare_cases(of.cases, Comparing(of.asked.task, of.asked.labels)):
        found.setdefault((each.first, each.second), []).append(each)
    return found


def pair(of: Study, first: Rater = ANNA, second: Rater = BERT) -> list[Value]:
    return of_pair(of, first, second, compared(of))


def the(values: list[Value], formula: Formula, label: str | None = None, measure: str | None = None) -> Value:
    (found,) = [v for v in values if (v.formula, v.label, v.measure) == (formula, label, measure)]
    return found


class TestClassification:
    def test_nothing_is_an_answer_before_the_first_label(self) -> None:
        of = study(
            case("1", anna=[], bert=[whole("severe")]),
            case("2", anna=[whole("mild")], bert=[whole("mild")]),
            case("3", anna=[], bert=[]),
        )

        found = pair(of)

        assert the(found, Formula.PERCENT).estimate.value == pytest.approx(2 / 3)
        # Observed 4 / 3; by the margins (2, 1, 0) and (1, 1, 1) expected (2 + 8 + 1 + 1) / 9.
        assert the(found, Formula.COHEN_QUADRATIC).estimate.value == pytest.approx(1 - (4 / 3) / (12 / 9))

    def test_several_labels_at_once_have_no_order(self) -> None:
        of = study(
            case("1", anna=[whole("mild"), whole("severe")], bert=[whole("mild")]),
            case("2", anna=[whole("mild")], bert=[whole("mild")]),
        )

        found = pair(of)

        assert the(found, Formula.COHEN_LINEAR).estimate.reason is Undefined.NO_ORDER
        assert the(found, Formula.PERCENT).estimate.value == 0.5

    def test_an_image_unfit_to_be_read_is_no_answer(self) -> None:
        of = study(
            case("1", anna=CaseReading((), is_fit=False), bert=[whole("mild")]),
            case("2", anna=[whole("mild")], bert=[whole("mild")]),
        )

        assert the(pair(of), Formula.PERCENT).estimate.case_count == 1

    def test_each_label_is_measured_by_its_presence(self) -> None:
        of = study(
            case("1", anna=[whole("mild")], bert=[whole("severe")]),
            case("2", anna=[whole("mild")], bert=[whole("mild")]),
        )

        assert the(pair(of), Formula.PERCENT, "severe").estimate.value == 0.5

    def test_a_reader_alone_agrees_with_nobody(self) -> None:
        of = study(case("1", anna=[whole("mild")]), raters=(ANNA,))

        found = of_round(of, 1, [ANNA], {})

        assert the(found, Formula.PERCENT).estimate.reason is Undefined.TOO_FEW_READERS


class TestPairs:
    def test_a_reader_is_compared_with_what_they_read_once_more(self) -> None:
        raters = (ANNA, BERT, ANNA_AGAIN)

        assert study(raters=raters).pairs() == [(ANNA, ANNA_AGAIN), (ANNA, BERT)]

    def test_known_answers_come_first(self) -> None:
        assert study(raters=(ANNA, KNOWN)).pairs() == [(KNOWN, ANNA)]

    def test_sensitivity_is_that_of_the_second(self) -> None:
        of = study(
            case("1", known=[box(0, 0, label="mild"), box(50, 50, label="mild")], anna=[box(0, 0, label="mild")]),
            case("2", known=[], anna=[box(0, 0, label="mild")]),
            task="detection",
            raters=(KNOWN, ANNA),
        )

        found = pair(of, KNOWN, ANNA)

        assert the(found, Formula.SENSITIVITY, "mild").estimate.value == 0.5
        assert the(found, Formula.FALSE_POSITIVES, "mild").estimate.value == 0.5

    def test_of_readers_the_mean_over_their_pairs(self) -> None:
        carl = Rater("carl|1", person="carl")
        answers = {ANNA.key: [whole("mild")], BERT.key: [whole("mild")], carl.key: [whole("severe")]}
        one = Case("1", {key: CaseReading(tuple(marks)) for key, marks in answers.items()})
        of = study(one, raters=(ANNA, BERT, carl))
        values = [value for first, second in of.pairs() for value in pair(of, first, second)]

        found = {
            value.first: value.estimate.value
            for value in of_readers(values, of.raters)
            if value.formula is Formula.PERCENT and value.label is None
        }

        assert found == {"anna|1": 0.5, "bert|1": 0.5, "carl|1": 0.0}


class TestRegions:
    def test_what_one_missed_counts_as_no_overlap(self) -> None:
        of = study(
            case("1", anna=[box(0, 0, label="mild")], bert=[box(0, 0, label="mild")]),
            case("2", anna=[box(0, 0, label="mild")], bert=[]),
            case("3", anna=[], bert=[]),
            task="segmentation",
        )

        found = pair(of)

        assert (
            the(found, Formula.DICE, "mild").estimate.value,
            the(found, Formula.DICE, "mild").estimate.case_count,
        ) == (
            0.5,
            2,
        )
        assert the(found, Formula.HD95, "mild").estimate.case_count == 1

    def test_distances_are_in_mm_over_the_slices_of_a_stack(self) -> None:
        here = box(0, 0, label="mild", sop_instance_uid="1")
        there = box(0, 0, label="mild", sop_instance_uid="3")
        places: dict[tuple[str, str | None, int], Place] = {
            ("image", str(number), 1): Place(row_mm=0.5, column_mm=0.5, index=number, slice_mm=3.0)
            for number in range(1, 4)
        }
        readings = {ANNA.key: CaseReading((here,)), BERT.key: CaseReading((there,))}

        found = compare(Case("1", readings, places), ANNA.key, BERT.key, Comparing("segmentation", ("mild",)))

        assert (found.labels["mild"].hd95, found.labels["mild"].unit) == (6.0, "mm")

    def test_without_spacing_distances_are_in_pixels(self) -> None:
        here, there = box(0, 0, label="mild"), box(2, 0, label="mild")
        readings = {ANNA.key: CaseReading((here,)), BERT.key: CaseReading((there,))}

        found = compare(Case("1", readings), ANNA.key, BERT.key, Comparing("segmentation", ("mild",)))

        assert (found.labels["mild"].hd95, found.labels["mild"].unit) == (2.0, "px")


class TestNumbers:
    def test_what_both_measured_is_plotted(self) -> None:
        length = ("mild", "length_mm")
        of = study(
            case("1", anna=CaseReading((), numbers={length: 10.0}), bert=CaseReading((), numbers={length: 12.0})),
            case("2", anna=CaseReading((), numbers={length: 20.0}), bert=CaseReading((), numbers={length: 21.0})),
            case("3", anna=CaseReading((), numbers={length: 7.0}), bert=[]),
        )

        (plot,) = plots(of, ANNA, BERT)

        assert (plot.points.cases, plot.points.means, plot.points.differences) == ([0, 1], [11.0, 20.5], [-2.0, -1.0])
        assert the(pair(of), Formula.BIAS, *length).estimate.value == -1.5
