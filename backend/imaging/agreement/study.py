"""A study of agreement: who read what, and which measures are asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from backend.imaging.agreement.cases import Case, CaseReading
from backend.imaging.agreement.formulas import Formula
from backend.imaging.geometry import FloatArray


class RaterKind(StrEnum):
    READER = "reader"
    REFERENCE = "reference"
    DECISION = "decision"


@dataclass(frozen=True)
class Rater:
    """Somebody in one round; or their second reading of a case in it; or the known answers, or the decisions."""

    key: str
    kind: RaterKind = RaterKind.READER
    person: str | None = None
    round: int = 1
    is_repeat: bool = False


@dataclass(frozen=True)
class Asked:
    task: str
    labels: tuple[str, ...]  # in their order
    formulas: frozenset[Formula]
    seed: int
    replicates: int


@dataclass(frozen=True)
class Study:
    asked: Asked
    raters: tuple[Rater, ...]
    cases: tuple[Case, ...]

    def rounds(self) -> dict[int, list[Rater]]:
        """The readers of each round, without what they read once more."""
        found: dict[int, list[Rater]] = {}
        for rater in self.raters:
            if rater.kind is RaterKind.READER and not rater.is_repeat:
                found.setdefault(rater.round, []).append(rater)
        return dict(sorted(found.items()))

    def pairs(self) -> list[tuple[Rater, Rater]]:
        """Two readers of a round, one reader and themselves, a reader and what is known or decided. That goes first."""
        ordered = sorted(self.raters, key=lambda rater: (rater.kind is RaterKind.READER, rater.key))
        return [(first, second) for first, second in combinations(ordered, 2) if _are_compared(first, second)]


def is_same_person(first: Rater, second: Rater) -> bool:
    return first.person is not None and first.person == second.person


def _are_compared(first: Rater, second: Rater) -> bool:
    if first.kind is not RaterKind.READER or second.kind is not RaterKind.READER:
        return first.kind is not second.kind
    if is_same_person(first, second):
        return True
    return first.round == second.round and not (first.is_repeat or second.is_repeat)


def presence(cases: Sequence[Case], raters: Sequence[Rater], label: str) -> FloatArray:
    """Whether each reader used a label in each case: 1 or 0, NaN where they gave no answer."""
    return _table(cases, raters, lambda reading: float(any(mark.label == label for mark in reading.marks)))


def numbers(cases: Sequence[Case], raters: Sequence[Rater], label: str, measure: str) -> FloatArray:
    return _table(cases, raters, lambda reading: reading.numbers.get((label, measure), np.nan))


@dataclass(frozen=True, eq=False)
class Answers:
    """Which label each reader gave each case; several labels at once are an answer of their own, without an order."""

    ratings: FloatArray
    categories: int
    has_order: bool


def answers(study: Study, raters: Sequence[Rater]) -> Answers:
    """Nothing comes first, then the labels in their order, then what was answered of several labels."""
    labels = study.asked.labels
    scale: dict[frozenset[str], int] = {frozenset(): 0} | {
        frozenset({label}): place for place, label in enumerate(labels, start=1)
    }
    for case in study.cases:
        for reading in case.readings.values():
            scale.setdefault(_said(reading, labels), len(scale))
    ratings = _table(study.cases, raters, lambda reading: float(scale[_said(reading, labels)]))
    return Answers(ratings, len(scale), has_order=len(scale) == len(labels) + 1)


def _said(reading: CaseReading, labels: Sequence[str]) -> frozenset[str]:
    return frozenset(mark.label for mark in reading.marks if mark.label in labels)


def _table(cases: Sequence[Case], raters: Sequence[Rater], cell: Callable[[CaseReading], float]) -> FloatArray:
    found = np.full((len(cases), len(raters)), np.nan)
    for row, case in enumerate(cases):
        for column, rater in enumerate(raters):
            reading = case.readings.get(rater.key)
            if reading is not None and reading.is_fit:
                found[row, column] = cell(reading)
    return found
