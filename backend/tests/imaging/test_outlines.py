import numpy as np
import pytest
from numpy.typing import NDArray

from backend.imaging.geometry import FloatArray
from backend.imaging.outlines import contours
from backend.imaging.polygons import fill_even_odd


def filled(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What lies inside of an odd number of the contours, by the centres of pixels."""
    polygons: list[FloatArray] = [
        np.asarray(contour, dtype=np.float64).reshape(-1, 2) - 0.5 for contour in contours(marked)
    ]
    return fill_even_odd(polygons, (marked.shape[0], marked.shape[1]))


def test_a_box_has_four_corners_at_the_edges_of_its_pixels() -> None:
    marked = np.zeros((6, 8), dtype=np.bool_)
    marked[1:4, 2:7] = True

    (contour,) = contours(marked)

    assert {(contour[i], contour[i + 1]) for i in range(0, len(contour), 2)} == {(2, 1), (7, 1), (7, 4), (2, 4)}


def test_a_hole_is_a_contour_of_its_own() -> None:
    marked = np.ones((5, 5), dtype=np.bool_)
    marked[2, 2] = False

    assert len(list(contours(marked))) == 2


def test_pixels_that_touch_at_a_corner_are_kept_apart() -> None:
    marked = np.eye(4, dtype=np.bool_)

    found = list(contours(marked))

    assert [len(contour) for contour in found] == [8] * 4


@pytest.mark.parametrize("seed", range(5))
def test_contours_enclose_exactly_what_is_marked(seed: int) -> None:
    marked = np.random.default_rng(seed).random((23, 31)) < 0.5

    assert np.array_equal(filled(marked), marked)


def test_nothing_has_no_contours() -> None:
    assert list(contours(np.zeros((3, 3), dtype=np.bool_))) == []
