import json
from uuid import UUID

from fastapi import FastAPI

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.exchange.document import from_json
from backend.models.release import Release
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.exports.conftest import ReadSet
from backend.tests.features.releases.releasing import API, export, freeze, got, reading_of, store_photo, withdraw


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
        reading = await reading_of(work, read_set)

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
