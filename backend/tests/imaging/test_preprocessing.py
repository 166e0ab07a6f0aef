"""The steps of a preset: what each does, what stands in the facts, and what is refused by name."""

from typing import Any

import numpy as np
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.preprocessing import DrawnRegion, Prepared, prepare
from backend.imaging.preset_steps import require_steps
from backend.imaging.region_errors import EmptyRegion, NoContrast, OffImage
from backend.imaging.volume import Volume

pytestmark = pytest.mark.once

STRAIGHT = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
SHAPE = (20, 40, 40)
RESAMPLED: dict[str, Any] = {
    "preprocessing": [{"resample": {"spacing_mm": [1, 1, 1], "order": 3}}],
    "mask_preprocessing": [{"resample": {"order": 3, "threshold": 0.5}}],
}


def grid(
    shape: tuple[int, int, int] = SHAPE,
    spacing: tuple[float, float, float] = (3.0, 1.0, 1.0),
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> SeriesGeometry:
    return SeriesGeometry(shape, spacing, origin, STRAIGHT, "frame", ())


@pytest.fixture(scope="module")
def volume() -> Volume:
    return Volume(np.random.default_rng(4).integers(0, 1000, SHAPE).astype(np.int16), grid())


@pytest.fixture(scope="module")
def region() -> DrawnRegion:
    mask = np.zeros(SHAPE, bool)
    mask[8:12, 15:25, 18:30] = True
    return DrawnRegion(mask, grid())


def with_crop(padding_mm: float, *further: dict[str, Any]) -> dict[str, Any]:
    return {"preprocessing": [{"crop": {"padding_mm": padding_mm}}, *further], "mask_preprocessing": []}


class TestRequireSteps:
    @pytest.mark.parametrize(
        "section",
        [
            {"preprocessing": [{"bias_field": {}}]},
            {"preprocessing": [{"crop": {}}]},
            {"preprocessing": [{"crop": {"padding_mm": "wide"}}]},
            {"preprocessing": [{"crop": {"padding_mm": 1}, "z_score": {}}]},
            {"preprocessing": [{"resample": {"spacing_mm": [1, 1]}}]},
            {"preprocessing": [{"resample": {"spacing_mm": [1, 1, 1], "order": 9}}]},
            {"mask_preprocessing": [{"dilate": {"mm": 2}}]},
        ],
    )
    def test_what_is_not_known_is_refused(self, section: dict[str, Any]) -> None:
        with pytest.raises(Unprocessable):
            require_steps(section)


class TestPrepare:
    def test_a_region_beyond_the_image_is_refused(self, volume: Volume) -> None:
        elsewhere = DrawnRegion(np.ones((4, 4, 4), bool), grid((4, 4, 4), origin=(900.0, 0.0, 0.0)))

        with pytest.raises(OffImage):
            prepare(volume, elsewhere, RESAMPLED)

    def test_a_region_that_resampling_leaves_nothing_of_is_refused(self, volume: Volume) -> None:
        speck = np.zeros((8, 200, 200), bool)
        speck[3, 33, 33] = True
        fine = DrawnRegion(speck, grid((8, 200, 200), (0.1, 0.1, 0.1), (10.0, 10.0, 10.0)))

        with pytest.raises(EmptyRegion, match="too small"):
            prepare(volume, fine, RESAMPLED)

    @pytest.mark.parametrize(("above", "reason"), [(5000, "above 5000"), (998.5, "the same value")])
    def test_an_image_without_contrast_is_not_standardised(
        self, region: DrawnRegion, above: float, reason: str
    ) -> None:
        image = np.zeros(SHAPE)
        image[10, 20, 20:22] = 999

        with pytest.raises(NoContrast, match=reason):
            prepare(Volume(image, grid()), region, {"preprocessing": [{"z_score": {"above": above}}]})

    def test_no_steps_change_nothing(self, volume: Volume, region: DrawnRegion) -> None:
        prepared = prepare(volume, region, {})

        assert np.array_equal(prepared.volume.array, volume.array)
        assert prepared.volume.geometry == volume.geometry
        assert np.array_equal(prepared.mask, region.array)
        assert prepared.facts == ()
        assert prepared.drawn_inside == 1

    def test_a_crop_keeps_the_region_and_its_padding(self, volume: Volume, region: DrawnRegion) -> None:
        prepared = prepare(volume, region, with_crop(5))

        assert np.array_equal(prepared.volume.array, volume.array[6:14, 10:30, 13:35])
        assert np.count_nonzero(prepared.mask) == np.count_nonzero(region.array)
        assert prepared.volume.geometry.origin_xyz_mm == (13.0, 10.0, 18.0)
        assert prepared.facts == (
            {"step": "crop", "padding_mm": 5.0, "box_start_xyz": [13, 10, 6], "box_size_xyz": [22, 20, 8]},
        )

    def test_a_crop_ends_with_the_image(self, volume: Volume, region: DrawnRegion) -> None:
        assert prepare(volume, region, with_crop(900)).volume.array.shape == SHAPE

    def test_a_crop_after_resampling_is_of_the_new_voxels(self, volume: Volume, region: DrawnRegion) -> None:
        steps = [*RESAMPLED["preprocessing"], {"crop": {"padding_mm": 0}}]

        prepared = prepare(volume, region, {**RESAMPLED, "preprocessing": steps})

        assert prepared.volume.array.shape == (12, 10, 12)
        assert prepared.mask[1:-1].all()

    def test_the_padding_does_not_change_what_is_resampled(self, volume: Volume, region: DrawnRegion) -> None:
        narrow, wide = (
            prepare(volume, region, {**RESAMPLED, **with_crop(padding, *RESAMPLED["preprocessing"])})
            for padding in (3, 9)
        )

        assert np.array_equal(narrow.volume.array[narrow.mask], wide.volume.array[wide.mask])

    def test_other_regions_do_not_change_a_region(self, volume: Volume, region: DrawnRegion) -> None:
        both = region.array.copy()
        both[2, 2, 2] = True
        section = {**RESAMPLED, **with_crop(3, *RESAMPLED["preprocessing"])}

        alone, together = (prepare(volume, DrawnRegion(mask, grid()), section) for mask in (region.array, both))

        assert sorted(alone.volume.array[alone.mask]) == sorted(
            together.volume.array[together.mask & _near(together, region)]
        )

    def test_z_scores_are_of_the_voxels_above(self, region: DrawnRegion) -> None:
        image = np.zeros(SHAPE)
        image[:, :, 20:] = np.random.default_rng(2).normal(50, 5, (20, 40, 20))

        prepared = prepare(Volume(image, grid()), region, {"preprocessing": [{"z_score": {"above": 0.001}}]})

        standardised = prepared.volume.array[image > 0.001]
        assert standardised.mean() == pytest.approx(0, abs=1e-12)
        assert standardised.std() == pytest.approx(1)
        assert prepared.facts[0]["mean"] == image[image > 0.001].mean()
        assert prepared.facts[0]["voxel_count"] == 20 * 40 * 20

    def test_z_scores_after_a_crop_are_of_what_was_kept(self, volume: Volume, region: DrawnRegion) -> None:
        prepared = prepare(volume, region, with_crop(5, {"z_score": {"above": 0}}))

        kept = volume.array[6:14, 10:30, 13:35]
        assert prepared.facts[1]["mean"] == kept[kept > 0].mean()
        assert prepared.mask.shape == kept.shape

    def test_a_region_of_another_grid_comes_to_that_of_the_image(self, volume: Volume) -> None:
        fine = DrawnRegion(np.ones((8, 20, 20), bool), grid((8, 20, 20), (1.5, 0.5, 0.5), (10.0, 10.0, 12.0)))

        prepared = prepare(volume, fine, {})

        z, y, x = (np.flatnonzero(prepared.mask.any(axis=axes)).tolist() for axes in ((1, 2), (0, 2), (0, 1)))
        assert z == [4, 5, 6, 7]
        assert y == x == list(range(10, 20))
        assert prepared.facts[-1]["step"] == "mask_resample"
        assert (prepared.facts[-1]["order"], prepared.facts[-1]["threshold"]) == (1, 0.5)

    def test_a_region_partly_beyond_the_image_says_how_much_is_in(self, volume: Volume) -> None:
        half = DrawnRegion(np.ones((4, 4, 20), bool), grid((4, 4, 20), origin=(30.0, 5.0, 9.0)))

        assert prepare(volume, half, RESAMPLED).drawn_inside == 0.5


def _near(prepared: Prepared, region: DrawnRegion) -> np.ndarray:
    """The voxels of a prepared image that lie at a region, in the patient."""
    x, y, z = prepared.volume.geometry.origin_xyz_mm
    found = np.zeros(prepared.mask.shape, bool)
    found[round(8 * 3 - 2 - z) :, round(15 - 2 - y) :, round(18 - 2 - x) :] = True
    return found
