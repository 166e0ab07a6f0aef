import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pydicom
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.queue import RememberingQueue
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.exports.cleaning import drop_expired_exports
from backend.imaging.exchange.document import from_json
from backend.imaging.exchange.formats import FORMATS
from backend.models.export import Export
from backend.models.job import JobState
from backend.models.membership import Membership
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.user import User
from backend.tests.factories.readings import create_annotation, create_examination
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.exports.conftest import ReadSet, read_by
from backend.tests.features.ingest.deliveries import deliver, run_jobs
from backend.tests.features.ingest.pocket import PocketCt, pocket_ct


async def ask(client: Client, read_set: ReadSet, **body: Any) -> dict[str, Any]:
    response = await client.post(f"/api/v1/sets/{read_set.sample_set.id}/exports", json={"format": "json", **body})
    assert response.status_code == 202, response.text
    asked: dict[str, Any] = response.json()
    return asked


async def written(client: Client, app: FastAPI, read_set: ReadSet, **body: Any) -> dict[str, Any]:
    """An export that its job has written."""
    asked = await ask(client, read_set, **body)
    await run_jobs(app)
    found: dict[str, Any] = (await client.get(f"/api/v1/exports/{asked['id']}")).json()
    return found


async def fetched(client: Client, export: dict[str, Any]) -> bytes:
    response = await client.get(f"/api/v1/exports/{export['id']}/file")
    assert response.status_code == 200, response.text
    return response.content


class TestListExportFormats:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get("/api/v1/export-formats")).status_code == 401

    async def test_tells_what_each_cannot_carry(self, client: Client, lead: User) -> None:
        sign_in(client, lead)

        formats = (await client.get("/api/v1/export-formats")).json()

        assert [item["key"] for item in formats] == list(FORMATS)
        assert formats[0] == {**formats[0], "key": "json", "limits": []}


class TestPlanExport:
    async def plan(self, client: Client, read_set: ReadSet, **body: Any) -> Any:
        return await client.post(f"/api/v1/sets/{read_set.sample_set.id}/export-plans", json={"format": "coco", **body})

    async def test_a_stranger_does_not_learn_of_the_set(
        self, client: Client, work: UnitOfWork, read_set: ReadSet
    ) -> None:
        sign_in(client, await create_user(work))

        response = await self.plan(client, read_set)

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_who_is_blind_may_not_ask_for_all(self, client: Client, read_set: ReadSet) -> None:
        sign_in(client, read_set.reader)

        response = await self.plan(client, read_set, whose="all")

        assert (response.status_code, response.json()["error"]) == (403, "BlindInSet")

    async def test_says_how_much_is_unread_and_half_read(
        self, client: Client, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        await read_by(work, read_set, read_set.other, done=False)
        sign_in(client, lead)

        plan = (await self.plan(client, read_set, whose="all")).json()

        assert (plan["samples"], plan["samples_unread"]) == (2, 1)
        assert (plan["readings"], plan["readings_open"], plan["objects"]) == (2, 1, 2)

    async def test_says_what_the_format_cannot_carry(self, client: Client, read_set: ReadSet, lead: User) -> None:
        sign_in(client, lead)

        plan = (await self.plan(client, read_set, format="csv_wide", whose="all")).json()

        assert [(loss["trait"], loss["level"], loss["count"]) for loss in plan["losses"]] == [("box", "changed", 1)]
        assert plan["losses"][0]["message"] == "Boxes (1): counted, their places left out."

    async def test_an_unknown_format_is_refused(self, client: Client, read_set: ReadSet, lead: User) -> None:
        sign_in(client, lead)

        assert (await self.plan(client, read_set, format="excel")).status_code == 422


class TestCreateExport:
    async def test_who_is_blind_may_not_ask_for_all(self, client: Client, read_set: ReadSet) -> None:
        sign_in(client, read_set.reader)

        response = await client.post(
            f"/api/v1/sets/{read_set.sample_set.id}/exports", json={"format": "json", "whose": "all"}
        )

        assert (response.status_code, response.json()["error"]) == (403, "BlindInSet")

    async def test_a_reader_gets_their_own_and_nothing_of_others(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet
    ) -> None:
        await read_by(work, read_set, read_set.other)
        sign_in(client, read_set.reader)

        export = await written(client, app, read_set)

        document = from_json(await fetched(client, export))
        assert len(document.readings) == 1
        assert export["summary"]["readings"] == 1
        assert export["state"] == "done"

    async def test_a_half_read_set_exports_what_there_is_and_says_so(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        await read_by(work, read_set, read_set.other, done=False)
        sign_in(client, lead)

        export = await written(client, app, read_set, format="coco", whose="all")

        assert export["summary"] == {**export["summary"], "samples_unread": 1, "readings_open": 1, "objects": 2}
        assert len(json.loads(await fetched(client, export))["annotations"]) == 2

    async def test_csv_holds_no_formulas(self, client: Client, app: FastAPI, read_set: ReadSet, lead: User) -> None:
        sign_in(client, lead)

        export = await written(client, app, read_set, format="csv_long", whose="all", names=True)

        content = (await fetched(client, export)).decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(content))
        assert row["label"] == "'=Nodule"
        assert (row["reader"], row["x"], row["width"]) == ("Ada Reader", "1", "2")

    async def test_names_file_and_hash(self, client: Client, app: FastAPI, read_set: ReadSet, lead: User) -> None:
        sign_in(client, lead)

        export = await written(client, app, read_set, whose="all")
        response = await client.get(f"/api/v1/exports/{export['id']}/file")

        assert response.headers["Content-Disposition"] == 'attachment; filename="Nodules-json.json"'
        assert int(response.headers["Content-Length"]) == export["size_bytes"] == len(response.content)
        assert response.headers["X-Content-Type-Options"] == "nosniff"


class TestRights:
    async def test_somebody_elses_export_is_not_there(
        self, client: Client, app: FastAPI, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, read_set.reader)
        export = await written(client, app, read_set)
        sign_in(client, lead)

        answers = [await client.get(f"/api/v1/exports/{export['id']}{end}") for end in ("", "/file")]

        assert [answer.status_code for answer in answers] == [404, 404]

    async def test_who_has_left_the_group_fetches_nothing(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet
    ) -> None:
        sign_in(client, read_set.reader)
        export = await written(client, app, read_set)
        membership = await work.db.scalar(select(Membership).where(Membership.user_id == read_set.reader.id))
        await work.db.delete(membership)
        await work.flush()

        assert (await client.get(f"/api/v1/exports/{export['id']}/file")).status_code == 404

    async def test_who_has_become_blind_fetches_nothing(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        export = await written(client, app, read_set, whose="all")
        await read_by(work, read_set, lead)

        response = await client.get(f"/api/v1/exports/{export['id']}/file")

        assert (response.status_code, response.json()["error"]) == (403, "BlindInSet")

    async def test_who_has_become_blind_before_the_job_began_gets_nothing_written(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        asked = await ask(client, read_set, whose="all")
        membership = await work.db.scalar(select(Membership).where(Membership.user_id == lead.id))
        assert membership is not None
        membership.role = GroupRole.ANNOTATOR
        await work.flush()

        await run_jobs(app)

        export = (await client.get(f"/api/v1/exports/{asked['id']}")).json()
        assert (export["state"], export["error_code"]) == (JobState.FAILED, "BlindInSet")


class TestFiles:
    async def test_what_is_not_written_yet_says_so(self, client: Client, read_set: ReadSet) -> None:
        sign_in(client, read_set.reader)
        asked = await ask(client, read_set)

        response = await client.get(f"/api/v1/exports/{asked['id']}/file")

        assert (response.status_code, response.json()["error"]) == (409, "ExportNotReady")

    async def test_lists_ones_own_newest_first(self, client: Client, read_set: ReadSet, lead: User) -> None:
        sign_in(client, lead)
        await ask(client, read_set)
        sign_in(client, read_set.reader)
        first, second = await ask(client, read_set), await ask(client, read_set, format="coco")

        listed = (await client.get(f"/api/v1/sets/{read_set.sample_set.id}/exports")).json()

        assert [item["id"] for item in listed["items"]] == [second["id"], first["id"]]

    async def test_is_gone_after_a_week(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet
    ) -> None:
        sign_in(client, read_set.reader)
        export = await written(client, app, read_set)
        row = await work.db.get_one(Export, UUID(export["id"]))
        key, row.expires_at = row.file_key, now() - timedelta(seconds=1)
        await work.flush()

        await drop_expired_exports(lambda: begin(app), storage)

        response = await client.get(f"/api/v1/exports/{export['id']}/file")
        assert (response.status_code, response.json()["error"]) == (409, "ExportExpired")
        assert key
        assert not await storage.exists(key)

    async def test_goes_with_its_set(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        export = await written(client, app, read_set, whose="all")
        key = (await work.db.get_one(Export, UUID(export["id"]))).file_key

        deleted = await client.delete(f"/api/v1/sets/{read_set.sample_set.id}")

        assert deleted.status_code == 204, deleted.text
        assert key
        assert not await storage.exists(key)
        assert (await client.get(f"/api/v1/exports/{export['id']}")).status_code == 404


def begin(app: FastAPI) -> Any:
    from backend.core.work import begin_work

    return begin_work(app.state.database, RememberingQueue())


class TestFormatsOfSeries:
    """Written sample by sample from what an upload brought."""

    @pytest.fixture
    async def drawn(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        read_set: ReadSet,
        lead: User,
        tmp_path: Path,
    ) -> PocketCt:
        """The reader has drawn a box on the second slice of a CT, and one on the photograph."""
        sign_in(client, lead)
        ct = pocket_ct(tmp_path)
        await deliver(client, app, ct.images, read_set.sample_set.id)
        sample = (await work.db.scalars(select(Sample).order_by(Sample.position.desc()).limit(1))).one()
        image = (await work.db.scalars(select(SampleImage).where(SampleImage.sample_id == sample.id))).one()
        examination = await create_examination(work, sample, read_set.reader)
        annotation = await create_annotation(work, examination, image, read_set.label)
        annotation.sop_instance_uid = str(pydicom.dcmread(ct.paths[1]).SOPInstanceUID)
        annotation.geometry = {"kind": "box", "x": 2, "y": 3, "width": 5, "height": 4}
        await work.flush()
        return ct

    @pytest.mark.parametrize(
        ("key", "ending"),
        [
            ("seg", ".seg.dcm"),
            ("sr", ".sr.dcm"),
            ("rtstruct", ".rtstruct.dcm"),
            ("nifti", "/001-=Nodule.nii.gz".replace("=", "_")),
            ("nnunet", "/dataset.json"),
        ],
    )
    async def test_each_is_written(
        self, client: Client, app: FastAPI, read_set: ReadSet, drawn: PocketCt, key: str, ending: str
    ) -> None:
        export = await written(client, app, read_set, format=key, whose="all", names=True)

        assert export["state"] == "done", export["message"]
        with zipfile.ZipFile(io.BytesIO(await fetched(client, export))) as archive:
            names = [name for name in archive.namelist() if name.endswith(ending)]
        assert len(names) == 1, archive.namelist()
        assert export["summary"]["losses"][0]["level"] == "lost"

    async def test_a_file_that_is_missing_stops_nothing_else(
        self, client: Client, app: FastAPI, storage: Storage, work: UnitOfWork, read_set: ReadSet, drawn: PocketCt
    ) -> None:
        digest = hashlib.sha256(drawn.paths[1].read_bytes()).hexdigest()
        await storage.delete(f"{read_set.sample_set.organization_id}/{digest}")

        export = await written(client, app, read_set, format="seg", whose="all")

        assert export["state"] == "done"
        (problem,) = export["summary"]["problems"]
        assert "missing from the storage" in problem
