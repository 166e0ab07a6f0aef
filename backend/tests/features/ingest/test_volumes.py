"""NIfTI and NRRD: images of their own, and masks that become regions of the image beside them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from numpy.typing import NDArray
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.extraction import engine_status
from backend.imaging.mask import decode_mask
from backend.models.instance import Instance
from backend.models.organization import Organization
from backend.models.patient import Patient
from backend.models.region import Region
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.study import Study
from backend.models.user import User
from backend.tests.factories.extractions import default_preset
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import count, deliver, run_jobs
from backend.tests.features.ingest.pocket import zipped
from backend.tests.imaging.volumes import MIRRORED, ramp, write_volume

SHAPE = (6, 7, 8)
pytestmark = pytest.mark.once


@pytest.fixture
def image(tmp_path: Path) -> bytes:
    return volume(tmp_path, np.random.default_rng(1).integers(0, 1000, SHAPE).astype(np.int16))


@pytest.fixture
def labels() -> NDArray[np.uint8]:
    values = np.zeros(SHAPE, dtype=np.uint8)
    values[1:3, 2:4, 3:6], values[4, 5, 5:8] = 1, 4
    return values


def volume(folder: Path, array: NDArray[Any], suffix: str = ".nii.gz", **place: Any) -> bytes:
    return write_volume(folder / f"volume{suffix}", array, **place).read_bytes()


async def regions(work: UnitOfWork) -> list[Region]:
    return list(await work.db.scalars(select(Region).order_by(Region.roi_number)))


class TestImages:
    @pytest.mark.parametrize("suffix", [".nii", ".nii.gz", ".nrrd"])
    async def test_are_samples_with_frames_and_a_thumbnail(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, sample_set: SampleSet, tmp_path: Path,
        suffix: str,
    ) -> None:  # fmt: skip
        sign_in(client, lead)
        values = ramp()

        delivery = await deliver(client, app, {f"a/DOE_JANE{suffix}": volume(tmp_path, values, suffix)}, sample_set.id)

        (outcome,) = [item["outcome"] for item in delivery.items.values()]
        (sample,) = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]
        instance = (await work.db.scalars(select(Instance))).one()
        place = await self.place(work, sample_set, instance)
        (metadata,) = (await client.get(f"{place}/metadata")).json()
        second = (await client.get(f"{place}/instances/{instance.sop_instance_uid}/frames/2")).content
        assert (outcome, sample["modality"], instance.frame_count) == ("stored", "OT", 3)
        assert metadata["00280008"]["Value"] == [3]
        assert values[1].astype("<i2").tobytes() in second
        assert (await client.get(f"/api/v1/samples/{sample['id']}/thumbnail")).status_code == 200
        assert "DOE" not in str(metadata) + str(sample), "the name of a file may be that of a person"

    @staticmethod
    async def place(work: UnitOfWork, sample_set: SampleSet, instance: Instance) -> str:
        series = await work.db.get_one(Series, instance.series_id)
        study = await work.db.get_one(Study, series.study_id)
        address = f"studies/{study.study_instance_uid}/series/{series.series_instance_uid}"
        return f"/dicomweb/sets/{sample_set.id}/{address}"

    async def test_belong_to_an_unknown_patient_each(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        files = {f"DOE_JANE/{number}.nii": volume(tmp_path, ramp() + number, ".nii") for number in range(2)}

        await deliver(client, app, files)

        patients = list(await work.db.scalars(select(Patient)))
        assert [(patient.medical_record_number, patient.name) for patient in patients] == [(None, None)] * 2

    async def test_come_once(self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, image: bytes) -> None:
        sign_in(client, lead)
        await deliver(client, app, {"a.nii.gz": image})

        again = await deliver(client, app, {"b.nii.gz": image})

        assert again.outcome("b.nii.gz") == "already_stored"
        assert await count(work, Instance) == 1

    async def test_whose_packed_voxels_end_too_soon_are_set_aside(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, image: bytes
    ) -> None:
        sign_in(client, lead)

        delivery = await deliver(client, app, {"a.nii.gz": image[:-100]})

        assert (delivery.outcome("a.nii.gz"), delivery.codes("a.nii.gz")) == ("quarantined", ["truncated"])
        assert await count(work, Instance) == 0


class TestMasks:
    @pytest.mark.parametrize("order", [("image", "mask"), ("mask", "image")])
    async def test_are_regions_of_the_image_beside_them(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, lead: User, tmp_path: Path,
        image: bytes, labels: NDArray[np.uint8], order: tuple[str, ...],
    ) -> None:  # fmt: skip
        sign_in(client, lead)
        files = {"image": image, "mask": volume(tmp_path, labels, ".nrrd")}

        delivery = await deliver(client, app, {f"case/{name}.x": files[name] for name in order})

        assert {item["outcome"] for item in delivery.items.values()} == {"stored"}
        found = await regions(work)
        assert [(one.roi_number, one.name, one.origin, one.state) for one in found] == [
            (1, "Label 1", "mask", "ready"),
            (4, "Label 4", "mask", "ready"),
        ]
        for region in found:
            assert region.mask_key is not None
            mask = decode_mask(await storage.read(region.mask_key))
            assert np.array_equal(mask.array, labels == region.roi_number)
        assert await count(work, Patient) == 1

    async def test_find_their_image_in_an_archive(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path, image: bytes,
        labels: NDArray[np.uint8],
    ) -> None:  # fmt: skip
        sign_in(client, lead)
        archive = zipped({"case/a_seg.nii.gz": volume(tmp_path, labels), "case/a.nii.gz": image})

        delivery = await deliver(client, app, {"all.zip": archive})

        assert delivery.outcome("all.zip") == "stored"
        assert [region.state for region in await regions(work)] == ["ready", "ready"]

    async def test_on_another_grid_are_set_aside(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path, image: bytes,
        labels: NDArray[np.uint8],
    ) -> None:  # fmt: skip
        sign_in(client, lead)
        others = {
            "size_mask.nii": volume(tmp_path, labels[1:], ".nii"),
            "spacing_mask.nii": volume(tmp_path, labels, ".nii", spacing=(0.5, 0.8, 2.0)),
            "direction_mask.nii": volume(tmp_path, labels, ".nii", direction=MIRRORED),
        }

        delivery = await deliver(client, app, {"a.nii.gz": image} | others)

        for name in others:
            assert (delivery.outcome(name), delivery.codes(name)) == ("quarantined", ["grid_mismatch"]), name
        assert await regions(work) == []

    async def test_go_by_their_name_where_several_images_share_the_grid(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path, image: bytes,
        labels: NDArray[np.uint8],
    ) -> None:  # fmt: skip
        sign_in(client, lead)
        files = {
            "one_image.nii.gz": image,
            "two_image.nii": volume(tmp_path, ramp_of_shape(), ".nii"),
            "two_label.nii": volume(tmp_path, labels, ".nii"),
            "three_label.nii": volume(tmp_path, labels * 2, ".nii"),
        }

        delivery = await deliver(client, app, files)

        assert delivery.outcome("two_label.nii") == "stored"
        assert delivery.codes("three_label.nii") == ["ambiguous_mask"]
        series = [await work.db.get_one(Series, region.series_id) for region in await regions(work) if region.series_id]
        assert {one.description for one in series} == {"two_image"}

    @pytest.mark.parametrize("kind", ["alone", "with fractions"])
    async def test_are_images_where_they_cannot_be_masks(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path, image: bytes,
        labels: NDArray[np.uint8], kind: str,
    ) -> None:  # fmt: skip
        sign_in(client, lead)
        if kind == "alone":
            files = {"a/image.nii.gz": image, "b/mask.nii.gz": volume(tmp_path, labels)}
        else:
            files = {"b/image.nii.gz": image, "b/mask.nii.gz": volume(tmp_path, labels + np.float32(0.5))}

        delivery = await deliver(client, app, files)

        expected = ["mask_without_image"] if kind == "alone" else []
        assert delivery.codes("b/mask.nii.gz") == expected
        assert await count(work, Instance) == 2
        assert await regions(work) == []

    async def test_that_are_empty_say_so(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path, image: bytes
    ) -> None:
        sign_in(client, lead)
        empty = volume(tmp_path, np.zeros(SHAPE, dtype=np.uint8), ".nii")

        delivery = await deliver(client, app, {"a.nii.gz": image, "mask.nii": empty})

        assert (delivery.outcome("mask.nii"), delivery.codes("mask.nii")) == ("stored_with_warning", ["empty_mask"])


class TestFeatures:
    @pytest.mark.skipif(not engine_status().available, reason="pyradiomics could not be built here")
    async def test_are_extracted(
        self, client: Client, app: FastAPI, work: UnitOfWork, organization: Organization, lead: User,
        sample_set: SampleSet, tmp_path: Path, image: bytes, labels: NDArray[np.uint8],
    ) -> None:  # fmt: skip
        sign_in(client, lead)
        preset = await default_preset(work, organization.id)
        mask = volume(tmp_path, (labels == 1).astype(np.uint8))
        await deliver(client, app, {"a.nii.gz": image, "a_mask.nii.gz": mask}, sample_set.id)

        body = {"preset_id": str(preset.id), "set_id": str(sample_set.id)}
        run = (await client.post("/api/v1/extraction-runs", json=body)).json()
        await run_jobs(app)

        table = (await client.get(f"/api/v1/extraction-runs/{run['id']}/features")).json()
        (row,) = table["items"]
        volume_mm3 = row["values"][table["columns"].index("original_shape_VoxelVolume")]
        assert volume_mm3 == pytest.approx(12 * 0.5 * 0.75 * 2.0)


def ramp_of_shape() -> NDArray[np.int16]:
    return np.arange(np.prod(SHAPE), dtype=np.int16).reshape(SHAPE)
