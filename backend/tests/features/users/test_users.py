import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.database import Database
from backend.core.permissions import SystemRole
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in

NEW = {"email": "New@Test.example", "name": "New Person", "password": "a long enough password"}


class TestCreateUser:
    @pytest.mark.parametrize("person", ["stranger", "lead", "clinician"])
    async def test_only_the_system_admin_may(
        self, client: Client, request: pytest.FixtureRequest, person: str, lead: User, clinician: User, stranger: User
    ) -> None:
        sign_in(client, {"stranger": stranger, "lead": lead, "clinician": clinician}[person])

        assert (await client.post("/api/v1/users", json=NEW)).status_code == 403
        assert (await client.get("/api/v1/users")).status_code == 403

    @pytest.mark.parametrize(
        ("field", "value"), [("password", "too short"), ("email", "nonsense"), ("name", " "), ("name", "a\x00b")]
    )
    async def test_bad_values_are_named(self, client: Client, system_admin: User, field: str, value: str) -> None:
        sign_in(client, system_admin)

        response = await client.post("/api/v1/users", json=NEW | {field: value})

        assert response.json()["errors"][0]["field"] == f"body.{field}"

    async def test_an_e_mail_counts_once_in_any_case(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)
        made = await client.post("/api/v1/users", json=NEW)

        again = await client.post("/api/v1/users", json=NEW | {"email": "new@test.EXAMPLE"})

        assert made.json()["email"] == "new@test.example"
        assert "password" not in made.text
        assert again.json()["error"] == "EmailTaken"

    async def test_the_new_person_signs_in(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)
        await client.post("/api/v1/users", json=NEW)
        client.headers.pop("Authorization")

        response = await client.post("/api/v1/auth/sign-in", json={"email": NEW["email"], "password": NEW["password"]})

        assert response.json()["organizations"][0]["role"] == "member"


async def test_a_search_finds_by_name_and_e_mail(client: Client, system_admin: User) -> None:
    sign_in(client, system_admin)
    await client.post("/api/v1/users", json=NEW)

    found = [
        (await client.get("/api/v1/users", params={"search": text})).json()["total"] for text in ("NEW P", "w@t", "%")
    ]

    assert found == [1, 1, 0]


class TestGetUser:
    @pytest.mark.parametrize("person", ["stranger", "lead", "organization_admin"])
    async def test_only_the_system_admin_may(
        self, client: Client, person: str, lead: User, stranger: User, organization_admin: User
    ) -> None:
        sign_in(client, {"stranger": stranger, "lead": lead, "organization_admin": organization_admin}[person])

        assert (await client.get(f"/api/v1/users/{lead.id}")).status_code == 403

    async def test_an_unknown_one_is_not_found(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)

        assert (await client.get(f"/api/v1/users/{uuid4()}")).json()["error"] == "UserNotFound"

    async def test_shows_the_profile(self, client: Client, work: UnitOfWork, system_admin: User, lead: User) -> None:
        lead.title, lead.specialty, lead.practice_start_year = "Dr.", "Radiology", 2010
        await work.flush()
        sign_in(client, system_admin)

        shown = (await client.get(f"/api/v1/users/{lead.id}")).json()

        assert (shown["title"], shown["specialty"], shown["practice_start_year"]) == ("Dr.", "Radiology", 2010)
        assert "password" not in str(shown)


class TestUpdateUser:
    async def change(self, client: Client, user: User, **fields: Any) -> httpx.Response:
        return await client.patch(f"/api/v1/users/{user.id}", json=fields)

    @pytest.mark.parametrize("person", ["stranger", "lead", "organization_admin"])
    async def test_only_the_system_admin_may(
        self, client: Client, person: str, lead: User, stranger: User, organization_admin: User
    ) -> None:
        somebody = {"stranger": stranger, "lead": lead, "organization_admin": organization_admin}[person]
        sign_in(client, somebody)

        assert (await self.change(client, somebody, system_role="admin")).status_code == 403

    @pytest.mark.parametrize("fields", [{"name": " "}, {"system_role": "king"}, {"email": "x@test.example"}])
    async def test_bad_values_are_named(
        self, client: Client, system_admin: User, lead: User, fields: dict[str, str]
    ) -> None:
        sign_in(client, system_admin)

        response = await self.change(client, lead, **fields)

        assert response.json()["errors"][0]["field"] == f"body.{next(iter(fields))}"

    async def test_an_unknown_one_is_not_found(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)

        assert (await client.patch(f"/api/v1/users/{uuid4()}", json={"name": "x"})).status_code == 404

    async def test_changes_what_is_sent(self, client: Client, system_admin: User, lead: User) -> None:
        sign_in(client, system_admin)

        changed = (await self.change(client, lead, name="Renamed", is_active=None)).json()

        assert (changed["name"], changed["is_active"], changed["system_role"]) == ("Renamed", True, None)

    async def test_switching_off_ends_the_sign_ins(self, client: Client, system_admin: User, lead: User) -> None:
        sign_in(client, system_admin)
        await self.change(client, lead, is_active=False)
        sign_in(client, lead)
        while_off = await client.get("/api/v1/auth/me")
        sign_in(client, system_admin)
        await self.change(client, lead, is_active=True)
        sign_in(client, lead)

        assert while_off.status_code == 401
        assert (await client.get("/api/v1/auth/me")).json()["error"] == "SessionEnded"

    async def test_a_new_admin_manages_accounts_until_the_role_is_taken(
        self, client: Client, system_admin: User, lead: User
    ) -> None:
        answers = []
        for role in ("admin", None):
            sign_in(client, system_admin)
            await self.change(client, lead, system_role=role)
            sign_in(client, lead)
            answers.append((await client.get("/api/v1/users")).status_code)

        assert answers == [200, 403]

    async def test_is_audited(self, client: Client, work: UnitOfWork, system_admin: User, lead: User) -> None:
        sign_in(client, system_admin)
        await self.change(client, lead, is_active=False)

        (entry,) = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "user.updated"))).all()

        assert (entry.actor_id, entry.object_id, entry.details) == (system_admin.id, lead.id, {"fields": ["is_active"]})


class TestLastSystemAdmin:
    @pytest.mark.parametrize("fields", [{"is_active": False}, {"system_role": None}])
    async def test_stays(self, client: Client, system_admin: User, fields: dict[str, object]) -> None:
        sign_in(client, system_admin)

        response = await client.patch(f"/api/v1/users/{system_admin.id}", json=fields)

        assert (response.status_code, response.json()["error"]) == (409, "LastSystemAdmin")
        assert (await client.get("/api/v1/users")).status_code == 200

    async def test_somebody_switched_off_does_not_count(
        self, client: Client, work: UnitOfWork, system_admin: User
    ) -> None:
        other = await create_user(work, system_role=SystemRole.ADMIN)
        other.is_active = False
        await work.flush()
        sign_in(client, system_admin)

        response = await client.patch(f"/api/v1/users/{system_admin.id}", json={"system_role": None})

        assert response.json()["error"] == "LastSystemAdmin"

    async def test_can_still_be_renamed(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)

        response = await client.patch(f"/api/v1/users/{system_admin.id}", json={"name": "Renamed", "is_active": True})

        assert response.json()["name"] == "Renamed"

    async def test_of_two_who_resign_at_once_one_stays(self, app: FastAPI, committing_database: Database) -> None:
        async with committing_database.write() as session:
            admins = [await create_user(UnitOfWork(session), system_role=SystemRole.ADMIN) for _ in range(2)]

        answers = await asyncio.gather(*(self.resign(app, admin) for admin in admins))

        assert sorted(answers) == [200, 409]

    async def resign(self, app: FastAPI, admin: User) -> int:
        async with Client(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            client.signer = app.state.signer
            sign_in(client, admin)
            return (await client.patch(f"/api/v1/users/{admin.id}", json={"system_role": None})).status_code
