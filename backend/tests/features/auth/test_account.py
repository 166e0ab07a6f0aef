from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.database import now
from backend.core.permissions import Caller
from backend.core.security import hash_password
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.features.auth.errors import WrongCredentials
from backend.features.auth.service import AuthService
from backend.features.jobs.events import _is_signed_in
from backend.models.audit_entry import AuditEntry
from backend.models.refresh_token import RefreshToken
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in

OLD, NEW = "correct horse battery", "staple correct horse"


@pytest.fixture(scope="module")
async def password_hash() -> str:
    return await hash_password(OLD)


@pytest.fixture
async def person(work: UnitOfWork, password_hash: str) -> User:
    return await create_user(work, email="reader@test.example", name="Rea Der", password_hash=password_hash)


async def other_sign_in(work: UnitOfWork, person: User, **fields: Any) -> RefreshToken:
    defaults = {"rotated_at": now(), "expires_at": now() + timedelta(days=1), "user_agent": "Other"}
    token = RefreshToken(user_id=person.id, **{**defaults, **fields})
    work.db.add(token)
    await work.flush()
    return token


def bearer(client: Client, token: RefreshToken) -> dict[str, str]:
    access = client.signer.access_token(token.user_id, token.id, now(), timedelta(minutes=5))
    return {"Authorization": f"Bearer {access}"}


class TestUpdateMe:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.patch("/api/v1/auth/me", json={"name": "x"})).status_code == 401

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "  "),
            ("title", ""),
            ("title", "x" * 41),
            ("specialty", "x" * 101),
            ("practice_start_year", 1899),
            ("practice_start_year", datetime.now(UTC).year + 2),
            ("system_role", "admin"),
            ("email", "other@test.example"),
        ],
    )
    async def test_bad_values_are_named(self, client: Client, person: User, field: str, value: object) -> None:
        sign_in(client, person)

        response = await client.patch("/api/v1/auth/me", json={field: value})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == f"body.{field}"

    async def test_changes_what_is_sent_and_leaves_the_rest(self, client: Client, person: User) -> None:
        sign_in(client, person)
        await client.patch("/api/v1/auth/me", json={"title": " Dr. ", "practice_start_year": 2010})

        await client.patch("/api/v1/auth/me", json={"specialty": "Radiology"})

        me = (await client.get("/api/v1/auth/me")).json()
        assert (me["name"], me["title"], me["specialty"], me["practice_start_year"]) == (
            "Rea Der",
            "Dr.",
            "Radiology",
            2010,
        )

    async def test_null_clears_but_for_the_name(self, client: Client, person: User) -> None:
        sign_in(client, person)
        await client.patch("/api/v1/auth/me", json={"title": "Dr.", "specialty": "x", "practice_start_year": 2010})

        nothing = dict.fromkeys(("name", "title", "specialty", "practice_start_year"))
        me = (await client.patch("/api/v1/auth/me", json=nothing)).json()

        assert (me["name"], me["title"], me["specialty"], me["practice_start_year"]) == ("Rea Der", None, None, None)

    async def test_is_audited_without_the_values(self, client: Client, work: UnitOfWork, person: User) -> None:
        sign_in(client, person)
        await client.patch("/api/v1/auth/me", json={"specialty": "Radiology"})

        (entry,) = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "user.updated"))).all()

        assert (entry.actor_id, entry.object_id, entry.details) == (person.id, person.id, {"fields": ["specialty"]})


class TestChangePassword:
    async def change(self, client: Client, current: str = OLD, new: str = NEW) -> httpx.Response:
        return await client.post("/api/v1/auth/password", json={"current_password": current, "new_password": new})

    async def enter(self, client: Client, password: str) -> int:
        credentials = {"email": "reader@test.example", "password": password}
        return (await client.post("/api/v1/auth/token", json=credentials)).status_code

    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await self.change(client)).status_code == 401

    async def test_a_wrong_current_password_changes_nothing(self, client: Client, person: User) -> None:
        sign_in(client, person)

        response = await self.change(client, current="wrong horse battery")

        assert (response.status_code, response.json()["error"]) == (422, "WrongPassword")
        assert (await self.enter(client, OLD), await self.enter(client, NEW)) == (200, 401)

    async def test_a_short_new_password_is_refused(self, client: Client, person: User) -> None:
        sign_in(client, person)

        response = await self.change(client, new="too short")

        assert response.json()["errors"][0]["field"] == "body.new_password"

    async def test_too_many_tries_have_to_wait(
        self, app: FastAPI, client: Client, person: User, settings: Settings
    ) -> None:
        app.state.settings = settings.model_copy(update={"sign_in_tries_per_minute": 2})
        sign_in(client, person)

        answers = [(await self.change(client, current="wrong")).status_code for _ in range(3)]

        assert answers == [422, 422, 429]

    async def test_only_the_new_one_is_good_then(self, client: Client, person: User) -> None:
        sign_in(client, person)

        assert (await self.change(client)).status_code == 204
        assert (await self.enter(client, OLD), await self.enter(client, NEW)) == (401, 200)

    async def test_ends_all_other_sign_ins_and_keeps_this_one(
        self, client: Client, work: UnitOfWork, person: User
    ) -> None:
        other = await other_sign_in(work, person)
        sign_in(client, person)

        await self.change(client)

        assert (await client.get("/api/v1/auth/me")).status_code == 200
        ended = await client.get("/api/v1/auth/me", headers=bearer(client, other))
        assert ended.json()["error"] == "SessionEnded"

    async def test_leaves_other_people_alone(
        self, client: Client, work: UnitOfWork, person: User, stranger: User
    ) -> None:
        sign_in(client, person)
        await self.change(client)
        sign_in(client, stranger)

        assert (await client.get("/api/v1/auth/me")).status_code == 200

    async def test_a_sign_in_half_way_with_the_old_one_ends_there(
        self, client: Client, work: UnitOfWork, person: User, settings: Settings
    ) -> None:
        auth = AuthService(work, client.signer, settings)
        checked = User(id=person.id, password_hash=person.password_hash)
        sign_in(client, person)
        await self.change(client)

        with pytest.raises(WrongCredentials):
            await auth.begin_session(checked, None)


class TestListSessions:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get("/api/v1/auth/sessions")).status_code == 401

    async def test_shows_ones_own_the_last_used_first(
        self, client: Client, work: UnitOfWork, person: User, stranger: User
    ) -> None:
        other = await other_sign_in(work, person, rotated_at=now() - timedelta(hours=1))
        sign_in(client, person)

        items = (await client.get("/api/v1/auth/sessions")).json()["items"]

        assert [(item["id"], item["is_current"]) for item in items] == [(str(person.id), True), (str(other.id), False)]
        assert items[1]["user_agent"] == "Other"

    async def test_what_is_over_is_not_shown(self, client: Client, work: UnitOfWork, person: User) -> None:
        await other_sign_in(work, person, expires_at=now() - timedelta(seconds=1))
        await other_sign_in(work, person, revoked_at=now())
        sign_in(client, person)

        assert (await client.get("/api/v1/auth/sessions")).json()["total"] == 1


class TestRevokeSession:
    async def test_a_foreign_one_is_unknown(self, client: Client, person: User, stranger: User) -> None:
        sign_in(client, stranger)

        response = await client.delete(f"/api/v1/auth/sessions/{person.id}")

        assert (response.status_code, response.json()["error"]) == (404, "SessionNotFound")

    async def test_ends_it_at_its_next_request(self, client: Client, work: UnitOfWork, person: User) -> None:
        other = await other_sign_in(work, person)
        sign_in(client, person)
        before = await client.get("/api/v1/auth/me", headers=bearer(client, other))

        response = await client.delete(f"/api/v1/auth/sessions/{other.id}")

        after = await client.get("/api/v1/auth/me", headers=bearer(client, other))
        assert (response.status_code, before.status_code, after.status_code) == (204, 200, 401)

    async def test_ends_its_event_stream(self, app: FastAPI, client: Client, work: UnitOfWork, person: User) -> None:
        other = await other_sign_in(work, person)
        listening = Caller(user_id=person.id, session_id=other.id)
        sign_in(client, person)
        before = await _is_signed_in(app.state.database, listening)

        await client.delete(f"/api/v1/auth/sessions/{other.id}")

        assert (before, await _is_signed_in(app.state.database, listening)) == (True, False)

    async def test_cannot_be_renewed(self, client: Client, work: UnitOfWork, person: User) -> None:
        other = await other_sign_in(work, person)
        sign_in(client, person)
        await client.delete(f"/api/v1/auth/sessions/{other.id}")

        renewed = await client.post(
            "/api/v1/auth/token/refresh", json={"refresh_token": client.signer.refresh_token(other.id, 0)}
        )

        assert renewed.json()["error"] == "SessionEnded"

    async def test_is_fine_to_repeat(self, client: Client, work: UnitOfWork, person: User) -> None:
        other = await other_sign_in(work, person)
        sign_in(client, person)

        answers = [(await client.delete(f"/api/v1/auth/sessions/{other.id}")).status_code for _ in range(2)]

        assert answers == [204, 204]

    async def test_ones_own_can_go_too(self, client: Client, person: User) -> None:
        sign_in(client, person)

        assert (await client.delete(f"/api/v1/auth/sessions/{person.id}")).status_code == 204
        assert (await client.get("/api/v1/auth/me")).status_code == 401


class TestRevokeOtherSessions:
    async def test_ends_all_but_this_one(self, client: Client, work: UnitOfWork, person: User, stranger: User) -> None:
        others = [await other_sign_in(work, person) for _ in range(2)]
        sign_in(client, person)

        assert (await client.delete("/api/v1/auth/sessions")).status_code == 204

        items = (await client.get("/api/v1/auth/sessions")).json()["items"]
        assert [item["id"] for item in items] == [str(person.id)]
        for other in others:
            assert (await client.get("/api/v1/auth/me", headers=bearer(client, other))).status_code == 401
        sign_in(client, stranger)
        assert (await client.get("/api/v1/auth/me")).status_code == 200
