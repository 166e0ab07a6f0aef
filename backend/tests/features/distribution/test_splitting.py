"""Dealing a set out, and dealing it out anew."""

from collections import Counter
from typing import Any
from uuid import UUID

from httpx import Response
from sqlalchemy import select

from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.features.packages.filling import PackageFiller
from backend.models.audit_entry import AuditEntry
from backend.models.distribution import Distribution, Split
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.groups import join
from backend.tests.factories.images import create_patient, create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user, sign_in


async def create_samples(
    work: UnitOfWork, sample_set: SampleSet, organization: Organization, *of_patients: int
) -> list[Sample]:
    """One sample for each number, of the patient with that number."""
    patients = {number: await create_patient(work, organization) for number in dict.fromkeys(of_patients)}
    made = []
    for position, number in enumerate(of_patients, start=1):
        series, _ = await create_series(work, organization, patient=patients[number], slices=1)
        sample, _ = await create_sample(
            work, sample_set, series_id=series.id, patient=patients[number], position=position
        )
        made.append(sample)
    return made


async def dealt(work: UnitOfWork, sample_set: SampleSet) -> dict[tuple[int, int], list[UUID]]:
    """What lies in each package, by slot and number."""
    rows = await work.db.execute(
        select(Package.slot, Package.position, PackageItem.sample_id)
        .join(PackageItem, PackageItem.package_id == Package.id)
        .where(Package.set_id == sample_set.id)
        .order_by(Package.position, PackageItem.position)
    )
    found: dict[tuple[int, int], list[UUID]] = {}
    for slot, position, sample_id in rows:
        found.setdefault((slot, position), []).append(sample_id)
    return found


async def split(client: Client, sample_set: SampleSet, **body: Any) -> Response:
    return await client.post(f"/api/v1/sets/{sample_set.id}/packages/split", json=body)


class TestSettings:
    async def test_only_leads_see_and_change_them(
        self, client: Client, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        url = f"/api/v1/sets/{sample_set.id}/distribution"
        answers = [await client.get(url), await client.patch(url, json={})]
        for user in (stranger, annotator, reviewer):
            sign_in(client, user)
            answers += [await client.get(url), await client.patch(url, json={})]

        assert [answer.status_code for answer in answers] == [401, 401, 404, 404, 403, 403, 403, 403]

    async def test_what_makes_no_sense_is_refused(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)
        wrong: list[dict[str, Any]] = [
            {"control_share": 0.9},
            {"repeat_share": -0.1},
            {"seed": 2**60},
            {"split": "by_mood"},
            {"repeat_after_days": 0},
        ]

        answers = [await client.patch(f"/api/v1/sets/{sample_set.id}/distribution", json=body) for body in wrong]

        assert [answer.status_code for answer in answers] == [422] * 5

    async def test_a_set_is_dealt_out_as_it_came_until_somebody_says_otherwise(
        self, client: Client, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        url = f"/api/v1/sets/{sample_set.id}/distribution"

        before = await client.get(url)
        changed = await client.patch(url, json={"split": "by_patient", "repeat_share": 0.1})
        stale = await client.patch(url, json={"seed": 3}, headers={"If-Match": before.headers["ETag"]})

        assert before.json()["split"] == "upload_order"
        assert (changed.json()["split"], changed.json()["repeat_share"]) == ("by_patient", 0.1)
        assert changed.json()["repeat_after_days"] == before.json()["repeat_after_days"]
        assert (stale.status_code, stale.json()["error"]) == (412, "StaleVersion")


class TestSplit:
    async def test_only_leads_may(
        self, client: Client, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        answers = [await split(client, sample_set)]
        for user in (stranger, annotator, reviewer):
            sign_in(client, user)
            answers.append(await split(client, sample_set))

        assert [answer.status_code for answer in answers] == [401, 404, 403, 403]

    async def test_by_reader_needs_readers(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)

        response = await split(client, sample_set, split="by_reader")

        assert (response.status_code, response.json()["error"]) == (422, "ReadersMissing")

    async def test_to_readers_of_the_group_alone(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        viewer: User,
    ) -> None:
        await create_samples(work, sample_set, organization, 1, 2)
        sign_in(client, lead)

        response = await split(client, sample_set, split="by_reader", reader_ids=[str(viewer.id)])

        assert (response.status_code, response.json()["error"]) == (422, "NotAReader")

    async def test_random_follows_from_the_stored_seed(
        self, client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, lead: User
    ) -> None:
        samples = await create_samples(work, sample_set, organization, *range(8))
        sign_in(client, lead)

        drawn = await split(client, sample_set, split="random", package_size=4)
        first = await dealt(work, sample_set)
        await split(client, sample_set, split="random", seed=1)
        other = await dealt(work, sample_set)
        await split(client, sample_set, split="random", seed=drawn.json()["seed"])
        again = await dealt(work, sample_set)

        assert drawn.json()["packages"] == 2
        assert list(again.values()) == list(first.values())
        assert list(other.values()) != list(first.values())
        assert {key for pile in first.values() for key in pile} == {sample.id for sample in samples}
        stored = await work.db.get_one(Distribution, sample_set.id)
        assert (stored.split, stored.seed) == (Split.RANDOM, drawn.json()["seed"])

    async def test_by_reader_everyone_gets_as_much_and_no_sample_twice(
        self, client: Client, work: UnitOfWork, group: Group, organization: Organization, lead: User
    ) -> None:
        sample_set = await create_set(work, group, package_size=2, readers_per_sample=2)
        await create_samples(work, sample_set, organization, *range(9))
        readers = [await join(work, group, await create_user(work), GroupRole.ANNOTATOR) for _ in range(3)]
        sign_in(client, lead)

        response = await split(client, sample_set, split="by_reader", reader_ids=[str(reader.id) for reader in readers])

        rows = await work.db.execute(
            select(Package.assignee_id, PackageItem.sample_id).join(PackageItem, PackageItem.package_id == Package.id)
        )
        pairs = list(rows)
        assert response.json()["assigned"] == response.json()["packages"] == 12
        assert response.json()["samples"] == 18
        assert len(set(pairs)) == 18
        assert Counter(reader for reader, _ in pairs) == {reader.id: 6 for reader in readers}

    async def test_what_somebody_has_begun_stays(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, *range(6))
        begun = await create_package(work, sample_set, *samples[:2], assignee=annotator)
        waiting = await create_package(work, sample_set, *samples[2:4], assignee=reviewer)
        await create_package(work, sample_set, *samples[4:])
        await create_examination(work, samples[0], annotator)
        sign_in(client, lead)

        free_only = await split(client, sample_set, package_size=1)
        kept = await dealt(work, sample_set)
        with_assigned = await split(client, sample_set, with_assigned=True)
        at_last = await dealt(work, sample_set)

        assert (free_only.json()["packages"], with_assigned.json()["packages"]) == (2, 4)
        assert kept[1, begun.position] == at_last[1, begun.position] == [samples[0].id, samples[1].id]
        assert kept[1, waiting.position] == [samples[2].id, samples[3].id]
        assert sorted(len(pile) for pile in at_last.values()) == [1, 1, 1, 1, 2]

    async def test_more_or_fewer_readers_per_sample(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 1, 2, 3)
        taken = await create_package(work, sample_set, samples[0], assignee=annotator)
        await create_examination(work, samples[0], annotator)
        sign_in(client, lead)

        more = await split(client, sample_set, readers_per_sample=2)
        with_two = await dealt(work, sample_set)
        second = await work.db.scalar(select(Package).where(Package.slot == 2))
        assert second is not None
        fewer = await split(client, sample_set, readers_per_sample=1)
        second_taken = await split(client, sample_set, readers_per_sample=2)
        await work.db.refresh(sample_set)
        for package in await work.db.scalars(select(Package).where(Package.slot == 2)):
            package.assign(annotator.id)
        await work.flush()
        refused = await split(client, sample_set, readers_per_sample=1)

        assert more.json()["samples"] == 2 + 3
        assert Counter(slot for slot, _ in with_two for _ in with_two[slot, _]) == {1: 3, 2: 3}
        assert with_two[1, taken.position] == [samples[0].id]
        assert (fewer.status_code, second_taken.status_code) == (200, 200)
        assert (refused.status_code, refused.json()["error"]) == (409, "SlotsBegun")

    async def test_who_is_blind_splits_what_is_free_and_no_more(
        self, client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, lead: User
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 1, 2)
        await create_package(work, sample_set, samples[0], assignee=lead)
        sign_in(client, lead)

        refused = await split(client, sample_set, with_assigned=True)
        allowed = await split(client, sample_set)

        assert (refused.status_code, refused.json()["error"]) == (403, "BlindInSet")
        assert (allowed.status_code, allowed.json()["packages"]) == (200, 1)

    async def test_is_audited(
        self, client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, lead: User
    ) -> None:
        await create_samples(work, sample_set, organization, 1, 2, 3)
        sign_in(client, lead)

        await split(client, sample_set, split="random", seed=7)

        entry = await work.db.scalar(select(AuditEntry).where(AuditEntry.action == "set.packages_split"))
        assert entry is not None
        assert (entry.details["split"], entry.details["seed"], entry.details["packages"]) == ("random", 7, 2)


class TestByPatient:
    async def test_what_comes_later_goes_to_the_others_of_its_patient(
        self, work: UnitOfWork, organization: Organization, sample_set: SampleSet, annotator: User
    ) -> None:
        work.db.add(Distribution(set_id=sample_set.id, split=Split.BY_PATIENT))
        await work.flush()
        first, second, third, fourth = await create_samples(work, sample_set, organization, 1, 2, 1, 3)
        filler = PackageFiller(work)
        await filler.fill(sample_set, [first.id, second.id])
        package = await work.db.scalar(select(Package))
        assert package is not None
        package.assign(annotator.id)
        await work.flush()

        await filler.fill(sample_set, [third.id, fourth.id])

        assert list((await dealt(work, sample_set)).values()) == [[first.id, second.id, third.id], [fourth.id]]

    async def test_a_split_lays_them_there_too(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 1, 1, 2, 2)
        begun = await create_package(work, sample_set, samples[0], assignee=annotator)
        await create_examination(work, samples[0], annotator)
        await create_package(work, sample_set, *samples[1:])
        sign_in(client, lead)

        await split(client, sample_set, split="by_patient")

        lying = await dealt(work, sample_set)
        assert lying.pop((1, begun.position)) == [samples[0].id, samples[1].id]
        assert list(lying.values()) == [[samples[2].id, samples[3].id]]
