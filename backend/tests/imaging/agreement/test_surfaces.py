"""Distances between surfaces: by hand, by brute force, and by SimpleITK."""

import numpy as np
import pytest
import SimpleITK as sitk
from scipy.spatial.distance import cdist

from backend.imaging.agreement.surfaces import surface, surface_distances

pytestmark = pytest.mark.once

SPACING = (2.5, 0.8, 0.6)


def blob(seed: int, shape: tuple[int, int, int] = (9, 20, 24)) -> np.ndarray:
    random = np.random.default_rng(seed)
    grid = np.moveaxis(np.indices(shape), 0, -1)
    middle = np.array(shape) / 2 + random.uniform(-1.5, 1.5, 3)
    radii = np.array(shape) / 2 * random.uniform(0.5, 0.85, 3)
    return np.asarray((((grid - middle) / radii) ** 2).sum(axis=-1) < 1)


def by_brute_force(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    here, there = (np.argwhere(surface(mask)) * SPACING for mask in (first, second))
    apart = cdist(here, there)
    return apart.min(axis=1), apart.min(axis=0)


class TestSurfaceDistances:
    @pytest.mark.parametrize("seed", range(4))
    def test_equal_brute_force(self, seed: int) -> None:
        first, second = blob(seed), blob(seed + 50)
        forth, back = by_brute_force(first, second)

        found = surface_distances(first, second, SPACING)

        assert found.hd95 == pytest.approx(max(np.percentile(forth, 95), np.percentile(back, 95)), abs=1e-9)
        near = (forth <= 1 + 1e-9).sum() + (back <= 1 + 1e-9).sum()
        assert found.surface_dice(1.0) == pytest.approx(near / (len(forth) + len(back)), abs=1e-9)

    @pytest.mark.parametrize("seed", range(4))
    def test_the_farthest_equals_simpleitk(self, seed: int) -> None:
        first, second = blob(seed), blob(seed + 50)
        images = [sitk.GetImageFromArray(surface(mask).astype(np.uint8)) for mask in (first, second)]
        for image in images:
            image.SetSpacing(SPACING[::-1])
        hausdorff = sitk.HausdorffDistanceImageFilter()
        hausdorff.Execute(*images)

        found = surface_distances(first, second, SPACING)

        assert max(found.forth.max(), found.back.max()) == pytest.approx(hausdorff.GetHausdorffDistance(), rel=1e-5)

    def test_a_mask_moved_by_two_columns_is_as_far_as_they_are_wide(self) -> None:
        mask = np.zeros((1, 20, 20), bool)
        mask[0, 5:10, 4:12] = True

        found = surface_distances(mask, np.roll(mask, 2, axis=2), SPACING)

        assert found.hd95 == pytest.approx(1.2)
        assert found.surface_dice(1.2) == 1.0

    def test_the_same_mask_is_at_no_distance(self) -> None:
        found = surface_distances(blob(1), blob(1), SPACING)

        assert (found.hd95, found.surface_dice(0.0)) == (0.0, 1.0)

    def test_an_empty_mask_is_nowhere_near(self) -> None:
        found = surface_distances(blob(1), np.zeros_like(blob(1)), SPACING)

        assert (found.hd95, found.surface_dice(100.0)) == (None, 0.0)

    def test_two_empty_masks_say_nothing(self) -> None:
        found = surface_distances(np.zeros((1, 4, 4), bool), np.zeros((1, 4, 4), bool), SPACING)

        assert (found.hd95, found.surface_dice(1.0)) == (None, None)


class TestSurface:
    def test_of_a_cube_is_all_but_its_inside(self) -> None:
        assert surface(np.ones((5, 5, 5), bool)).sum() == 5**3 - 3**3

    def test_of_one_slice_is_its_rim(self) -> None:
        assert surface(np.ones((1, 5, 5), bool)).sum() == 25 - 9
