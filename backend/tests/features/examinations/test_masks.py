"""Masks: painted stroke by stroke, asked for picture by picture, and how they were."""

from typing import Any
from uuid import uuid4

import pytest

from backend.core.work import UnitOfWork
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.sample_image import SampleImage
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in, sign_out
from backend.tests.features.examinations.operations import delete, flags, put, send, state, write
from backend.tests.features.examinations.painted import Raster, hash_of, marks, masks_of, raster, stroke

Json = dict[str, Any]


@pytest.fixture
def mask(label: Label, image: SampleImage) -> Json:
    return {
        "id": str(uuid4()),
        "label_id": str(label.id),
        "image_id": str(image.id),
        "kind": "mask",
        "geometry": {"kind": "mask"},
    }


@pytest.fixture
def uids(slices: list[Instance]) -> list[str]:
    return [one.sop_instance_uid for one in slices]


@pytest.fixture
async def painted(client: Client, reading: Json, mask: Json, uids: list[str]) -> Json:
    """A mask with 4 by 3 voxels on the first slice and 2 by 2 on the second: version 2."""
    answer = await send(
        client, reading, put(mask), stroke(mask, {uids[0]: marks(10, 20, 4, 3), uids[1]: marks(12, 30, 2, 2)})
    )
    assert answer.status_code == 200, answer.text
    return reading


class TestPaint:
    async def test_anonymous_is_refused(self, client: Client, painted: Json, mask: Json, uids: list[str]) -> None:
        sign_out(client)

        response = await send(client, painted, stroke(mask, {uids[2]: marks(0, 0, 1, 1)}), base=2)

        assert response.status_code == 401

    async def test_what_is_painted_is_there(self, client: Client, painted: Json, mask: Json, uids: list[str]) -> None:
        found = await masks_of(client, painted)

        assert found.version == 2
        assert found.rasters == {(mask["id"], uids[0]): marks(10, 20, 4, 3), (mask["id"], uids[1]): marks(12, 30, 2, 2)}
        told = {item["sop_instance_uid"]: (item["hash"], item["voxels"]) for item in found.told}
        assert told[uids[0]] == (hash_of(marks(10, 20, 4, 3)), 12)

    async def test_a_stroke_adds_and_takes_away(
        self, client: Client, painted: Json, mask: Json, uids: list[str]
    ) -> None:
        before, after = marks(10, 20, 4, 3), marks(12, 20, 9, 2)

        response = await send(client, painted, stroke(mask, {uids[0]: after}, {uids[0]: before}), base=2)

        assert response.status_code == 200, response.text
        assert (await masks_of(client, painted)).rasters[mask["id"], uids[0]] == after

    async def test_an_eraser_may_leave_nothing(
        self, client: Client, painted: Json, mask: Json, uids: list[str]
    ) -> None:
        rubbed = stroke(mask, {uids[0]: raster()}, {uids[0]: marks(10, 20, 4, 3)})

        await send(client, painted, rubbed, base=2)

        assert rubbed["slices"][0]["result"] is None
        assert list((await masks_of(client, painted)).rasters) == [(mask["id"], uids[1])]

    async def test_a_repetition_changes_nothing(
        self, client: Client, painted: Json, mask: Json, uids: list[str]
    ) -> None:
        again = stroke(mask, {uids[2]: marks(1, 1, 3, 3)})
        await send(client, painted, again, base=2)

        response = await send(client, painted, again, base=2)

        assert response.status_code == 200
        assert response.json()["examination"]["version"] == 3

    async def test_the_object_tells_how_much_it_marks(
        self, client: Client, work: UnitOfWork, painted: Json, slices: list[Instance]
    ) -> None:
        for height, one in zip((0.0, 2.5, 5.0), slices, strict=True):
            one.attributes = {"00280030": {"vr": "DS", "Value": [2.0, 0.5]}}
            one.image_position_mm, one.image_orientation = [0.0, 0.0, height], [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]
        await work.flush()

        found = (await client.get(f"/api/v1/examinations/{painted['id']}")).json()["annotations"][0]

        assert (found["voxel_count"], found["volume_mm3"]) == (16, 16 * 2.0 * 0.5 * 2.5)

    async def test_no_volume_where_the_slices_do_not_say_where_they_lie(self, client: Client, painted: Json) -> None:
        found = (await client.get(f"/api/v1/examinations/{painted['id']}")).json()["annotations"][0]

        assert (found["voxel_count"], found["volume_mm3"]) == (16, None)

    async def test_several_masks_may_overlap(self, client: Client, painted: Json, mask: Json, uids: list[str]) -> None:
        second = {**mask, "id": str(uuid4())}

        await send(client, painted, put(second), stroke(second, {uids[0]: marks(10, 20, 4, 3)}), base=2)

        found = await masks_of(client, painted, annotation_id=second["id"])
        assert found.rasters == {(second["id"], uids[0]): marks(10, 20, 4, 3)}


class TestRefused:
    @pytest.mark.parametrize("was", [raster(), marks(10, 20, 4, 4)])
    async def test_a_stroke_on_other_voxels(
        self, client: Client, painted: Json, mask: Json, uids: list[str], was: Raster
    ) -> None:
        wrong = stroke(mask, {uids[0]: marks(0, 0, 5, 5)}, {uids[0]: was})

        response = await send(client, painted, flags(tentative=True), wrong, base=2)

        problem = response.json()
        assert (response.status_code, problem["error"]) == (409, "MaskChanged")
        assert problem["operation_id"] == wrong["id"]
        assert problem["mask"] == {
            "annotation_id": mask["id"],
            "sop_instance_uid": uids[0],
            "frame": 1,
            "hash": hash_of(marks(10, 20, 4, 3)),
        }
        assert problem["examination"]["version"] == problem["base"]["version"] == 2
        assert problem["examination"]["annotations"][0]["voxel_count"] == 16
        assert (await client.get(f"/api/v1/examinations/{painted['id']}")).json()["tentative"] is False

    async def test_a_result_that_does_not_come_out(
        self, client: Client, painted: Json, mask: Json, uids: list[str]
    ) -> None:
        wrong = stroke(mask, {uids[2]: marks(0, 0, 5, 5)})
        wrong["slices"][0]["result"] = hash_of(marks(0, 0, 4, 4))

        response = await send(client, painted, wrong, base=2)

        assert (response.status_code, response.json()["error"]) == (422, "MaskUnfit")
        assert response.json()["operation_id"] == wrong["id"]
        assert uids[2] in response.json()["detail"]

    async def test_damaged_runs(self, client: Client, painted: Json, mask: Json, uids: list[str]) -> None:
        wrong = stroke(mask, {uids[2]: marks(0, 0, 5, 5)})
        wrong["slices"][0]["difference"] = "bm8gemxpYg=="

        response = await send(client, painted, wrong, base=2)

        assert (response.status_code, response.json()["error"]) == (422, "MaskUnfit")

    async def test_runs_beyond_the_picture(self, client: Client, painted: Json, mask: Json, uids: list[str]) -> None:
        large = marks(511, 511, 2, 1)

        response = await send(client, painted, stroke(mask, {uids[2]: large}), base=2)

        assert (response.status_code, response.json()["error"]) == (422, "ShapeOutsideImage")

    @pytest.mark.parametrize("uid", [None, "1.2.3"])
    async def test_pictures_of_other_images(self, client: Client, painted: Json, mask: Json, uid: str | None) -> None:
        response = await send(client, painted, stroke(mask, {uid: marks(0, 0, 1, 1)}), base=2)

        assert (response.status_code, response.json()["error"]) == (422, "NotOnThisSample")

    async def test_strokes_of_no_mask(
        self, client: Client, painted: Json, mask: Json, box: Json, uids: list[str]
    ) -> None:
        await send(client, painted, put(box), base=2)

        for unfit in (box, {**mask, "id": str(uuid4())}):
            response = await send(client, painted, stroke(unfit, {uids[0]: marks(0, 0, 1, 1)}), base=3)
            assert (response.status_code, response.json()["error"]) == (422, "NoSuchMask")

    async def test_a_picture_named_twice(self, client: Client, painted: Json, mask: Json, uids: list[str]) -> None:
        twice = stroke(mask, {uids[2]: marks(0, 0, 1, 1)})
        twice["slices"] *= 2

        response = await send(client, painted, twice, base=2)

        assert (response.status_code, response.json()["error"]) == (422, "InvalidRequest")

    async def test_a_mask_has_no_slice_of_its_own(
        self, client: Client, reading: Json, mask: Json, uids: list[str]
    ) -> None:
        response = await send(client, reading, put({**mask, "sop_instance_uid": uids[0]}))

        assert (response.status_code, response.json()["error"]) == (422, "NotOnThisSample")


class TestObjects:
    async def test_deleting_the_object_deletes_its_voxels(self, client: Client, painted: Json, mask: Json) -> None:
        await send(client, painted, delete(mask["id"]), base=2)

        assert (await masks_of(client, painted)).rasters == {}

    async def test_deleted_and_put_again_it_is_empty(
        self, client: Client, painted: Json, mask: Json, uids: list[str]
    ) -> None:
        fresh = stroke(mask, {uids[0]: marks(1, 1, 1, 1)})

        response = await send(client, painted, delete(mask["id"]), put(mask), fresh, base=2)

        assert response.status_code == 200, response.text
        assert (await masks_of(client, painted)).rasters == {(mask["id"], uids[0]): marks(1, 1, 1, 1)}

    async def test_another_comment_keeps_the_voxels(
        self, client: Client, painted: Json, mask: Json, work: UnitOfWork
    ) -> None:
        response = await send(client, painted, put({**mask, "comment": "spiculated"}), base=2)

        assert response.json()["examination"]["annotations"][0]["voxel_count"] == 16
        assert len((await masks_of(client, painted)).rasters) == 2

    async def test_what_becomes_a_shape_loses_them(self, client: Client, painted: Json, mask: Json, box: Json) -> None:
        await send(client, painted, put({**box, "id": mask["id"]}), base=2)
        await send(client, painted, put(mask), base=3)

        assert (await masks_of(client, painted)).rasters == {}

    async def test_putting_the_whole_reading_keeps_the_voxels_of_what_stays(
        self, client: Client, painted: Json, mask: Json
    ) -> None:
        response = await write(client, painted, base=2, annotations=[{**mask, "comment": "same"}])

        assert response.status_code == 200, response.text
        assert len((await masks_of(client, painted)).rasters) == 2


class TestHistory:
    @pytest.fixture
    async def changed(self, client: Client, painted: Json, mask: Json, uids: list[str]) -> Json:
        """Painted over, then deleted: versions 3 and 4."""
        over = stroke(
            mask,
            {uids[0]: marks(0, 0, 2, 2), uids[1]: raster()},
            {uids[0]: marks(10, 20, 4, 3), uids[1]: marks(12, 30, 2, 2)},
        )
        for base, operation in enumerate([over, delete(mask["id"])], start=2):
            assert (await send(client, painted, operation, base=base)).status_code == 200
        return painted

    async def test_tells_how_masks_were(self, client: Client, changed: Json, mask: Json, uids: list[str]) -> None:
        then = [(await masks_of(client, changed, version=version)).rasters for version in (1, 2, 3, 4)]

        assert then == [
            {},
            {(mask["id"], uids[0]): marks(10, 20, 4, 3), (mask["id"], uids[1]): marks(12, 30, 2, 2)},
            {(mask["id"], uids[0]): marks(0, 0, 2, 2)},
            {},
        ]
        earlier = await client.get(f"/api/v1/examinations/{changed['id']}/versions/3")
        assert earlier.json()["annotations"][0]["voxel_count"] == 4

    @pytest.mark.parametrize("alone", [True, False])
    async def test_restoring_paints_again(
        self, client: Client, changed: Json, mask: Json, uids: list[str], alone: bool
    ) -> None:
        body = {"base_version": 4, "version": 2, "object_id": mask["id"] if alone else None}

        response = await client.post(f"/api/v1/examinations/{changed['id']}/restore", json=body)

        assert response.status_code == 200, response.text
        assert len((await masks_of(client, changed)).rasters) == 2
        assert response.json()["annotations"][0]["voxel_count"] == 16

    async def test_restoring_changes_only_what_differs(
        self, client: Client, painted: Json, mask: Json, uids: list[str]
    ) -> None:
        await send(client, painted, state("done"), base=2)
        over = stroke(mask, {uids[0]: marks(0, 0, 2, 2)}, {uids[0]: marks(10, 20, 4, 3)})
        await send(client, painted, over, base=3)

        await client.post(f"/api/v1/examinations/{painted['id']}/restore", json={"base_version": 4, "version": 3})

        operations = (await client.get(f"/api/v1/examinations/{painted['id']}/operations?after=4")).json()["items"]
        assert [item["operation"]["kind"] for item in operations] == ["set_state", "paint_mask"]
        assert [item["sop_instance_uid"] for item in operations[1]["operation"]["slices"]] == [uids[0]]
        assert (await masks_of(client, painted)).rasters[mask["id"], uids[0]] == marks(10, 20, 4, 3)


class TestGetMasks:
    async def test_others_who_may_not_see_the_reading_are_told_nothing(
        self, client: Client, painted: Json, stranger: User
    ) -> None:
        sign_in(client, stranger)

        response = await client.get(f"/api/v1/examinations/{painted['id']}/masks")

        assert (response.status_code, response.json()["error"]) == (404, "ExaminationNotFound")

    async def test_a_version_that_never_was(self, client: Client, painted: Json) -> None:
        response = await client.get(f"/api/v1/examinations/{painted['id']}/masks?version=9")

        assert (response.status_code, response.json()["error"]) == (404, "VersionNotFound")
