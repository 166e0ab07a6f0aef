"""Which marks of two readers mean the same thing: pairs by the Hungarian method, over everything at once.

Kuhn, H. W. (1955), The Hungarian method for the assignment problem. As many pairs as can be are made, and among those
ways the one whose pairs are alike the most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

import numpy as np
from numpy.typing import NDArray

from backend.imaging.agreement.areas import overlap
from backend.imaging.agreement.marks import IMAGE_LABEL, Box, Mark, bounds, centre
from backend.imaging.geometry import FloatArray

IOU_AT_LEAST = 0.5
CENTRES_WITHIN_PX = 10.0


class MatchBy(StrEnum):
    IOU = "iou"
    CENTRE = "centre"


@dataclass(frozen=True)
class Rule:
    """When two marks of the same picture and label may be a pair.

    By IoU: areas that overlap enough; a mark without area pairs with an area that it lies in. By centre: centres that
    are near. Marks without area always pair by centre among themselves, labels of the whole image by being there.
    """

    by: MatchBy = MatchBy.IOU
    iou_at_least: float = IOU_AT_LEAST
    centres_within_px: float = CENTRES_WITHIN_PX
    same_label: bool = True


@dataclass(frozen=True)
class Pair:
    first: int
    second: int
    likeness: float


def match(first: Sequence[Mark], second: Sequence[Mark], rule: Rule) -> list[Pair]:
    """Pair the marks of one reader with those of another, each at most once, in the order of the first."""
    groups: dict[tuple[object, ...], tuple[list[int], list[int]]] = {}
    for side, marks in enumerate((first, second)):
        for index, mark in enumerate(marks):
            key = (mark.place, mark.kind == IMAGE_LABEL, mark.label if rule.same_label else None)
            groups.setdefault(key, ([], []))[side].append(index)
    pairs = [pair for here, there in groups.values() for pair in _in_group(first, second, here, there, rule)]
    return sorted(pairs, key=lambda pair: pair.first)


def f1(pair_count: int, first_count: int, second_count: int) -> float | None:
    """2 TP / (2 TP + FP + FN); the same from either side. Undefined where there is nothing to find."""
    return 2 * pair_count / (first_count + second_count) if first_count + second_count else None


def iou(first: Mark, second: Mark) -> float:
    """Of two areas: of boxes exactly, of other shapes by pixels; where no pixel centre is enclosed, of their boxes."""
    if first.place != second.place or not first.has_area or not second.has_area:
        return 0.0
    if first.kind == second.kind == "box":
        return _iou_of_boxes(bounds(first), bounds(second))
    found = overlap([first], [second]).iou
    return _iou_of_boxes(bounds(first), bounds(second)) if found is None else found


def _in_group(
    first: Sequence[Mark], second: Sequence[Mark], here: list[int], there: list[int], rule: Rule
) -> list[Pair]:
    """Pairs among marks of one picture. Their weight says first how many there are, then how much alike they are."""
    from scipy.optimize import linear_sum_assignment  # takes a second to import, which no server should wait for

    if not here or not there:
        return []
    scores = _scores([first[index] for index in here], [second[index] for index in there], rule)
    weights = np.where(scores > 0, 1 + scores / (min(scores.shape) + 1), 0)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    found = [(row, column) for row, column in zip(rows, columns, strict=True) if scores[row, column] > 0]
    return [Pair(here[row], there[column], float(scores[row, column])) for row, column in found]


def _scores(first: Sequence[Mark], second: Sequence[Mark], rule: Rule) -> FloatArray:
    """How much alike each is to each: above 0 for what may be a pair. Only what is near is looked at closely."""
    scores = np.zeros((len(first), len(second)))
    for i, j in np.argwhere(_are_near(first, second, rule)):
        scores[i, j] = _likeness(first[i], second[j], rule)
    return scores


def _are_near(first: Sequence[Mark], second: Sequence[Mark], rule: Rule) -> NDArray[np.bool_]:
    """Boxes that meet, or come as near as two centres may."""
    here = np.array([bounds(mark) for mark in first])[:, None, :]
    there = np.array([bounds(mark) for mark in second])[None, :, :]
    gap = np.maximum(here[..., :2] - there[..., 2:], there[..., :2] - here[..., 2:]).max(axis=2)
    return np.asarray(gap <= rule.centres_within_px)


def _likeness(first: Mark, second: Mark, rule: Rule) -> float:
    if first.kind == second.kind == IMAGE_LABEL:
        return 1.0
    if rule.by is MatchBy.CENTRE or not (first.has_area or second.has_area):
        distance = hypot(*np.subtract(centre(first), centre(second)))
        return 1 - distance / (2 * rule.centres_within_px) if distance <= rule.centres_within_px else 0.0
    if not first.has_area or not second.has_area:
        return float(_lies_in(first, second) if second.has_area else _lies_in(second, first))
    score = iou(first, second)
    return score if score >= rule.iou_at_least else 0.0


def _lies_in(mark: Mark, area: Mark) -> bool:
    """Whether the pixel at the centre of a mark belongs to an area."""
    corner = {key: float(np.floor(value)) for key, value in zip("xy", centre(mark), strict=True)}
    pixel = Mark(mark.label, "box", {"kind": "box", **corner, "width": 1, "height": 1}, *mark.place)
    return overlap([pixel], [area]).common > 0


def _iou_of_boxes(first: Box, second: Box) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    common = max(0.0, width) * max(0.0, height)
    union = _area(first) + _area(second) - common
    return common / union if union > 0 else 0.0


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
