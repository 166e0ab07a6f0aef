"""What a plan leaves out, by name; and that the same things, where only computing finds them, fail their task alone."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.radiomics.plan_checks import check_series, one_slice
from backend.imaging.phantom_structures import PhantomRoi, ellipsoid_outline, write_structure_set
from backend.models.instance import Instance
from backend.models.region import Region
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import JANE, pocket_ct
from backend.tests.features.radiomics.reading_room import SOURCE, Room, reasons

PLANS = "/api/v1/extraction-plans"
PREPARED = """\
format: isocenter-preset/1
regions: combined
CT:
  preprocessing: [resample: {spacing_mm: [2, 2, 2], order: 1}]
  mask_preprocessing: [resample: {order: 1, threshold: 0.5}]
  pyradiomics: {featureClass: {firstorder: [Mean]}}
"""


def only(modality_keys: str) -> str:
    return SOURCE.replace("any:", f"{modality_keys}:")


class TestWhoMayPlan:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.post(PLANS, json={})).status_code == 401

    async def test_a_stranger_learns_nothing(self, room: Room, stranger: User) -> None:
        study_id = (await room.client.get("/api/v1/studies")).json()["items"][0]["id"]
        sign_in(room.client, stranger)

        of_set = await room.client.post(PLANS, json=room.request({}))
        of_study = await room.client.post(PLANS, json=room.request({"study_id": study_id}))

        assert of_set.json()["error"] == "SetNotFound"
        assert of_study.json()["error"] == "StudyNotFound"

    async def test_who_may_not_extract_may_not_plan(self, room: Room, annotator: User, viewer: User) -> None:
        """A plan tells of readers' regions."""
        for person in (annotator, viewer):
            sign_in(room.client, person)

            assert (await room.client.post(PLANS, json=room.request({}))).status_code == 403

    async def test_the_system_admin_sees_nothing(self, room: Room, system_admin: User) -> None:
        sign_in(room.client, system_admin)

        assert (await room.client.post(PLANS, json=room.request({}))).status_code == 404


class TestWrongInput:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"study_id": str(uuid4())},  # besides the set
            {"set_id": None},
            {"origins": []},
            {"origins": ["ai"]},
            {"region_names": []},
            {"region_names": ["a\x00b"]},
            {"modality_map": {str(uuid4()): "any"}},
            {"modality_map": {str(uuid4()): "mr"}},
            {"modality_map": {"no id": "MR_T1"}},
            {"round": 0},
        ],
    )
    async def test_is_refused(self, client: Client, sample_set: SampleSet, lead: User, wrong: dict[str, Any]) -> None:
        sign_in(client, lead)
        body = {"preset_id": str(uuid4()), "set_id": str(sample_set.id)} | wrong

        assert (await client.post(PLANS, json=body)).status_code == 422

    async def test_an_unknown_preset_is_named(self, room: Room) -> None:
        response = await room.client.post(PLANS, json=room.request({"preset_id": str(uuid4())}))

        assert response.json()["error"] == "PresetNotFound"


class TestWhatIsLeftOut:
    async def test_nothing_of_what_can_be_computed(self, room: Room) -> None:
        plan = await room.plan()

        assert (plan["ready_count"], plan["skipped_count"], plan["section_keys"]) == (1, 0, ["any"])
        (item,) = plan["items"]
        assert (item["modality_key"], item["rule"], item["origin"]) == ("CT", "referenced", "rtstruct")
        assert item["voxel_count"] > 1
        assert item["slice_count"] == 3
        assert plan["region_names"] == [{"name": "Ball", "region_count": 1, "study_count": 1}]

    async def test_names_follow_the_rule_of_the_set(self, room: Room) -> None:
        hidden = (await room.plan())["items"][0]
        room.sample_set.identity = Identity.FULL
        await room.work.flush()
        shown = (await room.plan())["items"][0]

        assert (hidden["series_description"], hidden["study_date"]) == (None, None)
        assert shown["series_description"] == "Axial of Jane"
        assert shown["study_date"] == "2026-01-12"
        assert "DOE" not in hidden["patient_label"]

    async def test_a_modality_without_a_section_and_what_it_could_be_mapped_to(self, room: Room) -> None:
        await room.use_preset(only("CT_Soft"))
        await room.work.db.execute(update(Series).values(description="Chest --- soft"))

        plan = await room.plan()
        (item,) = plan["items"]
        (series,) = plan["series_to_map"]
        mapped = await room.plan(modality_map={series["series_id"]: "CT_Soft"})

        assert item["reason"]["code"] == "no_section"
        assert "CT_Soft" in item["reason"]["message"]
        assert (series["suggested_key"], series["description"]) == ("CT_Soft", None)
        assert (mapped["ready_count"], mapped["series_to_map"]) == (1, [])
        assert mapped["items"][0]["modality_key"] == "CT_Soft"

    async def test_a_series_without_a_region(self, room: Room) -> None:
        await room.work.db.delete((await room.work.db.scalars(select(Region))).one())
        await room.work.flush()

        (item,) = (await room.plan())["items"]

        assert (item["reason"]["code"], item["region_name"]) == ("no_region", None)

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            ({"state": "failed", "reason": "Drawing it failed: KeyError."}, "region_failed"),
            ({"state": "pending"}, "region_failed"),
            ({"voxel_count": 0}, "empty"),
            ({"voxel_count": 1, "slice_count": 1}, "one_voxel"),
        ],
    )
    async def test_a_region_that_is_of_no_use(self, room: Room, state: dict[str, Any], code: str) -> None:
        await room.work.db.execute(update(Region).values(**state))

        assert reasons(await room.plan()) == {"Ball": code}

    async def test_names_and_origins_that_were_not_chosen(self, room: Room) -> None:
        plan = await room.plan(region_names=["Other"])
        none = await room.plan(origins=["reading"])

        assert reasons(plan) == {"Ball": "not_chosen"}
        assert [item["reason"]["code"] for item in none["items"]] == ["no_region"]

    async def test_images_of_several_sizes(self, room: Room) -> None:
        first = (await room.slices())[0]
        first.row_count = 20
        await room.work.flush()

        (item,) = (await room.plan())["items"]

        assert item["reason"]["code"] == "geometry_mismatch"

    async def test_empty_regions_and_such_beyond_the_images(
        self, client: Client, app: FastAPI, room: Room, tmp_path: Path
    ) -> None:
        ct = pocket_ct(tmp_path / "again")
        rois = [
            PhantomRoi("Nothing", "GTV", (9, 9, 9), lambda _: None),
            PhantomRoi("Beside", "GTV", (9, 9, 9), ellipsoid_outline((90.0, 0.0, 6.0), (5.0,) * 3)),
        ]
        structure = write_structure_set(tmp_path / "more.dcm", ct.paths, JANE, rois)
        await room.work.db.execute(update(Instance).where(Instance.structure.is_not(None)).values(sop_instance_uid="1"))

        await deliver(client, app, {"more.dcm": structure.read_bytes()})

        assert reasons(await room.plan()) == {"Ball": None, "Beside": "off_image", "Nothing": "empty"}

    async def test_regions_whose_images_are_missing(
        self, client: Client, app: FastAPI, room: Room, sample_set: SampleSet, tmp_path: Path
    ) -> None:
        """Only to who sees the structure: the lead has brought it."""
        other = pocket_ct(tmp_path / "other", series=2)
        structure = other.structure["regions.dcm"]
        await room.work.db.execute(update(Instance).where(Instance.structure.is_not(None)).values(sop_instance_uid="1"))
        await deliver(client, app, {"late.dcm": structure})

        missing = [item for item in (await room.plan())["items"] if item["series_id"] is None]

        assert [(item["region_name"], item["reason"]["code"]) for item in missing] == [("Ball", "images_missing")]

    @pytest.mark.once
    @pytest.mark.parametrize(
        ("voxels", "slices", "settings", "code"),
        [
            (500, 3, {}, None),
            (1, 1, {}, "one_voxel"),
            (1, 1, {"resampledPixelSpacing": [1, 1, 1]}, None),
            (40, 1, {}, "one_slice"),
            (40, 1, {"force2D": True}, None),
            (40, 1, {"minimumROIDimensions": 3}, "too_few_slices"),
            (None, None, {}, None),
        ],
    )
    def test_flat_regions(
        self, voxels: int | None, slices: int | None, settings: dict[str, Any], code: str | None
    ) -> None:
        found = one_slice(voxels, slices, {"pyradiomics": {"setting": settings}})

        assert (found and found.code) == code

    @pytest.mark.once
    @pytest.mark.parametrize(
        ("modality", "units", "code"), [("PT", "GML", None), ("PT", "BQML", "not_suv"), ("CT", "", "not_suv")]
    )
    def test_images_that_are_not_in_suv(self, modality: str, units: str, code: str | None) -> None:
        series = Series(id=uuid4(), modality=modality)
        attributes = {series.id: {"00541001": {"vr": "CS", "Value": [units]}}}

        found = check_series(series, {"intensity": "suv"}, None, attributes)

        assert (found and found.code) == code


class TestCombined:
    async def test_a_region_is_used_on_every_series_in_its_frame_of_reference(
        self, client: Client, app: FastAPI, room: Room, sample_set: SampleSet, tmp_path: Path
    ) -> None:
        await deliver(client, app, pocket_ct(tmp_path, series=2).images, sample_set.id)
        await room.use_preset(PREPARED)

        plan = await room.plan()
        run = await room.run()

        assert sorted(item["rule"] for item in plan["items"]) == ["combined", "referenced"]
        assert (run["job"]["state"], run["done_count"], run["failed_count"]) == ("done", 2, 0)
        carried, own = sorted((await room.get(run["id"], "/features"))["items"], key=lambda row: row["values"])
        assert carried["region_id"] == own["region_id"]
        assert carried["values"] != own["values"]

    async def test_another_frame_of_reference_is_named(
        self, client: Client, app: FastAPI, room: Room, sample_set: SampleSet, tmp_path: Path
    ) -> None:
        await deliver(client, app, pocket_ct(tmp_path, series=2).images, sample_set.id)
        await room.work.db.execute(
            update(Series).where(Series.series_number == 2).values(frame_of_reference_uid="1.2.9")
        )
        await room.use_preset(PREPARED)

        codes = {item["rule"]: item["reason"] and item["reason"]["code"] for item in (await room.plan())["items"]}

        assert codes == {"referenced": None, "combined": "another_frame_of_reference"}

    async def test_of_a_study_or_of_regions_it_is_the_same(
        self, client: Client, app: FastAPI, room: Room, sample_set: SampleSet, tmp_path: Path
    ) -> None:
        await deliver(client, app, pocket_ct(tmp_path, series=2).images)
        await room.use_preset(PREPARED)
        study_id = (await room.client.get("/api/v1/studies")).json()["items"][0]["id"]
        region_id = (await room.plan())["items"][0]["region_id"]

        of_study = await room.plan(study_id=study_id)
        of_region = await room.plan(region_ids=[region_id])

        assert of_study["ready_count"] == of_region["ready_count"] == 2
        run = await room.run(study_id=study_id)
        assert (run["study_id"], run["done_count"]) == (study_id, 2)
        listed = (await room.client.get("/api/v1/extraction-runs", params={"study_id": study_id})).json()
        assert [item["id"] for item in listed["items"]] == [run["id"]]


class TestWhatOnlyComputingFinds:
    """Named on the task; the rest of the run goes on."""

    async def two_series(self, room: Room, tmp_path: Path) -> None:
        await deliver(room.client, room.app, pocket_ct(tmp_path, series=2).images, room.sample_set.id)
        await room.use_preset(PREPARED)

    async def errors(self, room: Room, run: dict[str, Any]) -> list[str]:
        return [task["error"] for task in await room.tasks(run["id"], state="failed")]

    async def test_a_mask_that_is_not_there(self, room: Room, storage: Storage) -> None:
        region = (await room.work.db.scalars(select(Region))).one()
        assert region.mask_key is not None
        await storage.delete(region.mask_key)

        run = await room.run()

        assert (run["job"]["state"], run["failed_count"]) == ("done", 1)
        assert await self.errors(room, run) == ["The mask of this region is not there."]

    async def test_an_image_that_is_missing(
        self, room: Room, storage: Storage, work: UnitOfWork, tmp_path: Path
    ) -> None:
        await self.two_series(room, tmp_path)
        statement = (
            select(StoredFile.storage_key)
            .join(Instance, Instance.file_id == StoredFile.id)
            .join(Series, Series.id == Instance.series_id)
            .where(Series.series_number == 2)
        )
        await storage.delete((await work.db.scalars(statement)).all()[0])

        run = await room.run()

        assert (run["job"]["state"], run["done_count"], run["failed_count"]) == ("done", 1, 1)
        assert "missing from the storage" in (await self.errors(room, run))[0]

    async def test_a_mask_of_another_grid(self, room: Room, storage: Storage, tmp_path: Path) -> None:
        """The series has lost a slice since."""
        await self.two_series(room, tmp_path)
        last = (await room.slices())[-1]
        last.is_image = False
        await room.work.flush()

        run = await room.run()

        assert (run["job"]["state"], run["failed_count"]) == ("done", 2)
        assert all("another grid" in error for error in await self.errors(room, run))
