import httpx
import pytest
from fastapi import FastAPI

from backend.core.security import hash_password
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.features.auth.service import REFRESH_GRACE
from backend.models.refresh_token import RefreshToken
from backend.models.user import User
from backend.repositories.refresh_tokens import RefreshTokenRepository
from backend.tests.factories.users import Client, create_user, sign_in

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
async def password_hash() -> str:
    return await hash_password(PASSWORD)


@pytest.fixture
async def person(work: UnitOfWork, password_hash: str) -> User:
    return await create_user(work, email="reader@test.example", name="Rea Der", password_hash=password_hash)


async def enter(client: Client, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/v1/auth/sign-in", json={"email": "Reader@Test.example ", "password": password})


class TestSignIn:
    async def test_a_wrong_password_is_refused(self, client: Client, person: User) -> None:
        response = await enter(client, "wrong horse battery")

        assert response.status_code == 401
        assert response.json()["error"] == "WrongCredentials"
        assert not client.cookies

    async def test_an_unknown_person_is_refused_with_the_same_words(self, client: Client, person: User) -> None:
        unknown = await client.post("/api/v1/auth/sign-in", json={"email": "nobody@test.example", "password": PASSWORD})

        assert unknown.json() == (await enter(client, "wrong horse battery")).json()

    async def test_someone_switched_off_is_refused(self, client: Client, work: UnitOfWork, person: User) -> None:
        person.is_active = False
        await work.flush()

        assert (await enter(client)).status_code == 401

    async def test_a_demo_account_is_refused_in_production(
        self, app: FastAPI, client: Client, work: UnitOfWork, person: User, settings: Settings
    ) -> None:
        person.is_demo = True
        await work.flush()
        app.state.settings = settings.model_copy(update={"mode": "production"})

        response = await enter(client)

        assert response.json()["error"] == "DemoAccountRefused"

    async def test_too_many_tries_have_to_wait(
        self, app: FastAPI, client: Client, person: User, settings: Settings
    ) -> None:
        app.state.settings = settings.model_copy(update={"sign_in_tries_per_minute": 2})

        answers = [(await enter(client, "wrong horse battery")).status_code for _ in range(3)]

        assert answers == [401, 401, 429]

    async def test_sets_cookies_that_scripts_cannot_read(self, client: Client, person: User) -> None:
        response = await enter(client)

        assert response.json()["name"] == "Rea Der"
        cookies = {line.split("=")[0]: line for line in response.headers.get_list("set-cookie")}
        assert "HttpOnly" in cookies["isocenter_access"]
        assert "HttpOnly" in cookies["isocenter_refresh"]
        assert "Path=/api/v1/auth" in cookies["isocenter_refresh"]
        assert "HttpOnly" not in cookies["isocenter_csrf"]

    async def test_the_cookie_signs_in(self, client: Client, person: User) -> None:
        await enter(client)

        assert (await client.get("/api/v1/auth/me")).json()["email"] == "reader@test.example"


class TestCsrf:
    async def test_a_cookie_alone_changes_nothing(self, client: Client, person: User) -> None:
        await enter(client)

        response = await client.post("/api/v1/groups", json={"name": "Mine"})

        assert response.status_code == 403
        assert response.json()["error"] == "CsrfFailed"

    async def test_the_header_of_another_sign_in_does_not_help(self, client: Client, person: User) -> None:
        await enter(client)
        foreign = client.cookies["isocenter_csrf"]
        await enter(client)

        response = await client.post("/api/v1/groups", json={"name": "Mine"}, headers={"X-CSRF-Token": foreign})

        assert response.status_code == 403

    async def test_the_header_lets_changes_pass(self, client: Client, person: User) -> None:
        await enter(client)

        response = await client.post(
            "/api/v1/groups", json={"name": "Mine"}, headers={"X-CSRF-Token": client.cookies["isocenter_csrf"]}
        )

        assert response.status_code == 201


class TestRefresh:
    async def pair(self, client: Client) -> dict[str, str]:
        response = await client.post("/api/v1/auth/token", json={"email": "reader@test.example", "password": PASSWORD})
        pair: dict[str, str] = response.json()
        return pair

    async def renew(self, client: Client, token: str) -> httpx.Response:
        return await client.post("/api/v1/auth/token/refresh", json={"refresh_token": token})

    async def test_without_a_cookie_there_is_nothing_to_renew(self, client: Client) -> None:
        assert (await client.post("/api/v1/auth/refresh")).status_code == 401

    @pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "0" * 200])
    async def test_a_forged_token_is_refused(self, client: Client, token: str) -> None:
        assert (await self.renew(client, token)).status_code == 401

    async def test_rotates(self, client: Client, person: User) -> None:
        first = await self.pair(client)

        second = (await self.renew(client, first["refresh_token"])).json()

        assert second["refresh_token"] != first["refresh_token"]
        me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {second['access_token']}"})
        assert me.status_code == 200

    async def test_repeated_at_once_gives_the_same_pair(self, client: Client, person: User) -> None:
        first = await self.pair(client)

        answers = [(await self.renew(client, first["refresh_token"])).json() for _ in range(2)]

        assert answers[0] == answers[1]

    async def test_an_old_token_is_refused_after_half_a_minute(
        self, client: Client, work: UnitOfWork, person: User
    ) -> None:
        first = await self.pair(client)
        await self.renew(client, first["refresh_token"])
        session = await work.db.get(RefreshToken, client.signer.read_refresh_token(first["refresh_token"]).session_id)
        assert session is not None
        session.rotated_at -= REFRESH_GRACE * 2
        await work.flush()

        assert (await self.renew(client, first["refresh_token"])).json()["error"] == "SessionEnded"


class TestSignOut:
    async def test_ends_the_sign_in_everywhere(self, client: Client, work: UnitOfWork, person: User) -> None:
        await enter(client)
        access = client.cookies["isocenter_access"]

        response = await client.post("/api/v1/auth/sign-out")

        assert response.status_code == 204
        again = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {access}"})
        assert again.json()["error"] == "SessionEnded"

    async def test_is_fine_to_repeat(self, client: Client) -> None:
        assert (await client.post("/api/v1/auth/sign-out")).status_code == 204


class TestMe:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get("/api/v1/auth/me")).json()["error"] == "NotSignedIn"

    async def test_a_revoked_sign_in_is_refused(self, client: Client, work: UnitOfWork, annotator: User) -> None:
        sign_in(client, annotator)
        session = await RefreshTokenRepository(work.db).get(annotator.id)
        assert session is not None
        session.revoked_at = session.rotated_at
        await work.flush()

        assert (await client.get("/api/v1/auth/me")).status_code == 401

    async def test_tells_roles(self, client: Client, annotator: User) -> None:
        sign_in(client, annotator)

        me = (await client.get("/api/v1/auth/me")).json()

        assert [group["role"] for group in me["groups"]] == ["annotator"]
        assert [organization["role"] for organization in me["organizations"]] == ["member"]
