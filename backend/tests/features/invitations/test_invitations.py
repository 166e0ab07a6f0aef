import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.database import Database, now
from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.group import Group
from backend.models.invitation import Invitation
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.models.user import User
from backend.tests.factories.groups import create_group, create_invitation, join
from backend.tests.factories.users import Client, create_user, sign_in

PAST = timedelta(seconds=-1)


@pytest.fixture
def address(group: Group) -> str:
    return f"/api/v1/groups/{group.id}/invitations"


async def accept(client: Client, code: str) -> httpx.Response:
    return await client.post("/api/v1/invitations/accept", json={"code": code})


async def uses(work: UnitOfWork, invitation_id: UUID) -> int | None:
    return await work.db.scalar(select(Invitation.use_count).where(Invitation.id == invitation_id))


class TestWhoMay:
    async def test_a_stranger_learns_nothing(
        self, client: Client, work: UnitOfWork, address: str, group: Group, lead: User, stranger: User
    ) -> None:
        invitation = await create_invitation(work, group, lead)
        sign_in(client, stranger)

        answers = [
            await client.get(address),
            await client.post(address, json={}),
            await client.delete(f"/api/v1/invitations/{invitation.id}"),
        ]

        assert [answer.status_code for answer in answers] == [404] * 3

    @pytest.mark.parametrize("person", ["viewer", "annotator", "reviewer"])
    async def test_members_may_not(
        self,
        client: Client,
        work: UnitOfWork,
        address: str,
        group: Group,
        person: str,
        lead: User,
        viewer: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        invitation = await create_invitation(work, group, lead)
        sign_in(client, {"viewer": viewer, "annotator": annotator, "reviewer": reviewer}[person])

        answers = [
            await client.get(address),
            await client.post(address, json={}),
            await client.delete(f"/api/v1/invitations/{invitation.id}"),
        ]

        assert [answer.status_code for answer in answers] == [403] * 3


class TestCreateInvitation:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("role", "king"),
            ("expires_in_days", 0),
            ("expires_in_days", 91),
            ("max_uses", 0),
            ("max_uses", 1001),
            ("note", "x" * 201),
        ],
    )
    async def test_bad_values_are_named(
        self, client: Client, address: str, lead: User, field: str, value: object
    ) -> None:
        sign_in(client, lead)

        response = await client.post(address, json={field: value})

        assert response.json()["errors"][0]["field"] == f"body.{field}"

    async def test_is_for_annotators_and_a_week_unless_one_says_so(
        self, client: Client, address: str, lead: User
    ) -> None:
        sign_in(client, lead)

        response = await client.post(address, json={})

        made = response.json()
        assert response.status_code == 201
        assert (made["role"], made["state"], made["max_uses"], made["use_count"]) == ("annotator", "open", None, 0)
        assert made["created_by"] == {"id": str(lead.id), "name": lead.name}
        left = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
        assert timedelta(days=6, hours=23) < left <= timedelta(days=7)

    async def test_the_database_does_not_know_the_code(
        self, client: Client, work: UnitOfWork, address: str, lead: User
    ) -> None:
        sign_in(client, lead)
        made = (await client.post(address, json={"note": " For the night shift "})).json()

        kept = await work.db.get_one(Invitation, UUID(made["id"]))
        entries = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "invitation.created"))).all()

        columns = [str(getattr(kept, column.name)) for column in Invitation.__table__.columns]
        assert not any(made["code"].replace("-", "") in value.replace("-", "") for value in columns)
        assert [made["code"] in str(entry.details) for entry in entries] == [False]
        assert kept.note == "For the night shift"


class TestListInvitations:
    async def test_newest_first_with_the_same_code_as_when_made(self, client: Client, address: str, lead: User) -> None:
        sign_in(client, lead)
        made = [(await client.post(address, json={"note": note})).json() for note in ("first", "second")]

        listed = (await client.get(address)).json()["items"]

        assert listed == made[::-1]

    @pytest.mark.parametrize(
        ("fields", "state"),
        [
            ({}, "open"),
            ({"max_uses": 2, "use_count": 1}, "open"),
            ({"max_uses": 2, "use_count": 2}, "used_up"),
            ({"expires_at": PAST}, "expired"),
            ({"revoked_at": PAST}, "revoked"),
            ({"revoked_at": PAST, "expires_at": PAST}, "revoked"),
        ],
    )
    async def test_tells_what_became_of_it(
        self,
        client: Client,
        work: UnitOfWork,
        address: str,
        group: Group,
        lead: User,
        fields: dict[str, Any],
        state: str,
    ) -> None:
        instants: dict[str, Any] = {name: now() + value if value is PAST else value for name, value in fields.items()}
        await create_invitation(work, group, lead, **instants)
        sign_in(client, lead)

        (item,) = (await client.get(address)).json()["items"]

        assert item["state"] == state


class TestRevokeInvitation:
    async def test_lets_nobody_else_in_and_is_fine_to_repeat(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer)
        sign_in(client, lead)

        answers = [(await client.delete(f"/api/v1/invitations/{invitation.id}")).status_code for _ in range(2)]

        sign_in(client, stranger)
        refused = await accept(client, client.signer.join_code(invitation.id))
        assert (answers, refused.json()["error"]) == ([204, 204], "InvitationEnded")
        assert "revoked" in refused.json()["detail"]
        entries = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "invitation.revoked"))).all()
        assert len(entries) == 1

    async def test_whoever_joined_by_it_stays(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer)
        sign_in(client, stranger)
        await accept(client, client.signer.join_code(invitation.id))
        sign_in(client, lead)
        await client.delete(f"/api/v1/invitations/{invitation.id}")
        sign_in(client, stranger)

        assert (await client.get(f"/api/v1/groups/{group.id}")).status_code == 200


class TestPreviewInvitation:
    async def preview(self, client: Client, code: str) -> httpx.Response:
        return await client.post("/api/v1/invitations/preview", json={"code": code})

    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await self.preview(client, "00000-00000")).status_code == 401

    async def test_an_unknown_code_is_not_found(self, client: Client, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await self.preview(client, "00000-00000")).json()["error"] == "InvitationNotFound"

    async def test_shows_whereto_and_joins_nothing(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer, max_uses=1)
        sign_in(client, stranger)

        shown = (await self.preview(client, client.signer.join_code(invitation.id))).json()

        assert (shown["group_name"], shown["role"], shown["invited_by"]) == (group.name, "annotator", lead.name)
        assert (shown["organization_name"], shown["is_member"]) == ("This centre", False)
        assert (await client.get("/api/v1/groups")).json()["total"] == 0
        assert await uses(work, invitation.id) == 0

    async def test_tells_a_member_so(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, viewer: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer)
        sign_in(client, viewer)

        assert (await self.preview(client, client.signer.join_code(invitation.id))).json()["is_member"] is True


class TestAcceptInvitation:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await accept(client, "00000-00000")).status_code == 401

    @pytest.mark.parametrize("code", ["00000-00000", "nonsense", "-", "\u00df"])
    async def test_an_unknown_code_is_not_found(self, client: Client, stranger: User, code: str) -> None:
        sign_in(client, stranger)

        response = await accept(client, code)

        assert (response.status_code, response.json()["error"]) == (404, "InvitationNotFound")

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"max_uses": 2, "use_count": 2}, "as often"),
            ({"expires_at": PAST}, "expired"),
            ({"revoked_at": PAST}, "revoked"),
        ],
    )
    async def test_a_code_that_is_over_says_why(
        self,
        client: Client,
        work: UnitOfWork,
        group: Group,
        lead: User,
        stranger: User,
        fields: dict[str, Any],
        why: str,
    ) -> None:
        instants: dict[str, Any] = {name: now() + value if value is PAST else value for name, value in fields.items()}
        invitation = await create_invitation(work, group, lead, client.signer, **instants)
        sign_in(client, stranger)

        response = await accept(client, client.signer.join_code(invitation.id))

        assert (response.status_code, response.json()["error"]) == (409, "InvitationEnded")
        assert why in response.json()["detail"]
        assert (await client.get("/api/v1/groups")).json()["total"] == 0

    async def test_too_many_tries_have_to_wait(
        self, app: FastAPI, client: Client, stranger: User, annotator: User, settings: Settings
    ) -> None:
        app.state.settings = settings.model_copy(update={"sign_in_tries_per_minute": 2})
        sign_in(client, stranger)

        answers = [(await accept(client, f"{n}")).status_code for n in range(3)]

        sign_in(client, annotator)
        assert [*answers, (await accept(client, "0")).status_code] == [404, 404, 429, 404]

    async def test_lets_in_with_the_role_of_the_code(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer, role=GroupRole.REVIEWER)
        sign_in(client, stranger)

        joined = (await accept(client, client.signer.join_code(invitation.id).replace("-", " ").lower())).json()

        assert joined["is_pending"] is False
        shown = joined["group"]
        assert (shown["id"], shown["my_role"], shown["member_count"]) == (str(group.id), "reviewer", 2)
        assert await uses(work, invitation.id) == 1
        actions = (await work.db.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == stranger.id))).all()
        assert sorted(actions) == ["group.member_joined", "invitation.accepted"]

    async def test_a_member_stays_what_it_is_and_counts_nothing(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, viewer: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer, role=GroupRole.ADMIN, max_uses=1)
        sign_in(client, viewer)

        joined = await accept(client, client.signer.join_code(invitation.id))

        assert (joined.status_code, joined.json()["group"]["my_role"]) == (200, "viewer")
        assert await uses(work, invitation.id) == 0

    async def test_someone_of_another_centre_becomes_a_member_of_this_one(
        self, client: Client, work: UnitOfWork, group: Group, lead: User
    ) -> None:
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        guest = await create_user(work, organization=elsewhere, organization_role=OrganizationRole.ADMIN)
        invitation = await create_invitation(work, group, lead, client.signer)
        sign_in(client, guest)

        await accept(client, client.signer.join_code(invitation.id))

        me = (await client.get("/api/v1/auth/me")).json()
        roles = {place["name"]: place["role"] for place in me["organizations"]}
        assert roles == {"Elsewhere": "admin", "This centre": "member"}

    async def test_a_clinician_of_the_centre_stays_one(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, clinician: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer)
        sign_in(client, clinician)

        await accept(client, client.signer.join_code(invitation.id))

        me = (await client.get("/api/v1/auth/me")).json()
        assert [place["role"] for place in me["organizations"]] == ["clinician"]


class TestAtOnce:
    async def prepare(self, database: Database, client: Client, people: int, **fields: Any) -> tuple[str, list[User]]:
        async with database.write() as session:
            work = UnitOfWork(session)
            group = await create_group(work, (await session.scalars(select(Organization))).one())
            lead = await join(work, group, await create_user(work), GroupRole.ADMIN)
            invitation = await create_invitation(work, group, lead, client.signer, **fields)
            return client.signer.join_code(invitation.id), [await create_user(work) for _ in range(people)]

    async def accept_as(self, app: FastAPI, person: User, code: str) -> int:
        async with Client(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            client.signer = app.state.signer
            sign_in(client, person)
            return (await accept(client, code)).status_code

    async def test_the_last_use_lets_one_in(self, app: FastAPI, client: Client, committing_database: Database) -> None:
        code, people = await self.prepare(committing_database, client, 6, max_uses=3, use_count=2)

        answers = await asyncio.gather(*(self.accept_as(app, person, code) for person in people))

        assert sorted(answers) == [200, 409, 409, 409, 409, 409]
        async with committing_database.read() as session:
            assert len((await session.scalars(select(Membership))).all()) == 2
            assert await session.scalar(select(Invitation.use_count)) == 3

    async def test_one_person_at_two_windows_counts_once(
        self, app: FastAPI, client: Client, committing_database: Database
    ) -> None:
        code, (person,) = await self.prepare(committing_database, client, 1)

        answers = await asyncio.gather(*(self.accept_as(app, person, code) for _ in range(5)))

        assert answers == [200] * 5
        async with committing_database.read() as session:
            assert await session.scalar(select(Invitation.use_count)) == 1
