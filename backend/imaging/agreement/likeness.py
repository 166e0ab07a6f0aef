"""How much two readings of one sample are alike, as one number: what decides whether a third reader is asked.

By the task of the set: labels in common (Jaccard), objects that match (F1), areas that overlap (mean Dice of labels).
"""

from collections.abc import Sequence
from itertools import combinations

from backend.imaging.agreement.areas import overlap
from backend.imaging.agreement.marks import Mark
from backend.imaging.agreement.matching import Rule, f1, match


def likeness(task: str, a: Sequence[Mark], b: Sequence[Mark]) -> float | None:
    """0 (nothing in common) to 1 (the same); 1 where both say nothing. None where it cannot be said."""
    if not a and not b:
        return 1.0
    if task == "classification":
        return jaccard({(mark.label, mark.image_key) for mark in a}, {(mark.label, mark.image_key) for mark in b})
    if task == "segmentation":
        return mean_dice(a, b)
    return f1(len(match(a, b, Rule())), len(a), len(b))


def mean_likeness(task: str, readings: Sequence[Sequence[Mark]]) -> float | None:
    """The mean over every two readings of a sample. None where it cannot be said of any."""
    values = [likeness(task, first, second) for first, second in combinations(readings, 2)]
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None


def mean_likenesses(task: str, samples: Sequence[Sequence[Sequence[Mark]]]) -> list[float | None]:
    """Of several samples."""
    return [mean_likeness(task, readings) for readings in samples]


def jaccard(a: set[tuple[str, str]], b: set[tuple[str, str]]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def mean_dice(a: Sequence[Mark], b: Sequence[Mark]) -> float | None:
    """The mean over labels of the Dice of all their areas; of marks without area, their F1 counts as a label's."""
    values = [dice_of_label(label, a, b) for label in sorted({mark.label for mark in (*a, *b) if mark.has_area})]
    plain_a, plain_b = _without_area(a), _without_area(b)
    for label in sorted({mark.label for mark in (*plain_a, *plain_b)}):
        here, there = ([mark for mark in side if mark.label == label] for side in (plain_a, plain_b))
        values.append(f1(len(match(here, there, Rule())), len(here), len(there)))
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None


def dice_of_label(label: str, a: Sequence[Mark], b: Sequence[Mark]) -> float | None:
    """Of the union of its areas over all pictures. None where no area holds a pixel centre."""
    here, there = ([mark for mark in side if mark.label == label and mark.has_area] for side in (a, b))
    first = second = common = 0
    for place in {mark.place for mark in (*here, *there)}:
        found = overlap(*([mark for mark in side if mark.place == place] for side in (here, there)))
        first, second, common = first + found.first, second + found.second, common + found.common
    return 2 * common / (first + second) if first + second else None


def _without_area(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if not mark.has_area]
