"""What a pixel stands for: the same order of sources as in the viewer."""

from typing import Any

import pytest
from pydicom.datadict import tag_for_keyword

from backend.imaging.calibration import Attributes, Calibration, SpacingSource, calibration_of

UNITS_CM = 3


def dataset(**values: Any) -> Attributes:
    """DICOM JSON of these keywords; a value that is no list is the only one."""
    return {
        f"{tag_for_keyword(keyword):08X}": {"Value": value if isinstance(value, list) else [value]}
        for keyword, value in values.items()
    }


def ultrasound_region(**values: Any) -> Attributes:
    return dataset(**{"PhysicalUnitsXDirection": UNITS_CM, "PhysicalDeltaX": 0.02, "PhysicalDeltaY": 0.05, **values})


class TestCalibrationOf:
    def test_pixel_spacing_is_row_spacing_then_column_spacing(self) -> None:
        found = calibration_of(dataset(PixelSpacing=[2, 0.5]))

        assert found == Calibration(row_mm=2, column_mm=0.5, source=SpacingSource.PIXEL_SPACING)
        assert found.length_mm(columns=6, rows=2) == 5

    def test_an_enhanced_image_keeps_it_in_the_group_of_the_frame(self) -> None:
        shared = dataset(PixelMeasuresSequence=dataset(PixelSpacing=[1, 1]))
        own = dataset(PixelMeasuresSequence=dataset(PixelSpacing=[3, 3]))
        image = dataset(SharedFunctionalGroupsSequence=shared, PerFrameFunctionalGroupsSequence=[{}, own])

        assert [calibration_of(image, frame).row_mm for frame in (1, 2, 3)] == [1, 3, 1]  # type: ignore[union-attr]

    def test_a_single_ultrasound_region_in_centimetres(self) -> None:
        found = calibration_of(dataset(SequenceOfUltrasoundRegions=ultrasound_region()))

        assert found is not None
        assert (found.row_mm, found.column_mm, found.source) == (0.5, 0.2, SpacingSource.ULTRASOUND_REGION)

    @pytest.mark.parametrize(
        "regions", [[ultrasound_region(), ultrasound_region()], [ultrasound_region(PhysicalUnitsXDirection=4)]]
    )
    def test_several_regions_or_other_units_say_nothing(self, regions: list[Attributes]) -> None:
        assert calibration_of(dataset(SequenceOfUltrasoundRegions=regions)) is None

    def test_the_detector_s_spacing_comes_last_and_says_so(self) -> None:
        found = calibration_of(dataset(ImagerPixelSpacing=[0.15, 0.15]))

        assert found is not None
        assert found.source is SpacingSource.DETECTOR

    @pytest.mark.parametrize("spacing", [[], [0, 0], [1], [-1, 1], [None, None]])
    def test_without_a_spacing_there_is_none(self, spacing: list[Any]) -> None:
        assert calibration_of(dataset(PixelSpacing=spacing)) is None
