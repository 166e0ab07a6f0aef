"""Labels are renamed, moved, archived and deleted while people read with them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation
from backend.models.annotation_operation import AnnotationOperation
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in


@dataclass
class Desk:
    """An annotator with a reading open."""

    client: Client
    reader: User
    reading: dict[str, Any]
    image_id: str
    sop_instance_uid: str

    def box(self, label: Label, *, object_id: str | None = None, x: float = 1) -> dict[str, Any]:
        annotation = {
            "id": object_id or str(uuid4()),
            "label_id": str(label.id),
            "image_id": self.image_id,
            "kind": "box",
            "sop_instance_uid": self.sop_instance_uid,
            "geometry": {"kind": "box", "x": x, "y": 1, "width": 2, "height": 2},
        }
        return {"id": str(uuid4()), "kind": "put_annotation", "annotation": annotation}

    async def send(self, *operations: dict[str, Any]) -> Any:
        """Save on top of what the reader has on the screen; the client calls as the reader."""
        sign_in(self.client, self.reader)
        response = await self.client.post(
            f"/api/v1/examinations/{self.reading['id']}/operations",
            json={"base_version": self.reading["version"], "operations": operations},
        )
        if response.status_code == 200:
            self.reading = response.json()["examination"]
        return response


@pytest.fixture
async def desk(
    client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, annotator: User
) -> Desk:
    series, instances = await create_series(work, organization)
    sample, image = await create_sample(work, sample_set, series_id=series.id)
    package = await create_package(work, sample_set, sample, assignee=annotator)
    sign_in(client, annotator)
    reading = (await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")).json()
    return Desk(client, annotator, reading, str(image.id), instances[0].sop_instance_uid)


@pytest.fixture
async def palette(work: UnitOfWork, sample_set: SampleSet) -> list[Label]:
    names = ("Nodule", "Mass", "Cyst")
    return [await create_label(work, sample_set, name=name, position=place) for place, name in enumerate(names, 1)]


async def change(client: Client, label: Label, **fields: Any) -> Any:
    return await client.patch(f"/api/v1/labels/{label.id}", json=fields)


class TestMoveLabel:
    @pytest.mark.parametrize(
        ("position", "order"),
        [(1, ["Cyst", "Nodule", "Mass"]), (2, ["Nodule", "Cyst", "Mass"]), (99, ["Nodule", "Mass", "Cyst"])],
    )
    async def test_the_others_close_up(
        self, client: Client, sample_set: SampleSet, palette: list[Label], lead: User, position: int, order: list[str]
    ) -> None:
        sign_in(client, lead)

        moved = (await change(client, palette[2], position=position)).json()

        listed = (await client.get(f"/api/v1/sets/{sample_set.id}/labels")).json()["items"]
        assert [(label["position"], label["name"]) for label in listed] == list(enumerate(order, 1))
        assert moved["position"] == min(position, 3)

    async def test_is_no_edit_of_the_others(
        self, client: Client, sample_set: SampleSet, palette: list[Label], lead: User
    ) -> None:
        sign_in(client, lead)

        await change(client, palette[2], position=1)

        listed = (await client.get(f"/api/v1/sets/{sample_set.id}/labels")).json()["items"]
        assert {label["name"]: label["version"] for label in listed} == {"Cyst": 2, "Nodule": 1, "Mass": 1}

    async def test_before_the_first_is_refused(self, client: Client, palette: list[Label], lead: User) -> None:
        sign_in(client, lead)

        assert (await change(client, palette[2], position=0)).status_code == 422


class TestUpdateLabel:
    async def test_a_stale_edit_is_refused(self, client: Client, palette: list[Label], lead: User) -> None:
        sign_in(client, lead)
        address = f"/api/v1/labels/{palette[0].id}"
        first = await client.patch(address, json={"name": "Lump"}, headers={"If-Match": '"1"'})

        second = await client.patch(address, json={"name": "Bump"}, headers={"If-Match": '"1"'})

        assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
        assert (second.status_code, second.json()["error"]) == (412, "StaleVersion")

    async def test_a_description_can_be_taken_back(self, client: Client, palette: list[Label], lead: User) -> None:
        sign_in(client, lead)
        await change(client, palette[0], description="Round")

        assert (await change(client, palette[0], description=None)).json()["description"] is None


class TestArchiveLabel:
    async def test_objects_keep_it_and_may_be_moved(
        self, desk: Desk, client: Client, palette: list[Label], lead: User
    ) -> None:
        stroke = desk.box(palette[0])
        await desk.send(stroke)
        sign_in(client, lead)
        assert (await change(client, palette[0], is_archived=True)).json()["archived_at"] is not None

        moved = await desk.send(desk.box(palette[0], object_id=stroke["annotation"]["id"], x=5))

        assert moved.status_code == 200, moved.text
        assert moved.json()["examination"]["annotations"][0]["geometry"]["x"] == 5

    async def test_no_new_object_gets_it(self, desk: Desk, client: Client, palette: list[Label], lead: User) -> None:
        stroke = desk.box(palette[1])
        await desk.send(stroke)
        sign_in(client, lead)
        await change(client, palette[0], is_archived=True)

        drawn = await desk.send(desk.box(palette[0]))
        relabelled = await desk.send(desk.box(palette[0], object_id=stroke["annotation"]["id"]))

        for answer in (drawn, relabelled):
            assert (answer.status_code, answer.json()["error"]) == (422, "LabelArchived")

    async def test_is_undone(self, desk: Desk, client: Client, palette: list[Label], lead: User) -> None:
        sign_in(client, lead)
        await change(client, palette[0], is_archived=True)
        await change(client, palette[0], is_archived=False)

        assert (await desk.send(desk.box(palette[0]))).status_code == 200


class TestDeleteLabelInUse:
    async def test_is_refused_and_told_how_much_uses_it(
        self, desk: Desk, client: Client, palette: list[Label], lead: User
    ) -> None:
        await desk.send(desk.box(palette[0]), desk.box(palette[0]), desk.box(palette[1]))
        sign_in(client, lead)

        refused = await client.delete(f"/api/v1/labels/{palette[0].id}")
        contents = (await client.get(f"/api/v1/labels/{palette[0].id}/contents")).json()

        assert (refused.status_code, refused.json()["error"]) == (409, "LabelInUse")
        assert refused.json()["detail"].startswith("2 objects")
        assert contents == {"objects": 2, "readings": 1}

    async def test_a_reader_may_neither_ask_nor_delete(
        self, desk: Desk, client: Client, palette: list[Label], annotator: User
    ) -> None:
        sign_in(client, annotator)
        address = f"/api/v1/labels/{palette[0].id}"

        assert (await client.get(f"{address}/contents")).status_code == 403
        assert (await client.delete(address, params={"with_objects": True})).status_code == 403

    async def test_with_its_objects_writes_the_journals(
        self, desk: Desk, client: Client, work: UnitOfWork, palette: list[Label], lead: User
    ) -> None:
        await desk.send(desk.box(palette[0]), desk.box(palette[0]), desk.box(palette[1]))
        gone = [item["id"] for item in desk.reading["annotations"] if item["label_id"] == str(palette[0].id)]
        sign_in(client, lead)

        deleted = await client.delete(f"/api/v1/labels/{palette[0].id}", params={"with_objects": True})

        assert deleted.status_code == 204, deleted.text
        (left,) = (await work.db.scalars(select(Annotation))).all()
        assert left.label_id == palette[1].id
        journal = (
            await work.db.scalars(
                select(AnnotationOperation)
                .where(AnnotationOperation.examination_id == UUID(desk.reading["id"]))
                .order_by(AnnotationOperation.sequence_number)
            )
        ).all()
        assert [row.sequence_number for row in journal] == [1, 2, 3, 4, 5]
        assert {(row.kind, row.actor_id) for row in journal[3:]} == {("delete_annotation", lead.id)}
        assert sorted(row.payload["annotation_id"] for row in journal[3:]) == sorted(gone)

    async def test_the_reader_is_told_at_the_next_save_and_goes_on(
        self, desk: Desk, client: Client, palette: list[Label], lead: User
    ) -> None:
        await desk.send(desk.box(palette[0]), desk.box(palette[1]))
        sign_in(client, lead)
        await client.delete(f"/api/v1/labels/{palette[0].id}", params={"with_objects": True})
        stroke = desk.box(palette[1])

        refused = await desk.send(stroke)
        desk.reading = refused.json()["examination"]
        accepted = await desk.send(stroke)

        assert (refused.status_code, refused.json()["error"], refused.json()["acknowledged"]) == (
            409,
            "ExaminationChanged",
            [],
        )
        assert [item["label_id"] for item in refused.json()["examination"]["annotations"]] == [str(palette[1].id)]
        assert accepted.status_code == 200
        assert accepted.json()["examination"]["version"] == 4
