"""A set is deleted with what hangs on it; the images of the centre stay."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.samples.thumbnails import thumbnail_key
from backend.models.annotation import Annotation
from backend.models.annotation_operation import AnnotationOperation
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination
from backend.models.extraction_run import ExtractionRun
from backend.models.group import Group
from backend.models.job import Job, JobKind, JobState
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.upload_job import UploadJob
from backend.models.user import User
from backend.repositories.extraction_presets import ExtractionPresetRepository
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import count, deliver, finish, run_jobs, send, stored_keys
from backend.tests.features.ingest.pocket import png, pocket_ct

OF_A_SET = (SampleSet, Label, Sample, SampleImage, Package, PackageItem, Examination, Annotation, AnnotationOperation)


@pytest.fixture
async def read_set(
    client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, annotator: User
) -> SampleSet:
    """A set with a label, a package, and a reading with one object."""
    series, instances = await create_series(work, organization)
    sample, image = await create_sample(work, sample_set, series_id=series.id)
    label = await create_label(work, sample_set)
    package = await create_package(work, sample_set, sample, assignee=annotator)
    sign_in(client, annotator)
    reading = (await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")).json()
    box = {"kind": "box", "x": 1, "y": 1, "width": 2, "height": 2}
    annotation = {
        "id": str(uuid4()),
        "label_id": str(label.id),
        "image_id": str(image.id),
        "kind": "box",
        "sop_instance_uid": instances[0].sop_instance_uid,
        "geometry": box,
    }
    drawn = await client.post(
        f"/api/v1/examinations/{reading['id']}/operations",
        json={
            "base_version": 0,
            "operations": [{"id": str(uuid4()), "kind": "put_annotation", "annotation": annotation}],
        },
    )
    assert drawn.status_code == 200, drawn.text
    return sample_set


async def create_run(
    work: UnitOfWork, sample_set: SampleSet, owner: User, state: JobState = JobState.DONE
) -> ExtractionRun:
    organization_id = sample_set.organization_id
    preset = await ExtractionPresetRepository(work.db).named(organization_id, "pyradiomics defaults", 1)
    assert preset is not None
    job = Job(
        organization_id=organization_id,
        owner_id=owner.id,
        kind=JobKind.EXTRACTION,
        title="Extract features",
        params={},
        state=state,
    )
    work.db.add(job)
    await work.flush()
    run = ExtractionRun(
        organization_id=organization_id,
        owner_id=owner.id,
        set_id=sample_set.id,
        preset_id=preset.id,
        job_id=job.id,
        name="Run",
    )
    work.db.add(run)
    await work.flush()
    return run


async def delete(client: Client, sample_set: SampleSet) -> None:
    response = await client.delete(f"/api/v1/sets/{sample_set.id}")
    assert response.status_code == 204, response.text


class TestSetContents:
    async def test_a_reader_may_not_ask(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.get(f"/api/v1/sets/{sample_set.id}/contents")).status_code == 403

    async def test_counts_what_would_go(
        self, client: Client, work: UnitOfWork, read_set: SampleSet, lead: User
    ) -> None:
        await create_run(work, read_set, lead)
        sign_in(client, lead)

        contents = (await client.get(f"/api/v1/sets/{read_set.id}/contents")).json()

        assert contents == dict.fromkeys(("samples", "packages", "readings", "objects", "labels", "extraction_runs"), 1)


class TestDeleteSet:
    async def test_a_stranger_learns_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.delete(f"/api/v1/sets/{sample_set.id}")).status_code == 404

    async def test_a_reviewer_may_not(self, client: Client, sample_set: SampleSet, reviewer: User) -> None:
        sign_in(client, reviewer)

        assert (await client.delete(f"/api/v1/sets/{sample_set.id}")).status_code == 403

    @pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
    async def test_not_while_an_extraction_runs(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User, state: JobState
    ) -> None:
        await create_run(work, sample_set, lead, state)
        sign_in(client, lead)

        response = await client.delete(f"/api/v1/sets/{sample_set.id}")

        assert (response.status_code, response.json()["error"]) == (409, "SetBusy")

    async def test_not_while_an_import_runs(
        self, client: Client, app: FastAPI, sample_set: SampleSet, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, pocket_ct(tmp_path, slices=1).images, sample_set.id)
        await finish(client, upload_id)

        refused = await client.delete(f"/api/v1/sets/{sample_set.id}")
        await run_jobs(app)

        assert (refused.status_code, refused.json()["error"]) == (409, "SetBusy")
        await delete(client, sample_set)

    async def test_takes_along_what_hangs_on_it_and_nothing_else(
        self, client: Client, work: UnitOfWork, group: Group, read_set: SampleSet, lead: User
    ) -> None:
        other = await create_set(work, group)
        await create_label(work, other)
        sign_in(client, lead)

        await delete(client, read_set)

        left = {model.__name__: await count(work, model) for model in OF_A_SET}
        assert left == dict.fromkeys(left, 0) | {"SampleSet": 1, "Label": 1}
        assert await count(work, Series) == 1, "the images of the centre stay"
        assert (await client.get(f"/api/v1/sets/{read_set.id}")).status_code == 404
        entry = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "set.deleted"))).one()
        assert (entry.object_id, entry.actor_id, entry.details["readings"]) == (read_set.id, lead.id, 1)

    async def test_leaves_extracted_values_to_who_asked_for_them(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User, reviewer: User
    ) -> None:
        run = await create_run(work, sample_set, reviewer)
        sign_in(client, lead)

        await delete(client, sample_set)

        assert (await client.get(f"/api/v1/extraction-runs/{run.id}")).status_code == 404
        sign_in(client, reviewer)
        found = await client.get(f"/api/v1/extraction-runs/{run.id}")
        assert (found.status_code, found.json()["set_id"]) == (200, None)


class TestItsImages:
    """DICOM stays in the centre; photographs that nothing else shows go with their bytes."""

    async def photograph(self, work: UnitOfWork) -> StoredFile:
        return (await work.db.scalars(select(StoredFile).where(StoredFile.pixel_width.is_not(None)))).one()

    async def test_photographs_go_with_all_that_was_made_of_them(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, {"skin.png": png()}, sample_set.id)
        (sample,) = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]
        await client.get(f"/api/v1/samples/{sample['id']}/thumbnail")
        file = await self.photograph(work)
        assert await storage.exists(thumbnail_key(file))

        await delete(client, sample_set)

        assert await count(work, StoredFile) == 0
        assert stored_keys(storage, str(sample_set.organization_id)) == []

    async def test_dicom_stays(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, pocket_ct(tmp_path, slices=2).images, sample_set.id)

        await delete(client, sample_set)

        assert await count(work, StoredFile) == 2
        (study,) = (await client.get("/api/v1/studies")).json()["items"]
        assert study["instance_count"] == 2

    async def test_a_photograph_in_another_set_stays(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        group: Group,
        storage: Storage,
        sample_set: SampleSet,
        lead: User,
    ) -> None:
        other = await create_set(work, group, name="Other")
        sign_in(client, lead)
        await deliver(client, app, {"skin.png": png()}, sample_set.id)
        await deliver(client, app, {"same.png": png()}, other.id)

        await delete(client, sample_set)

        file = await self.photograph(work)
        assert await storage.exists(file.storage_key)
        await delete(client, other)
        assert stored_keys(storage, str(other.organization_id)) == []

    async def test_a_photograph_that_another_delivery_is_bringing_stays(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        group: Group,
        storage: Storage,
        sample_set: SampleSet,
        lead: User,
    ) -> None:
        other = await create_set(work, group, name="Other")
        sign_in(client, lead)
        await deliver(client, app, {"skin.png": png()}, sample_set.id)
        upload_id = await send(client, {"same.png": png()}, other.id)

        await delete(client, sample_set)
        await finish(client, upload_id)
        await run_jobs(app)

        file = await self.photograph(work)
        assert await storage.exists(file.storage_key)
        assert (await client.get(f"/api/v1/sets/{other.id}")).json()["sample_count"] == 1

    async def test_what_is_refused_deletes_no_bytes(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, {"skin.png": png()}, sample_set.id)
        await create_run(work, sample_set, lead, JobState.RUNNING)

        assert (await client.delete(f"/api/v1/sets/{sample_set.id}")).status_code == 409

        assert await storage.exists((await self.photograph(work)).storage_key)


class TestItsDeliveries:
    async def test_one_still_being_sent_ends(
        self, client: Client, work: UnitOfWork, storage: Storage, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"skin.png": png()}, sample_set.id)
        assert stored_keys(storage, "incoming") != []

        await delete(client, sample_set)

        assert stored_keys(storage, "incoming") == []
        sent = await client.put(f"/api/v1/uploads/{upload_id}/files", params={"path": "b.png"}, content=png())
        assert (sent.status_code, sent.json()["error"]) == (404, "UploadNotFound")

    async def test_one_that_failed_is_not_read_into_the_archive_instead(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, {"skin.png": png()}, sample_set.id)
        job: dict[str, Any] = await finish(client, upload_id)
        await client.post(f"/api/v1/jobs/{job['id']}/cancel")

        await delete(client, sample_set)
        await client.post(f"/api/v1/jobs/{job['id']}/retry")
        await run_jobs(app)

        upload = await work.db.get_one(UploadJob, UUID(str(upload_id)))
        assert upload.set_id is None
        ended = (await client.get(f"/api/v1/jobs/{job['id']}")).json()
        assert (ended["state"], ended["error_code"]) == ("failed", "SetNotFound")
