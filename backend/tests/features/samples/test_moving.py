"""Samples leave a set: for another, or for good."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import select

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.features.samples.stored_bytes import keys_of
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.stored_file import StoredFile
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_file, create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_annotation, create_examination
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import count
from backend.tests.features.samples.test_grid import create_photograph


def ids(*samples: Sample) -> list[str]:
    return [str(sample.id) for sample in samples]


async def ask(client: Client, sample_set: SampleSet, verb: str, **body: Any) -> Response:
    return await client.post(f"/api/v1/sets/{sample_set.id}/samples/{verb}", json=body)


@pytest.fixture
async def samples(work: UnitOfWork, organization: Organization, sample_set: SampleSet) -> list[Sample]:
    """Three photographs: the first two in one package, the third in another."""
    made = [await create_photograph(work, organization, sample_set, position) for position in (1, 2, 3)]
    await create_package(work, sample_set, *made[:2])
    await create_package(work, sample_set, made[2])
    return made


@pytest.fixture
async def target(work: UnitOfWork, group: Group, organization: Organization) -> SampleSet:
    """Another set of the group, with one sample in one package that nobody has."""
    other = await create_set(work, group, name="Other", package_size=2)
    await create_package(work, other, await create_photograph(work, organization, other, 1))
    return other


@pytest.fixture
async def reading(work: UnitOfWork, sample_set: SampleSet, samples: list[Sample], annotator: User) -> Examination:
    """Of the first sample, with an object."""
    label = await create_label(work, sample_set)
    begun = await create_examination(work, samples[0], annotator)
    image = (await work.db.scalars(select(SampleImage).where(SampleImage.sample_id == samples[0].id))).one()
    await create_annotation(work, begun, image, label)
    return begun


class TestContents:
    async def test_counts_what_would_go(
        self, client: Client, sample_set: SampleSet, samples: list[Sample], reading: Examination, lead: User
    ) -> None:
        sign_in(client, lead)

        one = await ask(client, sample_set, "contents", sample_ids=ids(samples[0]))
        two = await ask(client, sample_set, "contents", sample_ids=ids(*samples[:2]))

        assert one.json() == {"samples": 1, "readings": 1, "objects": 1, "packages": 0}
        assert two.json() == {"samples": 2, "readings": 1, "objects": 1, "packages": 1}


@pytest.mark.parametrize("verb", ["contents", "delete", "move"])
class TestRefusals:
    async def refusal(
        self, client: Client, sample_set: SampleSet, target: SampleSet, verb: str, sample_ids: list[str]
    ) -> tuple[int, str]:
        body: dict[str, Any] = {"sample_ids": sample_ids}
        response = await ask(
            client, sample_set, verb, **body, **({"to_set_id": str(target.id)} if verb == "move" else {})
        )
        return response.status_code, response.json()["error"]

    async def test_anonymous_and_strangers(
        self,
        client: Client,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        stranger: User,
        verb: str,
    ) -> None:
        assert await self.refusal(client, sample_set, target, verb, ids(*samples)) == (401, "NotSignedIn")

        sign_in(client, stranger)

        assert await self.refusal(client, sample_set, target, verb, ids(*samples)) == (404, "SetNotFound")

    async def test_readers_may_not(
        self,
        client: Client,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        annotator: User,
        reviewer: User,
        verb: str,
    ) -> None:
        for user in (annotator, reviewer):
            sign_in(client, user)
            assert await self.refusal(client, sample_set, target, verb, ids(*samples)) == (403, "NotPermitted")

    async def test_samples_of_other_sets_are_not_there(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        lead: User,
        verb: str,
    ) -> None:
        foreign = await create_photograph(work, organization, target, 2)
        sign_in(client, lead)

        for strange in (ids(foreign), [str(uuid4())]):
            refused = await self.refusal(client, sample_set, target, verb, ids(samples[0]) + strange)
            assert refused == (404, "SampleNotFound")
        assert await self.refusal(client, sample_set, target, verb, []) == (422, "InvalidRequest")
        assert samples[0].set_id == sample_set.id

    async def test_an_archived_set_stays_as_it_is(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        lead: User,
        verb: str,
    ) -> None:
        if verb == "contents":
            return
        sample_set.archived_at = now()
        await work.flush()
        sign_in(client, lead)

        assert await self.refusal(client, sample_set, target, verb, ids(*samples)) == (409, "SetArchived")

    async def test_what_was_begun_stays_unless_one_says_so(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        reading: Examination,
        lead: User,
        verb: str,
    ) -> None:
        if verb == "contents":
            return
        sign_in(client, lead)

        assert await self.refusal(client, sample_set, target, verb, ids(*samples)) == (409, "SamplesRead")
        assert await count(work, Examination) == 1
        assert await count(work, PackageItem) == 4


class TestDelete:
    async def test_takes_samples_out_with_emptied_packages_and_their_photographs(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, samples: list[Sample], lead: User
    ) -> None:
        files = list(await work.db.scalars(select(StoredFile)))
        for key in [key for file in files for key in keys_of(file)]:
            await app.state.storage.put(key, b"x")
        sign_in(client, lead)

        response = await ask(client, sample_set, "delete", sample_ids=ids(samples[0], samples[2]))

        assert response.json() == {"samples": 2, "readings": 0, "packages": 1}
        assert [sample.id for sample in await work.db.scalars(select(Sample))] == [samples[1].id]
        assert [package.position for package in await work.db.scalars(select(Package))] == [1]
        (kept,) = await work.db.scalars(select(StoredFile))
        stored = [await app.state.storage.exists(file.storage_key) for file in files]
        assert stored == [file.id == kept.id for file in files]

    async def test_takes_readings_along_if_that_is_said(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        samples: list[Sample],
        reading: Examination,
        lead: User,
    ) -> None:
        sign_in(client, lead)

        response = await ask(client, sample_set, "delete", sample_ids=ids(samples[0]), with_readings=True)

        assert response.json() == {"samples": 1, "readings": 1, "packages": 0}
        assert await count(work, Examination) == 0

    async def test_the_images_of_the_centre_stay(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        target: SampleSet,
        lead: User,
    ) -> None:
        series, _ = await create_series(work, organization)
        scan, _ = await create_sample(work, sample_set, series_id=series.id, position=1)
        shared = await create_file(work, organization, media_type="image/png", pixel_width=8, pixel_height=8)
        photograph, _ = await create_sample(work, sample_set, file_id=shared.id, position=2)
        await create_sample(work, target, file_id=shared.id, position=2)
        before = await count(work, StoredFile)
        sign_in(client, lead)

        response = await ask(client, sample_set, "delete", sample_ids=ids(scan, photograph))

        assert response.json()["samples"] == 2
        assert await count(work, StoredFile) == before

    async def test_is_written_down(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, samples: list[Sample], lead: User
    ) -> None:
        sign_in(client, lead)

        await ask(client, sample_set, "delete", sample_ids=ids(*samples))

        entry = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "set.samples_deleted"))).one()
        assert (entry.actor_id, entry.object_id) == (lead.id, sample_set.id)
        assert entry.details == {"samples": 3, "readings": 0, "packages": 2, "files": 3}

    async def test_a_tray_with_a_gap_is_filled_further(
        self,
        client: Client,
        work: UnitOfWork,
        target: SampleSet,
        sample_set: SampleSet,
        samples: list[Sample],
        lead: User,
    ) -> None:
        """Also where the place after the number of its samples is taken."""
        sign_in(client, lead)
        target.package_size = 5
        await work.flush()
        await ask(client, sample_set, "move", sample_ids=ids(samples[0], samples[1]), to_set_id=str(target.id))
        await ask(client, target, "delete", sample_ids=ids(samples[0]))

        moved = await ask(client, sample_set, "move", sample_ids=ids(samples[2]), to_set_id=str(target.id))

        assert moved.status_code == 200
        of_target = select(PackageItem.position).where(PackageItem.set_id == target.id).order_by(PackageItem.position)
        assert list(await work.db.scalars(of_target)) == [1, 3, 4]


class TestMove:
    async def test_to_the_end_of_the_other_set_and_into_its_packages(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        lead: User,
    ) -> None:
        sign_in(client, lead)

        response = await ask(
            client, sample_set, "move", sample_ids=ids(samples[2], samples[0]), to_set_id=str(target.id)
        )

        assert response.json() == {"samples": 2, "readings": 0, "packages": 1}
        listed = (await client.get(f"/api/v1/sets/{target.id}/samples")).json()["items"]
        assert [(item["id"], item["title"]) for item in listed[1:]] == [
            (str(samples[0].id), "XC 2"),
            (str(samples[2].id), "XC 3"),
        ]
        assert [[tray["position"] for tray in item["packages"]] for item in listed] == [[1], [1], [2]]
        left = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]
        assert [item["id"] for item in left] == ids(samples[1])

    async def test_readings_are_deleted_not_moved(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        reading: Examination,
        lead: User,
    ) -> None:
        sign_in(client, lead)

        response = await ask(
            client, sample_set, "move", sample_ids=ids(samples[0]), to_set_id=str(target.id), with_readings=True
        )

        assert response.json() == {"samples": 1, "readings": 1, "packages": 0}
        assert await count(work, Examination) == 0

    async def test_not_where_it_is_already(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        target: SampleSet,
        samples: list[Sample],
        lead: User,
    ) -> None:
        twin = (await work.db.scalars(select(Sample).where(Sample.set_id == target.id))).one()
        twin.content_key = samples[0].content_key
        await work.flush()
        sign_in(client, lead)

        twice = await ask(client, sample_set, "move", sample_ids=ids(*samples), to_set_id=str(target.id))
        same = await ask(client, sample_set, "move", sample_ids=ids(*samples), to_set_id=str(sample_set.id))

        assert (twice.status_code, twice.json()["error"]) == (409, "SampleThere")
        assert "XC 1" in twice.json()["detail"]
        assert (same.status_code, same.json()["error"]) == (422, "SameSet")

    @pytest.mark.parametrize(
        ("role", "refusal"), [(None, (404, "SetNotFound")), (GroupRole.REVIEWER, (403, "NotPermitted"))]
    )
    async def test_only_to_sets_that_one_leads(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        samples: list[Sample],
        lead: User,
        role: GroupRole | None,
        refusal: tuple[int, str],
    ) -> None:
        other_group = await create_group(work, organization, name="Others")
        foreign = await create_set(work, other_group)
        if role is not None:
            await join(work, other_group, lead, role)
        sign_in(client, lead)

        response = await ask(client, sample_set, "move", sample_ids=ids(*samples), to_set_id=str(foreign.id))

        assert (response.status_code, response.json()["error"]) == refusal

    async def test_not_to_another_centre(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, samples: list[Sample], lead: User
    ) -> None:
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        group = await create_group(work, elsewhere)
        await join(work, group, lead, GroupRole.ADMIN)
        foreign = await create_set(work, group)
        sign_in(client, lead)

        response = await ask(client, sample_set, "move", sample_ids=ids(*samples), to_set_id=str(foreign.id))

        assert (response.status_code, response.json()["error"]) == (422, "AnotherCentre")
