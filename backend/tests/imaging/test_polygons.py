"""Filling polygons: pixel centres, holes, shared edges."""

import numpy as np
import pytest

from backend.imaging.polygons import fill_even_odd


def is_inside(polygon: np.ndarray, x: float, y: float) -> bool:
    """The textbook crossing test, one point at a time."""
    result = False
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            result = not result
    return result


class TestFillEvenOdd:
    def test_pixels_whose_centre_lies_inside_count(self) -> None:
        square = np.array([(0.5, 0.5), (3.5, 0.5), (3.5, 2.5), (0.5, 2.5)])

        filled = fill_even_odd([square], (5, 6))

        expected = np.zeros((5, 6), bool)
        expected[1:3, 1:4] = True
        assert np.array_equal(filled, expected)

    @pytest.mark.parametrize("seed", range(15))
    def test_equals_the_crossing_test_for_any_polygon(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        polygon = random.uniform(-4, 22, (random.integers(3, 15), 2))

        filled = fill_even_odd([polygon], (16, 19))

        expected = [[is_inside(polygon, x, y) for x in range(19)] for y in range(16)]
        assert np.array_equal(filled, expected)

    def test_a_contour_within_a_contour_is_a_hole(self) -> None:
        outer = np.array([(0.5, 0.5), (8.5, 0.5), (8.5, 8.5), (0.5, 8.5)])
        inner = np.array([(2.5, 2.5), (5.5, 2.5), (5.5, 5.5), (2.5, 5.5)])

        assert fill_even_odd([outer, inner], (10, 10)).sum() == 64 - 9

    def test_neighbours_with_a_shared_edge_through_centres_share_no_pixel(self) -> None:
        left = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 8.0), (0.0, 8.0)])
        right = left + np.array((4.0, 0.0))
        whole = np.array([(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0)])

        parts = fill_even_odd([left], (12, 12)).astype(int) + fill_even_odd([right], (12, 12))

        assert parts.max() == 1
        assert np.array_equal(parts.astype(bool), fill_even_odd([whole], (12, 12)))

    def test_what_lies_beyond_the_grid_is_left_out(self) -> None:
        wide = np.array([(-50.0, -50.0), (50.0, -50.0), (50.0, 50.0), (-50.0, 50.0)])

        assert fill_even_odd([wide], (4, 5)).all()

    def test_direction_and_start_do_not_matter(self) -> None:
        polygon = np.random.default_rng(2).uniform(0, 15, (9, 2))

        filled = fill_even_odd([polygon], (16, 16))

        assert np.array_equal(filled, fill_even_odd([polygon[::-1]], (16, 16)))
        assert np.array_equal(filled, fill_even_odd([np.roll(polygon, 4, axis=0)], (16, 16)))
