"""Invitations to an address: sent over a real mail server on loopback, and good for that address alone."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select

from backend.core.permissions import GroupRole
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.group import Group
from backend.models.user import User
from backend.tests.factories.groups import create_invitation
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.services import free_port

ADDRESS = "reader@hospital.example"


class Postbox:
    """What a mail server does with a message: keep it, or refuse it."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
        return self.answer


@pytest.fixture
def postbox(app: FastAPI, settings: Settings) -> Iterator[Postbox]:
    """A mail server, set up as the operator would."""
    box = Postbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    changed = {"smtp_url": SecretStr(f"smtp://127.0.0.1:{port}"), "public_url": "https://isocenter.example"}
    app.state.settings = settings.model_copy(update=changed)
    yield box
    server.stop()


@pytest.fixture
def address(group: Group) -> str:
    return f"/api/v1/groups/{group.id}/invitations"


class TestMail:
    @pytest.mark.once
    async def test_carries_the_link_in_text_and_html(
        self, client: Client, address: str, group: Group, lead: User, postbox: Postbox
    ) -> None:
        group.name = "Lung <b>readers</b>"
        sign_in(client, lead)

        made = (await client.post(address, json={"email": f" {ADDRESS.upper()} "})).json()

        (message,) = postbox.messages
        text, html = [part.get_content() for part in message.iter_parts()]
        link = f"https://isocenter.example/join#{made['code']}"
        assert message["To"] == ADDRESS
        assert link in text
        assert link in html
        assert "<b>readers" not in html
        assert made["mailed_at"] is not None
        assert (made["email"], made["max_uses"]) == (ADDRESS, 1)

    @pytest.mark.once
    async def test_not_taken_leaves_the_invitation_to_be_passed_on(
        self, client: Client, address: str, lead: User, postbox: Postbox
    ) -> None:
        postbox.answer = "550 No"
        sign_in(client, lead)

        made = await client.post(address, json={"email": ADDRESS})
        again = await client.post(f"/api/v1/invitations/{made.json()['id']}/mail")

        assert (made.status_code, made.json()["mailed_at"], made.json()["state"]) == (201, None, "open")
        assert (again.status_code, again.json()["error"]) == (503, "NotMailed")

    async def test_without_a_server_the_code_is_shown(self, client: Client, address: str, lead: User) -> None:
        sign_in(client, lead)

        made = (await client.post(address, json={"email": ADDRESS})).json()
        again = await client.post(f"/api/v1/invitations/{made['id']}/mail")

        assert made["mailed_at"] is None
        assert made["code"]
        assert again.json()["error"] == "NoMailServer"

    async def test_is_sent_again_and_told_of_in_the_audit(
        self, client: Client, work: UnitOfWork, address: str, lead: User, postbox: Postbox
    ) -> None:
        sign_in(client, lead)
        made = (await client.post(address, json={"email": ADDRESS})).json()

        again = await client.post(f"/api/v1/invitations/{made['id']}/mail")

        assert again.status_code == 200
        assert len(postbox.messages) == 2
        actions = await work.db.scalars(select(AuditEntry.action).where(AuditEntry.action.like("invitation.%")))
        assert sorted(actions) == ["invitation.created", "invitation.mailed", "invitation.mailed"]

    async def test_of_a_code_without_address_has_nowhere_to_go(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, postbox: Postbox
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer)
        sign_in(client, lead)

        answer = await client.post(f"/api/v1/invitations/{invitation.id}/mail")

        assert answer.json()["error"] == "NoAddress"


class TestAddressee:
    async def test_alone_may_look_and_join(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        invitation = await create_invitation(
            work, group, lead, client.signer, email=ADDRESS, max_uses=1, role=GroupRole.REVIEWER
        )
        code = {"code": client.signer.join_code(invitation.id)}
        sign_in(client, stranger)

        refused = [await client.post(f"/api/v1/invitations/{verb}", json=code) for verb in ("preview", "accept")]
        sign_in(client, await create_user(work, email=ADDRESS))
        joined = await client.post("/api/v1/invitations/accept", json=code)

        assert [answer.json()["error"] for answer in refused] == ["InvitationForAnother"] * 2
        assert joined.json()["group"]["my_role"] == "reviewer"

    async def test_registers_with_it_and_nobody_else(
        self, app: FastAPI, client: Client, work: UnitOfWork, group: Group, lead: User, settings: Settings
    ) -> None:
        app.state.settings = settings.model_copy(update={"registration": "invited"})
        invitation = await create_invitation(work, group, lead, client.signer, email=ADDRESS, max_uses=1)
        new = {"name": "New", "password": "a long enough password", "code": client.signer.join_code(invitation.id)}

        other = await client.post("/api/v1/auth/register", json=new | {"email": "other@hospital.example"})
        right = await client.post("/api/v1/auth/register", json=new | {"email": ADDRESS})

        assert other.json()["error"] == "InvitationForAnother"
        assert right.status_code == 201, right.text
