import pytest
from httpx import Response
from sqlalchemy import select

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.features.packages.filling import PackageFiller
from backend.models.audit_entry import AuditEntry
from backend.models.examination import ExaminationState
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.packages import PackageRepository
from backend.tests.factories.groups import join
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user, sign_in


async def create_samples(
    work: UnitOfWork, sample_set: SampleSet, organization: Organization, count: int
) -> list[Sample]:
    made = []
    for position in range(1, count + 1):
        file = await create_file(work, organization, media_type="image/png")
        sample, _ = await create_sample(work, sample_set, file_id=file.id, position=position)
        made.append(sample)
    return made


class TestClaimNextPackage:
    async def test_anonymous_is_refused(self, client: Client, sample_set: SampleSet) -> None:
        assert (await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")).status_code == 404

    async def test_a_viewer_may_not(self, client: Client, sample_set: SampleSet, viewer: User) -> None:
        sign_in(client, viewer)

        assert (await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")).status_code == 403

    async def test_says_when_none_is_left(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")

        assert response.json()["error"] == "NoPackageLeft"

    async def test_takes_the_oldest_free_package(
        self, client: Client, work: UnitOfWork, annotator: User, sample_set: SampleSet
    ) -> None:
        oldest = await create_package(work, sample_set)
        await create_package(work, sample_set)
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")

        assert response.json()["id"] == str(oldest.id)
        assert response.json()["assignee"]["id"] == str(annotator.id)

    async def test_nobody_reads_a_sample_twice(
        self, client: Client, work: UnitOfWork, organization: Organization, annotator: User, sample_set: SampleSet
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 2)
        await create_package(work, sample_set, *samples, slot=1, assignee=annotator)
        await create_package(work, sample_set, *samples, slot=2)
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")

        assert response.json()["error"] == "NoPackageLeft"

    async def test_goes_on_where_none_of_the_first_fits(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        annotator: User,
        sample_set: SampleSet,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("backend.repositories.packages.TRIED_FIRST", 1)
        *read, new = await create_samples(work, sample_set, organization, 4)
        await create_package(work, sample_set, *read, slot=1, assignee=annotator)
        for sample in read:
            await create_package(work, sample_set, sample, slot=2)
        last = await create_package(work, sample_set, new, slot=2)
        sign_in(client, annotator)

        claims = [await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim") for _ in range(2)]

        assert claims[0].json()["id"] == str(last.id)
        assert claims[1].json()["error"] == "NoPackageLeft"


class TestFilling:
    async def sizes(self, work: UnitOfWork, sample_set: SampleSet, reader: User) -> list[tuple[int, int]]:
        packages = PackageRepository(work.db)
        found = await packages.all(packages.select().order_by(packages.model.position))
        return [(context.package.slot, context.sample_count) for context in await packages.in_context(found)]

    async def test_every_reader_gets_every_sample_once(
        self, work: UnitOfWork, group: Group, organization: Organization, lead: User
    ) -> None:
        sample_set = await create_set(work, group, package_size=2, readers_per_sample=2)
        samples = await create_samples(work, sample_set, organization, 3)

        await PackageFiller(work).fill(sample_set, [sample.id for sample in samples])

        assert sorted(await self.sizes(work, sample_set, lead)) == [(1, 1), (1, 2), (2, 1), (2, 2)]

    async def test_a_tray_that_somebody_has_is_left_alone(
        self, work: UnitOfWork, sample_set: SampleSet, organization: Organization, annotator: User
    ) -> None:
        first, second = await create_samples(work, sample_set, organization, 2)
        await create_package(work, sample_set, first, assignee=annotator)

        await PackageFiller(work).fill(sample_set, [second.id])

        assert await self.sizes(work, sample_set, annotator) == [(1, 1), (1, 1)]


class TestAssign:
    async def test_a_reader_may_not(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User
    ) -> None:
        package = await create_package(work, sample_set, assignee=annotator)
        sign_in(client, annotator)

        response = await client.put(f"/api/v1/packages/{package.id}/assignee", json={"user_id": None})

        assert response.status_code == 403

    @pytest.mark.parametrize("role", [None, GroupRole.VIEWER])
    async def test_only_to_those_who_read(
        self, client: Client, work: UnitOfWork, group: Group, sample_set: SampleSet, lead: User, role: GroupRole | None
    ) -> None:
        package = await create_package(work, sample_set)
        other = await create_user(work)
        if role is not None:
            await join(work, group, other, role)
        sign_in(client, lead)

        response = await client.put(f"/api/v1/packages/{package.id}/assignee", json={"user_id": str(other.id)})

        assert response.json()["error"] == "NotAReader"

    async def test_frees_again(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User, annotator: User
    ) -> None:
        package = await create_package(work, sample_set)
        sign_in(client, lead)
        url = f"/api/v1/packages/{package.id}/assignee"

        given = (await client.put(url, json={"user_id": str(annotator.id)})).json()
        freed = (await client.put(url, json={"user_id": None})).json()

        assert (given["status"], freed["status"]) == ("assigned", "free")


class TestAssignMany:
    async def ask(self, client: Client, sample_set: SampleSet, *packages: Package, to: User | None) -> Response:
        body = {"package_ids": [str(package.id) for package in packages], "user_id": str(to.id) if to else None}
        return await client.post(f"/api/v1/sets/{sample_set.id}/packages/assign", json=body)

    async def test_a_reader_may_not(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User, stranger: User
    ) -> None:
        package = await create_package(work, sample_set)

        anonymous = await self.ask(client, sample_set, package, to=annotator)
        sign_in(client, stranger)
        foreign = await self.ask(client, sample_set, package, to=annotator)
        sign_in(client, annotator)
        reader_s = await self.ask(client, sample_set, package, to=annotator)

        assert [answer.status_code for answer in (anonymous, foreign, reader_s)] == [401, 404, 403]

    async def test_packages_of_other_sets_are_not_there(
        self, client: Client, work: UnitOfWork, group: Group, sample_set: SampleSet, lead: User, annotator: User
    ) -> None:
        mine = await create_package(work, sample_set)
        foreign = await create_package(work, await create_set(work, group))
        sign_in(client, lead)

        response = await self.ask(client, sample_set, mine, foreign, to=annotator)
        none = await self.ask(client, sample_set, to=annotator)

        assert (response.status_code, response.json()["error"]) == (404, "PackageNotFound")
        assert none.status_code == 422
        assert mine.assignee_id is None

    async def test_gives_and_frees_several(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        one, two, three = await create_samples(work, sample_set, organization, 3)
        packages = [await create_package(work, sample_set, sample) for sample in (one, two, three)]
        sign_in(client, lead)

        given = await self.ask(client, sample_set, packages[2], packages[0], packages[2], to=annotator)
        again = await self.ask(client, sample_set, packages[0], to=annotator)
        freed = await self.ask(client, sample_set, *packages, to=None)

        assert [(item["position"], item["status"]) for item in given.json()] == [(3, "assigned"), (1, "assigned")]
        assert again.status_code == 200
        assert {(item["status"], item["assignee"]) for item in freed.json()} == {("free", None)}
        actions = list(await work.db.scalars(select(AuditEntry.action)))
        assert actions == ["package.assigned"] * 4

    async def test_all_or_none(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        one, two = await create_samples(work, sample_set, organization, 2)
        free = await create_package(work, sample_set, one)
        begun = await create_package(work, sample_set, two, assignee=reviewer)
        twin = await create_package(work, sample_set, one, slot=2)
        await create_examination(work, two, reviewer)
        sign_in(client, lead)

        of_one_who_began = await self.ask(client, sample_set, free, begun, to=annotator)
        twice_the_same = await self.ask(client, sample_set, free, twin, to=annotator)

        assert (of_one_who_began.status_code, of_one_who_began.json()["error"]) == (409, "PackageBegun")
        assert "package 2" in of_one_who_began.json()["detail"]
        assert (twice_the_same.status_code, twice_the_same.json()["error"]) == (409, "SampleTwice")
        assert "package 3" in twice_the_same.json()["detail"]
        for package in (free, twin):
            shown = (await client.get(f"/api/v1/packages/{package.id}")).json()
            assert shown["status"] == "free"

    async def test_not_in_an_archived_set(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, annotator: User
    ) -> None:
        archived = await create_set(work, group, archived_at=now())
        package = await create_package(work, archived)
        sign_in(client, lead)

        response = await self.ask(client, archived, package, to=annotator)

        assert (response.status_code, response.json()["error"]) == (409, "SetArchived")


class TestDelete:
    async def test_only_leads_may(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User, reviewer: User
    ) -> None:
        package = await create_package(work, sample_set, assignee=annotator)
        answers = [await client.delete(f"/api/v1/packages/{package.id}")]
        for user in (annotator, reviewer):
            sign_in(client, user)
            answers.append(await client.delete(f"/api/v1/packages/{package.id}"))

        assert [answer.status_code for answer in answers] == [401, 403, 403]

    async def test_not_with_samples_in_it(
        self, client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, lead: User
    ) -> None:
        package = await create_package(work, sample_set, *await create_samples(work, sample_set, organization, 1))
        sign_in(client, lead)

        response = await client.delete(f"/api/v1/packages/{package.id}")

        assert (response.status_code, response.json()["error"]) == (409, "PackageNotEmpty")

    async def test_an_empty_one_goes(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User, annotator: User
    ) -> None:
        package = await create_package(work, sample_set, assignee=annotator)
        sign_in(client, lead)

        first = await client.delete(f"/api/v1/packages/{package.id}")
        second = await client.delete(f"/api/v1/packages/{package.id}")

        assert (first.status_code, second.status_code) == (204, 404)


class TestProgress:
    async def test_follows_the_readings_of_the_current_round(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        annotator: User,
        reviewer: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 2)
        package = await create_package(work, sample_set, *samples, assignee=annotator)
        await create_examination(work, samples[0], reviewer)  # somebody else's
        sign_in(client, annotator)
        seen = []

        async def look() -> None:
            shown = (await client.get(f"/api/v1/packages/{package.id}")).json()
            seen.append((shown["status"], shown["begun_count"], shown["done_count"], shown["sample_count"]))

        await look()
        readings = [await create_examination(work, samples[0], annotator)]
        await look()
        readings.append(await create_examination(work, samples[1], annotator))
        for reading in readings:
            reading.state = ExaminationState.DONE
        await work.flush()
        await look()
        sample_set.round = 2
        await work.flush()
        await look()

        assert seen == [("assigned", 0, 0, 2), ("started", 1, 0, 2), ("done", 2, 2, 2), ("assigned", 0, 0, 2)]


class TestSeePackages:
    async def test_a_reader_sees_only_ones_own(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User, reviewer: User
    ) -> None:
        mine = await create_package(work, sample_set, assignee=annotator)
        foreign = await create_package(work, sample_set, assignee=reviewer)
        sign_in(client, annotator)

        listed = (await client.get(f"/api/v1/sets/{sample_set.id}/packages")).json()["items"]

        assert [item["id"] for item in listed] == [str(mine.id)]
        assert (await client.get(f"/api/v1/packages/{foreign.id}")).status_code == 404
        assert (await client.get(f"/api/v1/packages/{foreign.id}/items")).status_code == 404

    async def test_says_that_its_set_is_closed(
        self, client: Client, work: UnitOfWork, group: Group, annotator: User
    ) -> None:
        archived = await create_set(work, group, archived_at=now())
        await create_package(work, archived, assignee=annotator)
        sign_in(client, annotator)

        response = await client.get("/api/v1/packages")

        assert [item["is_set_archived"] for item in response.json()["items"]] == [True]
