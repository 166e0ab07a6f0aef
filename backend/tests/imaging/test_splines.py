"""Closed curves through points: the same numbers here and in the browser, and the properties that they stand on."""

import json
from math import cos, hypot, pi, sin
from pathlib import Path
from typing import Any

import pytest

from backend.imaging.splines import MOST_STEPS, sampled

pytestmark = pytest.mark.once
VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "spline.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_is_sampled_as_the_browser_does(vector: dict[str, Any]) -> None:
    found = sampled([(x, y) for x, y in vector["points"]])

    assert [list(place) for place in found] == vector["outline"]


def test_goes_through_its_points_in_their_order() -> None:
    points = [(1.5, 2.25), (120.75, 3.0), (118.0, 90.5), (60.0, 40.125)]

    assert [place for place in sampled(points) if place in points] == points


def test_through_points_on_a_circle_it_nearly_is_one() -> None:
    circle = [(50 + 40 * cos(turn * pi / 6), 50 + 40 * sin(turn * pi / 6)) for turn in range(12)]

    assert max(abs(hypot(x - 50, y - 50) - 40) for x, y in sampled(circle)) < 0.1


def test_does_not_run_back_where_points_are_unevenly_apart() -> None:
    """What centripetal knots are chosen for: no cusp and no loop between a near and a far point."""
    outline = sampled([(0, 0), (1, 0), (100, 0), (100, 50)])

    top = [x for x, _ in outline[: outline.index((100, 0)) + 1]]
    assert top == sorted(top)


def test_repeated_points_say_nothing() -> None:
    assert sampled([(5, 5), (5, 5), (30, 5), (30, 25), (5, 5)]) == sampled([(5, 5), (30, 5), (30, 25)])


def test_what_is_no_area_has_no_curve() -> None:
    assert sampled([(5, 5), (9, 9), (5, 5)]) == [(5, 5), (9, 9)]


def test_has_no_more_corners_than_a_screen_needs() -> None:
    assert len(sampled([(0, 0), (90_000, 0), (0, 90_000)])) == 3 * MOST_STEPS
