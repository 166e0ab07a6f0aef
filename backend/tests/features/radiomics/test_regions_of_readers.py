"""What readers draw becomes regions and values, which nobody else sees who may not extract from the set."""

import pytest
from sqlalchemy import func, select

from backend.core.database import Base, new_id
from backend.core.permissions import GroupRole
from backend.features.radiomics.plan_checks import check_drawn
from backend.features.regions.readers import Box, DrawnRegion
from backend.imaging.shapes import Shape
from backend.models.extraction_task import ExtractionTask
from backend.models.group import Group
from backend.models.region import Region
from backend.models.sample_set import Sight
from backend.models.user import User
from backend.repositories.extraction_scope import ImageSize
from backend.repositories.regions import ReaderKey, RegionRepository
from backend.tests.factories.groups import join
from backend.tests.factories.users import create_user, sign_in
from backend.tests.features.radiomics.reading_room import Room, reasons

THREE = (1, 2, 3)
READINGS = {"origins": ["reading"]}


class TestValues:
    async def test_a_polygon_over_three_slices_gives_values(self, room: Room, annotator: User, lead: User) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)

        run = await room.run(**READINGS)

        assert (run["done_count"], run["failed_count"], run["region_names"]) == (1, 0, ["Lesion"])
        (row,) = (await room.get(run["id"], "/features"))["items"]
        values = dict(zip((await room.get(run["id"], "/features"))["columns"], row["values"], strict=True))
        assert values["original_shape_VoxelVolume"] == pytest.approx(8 * 8 * 3 * 3.0)
        (task,) = await room.tasks(run["id"])
        assert (task["origin"], task["reader_name"]) == ("reading", annotator.name)
        provenance = task["provenance"]
        assert provenance["region_hash"] == provenance["mask_hash"]
        assert all(provenance[key] for key in ("shapes_hash", "preset_hash", "image_hash", "settings"))
        assert provenance["versions"]["pyradiomics"]

    async def test_shapes_of_one_lesion_are_one_region_and_those_of_two_are_two(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        first, second = await room.polygons([1, 2], tracking_uid="1.2.3"), await room.polygons([3], tracking_uid="1.9")
        await room.save(reading, first + second)
        sign_in(room.client, lead)

        plan = await room.plan(**READINGS)

        assert [item["slice_count"] for item in plan["items"]] == [2, 1]
        assert plan["region_names"] == [{"name": "Lesion", "region_count": 2, "study_count": 1}]

    async def test_edited_they_are_stale_until_the_run_is_repeated(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        run = await room.run(**READINGS)
        assert run["stale_count"] == 0
        sign_in(room.client, annotator)
        await room.save(reading, await room.polygons(THREE, ((4, 4), (10, 4), (10, 12), (4, 12))))
        sign_in(room.client, lead)

        stale = await room.get(run["id"])
        again = await room.client.post(f"/api/v1/extraction-runs/{run['id']}/again")

        assert stale["stale_count"] == 1
        assert [row["is_stale"] for row in (await room.get(run["id"], "/features"))["items"]] == [True]
        assert [task["is_stale"] for task in await room.tasks(run["id"])] == [True]
        repeated = await room.done(again.json()["id"])
        assert (repeated["stale_count"], repeated["reused_count"], repeated["done_count"]) == (0, 0, 1)
        (row,) = (await room.get(repeated["id"], "/features"))["items"]
        assert 6 * 8 * 3 * 3.0 in row["values"]

    async def test_a_reading_changed_elsewhere_leaves_them_as_they_are(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        drawn = await room.polygons(THREE)
        await room.save(reading, drawn)
        sign_in(room.client, lead)
        run = await room.run(**READINGS)
        sign_in(room.client, annotator)
        await room.save(reading, [*drawn, await room.shape(0, {"kind": "point", "x": 1, "y": 1})])
        sign_in(room.client, lead)

        assert (await room.get(run["id"]))["stale_count"] == 0

    async def test_drawn_back_as_they_were_they_stand_again(self, room: Room, annotator: User, lead: User) -> None:
        reading = await room.begin(annotator)
        drawn = await room.polygons(THREE)
        await room.save(reading, drawn)
        sign_in(room.client, lead)
        run = await room.run(**READINGS)
        sign_in(room.client, annotator)
        await room.save(reading, drawn[:2])
        assert (await room.work.db.scalars(select(func.count()).select_from(Region))).one() == 2
        sign_in(room.client, lead)
        assert (await room.get(run["id"]))["stale_count"] == 1
        sign_in(room.client, annotator)
        await room.save(reading, drawn)
        sign_in(room.client, lead)

        assert (await room.get(run["id"]))["stale_count"] == 0


class TestPlan:
    async def test_an_open_reading_waits_unless_it_is_asked_for(self, room: Room, annotator: User, lead: User) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE), state="open")
        sign_in(room.client, lead)

        assert reasons(await room.plan(**READINGS)) == {"Lesion": "not_chosen"}
        assert reasons(await room.plan(**READINGS, include_open_readings=True)) == {"Lesion": None}

    async def test_what_encloses_nothing_or_lies_on_one_slice_is_named(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        point = await room.shape(1, {"kind": "point", "x": 3, "y": 3}, tracking_uid="1.1")
        await room.save(reading, [point, *await room.polygons([2], tracking_uid="1.2")])
        sign_in(room.client, lead)

        nothing, flat = (await room.plan(**READINGS))["items"]

        assert (nothing["state"], nothing["reason"]["code"]) == ("skipped", "open_shapes_only")
        assert (flat["state"], [warning["code"] for warning in flat["warnings"]]) == ("ready", ["one_slice"])

    @pytest.mark.once
    @pytest.mark.parametrize(
        ("boxes", "code", "warnings"),
        [
            ([(2, 2, 4, 4)], None, []),
            ([(2, 2, 4, 4), (14, 2, 4, 4)], None, ["partly_off_image"]),
            ([(2, 2, 4, 4), (20, 2, 4, 4)], None, ["partly_off_image"]),
            ([(20, 2, 4, 4), (2, -9, 4, 4)], "off_image", []),
        ],
    )
    def test_shapes_beyond_the_image_are_named(self, boxes: list[Box], code: str | None, warnings: list[str]) -> None:
        """They come from elsewhere: saving a reading refuses them."""
        key = ReaderKey(new_id(), new_id(), "", new_id())
        shapes = [Shape("1.2", 1, {}) for _ in boxes]
        drawn = DrawnRegion(key, "Lesion", "Reader", 1, is_done=True, shapes=shapes, boxes=[("1.2", b) for b in boxes])

        reason, warned = check_drawn(drawn, None, ImageSize((16, 16), (16, 16)))

        assert (reason and reason.code, [warning.code for warning in warned]) == (code, warnings)

    async def test_a_region_between_the_pixels_fails_by_name_and_the_rest_goes_on(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        between = await room.polygons([2], ((4.6, 4.6), (4.9, 4.6), (4.9, 4.9)), tracking_uid="1.1")
        one_voxel = await room.polygons([2], ((4, 4), (5, 4), (5, 5), (4, 5)), tracking_uid="1.2")
        whole = await room.polygons(THREE, tracking_uid="1.3")
        await room.save(reading, between + one_voxel + whole)
        sign_in(room.client, lead)

        run = await room.run(**READINGS)

        assert (run["job"]["state"], run["done_count"], run["failed_count"]) == ("done", 1, 2)
        errors = sorted(task["error"] for task in await room.tasks(run["id"], state="failed"))
        assert "single voxel" in errors[0]
        assert "no voxel centre" in errors[1]
        codes = [item["reason"] and item["reason"]["code"] for item in (await room.plan(**READINGS))["items"]]
        assert codes == ["off_image", "one_voxel", None]


class TestWhoSeesThem:
    async def test_neither_other_readers_nor_lists(
        self, room: Room, group: Group, annotator: User, viewer: User, lead: User, system_admin: User
    ) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        run = await room.run()
        assert (run["task_count"], run["job"]["total"]) == (2, 2)
        set_path = f"/api/v1/sets/{room.sample_set.id}"
        study_id = (await room.client.get("/api/v1/studies")).json()["items"][0]["id"]
        other = await join(room.work, group, await create_user(room.work), GroupRole.ANNOTATOR)

        for person in (viewer, other):  # that the run is over more than they see would tell that somebody has read
            sign_in(room.client, person)
            assert (await room.client.get(f"/api/v1/extraction-runs/{run['id']}")).status_code == 404
        room.sample_set.readers_see_readings = Sight.ALWAYS
        await room.work.flush()
        sign_in(room.client, other)
        seen = await room.get(run["id"])
        assert (seen["task_count"], seen["done_count"], seen["region_names"]) == (1, 1, ["Ball"])
        assert (seen["job"]["done"], seen["job"]["total"]) == (1, 1)
        assert [task["region_name"] for task in await room.tasks(run["id"])] == ["Ball"]
        assert [row["region_name"] for row in (await room.get(run["id"], "/features"))["items"]] == ["Ball"]
        csv = (await room.client.get(f"/api/v1/extraction-runs/{run['id']}/features.csv")).text
        assert "Lesion" not in csv
        assert await room.tasks(run["id"], search="Lesion") == []
        for person in (viewer, other, annotator, lead):
            sign_in(room.client, person)
            assert (await room.client.get(set_path)).json()["region_count"] == 1
            assert [item["name"] for item in (await room.client.get(f"{set_path}/regions")).json()["items"]] == ["Ball"]
        sign_in(room.client, lead)
        study = (await room.client.get(f"/api/v1/studies/{study_id}")).json()
        assert [region["name"] for series in study["series"] for region in series["regions"]] == ["Ball"]
        sign_in(room.client, system_admin)
        assert (await room.client.get(f"/api/v1/extraction-runs/{run['id']}")).status_code == 404

    async def test_their_own_reader_and_who_may_extract_do(
        self, room: Room, annotator: User, reviewer: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        run = await room.run(**READINGS)

        for person in (annotator, reviewer, lead):
            sign_in(room.client, person)
            assert [task["region_name"] for task in await room.tasks(run["id"])] == ["Lesion"]

    async def test_their_outlines_neither(
        self, room: Room, annotator: User, viewer: User, lead: User, clinician: User, organization_admin: User
    ) -> None:
        """Not even those who see all studies of the centre: what is drawn is the group's."""
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        (task,) = await room.tasks((await room.run(**READINGS))["id"])
        address = f"/api/v1/regions/{task['region_id']}/slices"

        assert len((await room.client.get(address)).json()["slices"]) == 3
        for person in (viewer, clinician, organization_admin):
            sign_in(room.client, person)
            assert (await room.client.get(address)).status_code == 404

    async def test_nobody_extracts_from_them_outside_of_their_set(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        (task,) = await room.tasks((await room.run(**READINGS))["id"])
        study_id = (await room.client.get("/api/v1/studies")).json()["items"][0]["id"]

        plan = await room.plan(study_id=study_id)
        named = await room.client.post(
            "/api/v1/extraction-plans", json=room.request({"region_ids": [task["region_id"]]})
        )

        assert list(reasons(plan)) == ["Ball"]
        assert named.json()["error"] == "RegionNotFound"


class TestDeletion:
    """A region goes with its reading: what shows its values to whom hangs on that. Of a label only the name goes."""

    async def test_a_deleted_sample_takes_regions_and_values_along(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        run = await room.run()
        sample_id = (await room.image()).sample_id

        response = await room.client.post(
            f"/api/v1/sets/{room.sample_set.id}/samples/delete",
            json={"sample_ids": [str(sample_id)], "with_readings": True},
        )

        assert response.status_code in (200, 204), response.text
        left = await room.get(run["id"])
        assert (left["task_count"], left["done_count"], left["region_names"]) == (1, 1, ["Ball"])
        assert await _count(room, Region) == 1

    async def test_a_deleted_label_leaves_values_that_are_stale(self, room: Room, annotator: User, lead: User) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        run = await room.run(**READINGS)

        response = await room.client.delete(f"/api/v1/labels/{room.label.id}", params={"with_objects": True})

        assert response.status_code == 204, response.text
        left = await room.get(run["id"])
        assert (left["done_count"], left["stale_count"], left["region_names"]) == (1, 1, ["Lesion"])
        assert (await room.plan(**READINGS))["items"][0]["reason"]["code"] == "no_region"

    async def test_what_is_deleted_before_it_is_computed_ends_the_run_in_peace(
        self, room: Room, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons(THREE))
        sign_in(room.client, lead)
        started = await room.client.post("/api/v1/extraction-runs", json=room.request(READINGS))
        (region,) = await RegionRepository(room.work.db).all(select(Region).where(Region.examination_id == reading))
        await room.work.db.delete(region)
        await room.work.flush()

        run = await room.done(started.json()["id"])

        assert (run["job"]["state"], run["task_count"]) == ("done", 0)
        assert await _count(room, ExtractionTask) == 0


async def _count(room: Room, model: type[Base]) -> int:
    return (await room.work.db.execute(select(func.count()).select_from(model))).scalar_one()
