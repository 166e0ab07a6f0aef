import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from backend.core.database import Database, now
from backend.core.permissions import GroupRole
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.invitation import Invitation
from backend.models.organization import Organization
from backend.models.user import User
from backend.tests.factories.groups import create_group, create_invitation
from backend.tests.factories.users import Client, create_user

NEW = {"email": "New@Test.example", "name": "New Person", "password": "a long enough password"}
SetUp = Callable[..., None]


@pytest.fixture
def set_up(app: FastAPI, settings: Settings) -> SetUp:
    """Change what the operator has set."""

    def change(**values: Any) -> None:
        app.state.settings = settings.model_copy(update=values)

    return change


async def register(client: Client, **fields: Any) -> httpx.Response:
    return await client.post("/api/v1/auth/register", json=NEW | fields)


async def people(work: UnitOfWork) -> int:
    return (await work.db.execute(select(func.count()).select_from(User))).scalar_one()


class TestWhoMayRegister:
    async def test_nobody_unless_the_operator_says_so(
        self, client: Client, work: UnitOfWork, group: Group, lead: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer)

        response = await register(client, code=client.signer.join_code(invitation.id))

        assert (response.status_code, response.json()["error"]) == (403, "RegistrationClosed")

    @pytest.mark.parametrize("registration", ["closed", "invited", "open"])
    async def test_the_server_says_which(self, client: Client, set_up: SetUp, registration: str) -> None:
        set_up(registration=registration)

        assert (await client.get("/api/v1/about")).json()["registration"] == registration

    async def test_the_uninvited_not_where_only_the_invited_may(self, client: Client, set_up: SetUp) -> None:
        set_up(registration="invited")

        response = await register(client)

        assert response.json()["error"] == "RegistrationClosed"
        assert "join code" in response.json()["detail"]

    async def test_too_many_have_to_wait(self, client: Client, set_up: SetUp) -> None:
        set_up(registration="open", sign_in_tries_per_minute=2)

        answers = [(await register(client, email=f"{n}@test.example", password="x")).status_code for n in range(2)]
        answers += [(await register(client, email=f"{n}@test.example")).status_code for n in range(3)]

        assert answers == [422, 422, 201, 201, 429]


class TestRegister:
    @pytest.mark.parametrize(
        ("field", "value"), [("password", "too short"), ("email", "nonsense"), ("name", " "), ("code", "")]
    )
    async def test_bad_values_are_named(self, client: Client, set_up: SetUp, field: str, value: str) -> None:
        set_up(registration="open")

        response = await register(client, **{field: value})

        assert response.json()["errors"][0]["field"] == f"body.{field}"

    @pytest.mark.parametrize("registration", ["invited", "open"])
    async def test_a_wrong_code_makes_no_account(
        self, client: Client, work: UnitOfWork, set_up: SetUp, registration: str
    ) -> None:
        set_up(registration=registration)
        before = await people(work)

        response = await register(client, code="00000-00000")

        assert (response.status_code, response.json()["error"]) == (404, "InvitationNotFound")
        assert await people(work) == before
        assert not client.cookies

    async def test_a_code_that_is_over_makes_no_account(
        self, client: Client, work: UnitOfWork, set_up: SetUp, group: Group, lead: User
    ) -> None:
        set_up(registration="invited")
        invitation = await create_invitation(work, group, lead, client.signer, expires_at=now() - timedelta(seconds=1))
        before = await people(work)

        response = await register(client, code=client.signer.join_code(invitation.id))

        assert (response.status_code, response.json()["error"]) == (409, "InvitationEnded")
        assert await people(work) == before

    async def test_an_e_mail_counts_once_in_any_case(self, client: Client, work: UnitOfWork, set_up: SetUp) -> None:
        set_up(registration="open")
        await create_user(work, email="new@test.example")

        response = await register(client)

        assert (response.status_code, response.json()["error"]) == (409, "EmailTaken")

    async def test_signs_in_as_a_member_of_the_default_centre(
        self, client: Client, set_up: SetUp, organization: Organization
    ) -> None:
        set_up(registration="open")

        made = await register(client)

        assert made.status_code == 201
        me = (await client.get("/api/v1/auth/me")).json()
        assert (me["email"], me["system_role"], me["groups"]) == ("new@test.example", None, [])
        assert [(place["id"], place["role"]) for place in me["organizations"]] == [(str(organization.id), "member")]
        assert "HttpOnly" in made.headers.get_list("set-cookie")[0]

    async def test_the_password_is_good_for_later(self, client: Client, set_up: SetUp) -> None:
        set_up(registration="open")
        await register(client)

        again = await client.post("/api/v1/auth/token", json={"email": NEW["email"], "password": NEW["password"]})

        assert again.status_code == 200

    async def test_the_invited_join_their_group_and_its_centre_only(
        self, client: Client, work: UnitOfWork, set_up: SetUp, lead: User
    ) -> None:
        set_up(registration="invited")
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        group = await create_group(work, elsewhere, name="Far away")
        invitation = await create_invitation(work, group, lead, client.signer, role=GroupRole.REVIEWER)

        me = (await register(client, code=client.signer.join_code(invitation.id).lower())).json()

        assert [(place["name"], place["role"]) for place in me["organizations"]] == [("Elsewhere", "member")]
        assert [(place["name"], place["role"]) for place in me["groups"]] == [("Far away", "reviewer")]

    async def test_where_all_may_a_code_adds_a_group(
        self, client: Client, work: UnitOfWork, set_up: SetUp, group: Group, lead: User
    ) -> None:
        set_up(registration="open")
        invitation = await create_invitation(work, group, lead, client.signer)

        me = (await register(client, code=client.signer.join_code(invitation.id))).json()

        assert [place["role"] for place in me["organizations"]] == ["member"]
        assert [place["role"] for place in me["groups"]] == ["annotator"]


class TestAtOnce:
    async def test_an_e_mail_is_taken_by_one(
        self, client: Client, committing_database: Database, set_up: SetUp
    ) -> None:
        set_up(registration="open")

        answers = await asyncio.gather(*(register(client) for _ in range(5)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
        assert {answer.json()["error"] for answer in answers if answer.status_code == 409} == {"EmailTaken"}

    async def test_the_last_use_of_a_code_makes_one_account(
        self, client: Client, committing_database: Database, set_up: SetUp
    ) -> None:
        set_up(registration="invited")
        async with committing_database.write() as session:
            work = UnitOfWork(session)
            lead = await create_user(work)
            group = await create_group(work, (await session.scalars(select(Organization))).one())
            invitation = await create_invitation(work, group, lead, client.signer, max_uses=1)
        code = client.signer.join_code(invitation.id)

        answers = await asyncio.gather(*(register(client, email=f"{n}@test.example", code=code) for n in range(5)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
        assert {answer.json()["error"] for answer in answers if answer.status_code == 409} == {"InvitationEnded"}
        async with committing_database.read() as session:
            assert await people(UnitOfWork(session)) == 2
            assert await session.scalar(select(Invitation.use_count)) == 1
