import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pydicom
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.annotation_imports.filing import Filing
from backend.features.annotation_imports.places import places_of
from backend.features.annotation_imports.words import Words
from backend.imaging.exchange.incoming import IncomingObject
from backend.models.annotation import Annotation, AnnotationOrigin
from backend.models.annotation_import import AnnotationImport
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.label import Label
from backend.models.mask import Mask
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.user import User
from backend.tests.factories.readings import create_annotation, create_examination
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.exports.conftest import ReadSet, caller_of
from backend.tests.features.exports.test_exports import fetched, written
from backend.tests.features.ingest.deliveries import deliver, run_jobs, stored_keys
from backend.tests.features.ingest.pocket import pocket_ct

PHOTO = {"id": 1, "file_name": "jane doe.png", "width": 100, "height": 80}
BOX = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10.5, 20, 30, 40]}


def coco(*annotations: Any, name: str = "=Nodule") -> bytes:
    found = {"images": [PHOTO], "categories": [{"id": 1, "name": name}], "annotations": list(annotations)}
    return json.dumps(found).encode()


async def send(client: Client, read_set: ReadSet, content: bytes, **query: Any) -> Any:
    address = f"/api/v1/sets/{read_set.sample_set.id}/annotation-imports"
    return await client.post(address, content=content, params={"file_name": "a.json", **query})


async def brought(client: Client, app: FastAPI, read_set: ReadSet, content: bytes, **query: Any) -> dict[str, Any]:
    """An import that its job has read."""
    response = await send(client, read_set, content, **query)
    assert response.status_code == 202, response.text
    await run_jobs(app)
    found: dict[str, Any] = (await client.get(f"/api/v1/annotation-imports/{response.json()['id']}")).json()
    assert found["state"] == "done", found["message"]
    return found


async def imported(work: UnitOfWork) -> list[tuple[Examination, list[Annotation]]]:
    kinds = select(Examination).where(Examination.kind == ExaminationKind.IMPORTED).order_by(Examination.turn)
    found = []
    for one in (await work.db.scalars(kinds.execution_options(populate_existing=True))).all():
        drawn = select(Annotation).where(Annotation.examination_id == one.id).order_by(Annotation.id)
        found.append((one, list((await work.db.scalars(drawn)).all())))
    return found


class TestCreateAnnotationImport:
    async def test_a_reader_may_not(self, client: Client, read_set: ReadSet) -> None:
        sign_in(client, read_set.reader)

        assert (await send(client, read_set, coco())).status_code == 403

    async def test_a_stranger_does_not_learn_of_the_set(
        self, client: Client, work: UnitOfWork, read_set: ReadSet
    ) -> None:
        sign_in(client, await create_user(work))

        response = await send(client, read_set, coco())

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_an_empty_file_is_refused_and_leaves_nothing(
        self, client: Client, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)

        response = await send(client, read_set, b"")

        assert (response.status_code, response.json()["error"]) == (422, "NothingSent")
        assert stored_keys(storage, "incoming") == []

    async def test_objects_stand_in_a_reading_of_their_own(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)

        found = await brought(client, app, read_set, coco(BOX | {"attributes": {"isocenter:reader": "Dr. Other"}}))

        assert (found["report"]["readings"], found["report"]["objects"]) == (1, 1)
        ((reading, (drawn,)),) = await imported(work)
        assert (reading.reader_id, reading.author, reading.state) == (lead.id, "Dr. Other", ExaminationState.DONE)
        assert reading.sample_id == read_set.photo.id
        assert drawn.geometry == {"kind": "box", "x": 10.5, "y": 20, "width": 30, "height": 40}
        assert (drawn.label_id, drawn.origin) == (read_set.label.id, AnnotationOrigin.IMPORTED)
        assert stored_keys(storage, f"{read_set.sample_set.organization_id}/annotation-imports") == []

    async def test_readings_of_persons_are_left_as_they_are(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        persons = select(Examination.id, Examination.version).where(Examination.kind == ExaminationKind.READING)
        before = (await work.db.execute(persons)).all()
        sign_in(client, lead)

        await brought(client, app, read_set, coco(BOX))
        await brought(client, app, read_set, coco(BOX))

        assert (await work.db.execute(persons)).all() == before
        assert [reading.turn for reading, _ in await imported(work)] == [1, 2]

    async def test_what_does_not_fit_is_told_object_by_object(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        elsewhere = BOX | {"id": 2, "bbox": [500, 500, 10, 10]}
        huge = BOX | {"id": 3, "bbox": [0, 0, 1e9, 10]}
        nameless = BOX | {"id": 4, "image_id": 7}

        found = await brought(client, app, read_set, coco(BOX, elsewhere, huge, nameless))

        (file,) = found["report"]["files"]
        assert (file["kind"], file["objects"], file["refused_count"]) == ("coco", 1, 3)
        assert {(one["item"], one["error"]) for one in file["refused"]} == {
            ("annotation 2", "ShapeOutsideImage"),
            ("annotation 3", "ObjectUnfit"),
            ("annotation 4", "PlaceMissing"),
        }

    async def test_labels_are_made_where_that_is_asked_for(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)

        refused = await brought(client, app, read_set, coco(BOX, name="Polyp"))
        made = await brought(client, app, read_set, coco(BOX, name="Polyp"), create_labels=True)

        assert refused["report"]["files"][0]["refused"][0]["error"] == "LabelUnknown"
        assert made["report"]["labels_created"] == ["Polyp"]
        assert await work.db.scalar(select(func.count()).select_from(Label).where(Label.name == "Polyp")) == 1

    async def test_what_is_no_file_of_annotations_is_told(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("good.json", coco(BOX))
            file.writestr("notes.txt", "hello")

        found = await brought(client, app, read_set, archive.getvalue(), file_name="a.zip")

        by_name = {file["name"]: file for file in found["report"]["files"]}
        assert by_name["good.json"]["objects"] == 1
        assert (by_name["notes.txt"]["kind"], by_name["notes.txt"]["refused_count"]) == (None, 1)

    async def test_a_job_that_is_begun_twice_brings_nothing_twice(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        await send(client, read_set, coco(BOX))
        (row,) = (await work.db.scalars(select(AnnotationImport))).all()
        filing = Filing(work, read_set.sample_set, row.id, await caller_of(work, lead))
        shape = {"kind": "box", "x": 1, "y": 1, "width": 2, "height": 2}
        drawn = IncomingObject("annotation 1", "=Nodule", shape, file_name="jane doe.png")
        image = (await places_of(work, read_set.sample_set.id)).of(drawn)
        await filing.file(image.sample_id, None, [(drawn, image, Words([read_set.label]).of(drawn))])

        await run_jobs(app)

        assert len(await imported(work)) == 1


class TestTakingOver:
    async def test_a_reader_sees_it_and_makes_it_their_own(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        await brought(client, app, read_set, coco(BOX))
        sign_in(client, read_set.reader)
        listed = (
            await client.get(f"/api/v1/sets/{read_set.sample_set.id}/samples/{read_set.photo.id}/examinations")
        ).json()["items"]
        source = next(item for item in listed if item["kind"] == "imported")
        own = next(item for item in listed if item["kind"] == "reading")
        written_ = {key: source["annotations"][0][key] for key in ("label_id", "image_id", "kind", "geometry")}

        response = await client.post(
            f"/api/v1/examinations/{own['id']}/operations",
            json={
                "base_version": own["version"],
                "operations": [
                    {
                        "id": "0190d2a0-0000-7000-8000-000000000001",
                        "kind": "put_annotation",
                        "origin": "imported",
                        "annotation": {"id": "0190d2a0-0000-7000-8000-000000000002", **written_},
                    }
                ],
            },
        )

        assert response.status_code == 200, response.text
        taken = response.json()["examination"]["annotations"][-1]
        assert (taken["origin"], taken["geometry"]) == ("imported", source["annotations"][0]["geometry"])
        assert len(await imported(work)) == 1


class TestRoundTrip:
    @pytest.mark.parametrize("key", ["coco", "seg", "sr", "rtstruct", "nifti"])
    async def test_what_is_exported_comes_back_as_it_was(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        read_set: ReadSet,
        lead: User,
        tmp_path: Path,
        key: str,
    ) -> None:
        """Of two readers, one of whom has drawn shapes of two labels that overlap."""
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        await deliver(client, app, ct.images, read_set.sample_set.id)
        sample = (await work.db.scalars(select(Sample).order_by(Sample.position.desc()).limit(1))).one()
        image = (await work.db.scalars(select(SampleImage).where(SampleImage.sample_id == sample.id))).one()
        vessel = await create_label(work, read_set.sample_set, name="Vessel", position=2)
        uid = str(pydicom.dcmread(ct.paths[1]).SOPInstanceUID)
        sent: list[tuple[Examination, Annotation]] = []
        for reader, label, x in (
            (read_set.reader, read_set.label, 2.0),
            (read_set.reader, vessel, 4.0),
            (read_set.other, vessel, 6.0),
        ):
            examination = next((one for one, _ in sent if one.reader_id == reader.id), None)
            examination = examination or await create_examination(work, sample, reader)
            drawn = await create_annotation(work, examination, image, label)
            drawn.sop_instance_uid = uid
            drawn.geometry = {"kind": "box", "x": x, "y": 3.0, "width": 5.0, "height": 4.0}
            sent.append((examination, drawn))
        await work.flush()
        export = await written(client, app, read_set, format=key, whose="all", names=True)

        found = await brought(client, app, read_set, await fetched(client, export), file_name=export["file_name"])

        assert sum(file["refused_count"] for file in found["report"]["files"]) == 0, found["report"]
        names = {read_set.reader.id: "Ada Reader", read_set.other.id: "Ben Other"}
        expected = {(names[one.reader_id], drawn.label_id, uid, _corners(drawn.geometry)) for one, drawn in sent}
        back = [(one.author, drawn) for one, objects in await imported(work) for drawn in objects]
        painted = {mask.annotation_id: mask.sop_instance_uid for mask in await work.db.scalars(select(Mask))}
        assert {
            (author, drawn.label_id, drawn.sop_instance_uid or painted[drawn.id], _lies(drawn))
            for author, drawn in back
            if drawn.sample_image_id == image.id
        } == expected


def _lies(drawn: Annotation) -> tuple[float, ...]:
    return tuple(round(side or 0.0, 6) for side in (drawn.box_x, drawn.box_y, drawn.box_width, drawn.box_height))


def _corners(geometry: dict[str, Any]) -> tuple[float, ...]:
    """Contours in millimetres come back to a millionth of a pixel."""
    return tuple(round(geometry[name], 6) for name in ("x", "y", "width", "height"))
