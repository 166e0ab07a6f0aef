"""Masks: packing, hashes, counts."""

import pickle

import numpy as np
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.mask import Mask, bounding_box, content_hash, decode_mask, encode_mask, volume_mm3, voxel_count


def random_mask(seed: int, shape: tuple[int, int, int] = (7, 13, 11)) -> Mask:
    random = np.random.default_rng(seed)
    return Mask(random.random(shape) < random.random(), "a grid")


class TestEncodeMask:
    @pytest.mark.parametrize("seed", range(20))
    def test_comes_back_as_it_was(self, seed: int) -> None:
        mask = random_mask(seed)

        decoded = decode_mask(encode_mask(mask))

        assert np.array_equal(decoded.array, mask.array)
        assert decoded.geometry_hash == mask.geometry_hash

    @pytest.mark.parametrize("value", [False, True])
    def test_empty_and_full_masks_come_back(self, value: bool) -> None:
        mask = Mask(np.full((3, 4, 5), value), "")

        assert np.array_equal(decode_mask(encode_mask(mask)).array, mask.array)

    def test_a_small_region_in_a_large_grid_is_small(self) -> None:
        array = np.zeros((100, 512, 512), bool)
        array[50, 200:220, 200:230] = True

        assert len(encode_mask(Mask(array, "x" * 64))) < 400

    @pytest.mark.parametrize("encoded", [b"", b"ISOMASK1", b"something else", encode_mask(random_mask(1))[:-9]])
    def test_other_bytes_are_refused(self, encoded: bytes) -> None:
        with pytest.raises(Unprocessable):
            decode_mask(encoded)

    def test_a_declared_giant_is_refused_before_it_is_made(self) -> None:
        encoded = encode_mask(random_mask(1)).replace(b'"shape_zyx":[7,13,11]', b'"shape_zyx":[7,13,9999999999]')

        with pytest.raises(Unprocessable):
            decode_mask(encoded)


class TestContentHash:
    def test_same_voxels_same_hash_whatever_the_grid_is_called(self) -> None:
        mask = random_mask(4)

        assert content_hash(mask) == content_hash(Mask(mask.array.copy(), "another"))

    def test_one_voxel_more_is_another_hash(self) -> None:
        mask = random_mask(4)
        other = mask.array.copy()
        other.flat[17] = not other.flat[17]

        assert content_hash(mask) != content_hash(Mask(other, mask.geometry_hash))

    def test_same_bits_of_another_shape_are_another_hash(self) -> None:
        array = np.ones((2, 3, 4), bool)

        assert content_hash(Mask(array, "")) != content_hash(Mask(array.reshape(4, 3, 2), ""))


def test_volume_counts_voxels_at_their_real_size() -> None:
    array = np.zeros((4, 5, 6), bool)
    array[1:3, 1:3, 1:3] = True
    geometry = SeriesGeometry((4, 5, 6), (2.0, 1.0, 0.5), (0, 0, 0), (1, 0, 0, 0, 1, 0, 0, 0, 1), "", ("",) * 4)

    mask = Mask(array, geometry.hash)

    assert voxel_count(mask) == 8
    assert volume_mm3(mask, geometry) == 8.0


def test_bounding_box_is_the_smallest() -> None:
    array = np.zeros((5, 6, 7), bool)
    array[1, 2, 3] = array[3, 4, 3] = True

    assert bounding_box(array) == (slice(1, 4), slice(2, 5), slice(3, 4))


def test_geometry_travels_between_processes_with_its_hash() -> None:
    geometry = SeriesGeometry((1, 1, 1), (1, 1, 1), (0, 0, 0), (1, 0, 0, 0, 1, 0, 0, 0, 1), "1.2", ("1.3",))

    assert pickle.loads(pickle.dumps(geometry)).hash == geometry.hash
