"""An archived set is closed: it can be looked at, and opened again."""

from typing import Any

import pytest
from fastapi import FastAPI

from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import deliver, finish, look, run_jobs, send
from backend.tests.features.ingest.pocket import pocket_ct


async def archive(client: Client, sample_set: SampleSet, lead: User, *, is_archived: bool = True) -> dict[str, Any]:
    """The lead closes a set, or opens it again; the client calls as the lead from then on."""
    sign_in(client, lead)
    response = await client.patch(f"/api/v1/sets/{sample_set.id}", json={"is_archived": is_archived})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.fixture
async def sample(work: UnitOfWork, organization: Organization, sample_set: SampleSet) -> Sample:
    series, _ = await create_series(work, organization)
    return (await create_sample(work, sample_set, series_id=series.id))[0]


@pytest.fixture
async def package(work: UnitOfWork, sample_set: SampleSet, sample: Sample, annotator: User) -> Package:
    return await create_package(work, sample_set, sample, assignee=annotator)


class TestArchiving:
    async def test_a_reader_may_not(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        response = await client.patch(f"/api/v1/sets/{sample_set.id}", json={"is_archived": True})

        assert response.status_code == 403

    async def test_tells_since_when(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        first = await archive(client, sample_set, lead)
        again = await archive(client, sample_set, lead)

        assert first["archived_at"] is not None
        assert (again["archived_at"], again["version"]) == (first["archived_at"], first["version"])

    async def test_is_undone(
        self, client: Client, sample_set: SampleSet, package: Package, sample: Sample, lead: User, annotator: User
    ) -> None:
        await archive(client, sample_set, lead)
        opened = await archive(client, sample_set, lead, is_archived=False)
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")

        assert opened["archived_at"] is None
        assert response.status_code == 200


class TestListSets:
    async def test_puts_the_archived_last(
        self, client: Client, work: UnitOfWork, group: Group, sample_set: SampleSet, lead: User
    ) -> None:
        other = await create_set(work, group, name="Zebra")
        await archive(client, sample_set, lead)

        async def listed(**query: Any) -> list[str]:
            answer = await client.get(f"/api/v1/groups/{group.id}/sets", params=query)
            return [item["id"] for item in answer.json()["items"]]

        assert await listed() == [str(other.id), str(sample_set.id)]
        assert await listed(archived=True) == [str(sample_set.id)]
        assert await listed(archived=False) == [str(other.id)]


class TestAnArchivedSet:
    async def test_gives_out_no_package(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, sample: Sample, lead: User, annotator: User
    ) -> None:
        free = await create_package(work, sample_set, sample)
        await archive(client, sample_set, lead)

        given = await client.put(f"/api/v1/packages/{free.id}/assignee", json={"user_id": str(annotator.id)})
        sign_in(client, annotator)
        claimed = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")

        assert [(answer.status_code, answer.json()["error"]) for answer in (given, claimed)] == [
            (409, "SetArchived"),
            (409, "SetArchived"),
        ]

    async def test_begins_no_reading(
        self, client: Client, sample_set: SampleSet, sample: Sample, package: Package, lead: User, annotator: User
    ) -> None:
        await archive(client, sample_set, lead)
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")

        assert (response.status_code, response.json()["error"]) == (409, "SetArchived")

    async def test_shows_a_reading_and_takes_no_stroke(
        self, client: Client, sample_set: SampleSet, sample: Sample, package: Package, lead: User, annotator: User
    ) -> None:
        sign_in(client, annotator)
        address = f"/api/v1/packages/{package.id}/samples/{sample.id}/examination"
        reading = (await client.post(address)).json()
        await archive(client, sample_set, lead)
        sign_in(client, annotator)
        operation = {"id": reading["id"], "kind": "set_flags", "tentative": True}

        written = await client.post(
            f"/api/v1/examinations/{reading['id']}/operations", json={"base_version": 0, "operations": [operation]}
        )

        assert (written.status_code, written.json()["error"]) == (409, "SetArchived")
        assert (await client.post(address)).json() == reading
        assert (await client.get(f"/api/v1/examinations/{reading['id']}")).json() == reading
        assert (await client.get(f"/api/v1/packages/{package.id}/items")).json()["total"] == 1

    async def test_takes_no_images(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        await archive(client, sample_set, lead)

        response = await client.post("/api/v1/uploads", json={"set_id": str(sample_set.id)})

        assert (response.status_code, response.json()["error"]) == (409, "SetArchived")

    async def test_does_not_let_a_delivery_be_finished(
        self, client: Client, sample_set: SampleSet, lead: User, tmp_path: Any
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, pocket_ct(tmp_path, slices=1).images, sample_set.id)
        await archive(client, sample_set, lead)

        response = await client.post(f"/api/v1/uploads/{upload_id}/finish")

        assert (response.status_code, response.json()["error"]) == (409, "SetArchived")

    async def test_ends_an_import_that_it_overtook_which_goes_on_once_it_is_open_again(
        self, client: Client, app: FastAPI, sample_set: SampleSet, lead: User, tmp_path: Any
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, pocket_ct(tmp_path, slices=1).images, sample_set.id)
        job = await finish(client, upload_id)
        await archive(client, sample_set, lead)
        await run_jobs(app)
        ended = (await client.get(f"/api/v1/jobs/{job['id']}")).json()

        await archive(client, sample_set, lead, is_archived=False)
        await client.post(f"/api/v1/jobs/{job['id']}/retry")
        await run_jobs(app)

        assert (ended["state"], ended["error_code"], ended["attempt"]) == ("failed", "SetArchived", 1)
        assert (await look(client, upload_id)).upload["state"] == "done"
        assert (await client.get(f"/api/v1/jobs/{job['id']}")).json()["attempt"] == 2
        assert (await client.get(f"/api/v1/sets/{sample_set.id}")).json()["sample_count"] == 1

    async def test_keeps_its_samples_to_be_looked_at(
        self, client: Client, app: FastAPI, sample_set: SampleSet, lead: User, viewer: User, tmp_path: Any
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, pocket_ct(tmp_path, slices=1).images, sample_set.id)
        await archive(client, sample_set, lead)
        sign_in(client, viewer)

        (sample,) = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]

        assert (await client.get(f"/api/v1/samples/{sample['id']}/thumbnail")).status_code == 200
