"""Masks among marks: their pixels count as those of shapes do."""

import numpy as np
import pytest

from backend.imaging.agreement.areas import overlap
from backend.imaging.agreement.cases import Case, CaseReading, Comparing, examine
from backend.imaging.agreement.marks import Mark, bounds
from backend.imaging.painted import of_array

pytestmark = pytest.mark.once


def mask(left: int, top: int, width: int, height: int, uid: str = "1.1", key: str = "m") -> Mark:
    marked = np.zeros((40, 30), dtype=np.bool_)
    marked[top : top + height, left : left + width] = True
    return Mark("lesion", "mask", of_array(marked), "1", uid, object_id=key)


def box(left: float, top: float, width: float, height: float) -> Mark:
    return Mark("lesion", "box", {"kind": "box", "x": left, "y": top, "width": width, "height": height}, "1", "1.1")


class TestOverlap:
    def test_of_two_masks(self) -> None:
        assert overlap([mask(2, 2, 10, 10)], [mask(7, 2, 10, 10)]) == (100, 100, 50)

    def test_of_a_mask_and_a_shape_that_reaches_beyond_the_picture(self) -> None:
        assert overlap([mask(0, 0, 10, 10)], [box(-5, -5, 10, 10)]) == (100, 100, 25)

    def test_the_box_around_it(self) -> None:
        assert bounds(mask(3, 4, 5, 6)) == (3.0, 4.0, 8.0, 10.0)


class TestCase:
    def test_a_mask_on_two_pictures_is_one_object(self) -> None:
        here = CaseReading((mask(2, 2, 10, 10), mask(2, 2, 10, 10, "1.2")))
        there = CaseReading((mask(2, 2, 10, 10), mask(2, 2, 10, 10, key="n")))
        how = Comparing("segmentation", ("lesion",), with_surfaces=False)

        (compared,), (measured,) = examine([Case("c", {"a": here, "b": there})], how)

        assert compared.labels["lesion"].dice == 2 * 100 / 300
        assert [measured.readings[rater].numbers["lesion", "count"] for rater in "ab"] == [1, 2]
