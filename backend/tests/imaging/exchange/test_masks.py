"""Masks through files: the voxels that go in come out, mask by mask, also where they overlap."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.imaging.exchange.document import DocumentObject
from backend.imaging.exchange.formats import FORMATS
from backend.imaging.exchange.losses import losses
from backend.imaging.exchange.rle import coco_rle, cvat_rle, of_coco_rle
from backend.imaging.exchange.spread import by_picture
from backend.imaging.painted import apart, of_array, together
from backend.imaging.shapes import rasterise_shapes
from backend.imaging.volume import read_grid
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.sources import NODULE, shapes_of, source_of
from backend.tests.imaging.exchange.test_round_trips import round_trip

pytestmark = pytest.mark.once
Array = np.ndarray[Any, Any]


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, ...]:
    return pocket_ct(tmp_path).paths


def mask(paths: tuple[Path, ...], marked: Array, key: str) -> DocumentObject:
    places = read_grid(paths).places
    pictures = [(*places[z], of_array(marked[z])) for z in np.flatnonzero(marked.any(axis=(1, 2)))]
    return DocumentObject(key, NODULE, "image", "mask", together(pictures))


def noise(seed: int) -> Array:
    """Parts, holes and pixels that touch at corners, on four of five slices."""
    marked = np.random.default_rng(seed).random((5, 16, 16)) > 0.6
    marked[2] = False
    return marked


@pytest.mark.parametrize("key", ["seg", "nifti", "coco"])
def test_voxels_come_back_mask_by_mask(paths: tuple[Path, ...], tmp_path: Path, key: str) -> None:
    source = source_of(paths, mask(paths, noise(1), "one"), mask(paths, noise(2), "two"))

    objects = round_trip(source, paths, key, tmp_path)

    assert [one.geometry for one in objects] == [one.geometry for one in source.readings[0].objects]


@pytest.mark.parametrize("key", ["rtstruct", "sr"])
def test_outlines_enclose_the_same_voxels(paths: tuple[Path, ...], tmp_path: Path, key: str) -> None:
    source = source_of(paths, mask(paths, noise(3), "one"))

    objects = round_trip(source, paths, key, tmp_path)

    assert np.array_equal(rasterise_shapes(read_grid(paths), shapes_of(objects)).array, noise(3))


def test_each_format_says_what_becomes_of_masks(paths: tuple[Path, ...]) -> None:
    whole = source_of(paths, mask(paths, noise(1), "one")).document

    told = {key for key, target in FORMATS.items() if any(loss.trait == "mask" for loss in losses(whole, target))}

    assert FORMATS.keys() - told == {"json", "seg", "nifti", "nnunet"}


def test_a_mask_lies_on_its_pictures_one_by_one(paths: tuple[Path, ...]) -> None:
    whole = mask(paths, noise(1), "one")

    pictures = list(by_picture([whole]))

    assert [(one.sop_instance_uid, one.frame, one.geometry) for one in pictures] == apart(whole.geometry)
    assert {one.id for one in pictures} == {"one"}


class TestRunsOfOthers:
    @pytest.mark.parametrize("seed", range(5))
    def test_cocos_own_tools_read_ours(self, seed: int) -> None:
        tools = pytest.importorskip("pycocotools.mask")
        marked = np.random.default_rng(seed).random((40, 23)) > seed / 5

        packed = coco_rle(marked)

        assert packed["counts"] == tools.encode(np.asfortranarray(marked.astype(np.uint8)))["counts"].decode()
        assert np.array_equal(of_coco_rle(packed), marked)

    def test_cvat_counts_along_the_rows_unmarked_ones_first(self) -> None:
        assert cvat_rle(np.array([[1, 1, 0], [0, 1, 0]], dtype=np.bool_)) == "0, 2, 2, 1, 1"
