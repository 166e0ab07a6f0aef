"""Regions: from structure files to masks, in whichever order files come."""

from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from fastapi import FastAPI
from pydicom.uid import generate_uid
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.mask import decode_mask
from backend.imaging.phantoms import write_head_mr, write_head_segments
from backend.models.region import Region
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import JOHN, changed, pocket_ct


class TestListSetRegions:
    async def test_anonymous_is_refused(self, client: Client, sample_set: SampleSet) -> None:
        assert (await client.get(f"/api/v1/sets/{sample_set.id}/regions")).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        response = await client.get(f"/api/v1/sets/{sample_set.id}/regions")

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_an_unknown_set_is_not_there(self, client: Client, viewer: User) -> None:
        sign_in(client, viewer)

        assert (await client.get(f"/api/v1/sets/{uuid4()}/regions")).status_code == 404

    async def test_shows_the_regions_on_the_series_of_the_set(
        self, client: Client, app: FastAPI, sample_set: SampleSet, lead: User, viewer: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, pocket_ct(tmp_path).all, sample_set.id)
        await deliver(client, app, pocket_ct(tmp_path, JOHN).all)
        sign_in(client, viewer)

        listed = (await client.get(f"/api/v1/sets/{sample_set.id}/regions")).json()

        (region,) = listed["items"]
        assert (region["name"], region["origin"], region["state"], region["modality"]) == (
            "Ball", "rtstruct", "ready", "CT",
        )  # fmt: skip
        assert region["version"] == 1
        assert region["volume_mm3"] == pytest.approx(3.0 * region["voxel_count"])


class TestMasks:
    async def test_lie_in_the_storage_as_they_are_described(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        await deliver(client, app, pocket_ct(tmp_path).all)

        region = (await work.db.scalars(select(Region))).one()
        assert region.mask_key is not None
        mask = decode_mask(await storage.read(region.mask_key))
        assert mask.array.shape == (5, 16, 16)
        assert mask.geometry_hash == region.geometry_hash
        assert int(np.count_nonzero(mask.array)) == region.voxel_count
        assert mask.array[2, 8, 8]
        assert not mask.array[2, 0, 0]

    async def test_of_a_segmentation_are_made_too(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        images = write_head_mr(tmp_path / "mr")
        segments = write_head_segments(tmp_path / "seg.dcm", images)

        await deliver(client, app, {path.name: path.read_bytes() for path in (*images, segments)})

        regions = (await work.db.scalars(select(Region).order_by(Region.roi_number))).all()
        assert [(region.name, region.origin, region.state) for region in regions] == [
            ("Lesion", "seg", "ready"),
            ("Ventricles", "seg", "ready"),
        ]

    @pytest.mark.parametrize("structure_first", [True, False])
    async def test_do_not_depend_on_which_file_came_first(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path, structure_first: bool
    ) -> None:
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        parts = [ct.structure, ct.images] if structure_first else [ct.images, ct.structure]

        await deliver(client, app, parts[0])
        await deliver(client, app, parts[1])

        region = (await work.db.scalars(select(Region))).one()
        assert (region.state, region.reason, region.version) == ("ready", None, 1)


class TestWaitingRegions:
    async def test_say_what_they_wait_for(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        await deliver(client, app, pocket_ct(tmp_path).structure)

        region = (await work.db.scalars(select(Region))).one()
        assert (region.name, region.state, region.version, region.series_id) == ("Ball", "pending", 0, None)
        assert "not here yet" in (region.reason or "")

    async def test_never_lie_on_images_of_another_patient(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        foreign = changed(ct.structure["regions.dcm"], PatientID="MRN-9", StudyInstanceUID=generate_uid())

        await deliver(client, app, ct.images | {"regions.dcm": foreign})

        region = (await work.db.scalars(select(Region))).one()
        assert (region.state, region.series_id) == ("failed", None)
        assert region.reason == "It was drawn on images of another patient."

    async def test_that_fail_say_why(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        """A missing slice: nothing is interpolated over the gap."""
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        gap = {path: content for path, content in ct.images.items() if path != "ct/0003.dcm"}

        delivery = await deliver(client, app, gap | ct.structure)

        region = (await work.db.scalars(select(Region))).one()
        assert (region.state, region.version, region.mask_key) == ("failed", 0, None)
        assert "between image 2 and image 4" in (region.reason or "")
        assert delivery.codes("ct/0002.dcm") == ["gap_in_positions"]


class TestGrowingSeries:
    async def test_draws_its_regions_again(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        without_third = {path: content for path, content in ct.images.items() if path != "ct/0003.dcm"}
        await deliver(client, app, without_third | ct.structure)

        await deliver(client, app, {"ct/0003.dcm": ct.images["ct/0003.dcm"]})

        region = (await work.db.scalars(select(Region))).one()
        assert (region.state, region.version) == ("ready", 1)

    async def test_with_a_slice_more_has_another_version(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        *others, last = ct.images.items()
        await deliver(client, app, dict(others) | ct.structure)
        before = (await work.db.scalars(select(Region))).one()
        first_hash = before.content_hash

        await deliver(client, app, dict([last]))

        region = (await work.db.scalars(select(Region).execution_options(populate_existing=True))).one()
        assert region.version == 2
        assert region.content_hash != first_hash

    async def test_that_is_only_sent_again_keeps_its_version(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        await deliver(client, app, ct.all)

        await deliver(client, app, ct.all)

        assert (await work.db.scalars(select(Region.version))).one() == 1
