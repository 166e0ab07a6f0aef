"""What several readers say of one case, compared two by two: the part of agreement that needs pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import isfinite

import numpy as np

from backend.imaging.agreement.areas import Overlap, filled, overlap, window
from backend.imaging.agreement.likeness import likeness
from backend.imaging.agreement.marks import IMAGE_LABEL, Mark
from backend.imaging.agreement.matching import Rule, match
from backend.imaging.agreement.surfaces import Spacing, SurfaceDistances, surface_distances
from backend.imaging.geometry import FloatArray
from backend.imaging.lines import angle_of, axes_of, length_of

CLASSIFICATION = "classification"
LARGEST_GRID = 150_000_000  # voxels of the box around both masks; beyond that distances are not measured
Slice = tuple[str, str | None, int]


@dataclass(frozen=True)
class Place:
    """Where a picture lies: its pixels in mm, its number in its stack, and how far apart the pictures of that are.

    A stack that is not regular, or not known, has no distance: its pictures are measured one by one.
    """

    row_mm: float | None = None
    column_mm: float | None = None
    index: int = 0
    slice_mm: float | None = None


@dataclass(frozen=True)
class CaseReading:
    """`is_fit` is false where the reader called the image unfit to be read and said no more: no answer."""

    marks: tuple[Mark, ...]
    is_fit: bool = True
    numbers: Mapping[tuple[str, str], float] = field(default_factory=dict)  # (label, measure): value


@dataclass(frozen=True)
class Case:
    key: str
    readings: Mapping[str, CaseReading]  # by rater
    places: Mapping[Slice, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparing:
    task: str
    labels: tuple[str, ...]
    rule: Rule = field(default_factory=Rule)
    tolerance: float = 1.0  # of surface Dice, in mm (px where the images have no spacing)
    with_surfaces: bool = True


@dataclass(frozen=True)
class LabelComparison:
    """Of one label in one case: objects found by both, and how their areas lie to each other."""

    matched: int
    first: int
    second: int
    dice: float | None = None
    iou: float | None = None
    hd95: float | None = None
    surface_dice: float | None = None
    unit: str | None = None  # of hd95: mm or px


@dataclass(frozen=True)
class Comparison:
    """Two raters on one case."""

    case: str
    first: str
    second: str
    likeness: float | None
    labels: dict[str, LabelComparison]


def examine(cases: Sequence[Case], how: Comparing) -> tuple[list[Comparison], list[Case]]:
    """Compare some cases; give them back measured, and without the geometry that nobody needs any more."""
    return compare_cases(cases, how), [_without_geometry(_measured(case, how)) for case in cases]


def compare_cases(cases: Sequence[Case], how: Comparing) -> list[Comparison]:
    """Compare every two raters of every case."""
    return [
        compare(case, first, second, how)
        for case in cases
        for first, second in combinations(sorted(case.readings), 2)
        if case.readings[first].is_fit and case.readings[second].is_fit
    ]


def compare(case: Case, first: str, second: str, how: Comparing) -> Comparison:
    here, there = (
        [mark for mark in case.readings[rater].marks if mark.label in how.labels] for rater in (first, second)
    )
    labels = {}
    for label in how.labels:
        sides = [[mark for mark in side if mark.label == label] for side in (here, there)]
        if any(sides):
            labels[label] = _compare_label(case, sides[0], sides[1], how)
    return Comparison(case.key, first, second, likeness(how.task, here, there), labels)


def _compare_label(case: Case, here: Sequence[Mark], there: Sequence[Mark], how: Comparing) -> LabelComparison:
    matched = len(match(here, there, how.rule))
    areas = [[mark for mark in side if mark.has_area] for side in (here, there)]
    if not any(areas):
        return LabelComparison(matched, len(here), len(there))
    total = Overlap(0, 0, 0)
    for place in {mark.place for side in areas for mark in side}:
        found = overlap(*([mark for mark in side if mark.place == place] for side in areas))
        total = Overlap(*(sum(pair) for pair in zip(total, found, strict=True)))
    distances, unit = _distances(case, areas[0], areas[1]) if how.with_surfaces else (None, None)
    hd95 = distances.hd95 if distances else None
    return LabelComparison(
        matched=matched,
        first=len(here),
        second=len(there),
        dice=total.dice,
        iou=total.iou,
        hd95=hd95 if hd95 is not None and isfinite(hd95) else None,
        surface_dice=distances.surface_dice(how.tolerance) if distances else None,
        unit=unit,
    )


def _distances(case: Case, here: Sequence[Mark], there: Sequence[Mark]) -> tuple[SurfaceDistances | None, str]:
    """Between the surfaces in every image of the case, taken together."""
    forth: list[FloatArray] = []
    back: list[FloatArray] = []
    units = set()
    for image in sorted({mark.image_key for mark in (*here, *there)}):
        sides = [[mark for mark in side if mark.image_key == image] for side in (here, there)]
        for group in _grids(case, sides[0], sides[1]):
            found = _on_grid(case, *group)
            if found is None:
                return None, "px"
            units.add("mm" if _place(case, (*group[0], *group[1])[0]).row_mm else "px")
            forth.append(found.forth)
            back.append(found.back)
    if len(units) != 1:  # millimetres and pixels cannot be told together
        return None, "px"
    return SurfaceDistances(np.concatenate(forth), np.concatenate(back)), units.pop()


def _grids(case: Case, here: Sequence[Mark], there: Sequence[Mark]) -> list[tuple[list[Mark], list[Mark]]]:
    """The marks of an image that lie on one grid: all of them in a regular stack, else those of one picture."""
    if all(_place(case, mark).slice_mm for mark in (*here, *there)):
        return [(list(here), list(there))]
    places = sorted({mark.place for mark in (*here, *there)}, key=str)
    return [([m for m in here if m.place == place], [m for m in there if m.place == place]) for place in places]


def _on_grid(case: Case, here: Sequence[Mark], there: Sequence[Mark]) -> SurfaceDistances | None:
    marks = [*here, *there]
    left, top, columns, rows = window(marks)
    numbers = [_place(case, mark).index for mark in marks]
    low, high = min(numbers), max(numbers)
    shape = high - low + 1, rows, columns
    if int(np.prod(shape, dtype=np.int64)) > LARGEST_GRID:
        return None
    masks = [np.zeros(shape, dtype=np.bool_) for _ in range(2)]
    for mask, side in zip(masks, (here, there), strict=True):
        for mark in side:
            mask[_place(case, mark).index - low] |= filled([mark], left, top, (rows, columns))
    return surface_distances(masks[0], masks[1], _spacing(_place(case, marks[0])))


def _spacing(place: Place) -> Spacing:
    return place.slice_mm or 1.0, place.row_mm or 1.0, place.column_mm or 1.0


def _place(case: Case, mark: Mark) -> Place:
    return case.places.get(mark.place, Place())


def _measured(case: Case, how: Comparing) -> Case:
    """With what can be measured of the objects of each label: how many, how large together, how long and wide."""
    readings = {
        rater: replace(reading, numbers={**reading.numbers, **_numbers(case, reading.marks, how)})
        for rater, reading in case.readings.items()
    }
    return replace(case, readings=readings)


def _numbers(case: Case, marks: Sequence[Mark], how: Comparing) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for label in how.labels if how.task != CLASSIFICATION else ():
        mine = [mark for mark in marks if mark.label == label]
        found[label, "count"] = float(_count([mark for mark in mine if mark.kind != IMAGE_LABEL]))
        found |= _area(case, label, [mark for mark in mine if mark.has_area])
        found |= _lengths(case, label, [mark for mark in mine if mark.kind in ("length", "bidirectional")])
        found |= _angle(case, label, [mark for mark in mine if mark.kind == "angle"])
    return found


def _count(marks: Sequence[Mark]) -> int:
    """Objects; what one mask marks on several pictures is one."""
    return len({mark.object_id or number for number, mark in enumerate(marks)})


def _area(case: Case, label: str, marks: Sequence[Mark]) -> dict[tuple[str, str], float]:
    if not marks:
        return {}
    by_place: dict[Slice, list[Mark]] = {}
    for mark in marks:
        by_place.setdefault(mark.place, []).append(mark)
    pixels = [(_place(case, on[0]), overlap(on, []).first) for on in by_place.values()]
    sizes = [(place.row_mm or 0) * (place.column_mm or 0) * count for place, count in pixels]
    if all(place.row_mm for place, _ in pixels):
        return {(label, "area_mm2"): float(sum(sizes))}
    return {(label, "area_px"): float(sum(count for _, count in pixels))}


def _lengths(case: Case, label: str, marks: Sequence[Mark]) -> dict[tuple[str, str], float]:
    """The longest length or long axis, and the longest of the axes across."""
    if not marks:
        return {}
    is_known = all(_place(case, mark).row_mm for mark in marks)
    unit = "mm" if is_known else "px"
    spacings = [_across(_place(case, mark)) if is_known else (1.0, 1.0) for mark in marks]
    lengths = [length_of(mark.geometry, *spacing) for mark, spacing in zip(marks, spacings, strict=True)]
    found = {(label, f"length_{unit}"): max(lengths)}
    pairs = [(mark, spacing) for mark, spacing in zip(marks, spacings, strict=True) if mark.kind == "bidirectional"]
    if pairs:
        found[label, f"short_{unit}"] = max(axes_of(mark.geometry, *spacing)[1] for mark, spacing in pairs)
    return found


def _angle(case: Case, label: str, marks: Sequence[Mark]) -> dict[tuple[str, str], float]:
    """The widest; without a spacing, of square pixels."""
    angles = [angle_of(mark.geometry, *_across(_place(case, mark))) for mark in marks]
    return {(label, "angle_deg"): max(angles)} if angles else {}


def _across(place: Place) -> tuple[float, float]:
    return place.column_mm or 1.0, place.row_mm or 1.0


def _without_geometry(case: Case) -> Case:
    readings = {
        rater: replace(reading, marks=tuple(replace(mark, geometry={}) for mark in reading.marks))
        for rater, reading in case.readings.items()
    }
    return replace(case, readings=readings, places={})
