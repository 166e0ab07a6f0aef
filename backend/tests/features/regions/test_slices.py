"""Regions over their images: outlines of single slices."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pydicom
import pytest
from fastapi import FastAPI
from pydicom.uid import generate_uid
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.mask import Mask, decode_mask
from backend.imaging.polygons import fill_even_odd
from backend.models.instance import Instance
from backend.models.region import Region, RegionState
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in, sign_out
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import JOHN, PocketCt, pocket_ct

pytestmark = pytest.mark.once


@pytest.fixture
async def ct(client: Client, app: FastAPI, sample_set: SampleSet, lead: User, tmp_path: Path) -> PocketCt:
    pocket = pocket_ct(tmp_path)
    sign_in(client, lead)
    await deliver(client, app, pocket.all, sample_set.id)
    sign_out(client)
    return pocket


@pytest.fixture
async def region(work: UnitOfWork, ct: PocketCt) -> Region:
    return (await work.db.scalars(select(Region))).one()


@pytest.fixture
async def mask(region: Region, storage: Storage) -> Mask:
    return decode_mask(await storage.read(str(region.mask_key)))


@pytest.fixture
def uids(ct: PocketCt) -> list[str]:
    """The images from one end to the other."""
    return [str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID) for path in ct.paths]


def drawn(outline: dict[str, Any]) -> Any:
    polygons = [np.asarray(contour, dtype=float).reshape(-1, 2) - 0.5 for contour in outline["contours"]]
    return fill_even_odd(polygons, (outline["rows"], outline["columns"]))


class TestListSampleRegions:
    async def test_anonymous_and_strangers_learn_nothing(
        self, client: Client, work: UnitOfWork, ct: PocketCt, stranger: User
    ) -> None:
        sample = (await work.db.scalars(select(Sample))).one()

        assert (await client.get(f"/api/v1/samples/{sample.id}/regions")).status_code == 401
        sign_in(client, stranger)
        assert (await client.get(f"/api/v1/samples/{sample.id}/regions")).json()["error"] == "SampleNotFound"

    async def test_shows_those_on_its_images(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        region: Region,
        sample_set: SampleSet,
        lead: User,
        tmp_path: Path,
    ) -> None:
        sample = (await work.db.scalars(select(Sample))).one()
        sign_in(client, lead)
        await deliver(client, app, pocket_ct(tmp_path, JOHN).all, sample_set.id)

        listed = (await client.get(f"/api/v1/samples/{sample.id}/regions")).json()

        assert [item["id"] for item in listed["items"]] == [str(region.id)]


class TestWhoMaySee:
    async def test_anonymous_and_strangers_learn_nothing(
        self, client: Client, region: Region, uids: list[str], stranger: User
    ) -> None:
        paths = [f"/api/v1/regions/{region.id}/slices", f"/api/v1/regions/{region.id}/slices/{uids[2]}"]

        assert [(await client.get(path)).status_code for path in paths] == [401, 401]
        sign_in(client, stranger)
        assert [(await client.get(path)).json()["error"] for path in paths] == ["RegionNotFound"] * 2

    async def test_what_is_not_there_is_named(
        self, client: Client, region: Region, uids: list[str], viewer: User
    ) -> None:
        sign_in(client, viewer)

        no_region = await client.get(f"/api/v1/regions/{uuid4()}/slices/{uids[2]}")
        no_image = await client.get(f"/api/v1/regions/{region.id}/slices/{generate_uid()}")
        no_frame = await client.get(f"/api/v1/regions/{region.id}/slices/{uids[2]}", params={"frame": 0})

        assert (no_region.status_code, no_region.json()["error"]) == (404, "RegionNotFound")
        assert (no_image.status_code, no_image.json()["error"]) == (404, "SliceNotFound")
        assert no_frame.status_code == 422

    async def test_a_region_without_a_mask_says_so(
        self, client: Client, work: UnitOfWork, region: Region, uids: list[str], viewer: User
    ) -> None:
        region.state = RegionState.FAILED
        await work.flush()
        sign_in(client, viewer)

        response = await client.get(f"/api/v1/regions/{region.id}/slices/{uids[2]}")

        assert (response.status_code, response.json()["error"]) == (409, "RegionNotReady")

    async def test_of_a_series_in_a_set_by_one_image_only_that_is_shown(
        self, client: Client, work: UnitOfWork, region: Region, uids: list[str], viewer: User
    ) -> None:
        image = (await work.db.scalars(select(SampleImage))).one()
        one = (await work.db.scalars(select(Instance).where(Instance.sop_instance_uid == uids[2]))).one()
        image.series_id, image.instance_id = None, one.id
        await work.flush()
        sign_in(client, viewer)

        extent = (await client.get(f"/api/v1/regions/{region.id}/slices")).json()
        other = await client.get(f"/api/v1/regions/{region.id}/slices/{uids[1]}")

        assert [item["sop_instance_uid"] for item in extent["slices"]] == [uids[2]]
        assert other.json()["error"] == "SliceNotFound"


class TestOutlines:
    async def test_enclose_the_voxels_of_the_mask(
        self, client: Client, region: Region, mask: Mask, uids: list[str], viewer: User
    ) -> None:
        sign_in(client, viewer)

        for z, uid in enumerate(uids):
            outline = (await client.get(f"/api/v1/regions/{region.id}/slices/{uid}")).json()

            assert np.array_equal(drawn(outline), mask.array[z])
            assert outline["pixel_count"] == np.count_nonzero(mask.array[z])
            assert (outline["version"], outline["frame"]) == (1, 1)

    async def test_extent_says_which_images_and_where(
        self, client: Client, region: Region, mask: Mask, uids: list[str], viewer: User
    ) -> None:
        sign_in(client, viewer)

        extent = (await client.get(f"/api/v1/regions/{region.id}/slices")).json()

        assert (extent["rows"], extent["columns"]) == (16, 16)
        for item in extent["slices"]:
            marked = mask.array[uids.index(item["sop_instance_uid"])]
            box = np.zeros_like(marked)
            box[item["y"] : item["y"] + item["height"], item["x"] : item["x"] + item["width"]] = True
            assert item["pixel_count"] == np.count_nonzero(marked & box) == np.count_nonzero(marked)
        assert [item["sop_instance_uid"] for item in extent["slices"]] == [
            uid for uid, marked in zip(uids, mask.array, strict=True) if marked.any()
        ]

    async def test_are_worked_out_once(
        self, client: Client, app: FastAPI, region: Region, uids: list[str], viewer: User
    ) -> None:
        sign_in(client, viewer)
        first = (await client.get(f"/api/v1/regions/{region.id}/slices/{uids[2]}")).json()
        await app.state.storage.delete(region.mask_key)

        again = await client.get(f"/api/v1/regions/{region.id}/slices/{uids[2]}")

        assert again.json() == first

    async def test_a_series_that_has_changed_since_is_named(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        ct: PocketCt,
        region: Region,
        uids: list[str],
        viewer: User,
    ) -> None:
        """Until the region has been drawn again."""
        last = (await work.db.scalars(select(Instance).where(Instance.sop_instance_uid == uids[-1]))).one()
        await work.db.delete(last)
        await work.flush()
        sign_in(client, viewer)

        response = await client.get(f"/api/v1/regions/{region.id}/slices/{uids[2]}")

        assert (response.status_code, response.json()["error"]) == (422, "Unprocessable")
        assert "have changed" in response.json()["detail"]
