"""Faults of series, stated as properties of where their slices lie."""

from typing import Any

import numpy as np
import pytest

from backend.features.ingest.series_faults import series_faults
from backend.repositories.instances import SliceRow

AXIAL = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]
pytestmark = pytest.mark.once


def slice_at(z: float, *, name: str = "", **changes: Any) -> SliceRow:
    fields: dict[str, Any] = {
        "sop_instance_uid": f"1.{z}",
        "sha256": name or f"{z}",
        "file_name": name or f"{z}.dcm",
        "frame_count": 1,
        "image_position_mm": [0.0, 0.0, z],
        "image_orientation": AXIAL,
        "pixel_spacing_mm": [0.9, 0.9],
    }
    return SliceRow(**{**fields, **changes})


def codes(rows: list[SliceRow]) -> list[str]:
    return [fault.remark.code for fault in series_faults(rows)]


def tilted(degrees: float) -> list[float]:
    angle = np.deg2rad(degrees)
    return [1.0, 0.0, 0.0, 0.0, float(np.cos(angle)), float(np.sin(angle))]


class TestSeriesFaults:
    @pytest.mark.parametrize("step", [0.6, 3.0, -3.0])
    def test_an_even_stack_has_none(self, step: float) -> None:
        assert codes([slice_at(index * step) for index in range(8)]) == []

    def test_one_slice_has_none(self) -> None:
        assert codes([slice_at(0)]) == []

    def test_images_without_a_place_have_none(self) -> None:
        assert codes([slice_at(z, image_position_mm=None) for z in (0, 0, 7)]) == []

    def test_a_gap_is_named_with_the_files_on_both_sides(self) -> None:
        rows = [slice_at(z) for z in (0.0, 3.0, 6.0, 12.0, 15.0)]

        (fault,) = series_faults(rows)

        assert fault.remark.code == "gap_in_positions"
        assert fault.remark.place == "(0020,0032) ImagePositionPatient between 6.0.dcm and 12.0.dcm"
        assert "6.00 mm instead of 3.00 mm" in fault.remark.message
        assert fault.hashes == ("6.0", "12.0")

    def test_two_slices_at_one_place_are_named(self) -> None:
        rows = [slice_at(0), slice_at(3), slice_at(3, name="again"), slice_at(6), slice_at(9)]

        (fault,) = series_faults(rows)

        assert (fault.remark.code, fault.hashes) == ("duplicate_positions", ("3", "again"))

    def test_slices_turned_otherwise_are_named(self) -> None:
        rows = [slice_at(z, image_orientation=AXIAL if z % 2 else tilted(5)) for z in range(6)]

        (fault,) = series_faults(rows)

        assert (fault.remark.code, fault.hashes) == ("mixed_orientation", ("1", "3", "5"))

    def test_another_pixel_spacing_is_named(self) -> None:
        rows = [slice_at(0), slice_at(1), slice_at(2, pixel_spacing_mm=[1.4, 1.4])]

        (fault,) = series_faults(rows)

        assert (fault.remark.code, fault.hashes) == ("mixed_spacing", ("2",))

    def test_steps_are_measured_along_the_normal(self) -> None:
        """Of a tilted gantry: the slices lie evenly along their own normal, though not along an axis."""
        orientation = tilted(20)
        normal = np.cross(orientation[:3], orientation[3:])
        rows = [
            slice_at(index, image_orientation=orientation, image_position_mm=(normal * 3 * index).tolist())
            for index in range(5)
        ]

        assert codes(rows) == []
