"""Giving packages away and back: shared out evenly, released, taken away, by priority and day."""

from datetime import date, timedelta
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.examination import ExaminationState
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_set import SampleSet, Sight
from backend.models.user import User
from backend.repositories.dealing import repeat_key
from backend.tests.factories.groups import join
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.packages.test_packages import create_samples


async def listed(client: Client, sample_set: SampleSet, **query: Any) -> list[int]:
    """The numbers of the packages that fit."""
    response = await client.get(f"/api/v1/sets/{sample_set.id}/packages", params=query)
    return [item["position"] for item in response.json()["items"]]


class TestRelease:
    async def test_only_ones_own(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        package = await create_package(work, sample_set, assignee=annotator)
        url = f"/api/v1/packages/{package.id}/release"
        answers = [await client.post(url)]
        for user in (stranger, reviewer):
            sign_in(client, user)
            answers.append(await client.post(url))

        assert [answer.status_code for answer in answers] == [401, 404, 403]
        assert package.assignee_id == annotator.id

    async def test_readings_stay_with_who_read(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        annotator: User,
        reviewer: User,
    ) -> None:
        (sample,) = await create_samples(work, sample_set, organization, 1)
        package = await create_package(work, sample_set, sample, assignee=annotator)
        reading = await create_examination(work, sample, annotator)
        sign_in(client, annotator)

        released = await client.post(f"/api/v1/packages/{package.id}/release")
        again = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")
        kept = await client.get(f"/api/v1/examinations/{reading.id}")
        sign_in(client, reviewer)
        by_another = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")

        assert released.status_code == 204
        assert again.json()["error"] == "NoPackageLeft"  # one does not read the same twice
        assert kept.json()["reader_id"] == str(annotator.id)
        assert (by_another.json()["id"], by_another.json()["begun_count"]) == (str(package.id), 0)
        assert "package.released" in list(await work.db.scalars(select(AuditEntry.action)))


class TestTakeAway:
    async def ask(self, client: Client, package_id: object, user: User | None, **more: Any) -> Response:
        body = {"user_id": str(user.id) if user else None, **more}
        return await client.put(f"/api/v1/packages/{package_id}/assignee", json=body)

    async def test_from_who_has_begun_only_if_that_is_said(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        (sample,) = await create_samples(work, sample_set, organization, 1)
        package = await create_package(work, sample_set, sample, assignee=annotator)
        reading = await create_examination(work, sample, annotator)
        sign_in(client, lead)

        refused = await self.ask(client, package.id, reviewer)
        moved = await self.ask(client, package.id, reviewer, even_if_begun=True)

        assert (refused.status_code, refused.json()["error"]) == (409, "PackageBegun")
        assert (moved.json()["assignee"]["id"], moved.json()["status"]) == (str(reviewer.id), "assigned")
        assert reading.reader_id == annotator.id

    @pytest.mark.parametrize("has_begun", [True, False])
    async def test_a_blind_lead_is_told_the_same_whether_it_is_begun(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        has_begun: bool,
    ) -> None:
        one, two = await create_samples(work, sample_set, organization, 2)
        package = await create_package(work, sample_set, one, assignee=annotator)
        await create_package(work, sample_set, two, assignee=lead)
        if has_begun:
            await create_examination(work, one, annotator)
        sign_in(client, lead)

        response = await self.ask(client, package.id, None)

        assert (response.status_code, response.json()["error"]) == (403, "BlindInSet")

    async def test_what_is_read_once_more_is_for_its_reader(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        (sample,) = await create_samples(work, sample_set, organization, 1)
        sample.purpose, sample.content_key = SamplePurpose.REPEAT, f"{repeat_key(annotator.id)}1"
        package = await create_package(work, sample_set, sample, assignee=annotator)
        sign_in(client, lead)

        given = await self.ask(client, package.id, reviewer)
        freed = await self.ask(client, package.id, None)
        shared = await client.post(
            f"/api/v1/sets/{sample_set.id}/packages/share-out", json={"reader_ids": [str(reviewer.id)]}
        )
        sign_in(client, reviewer)
        claimed = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")
        sign_in(client, lead)
        back = await self.ask(client, package.id, annotator)

        assert (given.status_code, given.json()["error"]) == (409, "RepeatStays")
        assert freed.json()["status"] == "free"
        assert shared.json()["readers"][0]["packages"] == 0
        assert claimed.json()["error"] == "NoPackageLeft"
        assert back.json()["assignee"]["id"] == str(annotator.id)


class TestShareOut:
    async def ask(self, client: Client, sample_set: SampleSet, *readers: User, **more: Any) -> Response:
        body = {"reader_ids": [str(reader.id) for reader in readers], **more}
        return await client.post(f"/api/v1/sets/{sample_set.id}/packages/share-out", json=body)

    async def test_only_leads_may(
        self, client: Client, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        answers = [await self.ask(client, sample_set, annotator)]
        for user in (stranger, annotator, reviewer):
            sign_in(client, user)
            answers.append(await self.ask(client, sample_set, annotator))

        assert [answer.status_code for answer in answers] == [401, 404, 403, 403]

    async def test_to_those_who_read_alone(
        self, client: Client, sample_set: SampleSet, lead: User, viewer: User, annotator: User
    ) -> None:
        sign_in(client, lead)

        to_nobody = await self.ask(client, sample_set)
        to_a_viewer = await self.ask(client, sample_set, annotator, viewer)

        assert to_nobody.status_code == 422
        assert to_a_viewer.json()["error"] == "NotAReader"

    async def test_evenly_with_what_they_have(
        self,
        client: Client,
        work: UnitOfWork,
        group: Group,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        other = await join(work, group, await create_user(work), GroupRole.ANNOTATOR)
        samples = await create_samples(work, sample_set, organization, 6)
        await create_package(work, sample_set, *samples[:2], assignee=annotator)
        for sample in samples[2:]:
            await create_package(work, sample_set, sample)
        await create_package(work, sample_set, samples[0], slot=2)
        await create_package(work, sample_set, samples[1], slot=2)
        sign_in(client, lead)

        response = await self.ask(client, sample_set, annotator, other)

        assert response.json()["left"] == 0
        shares = {share["reader"]["id"]: (share["packages"], share["samples"]) for share in response.json()["readers"]}
        assert shares == {str(annotator.id): (2, 4), str(other.id): (4, 4)}

    async def test_what_nobody_may_get_is_left(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        (sample,) = await create_samples(work, sample_set, organization, 1)
        await create_package(work, sample_set, sample, assignee=annotator)
        await create_package(work, sample_set, sample, slot=2)
        sign_in(client, lead)

        response = await self.ask(client, sample_set, annotator)

        assert (response.json()["left"], response.json()["readers"][0]["packages"]) == (1, 0)


class TestWhenAndWhichFirst:
    async def test_only_leads_say(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        package = await create_package(work, sample_set, assignee=annotator)
        url = f"/api/v1/packages/{package.id}"
        answers = [await client.patch(url, json={"priority": 1})]
        for user in (stranger, annotator, reviewer):
            sign_in(client, user)
            answers.append(await client.patch(url, json={"priority": 1}))

        assert [answer.status_code for answer in answers] == [401, 404, 403, 403]

    async def test_nonsense_is_refused(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        package = await create_package(work, sample_set)
        sign_in(client, lead)

        answers = [
            await client.patch(f"/api/v1/packages/{package.id}", json=body)
            for body in ({"priority": 5}, {"due_on": "soon"}, {"position": 3})
        ]

        assert [answer.status_code for answer in answers] == [422, 422, 422]

    async def test_what_is_sent_changes_and_can_be_cleared(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        packages = [await create_package(work, sample_set) for _ in range(2)]
        ids = [str(package.id) for package in packages]
        sign_in(client, lead)

        both = await client.patch(
            f"/api/v1/sets/{sample_set.id}/packages",
            json={"package_ids": ids, "due_on": "2031-02-03", "priority": -1},
        )
        one = await client.patch(f"/api/v1/packages/{ids[0]}", json={"due_on": None})

        assert [(item["due_on"], item["priority"]) for item in both.json()] == [("2031-02-03", -1)] * 2
        assert (one.json()["due_on"], one.json()["priority"]) == (None, -1)

    async def test_the_next_is_the_most_pressing(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User
    ) -> None:
        fields: list[dict[str, Any]] = [
            {"priority": -1},
            {},
            {"due_on": date(2031, 1, 2)},
            {"due_on": date(2031, 1, 1)},
            {"priority": 1},
        ]
        for values in fields:
            package = await create_package(work, sample_set)
            for name, value in values.items():
                setattr(package, name, value)
        await work.flush()
        sign_in(client, annotator)

        url = f"/api/v1/sets/{sample_set.id}/packages/claim"
        claimed = [(await client.post(url)).json()["position"] for _ in fields]

        assert claimed == [5, 4, 3, 2, 1]


class TestFilters:
    async def test_by_how_far_and_whose_and_when(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 4)
        readers = (None, annotator, annotator, reviewer)
        packages = [
            await create_package(work, sample_set, sample, assignee=reader)
            for sample, reader in zip(samples, readers, strict=True)
        ]
        await create_examination(work, samples[2], annotator)
        (await create_examination(work, samples[3], reviewer)).state = ExaminationState.DONE
        yesterday = now().date() - timedelta(days=1)
        packages[1].due_on = packages[3].due_on = yesterday
        packages[2].due_on, packages[2].priority = yesterday + timedelta(days=9), 1
        await work.flush()
        sign_in(client, lead)

        by_status = {
            status: await listed(client, sample_set, status=status)
            for status in ("free", "assigned", "started", "done")
        }

        assert by_status == {"free": [1], "assigned": [2], "started": [3], "done": [4]}
        assert await listed(client, sample_set, reader=str(annotator.id)) == [2, 3]
        assert await listed(client, sample_set, overdue=True) == [2]
        assert await listed(client, sample_set, overdue=False) == [1, 3, 4]
        assert await listed(client, sample_set, priority=1) == [3]
        assert await listed(client, sample_set, sort="due_on") == [2, 4, 3, 1]
        assert await listed(client, sample_set, sort="-priority") == [3, 2, 4, 1]
        assert (await client.get(f"/api/v1/sets/{sample_set.id}/packages?status=lost")).status_code == 422


class TestWhoIsBlind:
    async def world(
        self,
        client: Client,
        work: UnitOfWork,
        samples: list[Sample],
        sample_set: SampleSet,
        reader: User,
        *,
        read: bool,
    ) -> list[str]:
        """What a caller gets of another's package."""
        answers = [
            (await client.get(f"/api/v1/sets/{sample_set.id}/packages", params=query)).text
            for query in ({}, {"status": "assigned"}, {"status": "started"}, {"status": "done"}, {"overdue": True})
        ]
        found = (await client.get(f"/api/v1/sets/{sample_set.id}/packages")).json()["items"]
        return answers + [(await client.get(f"/api/v1/packages/{item['id']}/items")).text for item in found]

    async def test_sees_of_others_packages_whose_they_are_and_no_more(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 2)
        theirs = await create_package(work, sample_set, samples[0], assignee=annotator)
        theirs.due_on = date(2020, 1, 1)
        await create_package(work, sample_set, samples[1], assignee=lead)
        sign_in(client, lead)
        nobody_has = await self.world(client, work, samples, sample_set, annotator, read=False)

        reading = await create_examination(work, samples[0], annotator)
        reading.state, reading.tentative = ExaminationState.DONE, True
        await work.flush()
        others_have = await self.world(client, work, samples, sample_set, annotator, read=True)
        sample_set.readers_see_readings = Sight.ALWAYS
        await work.flush()
        when_open = await self.world(client, work, samples, sample_set, annotator, read=True)

        assert others_have == nobody_has
        assert when_open != nobody_has
        mine = (await client.get(f"/api/v1/sets/{sample_set.id}/packages")).json()["items"]
        assert [item["assignee"]["id"] for item in mine] == [str(annotator.id), str(lead.id)]
