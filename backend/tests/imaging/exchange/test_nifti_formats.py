"""Masks on the grids of their series, read back by SimpleITK and by our own reader of NIfTI."""

import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from backend.imaging.exchange.formats import NIFTI, NNUNET, SEG
from backend.imaging.exchange.nifti_files import dataset_description
from backend.imaging.exchange.sample_files import Written, write_sample
from backend.imaging.exchange.sources import SampleSource
from backend.imaging.volume import read_geometry, read_volume
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.sources import NODULE, VESSEL, on, places, source_of
from backend.tests.imaging.exchange.test_dicom_formats import BOX, ELLIPSE, POINT, drawn_mask

pytestmark = pytest.mark.once


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, ...]:
    return pocket_ct(tmp_path / "ct").paths


@pytest.fixture
def source(paths: tuple[Path, ...]) -> SampleSource:
    (first, _), (second, _) = places(paths)[1:3]
    return source_of(paths, on(first, BOX), on(second, BOX), on(first, ELLIPSE, VESSEL))


def written(source: SampleSource, format_key: str, folder: Path) -> Written:
    return write_sample(format_key, source.document, source.sample.id, source.paths, folder)


def test_masks_have_the_voxels_and_the_grid_of_the_series(
    source: SampleSource, paths: tuple[Path, ...], tmp_path: Path
) -> None:
    files = dict(written(source, NIFTI.key, tmp_path).files)

    geometry = read_geometry(list(paths))
    for name, label in (("001-Nodule.nii.gz", NODULE), ("002-Vessel.nii.gz", VESSEL)):
        path = files[f"000001/Ada Reader, round 1/{name}"]
        image = sitk.ReadImage(str(path))
        assert np.array_equal(sitk.GetArrayFromImage(image) > 0, drawn_mask(paths, source, label))
        own = read_geometry([path])
        assert own.spacing_zyx_mm == pytest.approx(geometry.spacing_zyx_mm)
        assert own.origin_xyz_mm == pytest.approx(geometry.origin_xyz_mm)
        assert own.direction == pytest.approx(geometry.direction)


def test_the_volume_has_the_values_of_the_series(source: SampleSource, paths: tuple[Path, ...], tmp_path: Path) -> None:
    files = dict(written(source, NIFTI.key, tmp_path).files)

    array = sitk.GetArrayFromImage(sitk.ReadImage(str(files["000001/image.nii.gz"])))
    assert np.array_equal(array, read_volume(list(paths)).array)


def test_says_who_read_and_what_each_mask_is(source: SampleSource, tmp_path: Path) -> None:
    files = dict(written(source, NIFTI.key, tmp_path).files)

    described = json.loads(files["000001/Ada Reader, round 1/masks.json"].read_text())
    assert described["reader"] == "Ada Reader"
    assert [(mask["file"], mask["label"]) for mask in described["masks"]] == [
        ("001-Nodule.nii.gz", "Nodule"),
        ("002-Vessel.nii.gz", "Vessel"),
    ]


def test_nnunet_has_a_label_map_and_its_volume_on_one_grid(
    source: SampleSource, paths: tuple[Path, ...], tmp_path: Path
) -> None:
    found = written(source, NNUNET.key, tmp_path)

    files = dict(found.files)
    folder = "Dataset001_Nodules/Ada Reader, round 1"
    labels = sitk.ReadImage(str(files[f"{folder}/labelsTr/000001.nii.gz"]))
    image = sitk.ReadImage(str(files[f"{folder}/imagesTr/000001_0000.nii.gz"]))
    assert (labels.GetSize(), labels.GetOrigin(), labels.GetDirection()) == (
        image.GetSize(),
        image.GetOrigin(),
        image.GetDirection(),
    )
    array = sitk.GetArrayFromImage(labels)
    assert sorted(np.unique(array)) == [0, 1, 2]
    assert np.array_equal(array == 2, drawn_mask(paths, source, VESSEL))
    several = int((drawn_mask(paths, source, NODULE) & (array == 2)).sum())
    (problem,) = found.problems
    assert problem == f"CT 1, Ada Reader: {several} voxels have several labels; the last of them is written."


def test_nnunet_counts_labels_without_a_gap(source: SampleSource) -> None:
    described = json.loads(dataset_description(source.document, 3, {"0": "CT"}))

    assert described["labels"] == {"background": 0, "Nodule": 1, "Vessel": 2}
    assert (described["numTraining"], described["file_ending"], described["channel_names"]) == (
        3,
        ".nii.gz",
        {"0": "CT"},
    )


def test_what_cannot_be_written_is_told_and_stops_nothing(paths: tuple[Path, ...], tmp_path: Path) -> None:
    found = written(source_of(paths, on(places(paths)[0][0], POINT)), SEG.key, tmp_path)

    assert found.files == []
    assert found.problems == ["CT 1, Ada Reader: The reading encloses nothing on this image."]
