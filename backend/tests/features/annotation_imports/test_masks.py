"""Masks in NIfTI brought into a set: laid on the series that they fit, named by people or by what is beside them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4
from zlib import decompress

import numpy as np
import pytest
import SimpleITK as sitk
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import undefer

from backend.core.work import UnitOfWork
from backend.features.annotation_imports.places import Places
from backend.imaging.runs import of_raster, pack
from backend.imaging.volume import Volume, read_grid, to_sitk
from backend.imaging.volume_file import read_volume_header
from backend.models.annotation import Annotation, AnnotationOrigin
from backend.models.mask import Mask
from backend.models.sample import Sample
from backend.models.user import User
from backend.repositories.exchange import ImageRow, SliceRow
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.annotation_imports.test_annotation_imports import brought, imported, send
from backend.tests.features.exports.conftest import ReadSet
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import PocketCt, pocket_ct, zipped

BOX = {"kind": "box", "x": 3, "y": 2, "width": 8, "height": 4}


@pytest.fixture
async def ct(client: Client, app: FastAPI, read_set: ReadSet, lead: User, tmp_path: Path) -> PocketCt:
    """A series in the set, whose lead is signed in."""
    sign_in(client, lead)
    found = pocket_ct(tmp_path)
    await deliver(client, app, found.images, read_set.sample_set.id)
    return found


def mask(paths: Sequence[Path], folder: Path, array: Any = None) -> bytes:
    if array is None:
        array = np.zeros((5, 16, 16), dtype=np.uint8)
        array[1, 2:6, 3:11], array[3, 9:12, 1:3] = 1, 2
    path = folder / "mask.nii.gz"
    sitk.WriteImage(to_sitk(Volume(array, read_grid(paths).geometry)), str(path))
    return path.read_bytes()


def lies(drawn: Annotation) -> tuple[float | None, ...]:
    return drawn.box_x, drawn.box_y, drawn.box_width, drawn.box_height


async def newest(work: UnitOfWork) -> Sample:
    return (await work.db.scalars(select(Sample).order_by(Sample.position.desc()).limit(1))).one()


def refused(found: dict[str, Any]) -> dict[str, list[str]]:
    return {file["name"]: [one["error"] for one in file["refused"]] for file in found["report"]["files"]}


async def test_a_label_map_lies_on_the_series_that_it_fits_with_the_labels_that_the_person_gives(
    client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, ct: PocketCt, lead: User, tmp_path: Path
) -> None:
    content = mask(ct.paths, tmp_path)

    found = await brought(client, app, read_set, content, file_name="a.nii.gz", label_names=["1==Nodule", "2= Vessel "])

    (file,) = found["report"]["files"]
    assert (file["kind"], file["objects"], found["request"]["label_names"]) == (
        "nifti", 1, {"1": "=Nodule", "2": "Vessel"},
    )  # fmt: skip
    assert [(one["item"], one["error"]) for one in file["refused"]] == [("a.nii.gz (Vessel)", "LabelUnknown")]
    ((reading, (drawn,)),) = await imported(work)
    assert (reading.sample_id, reading.reader_id, reading.author) == ((await newest(work)).id, lead.id, None)
    assert (drawn.label_id, drawn.origin, drawn.kind) == (read_set.label.id, AnnotationOrigin.IMPORTED, "mask")
    (kept,) = (await work.db.scalars(select(Mask).options(undefer(Mask.runs)))).all()
    assert kept.sop_instance_uid == read_grid(ct.paths).places[1][0]
    marked = np.zeros((16, 16), dtype=np.bool_)
    marked[2:6, 3:11] = True
    assert decompress(kept.runs) == pack(of_raster(marked))


async def test_masks_become_outlines_where_that_is_asked_for(
    client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, ct: PocketCt, tmp_path: Path
) -> None:
    names = ["1==Nodule"]
    content = mask(ct.paths, tmp_path)

    await brought(client, app, read_set, content, file_name="a.nii.gz", label_names=names, as_outlines=True)

    ((_, (drawn,)),) = await imported(work)
    assert drawn.geometry == BOX


async def test_a_data_set_of_nnunet_comes_with_its_labels(
    client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, ct: PocketCt, tmp_path: Path
) -> None:
    vessel = await create_label(work, read_set.sample_set, name="Vessel", position=2)
    described = {"labels": {"background": 0, "=Nodule": 1, "Vessel": 2}, "numTraining": 1, "file_ending": ".nii.gz"}
    values = np.random.default_rng(1).normal(0, 100, (5, 16, 16)).astype(np.float32)
    archive = {
        "d/dataset.json": json.dumps(described).encode(),
        "d/imagesTr/case_0000.nii.gz": mask(ct.paths, tmp_path, values),
        "d/labelsTr/case.nii.gz": mask(ct.paths, tmp_path),
    }

    found = await brought(client, app, read_set, zipped(archive), file_name="d.zip")

    assert refused(found) == {"d/labelsTr/case.nii.gz": []}
    ((_, objects),) = await imported(work)
    assert {one.label_id for one in objects} == {read_set.label.id, vessel.id}


async def test_what_does_not_fit_is_told_file_by_file(
    client: Client, app: FastAPI, read_set: ReadSet, ct: PocketCt, tmp_path: Path
) -> None:
    small = pocket_ct(tmp_path / "other", slices=4)
    beside = {"series_instance_uid": "1.2.3", "masks": [{"file": name, "label": "=Nodule"} for name in ("a", "b")]}
    noise = np.random.default_rng(1).integers(0, 2, (5, 16, 16)).astype(np.int32)
    archive = {
        "elsewhere.nii.gz": mask(small.paths, tmp_path, np.ones((4, 16, 16), dtype=np.uint8)),
        "numbers.nii.gz": mask(ct.paths, tmp_path, np.full((5, 16, 16), 0.5)),
        "empty.nii.gz": mask(ct.paths, tmp_path, np.zeros((5, 16, 16), dtype=np.uint8)),
        "cut.nii.gz": mask(ct.paths, tmp_path, noise)[:300],
        "a": mask(ct.paths, tmp_path),
        "masks.json": json.dumps(beside).encode(),
        "odd/masks.json": b'{"masks": [7]}',
    }

    found = await brought(client, app, read_set, zipped(archive), file_name="a.zip")

    assert found["report"]["objects"] == 0
    assert refused(found) == {
        "elsewhere.nii.gz": ["NoSeriesOnGrid"],
        "numbers.nii.gz": ["NotLabels"],
        "empty.nii.gz": ["EmptyRegion"],
        "cut.nii.gz": ["BrokenVolume"],
        "a": ["SeriesUnknown"],
        "b": ["MaskMissing"],
        "odd/masks.json": ["NotesDamaged"],
    }


async def test_of_series_on_one_grid_the_one_is_meant_that_it_is_called_after(
    client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, ct: PocketCt, tmp_path: Path
) -> None:
    await deliver(client, app, pocket_ct(tmp_path / "again", series=2).images, read_set.sample_set.id)
    sample, content = await newest(work), mask(ct.paths, tmp_path)
    archive = {"case.nii.gz": content, f"{sample.position:06d}/=Nodule.nii.gz": content}

    found = await brought(client, app, read_set, zipped(archive), file_name="a.zip", label_names=["1==Nodule"])

    assert refused(found)["case.nii.gz"] == ["SeveralSeriesOnGrid"]
    ((reading, (drawn,)),) = await imported(work)
    assert (reading.sample_id, lies(drawn)) == (sample.id, (3, 2, 8, 4))


@pytest.mark.once
def test_of_single_images_of_a_series_the_one_is_meant_that_a_mask_lies_on(tmp_path: Path) -> None:
    places, paths = Places(), pocket_ct(tmp_path).paths
    for number, z in enumerate((0.0, 3.0), start=1):
        row = ImageRow(uuid4(), uuid4(), "main", 1, None, None, 16, 16, "CT", "1.1", "1.2", "1.3")
        known = SliceRow(row.id, f"1.2.{number}", "", 1, 16, 16, [-7.5, -7.5, z], [1, 0, 0, 0, 1, 0], [1, 1])
        places.take(row, (known,), f"{number:06d}")
    path = tmp_path / "one.nii.gz"
    sitk.WriteImage(to_sitk(Volume(np.ones((5, 16, 16)), read_grid(paths).geometry))[:, :, 1:2], str(path))
    header = read_volume_header(path)

    found = places.of_series("1.2", header)

    assert [one.sop_instance_uid for one in found.slices] == ["1.2.2"]
    assert places.on_grid(header) == [found]


@pytest.mark.parametrize("name", ["Nodule", "1=", "x=Nodule", "-1=Nodule"])
async def test_labels_are_given_as_value_and_name(client: Client, read_set: ReadSet, lead: User, name: str) -> None:
    sign_in(client, lead)

    response = await send(client, read_set, b"x", label_names=[name])

    assert response.status_code == 422
