import base64
import hashlib
import json
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.exchange.document import from_json
from backend.imaging.releases.manifest import read_manifest
from backend.models.annotation import Annotation
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination
from backend.models.guideline_image import GuidelineImage
from backend.models.release import Release
from backend.models.sample_image import SampleImage
from backend.models.stored_file import StoredFile
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.exports.conftest import ReadSet, read_by
from backend.tests.features.ingest.deliveries import run_jobs

API = "/api/v1"


async def freeze(client: Client, app: FastAPI, read_set: ReadSet, **body: Any) -> dict[str, Any]:
    response = await client.post(f"{API}/sets/{read_set.sample_set.id}/releases", json={"name": "First", **body})
    assert response.status_code == 202, response.text
    await run_jobs(app)
    found: dict[str, Any] = await got(client, f"/releases/{response.json()['id']}")
    return found


async def got(client: Client, path: str, **params: Any) -> Any:
    response = await client.get(f"{API}{path}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


async def redraw(work: UnitOfWork, read_set: ReadSet, x: float) -> None:
    annotation = (await work.db.scalars(select(Annotation))).one()
    annotation.geometry = {**annotation.geometry, "x": x}
    await work.flush()


async def withdraw(client: Client, release: dict[str, Any], *samples: UUID, **body: Any) -> Any:
    asked = {"sample_ids": [str(sample) for sample in samples], "reason": "Consent withdrawn", **body}
    return await client.post(f"{API}/releases/{release['id']}/withdrawals", json=asked)


async def store_photo(work: UnitOfWork, storage: Storage, read_set: ReadSet) -> str:
    image = await work.db.get_one(SampleImage, read_set.photo_image.id)
    file = await work.db.get_one(StoredFile, image.file_id)
    await storage.put(file.storage_key, b"a picture")
    return file.storage_key


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
        assert [reading.version for reading in document.readings] == [(await _reading(work, read_set)).version]

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
        assert (await client.get(f"{API}/releases/{release.id}")).json()["error"] == "BlindInSet"

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

    async def test_a_blind_lead_is_refused_everything_of_it(
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

        assert {(answer.status_code, answer.json()["error"]) for answer in answers} == {(403, "BlindInSet")}

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


class TestWithdraw:
    async def test_a_reviewer_is_refused(
        self, client: Client, app: FastAPI, read_set: ReadSet, lead: User, reviewer: User
    ) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)
        sign_in(client, reviewer)

        assert (await withdraw(client, release, read_set.photo.id)).status_code == 403

    async def test_what_is_not_in_it_cannot_be_withdrawn(
        self, client: Client, app: FastAPI, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)
        await withdraw(client, release, read_set.photo.id)

        for sample_id in (read_set.label.id, read_set.photo.id):
            response = await withdraw(client, release, sample_id)
            assert (response.status_code, response.json()["error"]) == (422, "NothingToWithdraw")

    async def test_a_reason_is_required(self, client: Client, app: FastAPI, read_set: ReadSet, lead: User) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)

        assert (await withdraw(client, release, read_set.photo.id, reason=" ")).status_code == 422

    async def test_is_erased_told_and_the_hash_still_verifies(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)
        old_key = (await work.db.get_one(Release, UUID(release["id"]))).manifest_key or ""
        reading = await _reading(work, read_set)

        response = await withdraw(client, release, read_set.photo.id)

        assert response.status_code == 200, response.text
        assert (response.json()["withdrawn_count"], response.json()["content_hash"]) == (1, release["content_hash"])
        assert not await storage.exists(old_key)
        manifest = (await client.get(f"{API}/releases/{release['id']}/manifest")).text
        assert str(reading.id) not in manifest
        assert "Consent withdrawn" in manifest
        told = await got(client, f"/releases/{release['id']}/verification")
        assert (told["is_intact"], told["checked"], told["withdrawn"]) == (True, 1, 1)
        (listed,) = (await got(client, f"/releases/{release['id']}/withdrawals"))["items"]
        assert (listed["sample_id"], listed["position"], listed["reason"], listed["withdrawn_by"]["id"]) == (
            str(read_set.photo.id), read_set.photo.position, "Consent withdrawn", str(lead.id)
        )  # fmt: skip
        first, second = (await got(client, f"/releases/{release['id']}/samples"))["items"]
        assert (first["title"], first["withdrawn_reason"]) == (None, "Consent withdrawn")
        assert (second["id"], second["withdrawn_reason"]) == (str(read_set.series.id), None)

    async def test_from_all_releases_of_the_set(
        self, client: Client, app: FastAPI, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        first, second = await freeze(client, app, read_set), await freeze(client, app, read_set)

        await withdraw(client, first, read_set.photo.id, from_all=True)

        for release in (first, second):
            assert (await got(client, f"/releases/{release['id']}"))["withdrawn_count"] == 1

    async def test_exports_leave_it_out_and_say_so_and_older_files_are_gone(
        self, client: Client, app: FastAPI, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        release = await freeze(client, app, read_set)
        before = await export(client, app, release)
        await withdraw(client, release, read_set.photo.id)

        after = await export(client, app, release)

        said = after["summary"]["withdrawn"]
        assert said == ["1 withdrawn from the release, so not in this file: Consent withdrawn"]
        document = from_json((await client.get(f"{API}/exports/{after['id']}/file")).content)
        assert [sample.id for sample in document.samples] == [str(read_set.series.id)]
        assert (await client.get(f"{API}/exports/{before['id']}/file")).json()["error"] == "ExportExpired"


class TestAfterTheSet:
    async def delete_set(self, client: Client, read_set: ReadSet) -> None:
        response = await client.delete(f"{API}/sets/{read_set.sample_set.id}")
        assert response.status_code == 204, response.text

    async def test_stays_with_its_photographs_and_can_be_exported(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        key = await store_photo(work, storage, read_set)
        release = await freeze(client, app, read_set)

        await self.delete_set(client, read_set)

        assert await storage.exists(key)
        (listed,) = (await got(client, f"/groups/{release['group_id']}/releases"))["items"]
        assert (listed["id"], listed["set_id"], listed["set_name"]) == (release["id"], None, release["set_name"])
        written = await export(client, app, release, "coco")
        coco = json.loads((await client.get(f"{API}/exports/{written['id']}/file")).content)
        assert len(coco["annotations"]) == 1
        assert written["file_name"] == "Nodules-release-1-coco.json"

    async def test_without_a_release_the_photographs_go_with_the_set(
        self, client: Client, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        key = await store_photo(work, storage, read_set)

        await self.delete_set(client, read_set)

        assert not await storage.exists(key)

    async def test_a_photograph_that_is_withdrawn_last_is_deleted(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        key = await store_photo(work, storage, read_set)
        first, second = await freeze(client, app, read_set), await freeze(client, app, read_set)
        await self.delete_set(client, read_set)

        await withdraw(client, first, read_set.photo.id)
        assert await storage.exists(key)
        await withdraw(client, second, read_set.photo.id)

        assert not await storage.exists(key)

    async def test_goes_with_the_group_and_leaves_no_file(
        self, client: Client, app: FastAPI, work: UnitOfWork, storage: Storage, read_set: ReadSet, lead: User
    ) -> None:
        sign_in(client, lead)
        key = await store_photo(work, storage, read_set)
        release = await freeze(client, app, read_set)
        await export(client, app, release)

        response = await client.delete(f"{API}/groups/{release['group_id']}")

        assert response.status_code == 204, response.text
        assert not await storage.exists(key)
        assert storage.folder is not None
        below = storage.folder / str(read_set.sample_set.organization_id)
        assert [path for path in below.rglob("*") if path.is_file()] == []


async def export(client: Client, app: FastAPI, release: dict[str, Any], target: str = "json") -> dict[str, Any]:
    response = await client.post(f"{API}/releases/{release['id']}/exports", json={"format": target})
    assert response.status_code == 202, response.text
    await run_jobs(app)
    listed = await got(client, f"/releases/{release['id']}/exports")
    assert listed["items"][0]["state"] == "done", listed
    found: dict[str, Any] = listed["items"][0]
    return found


async def _reading(work: UnitOfWork, read_set: ReadSet) -> Examination:
    found = await work.db.scalars(select(Examination).where(Examination.reader_id == read_set.reader.id))
    reading: Examination = found.one()
    return reading
