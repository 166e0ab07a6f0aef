"""What a pixel stands for: the same as in the viewer, whose tests read the same table."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.imaging.calibration import Calibration, SpacingSource, calibration_by, calibration_of

pytestmark = pytest.mark.once
VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "calibration.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_what_a_pixel_stands_for(vector: dict[str, Any]) -> None:
    points = [(x, y) for x, y in vector["points"]]

    found = calibration_of(vector["attributes"], vector["frame"], points)

    expected = vector["expected"]
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.row_mm, found.column_mm) == pytest.approx((expected["row_mm"], expected["column_mm"]))
        assert found.source == expected["source"]


@pytest.mark.parametrize("spacing", [[], [0, 0], [1], [-1, 1], [None, None]])
def test_a_spacing_that_cannot_be_is_none(spacing: list[Any]) -> None:
    assert calibration_of({"00280030": {"Value": spacing}}) is None


def test_a_length_goes_over_columns_and_rows() -> None:
    assert Calibration(2, 0.5, SpacingSource.PIXEL_SPACING).length_mm(columns=6, rows=2) == 5


class TestByAReader:
    def test_a_known_line_gives_the_scale_of_square_pixels(self) -> None:
        assert calibration_by({}, 1, columns=30, rows=40, known_mm=100) == Calibration(2, 2, SpacingSource.READER)

    def test_the_shape_of_a_pixel_stays_the_image_s(self) -> None:
        aspect = {"00280034": {"Value": [2, 1]}}

        assert calibration_by(aspect, 1, columns=10, rows=0, known_mm=10) == Calibration(2, 1, SpacingSource.READER)

    def test_it_goes_before_what_the_image_says(self) -> None:
        spacing = {"00280030": {"Value": [0.5, 0.5]}}

        assert calibration_by(spacing, 1, columns=10, rows=0, known_mm=10).row_mm == 1
