import asyncio
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.database import Database
from backend.core.permissions import GroupRole, OrganizationRole, SystemRole
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.users import Client, create_user, sign_in


@pytest.fixture
def address(organization: Organization) -> str:
    return f"/api/v1/organizations/{organization.id}/members"


@pytest.fixture
async def foreigner(work: UnitOfWork) -> User:
    """With an account, and in no centre."""
    return await create_user(work, name="For Eigner", organization_role=None)


class TestWhoMay:
    @pytest.mark.parametrize("person", ["stranger", "clinician", "lead"])
    async def test_members_may_not(
        self, client: Client, address: str, person: str, stranger: User, clinician: User, lead: User
    ) -> None:
        sign_in(client, {"stranger": stranger, "clinician": clinician, "lead": lead}[person])

        answers = [
            await client.get(address),
            await client.post(address, json={"email": "x@test.example"}),
            await client.patch(f"{address}/{lead.id}", json={"role": "admin"}),
            await client.delete(f"{address}/{lead.id}"),
        ]

        assert [answer.status_code for answer in answers] == [403] * 4

    @pytest.mark.parametrize("person", ["organization_admin", "system_admin"])
    async def test_the_admins_may(
        self, client: Client, address: str, person: str, organization_admin: User, system_admin: User, foreigner: User
    ) -> None:
        sign_in(client, {"organization_admin": organization_admin, "system_admin": system_admin}[person])

        answers = [
            await client.post(address, json={"email": foreigner.email, "role": "member"}),
            await client.patch(f"{address}/{foreigner.id}", json={"role": "clinician"}),
            await client.get(address),
            await client.delete(f"{address}/{foreigner.id}"),
        ]

        assert [answer.status_code for answer in answers] == [201, 200, 200, 204]
        shown = {item["user_id"]: item["role"] for item in answers[2].json()["items"]}
        assert shown[str(foreigner.id)] == "clinician"


class TestOwnRole:
    """Who keeps accounts sees no images by that, so the way into a centre leads through somebody else."""

    async def test_a_system_admin_does_not_enter_a_centre(self, client: Client, address: str, work: UnitOfWork) -> None:
        outsider = await create_user(work, organization_role=None, system_role=SystemRole.ADMIN)
        sign_in(client, outsider)

        added = await client.post(address, json={"email": outsider.email, "role": "admin"})

        assert (added.status_code, added.json()["error"]) == (403, "OwnRole")

    async def test_nor_rises_in_the_own_one(self, client: Client, address: str, system_admin: User) -> None:
        sign_in(client, system_admin)

        risen = await client.patch(f"{address}/{system_admin.id}", json={"role": "admin"})

        assert (risen.status_code, risen.json()["error"]) == (403, "OwnRole")

    async def test_an_admin_of_the_centre_may_step_down(
        self, client: Client, address: str, work: UnitOfWork, organization_admin: User
    ) -> None:
        await create_user(work, organization_role=OrganizationRole.ADMIN)
        sign_in(client, organization_admin)

        stepped_down = await client.patch(f"{address}/{organization_admin.id}", json={"role": "clinician"})

        assert stepped_down.json()["role"] == "clinician"


class TestAddOrganizationMember:
    async def test_an_unknown_e_mail_is_not_found(self, client: Client, address: str, organization_admin: User) -> None:
        sign_in(client, organization_admin)

        response = await client.post(address, json={"email": "nobody@test.example"})

        assert (response.status_code, response.json()["error"]) == (404, "UserNotFound")

    async def test_nobody_is_added_twice(
        self, client: Client, address: str, organization_admin: User, stranger: User
    ) -> None:
        sign_in(client, organization_admin)

        response = await client.post(address, json={"email": stranger.email})

        assert (response.status_code, response.json()["error"]) == (409, "AlreadyOrganizationMember")

    async def test_the_new_member_may_lead_a_group(
        self, client: Client, work: UnitOfWork, address: str, organization_admin: User, foreigner: User
    ) -> None:
        sign_in(client, organization_admin)
        added = await client.post(address, json={"email": f" {foreigner.email.upper()}"})
        sign_in(client, foreigner)

        made = await client.post("/api/v1/groups", json={"name": "Mine"})

        assert (added.json()["name"], added.json()["role"], made.status_code) == ("For Eigner", "member", 201)
        (entry,) = (
            await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "organization.member_added"))
        ).all()
        assert entry.details == {"user_id": str(foreigner.id), "role": "member"}


class TestUpdateOrganizationMember:
    async def test_whoever_is_no_member_is_not_found(
        self, client: Client, address: str, organization_admin: User, foreigner: User
    ) -> None:
        sign_in(client, organization_admin)

        answers = [
            await client.patch(f"{address}/{user_id}", json={"role": "admin"}) for user_id in (foreigner.id, uuid4())
        ]

        assert {answer.json()["error"] for answer in answers} == {"OrganizationMemberNotFound"}

    async def test_a_clinician_sees_all_studies(
        self, client: Client, address: str, organization_admin: User, stranger: User
    ) -> None:
        sign_in(client, organization_admin)
        await client.patch(f"{address}/{stranger.id}", json={"role": "clinician"})
        sign_in(client, stranger)

        me = (await client.get("/api/v1/auth/me")).json()

        assert [place["role"] for place in me["organizations"]] == ["clinician"]


class TestLastOrganizationAdmin:
    async def test_stays_what_it_is(self, client: Client, address: str, organization_admin: User) -> None:
        sign_in(client, organization_admin)

        answers = [
            await client.patch(f"{address}/{organization_admin.id}", json={"role": "member"}),
            await client.delete(f"{address}/{organization_admin.id}"),
            await client.patch(f"{address}/{organization_admin.id}", json={"role": "admin"}),
        ]

        assert [answer.json()["error"] for answer in answers[:2]] == ["LastOrganizationAdmin"] * 2
        assert answers[2].status_code == 200

    async def test_can_go_when_there_is_another(
        self, client: Client, address: str, organization_admin: User, stranger: User
    ) -> None:
        sign_in(client, organization_admin)
        await client.patch(f"{address}/{stranger.id}", json={"role": "admin"})

        assert (await client.delete(f"{address}/{organization_admin.id}")).status_code == 204
        assert (await client.get(address)).status_code == 404


class TestRemoveOrganizationMember:
    async def test_takes_the_person_out_of_the_groups_of_this_centre_only(
        self, client: Client, work: UnitOfWork, address: str, organization_admin: User, group: Group, annotator: User
    ) -> None:
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        far_away = await create_group(work, elsewhere, name="Far away")
        await join(work, far_away, annotator, GroupRole.VIEWER)
        sign_in(client, organization_admin)

        removed = await client.delete(f"{address}/{annotator.id}")

        sign_in(client, annotator)
        me = (await client.get("/api/v1/auth/me")).json()
        assert (removed.status_code, me["organizations"]) == (204, [])
        assert [place["name"] for place in me["groups"]] == ["Far away"]

    async def test_not_the_last_admin_of_a_group(
        self, client: Client, address: str, organization_admin: User, group: Group, lead: User
    ) -> None:
        sign_in(client, organization_admin)

        response = await client.delete(f"{address}/{lead.id}")

        assert (response.status_code, response.json()["error"]) == (409, "LastAdmin")
        assert group.name in response.json()["detail"]
        sign_in(client, lead)
        assert (await client.get("/api/v1/auth/me")).json()["organizations"]


class TestAtOnce:
    async def test_of_two_admins_who_leave_one_stays(self, app: FastAPI, committing_database: Database) -> None:
        async with committing_database.write() as session:
            work = UnitOfWork(session)
            place = (await session.scalars(select(Organization))).one()
            admins = [await create_user(work, organization_role=OrganizationRole.ADMIN) for _ in range(2)]

        answers = await asyncio.gather(*(self.leave(app, place, admin) for admin in admins))

        assert sorted(answers) == [204, 409]

    async def leave(self, app: FastAPI, place: Organization, admin: User) -> int:
        async with Client(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            client.signer = app.state.signer
            sign_in(client, admin)
            return (await client.delete(f"/api/v1/organizations/{place.id}/members/{admin.id}")).status_code
