import asyncio

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.database import Database
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination
from backend.models.group import Group
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.users import Client, create_user, sign_in


class TestListMembers:
    async def test_a_stranger_learns_nothing(self, client: Client, group: Group, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.get(f"/api/v1/groups/{group.id}/members")).status_code == 404

    async def test_shows_who_they_are(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, viewer: User
    ) -> None:
        lead.name, lead.title, lead.specialty = "Ada", "Dr.", "Radiology"
        await work.flush()
        sign_in(client, viewer)

        items = (await client.get(f"/api/v1/groups/{group.id}/members")).json()["items"]

        shown = [(item["name"], item["title"], item["specialty"], item["role"]) for item in items]
        assert shown == [("Ada", "Dr.", "Radiology", "admin"), ("Some Body", None, None, "viewer")]


class TestAddMember:
    async def test_a_reader_may_not(self, client: Client, group: Group, annotator: User, stranger: User) -> None:
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/groups/{group.id}/members", json={"email": stranger.email})

        assert response.status_code == 403

    async def test_somebody_of_another_centre_is_unknown(
        self, client: Client, work: UnitOfWork, group: Group, lead: User
    ) -> None:
        other = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(other)
        await work.flush()
        foreigner = await create_user(work, organization=other)
        sign_in(client, lead)

        response = await client.post(f"/api/v1/groups/{group.id}/members", json={"email": foreigner.email})

        assert response.json()["error"] == "UserNotFound"

    async def test_nobody_joins_twice(self, client: Client, group: Group, lead: User, annotator: User) -> None:
        sign_in(client, lead)

        response = await client.post(f"/api/v1/groups/{group.id}/members", json={"email": annotator.email})

        assert response.json()["error"] == "AlreadyMember"

    async def test_the_new_member_sees_the_group(
        self, client: Client, group: Group, lead: User, stranger: User
    ) -> None:
        sign_in(client, lead)
        await client.post(
            f"/api/v1/groups/{group.id}/members", json={"email": stranger.email.upper(), "role": "viewer"}
        )
        sign_in(client, stranger)

        assert (await client.get(f"/api/v1/groups/{group.id}")).json()["my_role"] == "viewer"


class TestLastAdmin:
    async def test_cannot_leave(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        response = await client.delete(f"/api/v1/groups/{group.id}/members/{lead.id}")

        assert response.json()["error"] == "LastAdmin"

    async def test_cannot_become_less(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        response = await client.patch(f"/api/v1/groups/{group.id}/members/{lead.id}", json={"role": "viewer"})

        assert response.json()["error"] == "LastAdmin"

    async def test_can_leave_to_another(self, client: Client, group: Group, lead: User, annotator: User) -> None:
        sign_in(client, lead)
        await client.patch(f"/api/v1/groups/{group.id}/members/{annotator.id}", json={"role": "admin"})

        assert (await client.delete(f"/api/v1/groups/{group.id}/members/{lead.id}")).status_code == 204
        assert (await client.get(f"/api/v1/groups/{group.id}")).status_code == 404

    async def test_cannot_leave_by_itself_either(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        response = await client.post(f"/api/v1/groups/{group.id}/leave")

        assert (response.status_code, response.json()["error"]) == (409, "LastAdmin")

    async def test_of_two_who_leave_at_once_one_stays(self, app: FastAPI, committing_database: Database) -> None:
        async with committing_database.write() as session:
            work = UnitOfWork(session)
            group = await create_group(work, (await session.scalars(select(Organization))).one())
            admins = [await join(work, group, await create_user(work), GroupRole.ADMIN) for _ in range(2)]

        answers = await asyncio.gather(*(self.leave(app, group, admin) for admin in admins))

        assert sorted(answers) == [204, 409]
        async with committing_database.read() as session:
            assert len((await session.scalars(select(Membership))).all()) == 1

    async def test_of_two_who_depose_each_other_at_once_one_stays(
        self, app: FastAPI, committing_database: Database
    ) -> None:
        async with committing_database.write() as session:
            work = UnitOfWork(session)
            group = await create_group(work, (await session.scalars(select(Organization))).one())
            first, second = [await join(work, group, await create_user(work), GroupRole.ADMIN) for _ in range(2)]

        await asyncio.gather(self.depose(app, group, first, second), self.depose(app, group, second, first))

        async with committing_database.read() as session:
            roles = (await session.scalars(select(Membership.role))).all()
        assert roles.count(GroupRole.ADMIN) == 1

    async def leave(self, app: FastAPI, group: Group, admin: User) -> int:
        async with Client(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            client.signer = app.state.signer
            sign_in(client, admin)
            return (await client.post(f"/api/v1/groups/{group.id}/leave")).status_code

    async def depose(self, app: FastAPI, group: Group, admin: User, other: User) -> int:
        async with Client(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            client.signer = app.state.signer
            sign_in(client, admin)
            path = f"/api/v1/groups/{group.id}/members/{other.id}"
            return (await client.patch(path, json={"role": "viewer"})).status_code


class TestLeaveGroup:
    async def test_anonymous_is_refused(self, client: Client, group: Group) -> None:
        assert (await client.post(f"/api/v1/groups/{group.id}/leave")).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, group: Group, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.post(f"/api/v1/groups/{group.id}/leave")).status_code == 404

    async def test_whoever_left_sees_it_no_more(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, viewer: User
    ) -> None:
        sign_in(client, viewer)

        left = await client.post(f"/api/v1/groups/{group.id}/leave")
        again = await client.post(f"/api/v1/groups/{group.id}/leave")

        assert (left.status_code, again.status_code) == (204, 404)
        (entry,) = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "group.member_left"))).all()
        assert (entry.actor_id, entry.object_id) == (viewer.id, group.id)


class TestPackagesOfWhoeverLeft:
    async def assignees(self, work: UnitOfWork, sample_set: SampleSet) -> list[object]:
        """By position, as the database has them."""
        statement = select(Package.assignee_id).where(Package.set_id == sample_set.id).order_by(Package.position)
        return list(await work.db.scalars(statement))

    async def give_three(
        self, work: UnitOfWork, organization: Organization, sample_set: SampleSet, reader: User
    ) -> None:
        """Begun in this round, begun in the round before, and not begun."""
        for position, round_ in enumerate((sample_set.round, sample_set.round - 1, None), start=1):
            file = await create_file(work, organization)
            sample, _ = await create_sample(work, sample_set, file_id=file.id, position=position)
            await create_package(work, sample_set, sample, assignee=reader)
            if round_ is not None:
                await create_examination(work, sample, reader, round_=round_)

    async def test_are_free_even_if_begun_and_readings_keep_their_author(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        sample_set.round = 2
        await self.give_three(work, organization, sample_set, annotator)
        sign_in(client, annotator)

        await client.post(f"/api/v1/groups/{sample_set.group_id}/leave")

        assert await self.assignees(work, sample_set) == [None, None, None]
        readers = await work.db.scalars(select(Examination.reader_id).where(Examination.set_id == sample_set.id))
        assert set(readers) == {annotator.id}

    async def test_are_free_after_a_removal_too_and_others_keep_theirs(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        await self.give_three(work, organization, sample_set, annotator)
        await create_package(work, sample_set, assignee=reviewer)
        sign_in(client, lead)

        await client.delete(f"/api/v1/groups/{sample_set.group_id}/members/{annotator.id}")

        assert await self.assignees(work, sample_set) == [None, None, None, reviewer.id]
        free = (await client.get(f"/api/v1/sets/{sample_set.id}/packages")).json()["items"]
        assert [item["status"] for item in free] == ["free", "free", "free", "assigned"]
        (entry,) = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "group.member_removed"))).all()
        assert entry.details["packages_freed"] == 3
