"""Windows of one reader, and a save sent twice, on a database that commits: none is lost, none counts twice."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from backend.core.database import Database
from backend.core.permissions import GroupRole
from backend.core.queue import RememberingQueue
from backend.core.work import begin_reading, begin_work
from backend.models.annotation_operation import AnnotationOperation
from backend.models.organization import Organization
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.examinations.operations import put, send

WINDOWS = 8
Drawing = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture
async def drawing(committing_database: Database, client: Client) -> Drawing:
    """A reading just begun and a box for it; the client calls as its reader."""
    async with begin_work(committing_database, RememberingQueue()) as work:
        organization = (await work.db.scalars(select(Organization))).one()
        group = await create_group(work, organization)
        reader = await join(work, group, await create_user(work), GroupRole.ANNOTATOR)
        sample_set = await create_set(work, group)
        label = await create_label(work, sample_set)
        file = await create_file(work, organization, media_type="image/png", pixel_width=64, pixel_height=64)
        sample, image = await create_sample(work, sample_set, file_id=file.id)
        await create_package(work, sample_set, sample, assignee=reader)
        examination = await create_examination(work, sample, reader)
    sign_in(client, reader)
    box = {
        "id": str(uuid4()),
        "label_id": str(label.id),
        "image_id": str(image.id),
        "kind": "box",
        "geometry": {"kind": "box", "x": 1, "y": 1, "width": 5, "height": 5},
    }
    return {"id": str(examination.id)}, box


async def journal(database: Database, reading: dict[str, Any]) -> list[tuple[int, UUID]]:
    async with begin_reading(database) as work:
        rows = await work.db.execute(
            select(AnnotationOperation.sequence_number, AnnotationOperation.id)
            .where(AnnotationOperation.examination_id == UUID(reading["id"]))
            .order_by(AnnotationOperation.sequence_number)
        )
        return [(number, key) for number, key in rows]


async def test_a_save_sent_many_times_at_once_counts_once(
    client: Client, committing_database: Database, drawing: Drawing
) -> None:
    reading, box = drawing
    operations = [put(box | {"id": str(uuid4())}) for _ in range(5)]

    answers = await asyncio.gather(*(send(client, reading, *operations) for _ in range(WINDOWS)))

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["examination"]["version"] for answer in answers} == {5}
    expected = [(number, UUID(operation["id"])) for number, operation in enumerate(operations, start=1)]
    assert await journal(committing_database, reading) == expected


async def test_of_windows_on_one_version_one_is_kept_and_the_others_learn_its_state(
    client: Client, committing_database: Database, drawing: Drawing
) -> None:
    reading, box = drawing
    boxes = [box | {"id": str(uuid4())} for _ in range(WINDOWS)]

    answers: list[httpx.Response] = await asyncio.gather(*(send(client, reading, put(each)) for each in boxes))

    kept = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 409]
    assert (len(kept), len(refused)) == (1, WINDOWS - 1)
    assert [answer.json()["examination"] for answer in refused] == [kept[0].json()["examination"]] * (WINDOWS - 1)
    assert len(await journal(committing_database, reading)) == 1


async def test_windows_that_merge_and_send_again_all_get_through(
    client: Client, committing_database: Database, drawing: Drawing
) -> None:
    reading, box = drawing

    async def draw_until_kept() -> dict[str, Any]:
        operation, base = put(box | {"id": str(uuid4())}), 0
        while True:
            answer = await send(client, reading, operation, base=base)
            if answer.status_code == 200:
                kept: dict[str, Any] = operation
                return kept
            base = answer.json()["examination"]["version"]

    drawn = await asyncio.gather(*(draw_until_kept() for _ in range(WINDOWS)))

    seen = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()
    assert {item["id"] for item in seen["annotations"]} == {operation["annotation"]["id"] for operation in drawn}
    assert [number for number, _ in await journal(committing_database, reading)] == list(range(1, WINDOWS + 1))
