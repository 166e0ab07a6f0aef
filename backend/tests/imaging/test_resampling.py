"""Splines between grids: known answers, borders, and equality with scipy on the whole image."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from backend.core.errors import Unprocessable
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.resampling import (
    cropped_grid,
    is_same_place,
    resample_image,
    resample_mask,
    resampled_grid,
    whole_box,
)

pytestmark = pytest.mark.once

STRAIGHT = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
TURNED = (0.8, -0.6, 0.0, 0.6, 0.8, 0.0, 0.0, 0.0, 1.0)


def grid(
    shape: tuple[int, int, int],
    spacing: tuple[float, float, float] = (1.0, 1.0, 1.0),
    origin: tuple[float, float, float] = (-10.0, 20.0, 30.0),
    direction: tuple[float, ...] = STRAIGHT,
) -> SeriesGeometry:
    return SeriesGeometry(shape, spacing, origin, direction, "frame", ())


def noise(shape: tuple[int, int, int], seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(-1000, 2000, shape).astype(np.int16)


class TestResampledGrid:
    def test_begins_at_the_first_voxel_and_covers_the_box(self) -> None:
        box = (slice(1, 4), slice(2, 7), slice(0, 5))

        found = resampled_grid(grid((6, 9, 9), (3.0, 1.0, 0.7)), box, (1, 1, 1))

        assert found.shape_zyx == (7, 5, 4)
        assert found.spacing_zyx_mm == (1.0, 1.0, 1.0)
        assert found.origin_xyz_mm == (-10.0, 22.0, 33.0)

    def test_ends_before_the_last_voxel_of_the_image(self) -> None:
        found = resampled_grid(grid((2, 4, 4), (3.3, 1.0, 1.0)), whole_box(grid((2, 4, 4))), (1, 1, 1))

        assert found.shape_zyx == (4, 4, 4), "0, 1, 2 and 3 mm; 4 mm would be beyond the last slice at 3.3 mm"

    def test_a_spacing_that_is_not_positive_keeps_its_axis(self) -> None:
        found = resampled_grid(grid((3, 5, 5), (3.0, 2.0, 2.0)), whole_box(grid((3, 5, 5))), (1, 0, -1))

        assert found.spacing_zyx_mm == (3.0, 2.0, 1.0)
        assert found.shape_zyx == (3, 5, 9)

    def test_grids_beyond_memory_are_refused(self) -> None:
        large = grid((500, 512, 512), (1.0, 1.0, 1.0))

        with pytest.raises(Unprocessable, match="too large"):
            resampled_grid(large, whole_box(large), (0.1, 0.1, 0.1))


class TestResampleImage:
    @pytest.mark.parametrize("order", [0, 1, 2, 3, 5])
    def test_voxels_at_their_own_place_are_as_they_were(self, order: int) -> None:
        own = grid((5, 9, 8), (3.0, 1.2, 0.9), direction=TURNED)
        image = noise((5, 9, 8))

        assert np.array_equal(resample_image(image, own, own, order), image)

    def test_a_ramp_stays_a_ramp(self) -> None:
        own = grid((4, 4, 20), (2.0, 2.0, 2.0))
        image = np.broadcast_to(np.arange(20) * 2.0, (4, 4, 20))

        found = resample_image(image, own, resampled_grid(own, whole_box(own), (0.5, -1, -1)), 1)

        assert np.allclose(found[1, 1], np.arange(77) * 0.5)

    @pytest.mark.parametrize("order", [1, 3, 5])
    def test_part_of_an_image_equals_that_part_of_the_whole(self, order: int) -> None:
        own = grid((90, 20, 100), (2.0, 1.5, 0.8))
        image = noise((90, 20, 100))
        box = (slice(44, 48), slice(3, 12), slice(50, 60))

        found = resample_image(image, own, resampled_grid(own, box, (1, 1, 1)), order)

        step = np.array([1 / 2.0, 1 / 1.5, 1 / 0.8])
        whole = ndimage.affine_transform(
            image.astype(float), np.diag(step), (44, 3, 50), found.shape, order=order, mode="mirror"
        )
        assert np.array_equal(found, whole.astype(np.float32))

    def test_turned_grids_meet_in_the_patient(self) -> None:
        straight = grid((30, 60, 60), origin=(0.0, 0.0, 0.0))
        turned = grid((10, 12, 12), origin=(30.0, 20.0, 5.0), direction=TURNED)
        x = np.arange(60.0)
        image = np.broadcast_to(x[None, None, :] + 100 * x[None, :, None], (30, 60, 60))

        found = resample_image(image, straight, turned, 1)

        assert found[3, 0, 0] == pytest.approx(30 + 100 * 20)
        assert found[3, 0, 5] == pytest.approx(30 + 5 * 0.8 + 100 * (20 + 5 * 0.6), rel=1e-6)


class TestResampleMask:
    def test_half_is_inside(self) -> None:
        own = grid((1, 1, 4), (1.0, 1.0, 2.0))
        mask = np.array([[[False, True, True, False]]])

        found = resample_mask(mask, own, grid((1, 1, 7)), 1, 0.5)

        assert found[0, 0].tolist() == [False, True, True, True, True, True, False]

    def test_noise_of_the_origin_moves_no_border(self) -> None:
        own = grid((1, 1, 4), (1.0, 1.0, 2.0), origin=(0.1 + 0.2, 1e3 / 7, 0.0))
        target = grid((1, 1, 7), origin=(0.3, 1e3 / 7 + 1e-13, 1e-14))

        found = resample_mask(np.array([[[False, True, True, False]]]), own, target, 1, 0.5)

        assert np.count_nonzero(found) == 5

    @pytest.mark.parametrize("order", [1, 3])
    def test_a_region_that_fills_its_images_ends_where_they_end(self, order: int) -> None:
        own = grid((3, 4, 4), (4.0, 1.0, 1.0), origin=(0.0, 0.0, 0.0))
        wider = grid((20, 4, 4), (1.0, 1.0, 1.0), origin=(0.0, 0.0, -5.0))

        found = resample_mask(np.ones((3, 4, 4), bool), own, wider, order, 0.5)

        z = np.flatnonzero(found.any(axis=(1, 2))) - 5
        assert z.tolist() == list(range(-2, 11)), "from half a slice below the first to half a slice above the last"

    def test_equals_scipy_on_the_whole_mask(self) -> None:
        own = grid((40, 50, 50), (3.0, 0.9, 0.9))
        zyx = np.mgrid[:40, :50, :50]
        mask = ((zyx - np.array([20, 25, 22])[:, None, None, None]) ** 2).sum(axis=0) < 50
        target = resampled_grid(own, (slice(10, 30), slice(10, 40), slice(5, 45)), (1, 1, 1))

        found = resample_mask(mask, own, target, 3, 0.5)

        step = np.diag([1 / 3.0, 1 / 0.9, 1 / 0.9])
        whole = ndimage.affine_transform(mask * 1.0, step, (10, 10, 5), found.shape, order=3, mode="grid-constant")
        assert np.array_equal(found, whole.astype(np.float32) >= 0.5)

    def test_what_lies_elsewhere_leaves_nothing(self) -> None:
        far = grid((4, 4, 4), origin=(500.0, 0.0, 0.0))

        assert not resample_mask(np.ones((4, 4, 4), bool), grid((4, 4, 4)), far, 3, 0.5).any()


class TestIsSamePlace:
    def test_a_part_is_not_the_whole(self) -> None:
        own = grid((4, 4, 4))

        assert is_same_place(own, replace(own, frame_of_reference_uid="another"))
        assert not is_same_place(own, cropped_grid(own, (slice(0, 4), slice(1, 4), slice(0, 4))))
        assert not is_same_place(own, grid((4, 4, 4), (1.0, 1.0, 1.001)))
