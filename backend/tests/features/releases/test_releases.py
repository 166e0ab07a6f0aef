import base64
import hashlib
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.releases.manifest import read_manifest
from backend.models.audit_entry import AuditEntry
from backend.models.guideline_image import GuidelineImage
from backend.models.release import Release
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.exports.conftest import ReadSet, read_by
from backend.tests.features.ingest.deliveries import run_jobs
from backend.tests.features.releases.releasing import (
    API,
    freeze,
    got,
    reading_of,
    redraw,
    withdraw,
)


class TestCreateRelease:
    async def test_anonymous_is_refused(self, client: Client, read_set: ReadSet) -> None:
        response = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json={"name": "First"})

        assert response.status_code == 401

    async def test_a_stranger_does_not_learn_of_the_set(
        self, client: Client, work: UnitOfWork, read_set: ReadSet
    ) -> None:
        sign_in(client, await create_user(work))

        response = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json={"name": "First"})

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_a_lead_who_reads_in_the_set_is_refused(
        self, client: Client, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        await read_by(work, read_set, lead)
        sign_in(client, lead)

        response = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json={"name": "First"})

        assert (response.status_code, response.json()["error"]) == (403, "BlindInSet")

    @pytest.mark.parametrize("body", [{}, {"name": " "}, {"name": "x", "kinds": []}, {"name": "x", "kinds": ["all"]}])
    async def test_what_makes_no_sense_is_refused(
        self, client: Client, read_set: ReadSet, lead: User, body: dict[str, Any]
    ) -> None:
        sign_in(client, lead)

        response = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json=body)

        assert response.status_code == 422

    async def test_states_samples_hashes_readings_labels_and_guideline(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        read_set.sample_set.guideline = "Look twice."
        await read_by(work, read_set, read_set.other, done=False)
        sign_in(client, lead)

        release = await freeze(client, app, read_set, notes="For the paper")

        assert (release["state"], release["number"], release["notes"]) == ("done", 1, "For the paper")
        assert release["summary"] == {
            "samples": 2, "samples_unread": 1, "readings": 1, "objects": 1, "labels": 1, "photographs": 1
        }  # fmt: skip
        manifest = read_manifest((await client.get(f"{API}/releases/{release['id']}/manifest")).content)
        document = manifest.document()
        assert manifest.content_hash == release["content_hash"]
        assert document.set.guideline == "Look twice."
        assert [label.name for label in document.labels] == ["=Nodule"]
        photo, series = document.samples
        assert photo.images[0].sha256
        assert all(one.sha256 for one in series.images[0].slices)
        assert [reading.version for reading in document.readings] == [(await reading_of(work, read_set)).version]

    async def test_keeps_the_pictures_that_the_guideline_shows(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        shown, other = [
            GuidelineImage(
                organization_id=read_set.sample_set.organization_id,
                set_id=read_set.sample_set.id,
                name=f"{name}.png",
                media_type="image/png",
                size_bytes=9,
                storage_key=f"{read_set.sample_set.organization_id}/{name}",
            )
            for name in ("shown", "other")
        ]
        work.db.add_all([shown, other])
        await work.flush()
        await storage.put(shown.storage_key, b"a picture")
        read_set.sample_set.guideline = f"Like this: ![](/api/v1/guideline-images/{shown.id})"
        await work.flush()
        sign_in(client, lead)

        release = await freeze(client, app, read_set)

        manifest = await got(client, f"/releases/{release['id']}/manifest")
        (kept,) = manifest["head"]["guideline_images"]
        assert (kept["name"], base64.b64decode(kept["base64"])) == ("shown.png", b"a picture")
        assert kept["sha256"] == hashlib.sha256(b"a picture").hexdigest()

    async def test_open_readings_are_stated_when_asked_for(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        await read_by(work, read_set, read_set.other, done=False)
        sign_in(client, lead)

        release = await freeze(client, app, read_set, only_done=False)

        assert release["summary"]["readings"] == 2

    async def test_the_next_has_the_next_number_and_stays_as_it_is(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        first = await freeze(client, app, read_set)
        await redraw(work, read_set, 40.0)

        second = await freeze(client, app, read_set, name="Second")

        assert (first["number"], second["number"]) == (1, 2)
        assert first["content_hash"] != second["content_hash"]
        assert (await got(client, f"/releases/{first['id']}"))["content_hash"] == first["content_hash"]
        listed = await got(client, f"/sets/{read_set.sample_set.id}/releases")
        assert [one["name"] for one in listed["items"]] == ["Second", "First"]

    async def test_who_became_blind_before_the_job_began_freezes_nothing(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        asked = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json={"name": "First"})
        await read_by(work, read_set, lead)

        await run_jobs(app)

        release = await work.db.get_one(Release, UUID(asked.json()["id"]), populate_existing=True)
        assert release.manifest_key is None
        assert (await client.get(f"{API}/releases/{release.id}")).json()["error"] == "ReleaseNotFound"

    async def test_is_audited(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)

        release = await freeze(client, app, read_set)

        entries = await work.db.scalars(select(AuditEntry.action).where(AuditEntry.object_id == UUID(release["id"])))
        assert set(entries) == {"release.created", "release.frozen"}


class TestSeeReleases:
    async def test_not_by_annotators(self, client: Client, read_set: ReadSet) -> None:
        sign_in(client, read_set.reader)

        for path in (f"/sets/{read_set.sample_set.id}/releases", f"/groups/{read_set.sample_set.group_id}/releases"):
            assert (await client.get(f"{API}{path}")).status_code == 403

    async def test_to_a_blind_lead_it_is_not_there(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)
        await read_by(work, read_set, lead)
        address = f"{API}/releases/{release['id']}"

        reads = ["", "/manifest", "/samples", "/verification", f"/differences?since={release['id']}"]
        answers = [await client.get(address + end) for end in [*reads, "/withdrawals", "/exports"]]
        answers.append(await client.post(f"{address}/exports", json={"format": "json"}))
        answers.append(await withdraw(client, release, read_set.photo.id))

        assert {(answer.status_code, answer.json()["error"]) for answer in answers} == {(404, "ReleaseNotFound")}

    async def test_what_one_is_blind_in_is_left_out_of_the_groups_list(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User, reviewer: User
    ) -> None:
        sign_in(client, lead)
        await freeze(client, app, read_set)
        sign_in(client, reviewer)
        assert (await got(client, f"/groups/{read_set.sample_set.group_id}/releases"))["total"] == 1

        await read_by(work, read_set, reviewer)

        assert (await got(client, f"/groups/{read_set.sample_set.group_id}/releases"))["total"] == 0

    async def test_before_it_is_frozen_there_is_no_manifest(
        self, client: Client, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        asked = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json={"name": "First"})
        address = f"{API}/releases/{asked.json()['id']}"

        for end in ("/manifest", "/samples", "/verification", f"/differences?since={asked.json()['id']}"):
            response = await client.get(address + end)
            assert (response.status_code, response.json()["error"]) == (409, "ReleaseNotFrozen"), end

    async def test_an_altered_manifest_is_told(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)
        address = f"/releases/{release['id']}/verification"
        assert (await got(client, address)) == {
            "is_intact": True, "content_hash": release["content_hash"], "checked": 2, "withdrawn": 0, "altered": []
        }  # fmt: skip
        key = (await work.db.get_one(Release, UUID(release["id"]))).manifest_key or ""
        await storage.put(key, (await storage.read(key)).replace(b'"tentative":false', b'"tentative":true '))

        told = await got(client, address)

        assert (told["is_intact"], told["altered"]) == (False, [str(read_set.photo.id)])


class TestCompareReleases:
    async def test_tells_samples_labels_and_pixels(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        before = await freeze(client, app, read_set)
        await redraw(work, read_set, 2.0)
        after = await freeze(client, app, read_set)

        told = await got(client, f"/releases/{after['id']}/differences", since=before["id"])

        assert (told["unchanged"], told["counts"], told["total"]) == (1, {"changed": 1}, 1)
        (label,) = told["labels"]
        assert (label["name"], label["changed"]) == ("=Nodule", 1)
        (sample,) = told["samples"]
        (one,) = sample["objects"]
        assert (sample["id"], one["fields"]) == (str(read_set.photo.id), ["geometry"])
        assert 0 < one["dice"] < 1

    async def test_of_another_set_is_refused(
        self, client: Client, app: FastAPI, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)
        other = await freeze(client, app, read_set)
        row = await work.db.get_one(Release, UUID(other["id"]))
        row.source_id = row.id
        await work.flush()

        response = await client.get(f"{API}/releases/{release['id']}/differences", params={"since": other["id"]})

        assert (response.status_code, response.json()["error"]) == (422, "NotComparable")
