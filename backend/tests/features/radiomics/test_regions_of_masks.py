"""What readers paint becomes regions with values, like what they draw."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.models.user import User
from backend.tests.factories.users import sign_in
from backend.tests.features.examinations.painted import Raster, marks, stroke
from backend.tests.features.radiomics.reading_room import Room

READINGS = {"origins": ["reading"]}


async def square(room: Room, side: int) -> Raster:
    (one, *_) = await room.slices()
    return marks(4, 4, side, 8, shape=(one.row_count or 0, one.column_count or 0))


async def paint(room: Room, reading: UUID, side: int) -> dict[str, Any]:
    """A mask with a square on each of three slices."""
    uids = [one.sop_instance_uid for one in await room.slices()][1:4]
    mask = await room.shape(0, {"kind": "mask"}) | {"sop_instance_uid": None}
    put = {"id": str(uuid4()), "kind": "put_annotation", "annotation": mask}
    done = {"id": str(uuid4()), "kind": "set_state", "state": "done"}
    await room.apply(reading, 0, [put, stroke(mask, dict.fromkeys(uids, await square(room, side))), done])
    return mask


class TestValues:
    async def test_a_mask_over_three_slices_gives_values(self, room: Room, annotator: User, lead: User) -> None:
        await paint(room, await room.begin(annotator), 8)
        sign_in(room.client, lead)

        run = await room.run(**READINGS)

        assert (run["done_count"], run["failed_count"], run["region_names"]) == (1, 0, ["Lesion"])
        table = await room.get(run["id"], "/features")
        values = dict(zip(table["columns"], table["items"][0]["values"], strict=True))
        assert values["original_shape_VoxelVolume"] == pytest.approx(8 * 8 * 3 * 3.0)

    async def test_painted_over_they_are_stale(self, room: Room, annotator: User, lead: User) -> None:
        reading = await room.begin(annotator)
        mask = await paint(room, reading, 8)
        sign_in(room.client, lead)
        run = await room.run(**READINGS)
        sign_in(room.client, annotator)
        uid = (await room.slices())[1].sop_instance_uid
        reopened = {"id": str(uuid4()), "kind": "set_state", "state": "open"}
        narrower = stroke(mask, {uid: await square(room, 6)}, {uid: await square(room, 8)})
        await room.apply(reading, 3, [reopened, narrower, reopened | {"id": str(uuid4()), "state": "done"}])
        sign_in(room.client, lead)

        assert (run["stale_count"], (await room.get(run["id"]))["stale_count"]) == (0, 1)
