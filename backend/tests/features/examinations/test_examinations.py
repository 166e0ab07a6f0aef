from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination, ExaminationState
from backend.models.group import Group
from backend.models.instance import Instance
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet, Task
from backend.models.user import User
from backend.tests.factories.images import create_sample
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.examinations.operations import delete, flags, put, send, state


class TestOpenExamination:
    async def test_anonymous_is_refused(self, client: Client, package: Package, sample: Sample) -> None:
        response = await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")

        assert response.status_code == 401

    async def test_a_stranger_learns_nothing(
        self, client: Client, package: Package, sample: Sample, stranger: User
    ) -> None:
        sign_in(client, stranger)

        response = await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")

        assert response.status_code == 404

    async def test_the_lead_does_not_read_for_others(
        self, client: Client, package: Package, sample: Sample, lead: User
    ) -> None:
        sign_in(client, lead)

        response = await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")

        assert response.json()["error"] == "NotAssignee"

    async def test_a_sample_of_another_package_is_not_found(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        package: Package,
        annotator: User,
        slices: list[Instance],
    ) -> None:
        other, _ = await create_sample(work, sample_set, series_id=slices[0].series_id, position=2)
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/packages/{package.id}/samples/{other.id}/examination")

        assert response.json()["error"] == "NotInPackage"

    async def test_is_the_same_the_second_time(
        self, client: Client, reading: dict[str, Any], package: Package, sample: Sample
    ) -> None:
        again = await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")

        assert again.json()["id"] == reading["id"]


class TestSeeExamination:
    async def test_other_readers_do_not(
        self, client: Client, reading: dict[str, Any], work: UnitOfWork, group: Group, viewer: User
    ) -> None:
        sign_in(client, viewer)

        assert (await client.get(f"/api/v1/examinations/{reading['id']}")).status_code == 404

    async def test_reviewers_do(self, client: Client, reading: dict[str, Any], reviewer: User) -> None:
        sign_in(client, reviewer)

        assert (await client.get(f"/api/v1/examinations/{reading['id']}")).status_code == 200

    async def test_reviewers_do_not_write(
        self, client: Client, reading: dict[str, Any], reviewer: User, box: dict[str, Any]
    ) -> None:
        sign_in(client, reviewer)

        refused = await send(client, reading, put(box))

        assert (refused.status_code, refused.json()["error"]) == (403, "NotAssignee")


class TestApplyOperations:
    async def test_a_box_is_kept_as_drawn(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        response = await send(client, reading, put(box))

        assert response.status_code == 200, response.text
        (kept,) = response.json()["examination"]["annotations"]
        assert kept["geometry"] == box["geometry"]
        row = (await work.db.scalars(select(Annotation))).one()
        assert (row.box_x, row.box_y, row.box_width, row.box_height) == (10, 20, 10, 10)

    async def test_a_polygon_has_its_bounding_box_in_sql(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        points = [{"x": 1.5, "y": 2}, {"x": 5, "y": 2.25}, {"x": 3, "y": 9}]

        await send(client, reading, put(box | {"kind": "polygon", "geometry": {"kind": "polygon", "points": points}}))

        row = (await work.db.scalars(select(Annotation))).one()
        assert (row.box_x, row.box_y, row.box_width, row.box_height) == (1.5, 2, 3.5, 7)

    async def test_repeated_it_changes_nothing(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        operation = put(box)
        first = await send(client, reading, operation)

        second = await send(client, reading, operation)

        assert second.status_code == 200
        assert second.json()["examination"]["version"] == first.json()["examination"]["version"] == 1
        assert second.json()["acknowledged"] == [operation["id"]]
        assert len((await work.db.scalars(select(AnnotationOperation))).all()) == 1

    async def test_the_same_operation_twice_in_a_batch_counts_once(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        operation = put(box)

        assert (await send(client, reading, operation, operation)).json()["examination"]["version"] == 1

    async def test_another_window_was_quicker(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box))

        response = await send(client, reading, flags(tentative=True), base=0)

        assert response.status_code == 409
        assert response.json()["error"] == "ExaminationChanged"
        assert response.json()["examination"]["version"] == 1

    async def test_a_delete_takes_the_object_and_keeps_the_journal(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        response = await send(client, reading, put(box), delete(box["id"]))

        assert response.json()["examination"]["annotations"] == []
        kinds = (
            await work.db.scalars(select(AnnotationOperation.kind).order_by(AnnotationOperation.sequence_number))
        ).all()
        assert list(kinds) == ["put_annotation", "delete_annotation"]

    async def test_an_object_deleted_and_drawn_again_is_there(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        response = await send(client, reading, put(box), delete(box["id"]), put(box))

        assert [item["id"] for item in response.json()["examination"]["annotations"]] == [box["id"]]

    async def test_a_kept_object_can_be_deleted_and_drawn_again_at_once(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box))
        moved = box | {"geometry": box["geometry"] | {"x": 30}}

        response = await send(client, reading, delete(box["id"]), put(moved), base=1)

        assert [item["geometry"]["x"] for item in response.json()["examination"]["annotations"]] == [30]
        assert [row.box_x for row in (await work.db.scalars(select(Annotation))).all()] == [30]

    async def test_the_last_of_several_strokes_of_a_batch_counts(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        strokes = [put(box | {"geometry": box["geometry"] | {"x": x}}) for x in (1, 2, 3)]

        response = await send(client, reading, *strokes)

        assert response.json()["examination"]["version"] == 3
        assert [row.box_x for row in (await work.db.scalars(select(Annotation))).all()] == [3]

    async def test_tentative_can_be_cleared(self, client: Client, reading: dict[str, Any]) -> None:
        response = await send(client, reading, flags(tentative=True), flags(tentative=False))

        assert response.json()["examination"]["tentative"] is False


class TestRules:
    async def test_a_label_of_another_set_is_refused(
        self, client: Client, work: UnitOfWork, group: Group, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        foreign = await create_label(work, await create_set(work, group))

        response = await send(client, reading, put(box | {"label_id": str(foreign.id)}))

        assert response.status_code == 422
        assert response.json()["error"] == "LabelOfAnotherSet"

    async def test_one_wrong_operation_keeps_nothing_of_the_batch(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        wrong = put(box | {"label_id": str(uuid4())})

        response = await send(client, reading, flags(tentative=True), wrong)

        assert response.json()["operation_id"] == wrong["id"]
        after = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()
        assert (after["version"], after["tentative"]) == (0, False)

    async def test_a_classification_has_no_boxes(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        sample_set.task = Task.CLASSIFICATION
        await work.flush()

        assert (await send(client, reading, put(box))).json()["error"] == "KindNotInTask"

    @pytest.mark.parametrize(
        "change",
        [
            {"sop_instance_uid": "1.2.3"},
            {"sop_instance_uid": None},
            {"frame": 2},
            {"image_id": "00000000-0000-0000-0000-000000000000"},
        ],
    )
    async def test_it_must_lie_on_the_sample(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any], change: dict[str, Any]
    ) -> None:
        assert (await send(client, reading, put(box | change))).json()["error"] == "NotOnThisSample"

    async def test_it_must_lie_on_the_image(self, client: Client, reading: dict[str, Any], box: dict[str, Any]) -> None:
        outside = {"kind": "box", "x": 512, "y": 0, "width": 5, "height": 5}

        assert (await send(client, reading, put(box | {"geometry": outside}))).json()["error"] == "ShapeOutsideImage"

    @pytest.mark.parametrize(
        "geometry",
        [
            {"kind": "box", "x": 0, "y": 0, "width": 0, "height": 5},
            {"kind": "box", "x": 0, "y": 0, "width": -1, "height": 5},
            {"kind": "box", "x": 1e9, "y": 0, "width": 1, "height": 5},
            {"kind": "polygon", "points": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
            {"kind": "image_label"},
        ],
    )
    async def test_a_shape_must_be_one(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any], geometry: dict[str, Any]
    ) -> None:
        assert (await send(client, reading, put(box | {"geometry": geometry}))).status_code == 422

    async def test_no_finding_contradicts_objects(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        response = await send(client, reading, put(box), flags(no_finding=True))

        assert response.json()["error"] == "ObjectsContradictNoFinding"

    async def test_drawing_takes_no_finding_back(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        response = await send(client, reading, flags(no_finding=True), put(box))

        assert response.json()["examination"]["no_finding"] is False

    async def test_done_needs_something_read(self, client: Client, reading: dict[str, Any]) -> None:
        assert (await send(client, reading, state("done"))).json()["error"] == "NothingRead"

    @pytest.mark.parametrize("said", [{"no_finding": True}, {"bad_quality": True}])
    async def test_an_image_without_findings_can_be_done(
        self, client: Client, package: Package, reading: dict[str, Any], said: dict[str, bool]
    ) -> None:
        response = await send(client, reading, flags(**said), state("done"))

        assert response.json()["examination"]["state"] == "done"
        assert (await client.get(f"/api/v1/packages/{package.id}")).json()["status"] == "done"

    async def test_what_is_done_is_not_emptied(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box), state("done"))
        emptying, after = delete(box["id"]), flags(tentative=True)

        refused = await send(client, reading, flags(comment="a"), emptying, after, base=2)

        assert refused.status_code == 422
        assert (refused.json()["error"], refused.json()["operation_id"]) == ("NothingRead", emptying["id"])
        kept = (await client.get(f"/api/v1/examinations/{reading['id']}")).json()
        assert (len(kept["annotations"]), kept["state"], kept["version"]) == (1, "done", 2)

    @pytest.mark.parametrize("said", ["no_finding", "bad_quality"])
    async def test_what_is_done_is_not_taken_back(self, client: Client, reading: dict[str, Any], said: str) -> None:
        await send(client, reading, flags(**{said: True}), state("done"))

        refused = await send(client, reading, flags(**{said: False}), base=2)

        assert refused.json()["error"] == "NothingRead"

    async def test_what_is_done_may_say_something_else(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box), state("done"))

        response = await send(client, reading, delete(box["id"]), flags(no_finding=True), base=2)

        answer = response.json()["examination"]
        assert (answer["annotations"], answer["no_finding"], answer["state"]) == ([], True, "done")

    async def test_what_is_done_is_opened_and_undone(
        self, client: Client, reading: dict[str, Any], box: dict[str, Any]
    ) -> None:
        await send(client, reading, put(box), state("done"))

        undone = await send(client, reading, state("open"), delete(box["id"]), base=2)

        assert (undone.status_code, undone.json()["examination"]["annotations"]) == (200, [])

    async def test_what_had_been_emptied_before_can_still_be_changed(
        self, client: Client, work: UnitOfWork, reading: dict[str, Any]
    ) -> None:
        await work.db.execute(update(Examination).values(state=ExaminationState.DONE))

        assert (await send(client, reading, flags(tentative=True))).status_code == 200
