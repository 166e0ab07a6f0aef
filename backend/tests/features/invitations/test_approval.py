"""Being let in by an admin: where the code says so, and after having been removed."""

import pytest

from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.user import User
from backend.tests.factories.groups import create_invitation
from backend.tests.factories.users import Client, sign_in


async def ask(client: Client, work: UnitOfWork, group: Group, lead: User, person: User, **fields: object) -> str:
    """Come by a code that needs approval; the code, to come again by."""
    options = {"requires_approval": True, "role": GroupRole.REVIEWER, **fields}
    invitation = await create_invitation(work, group, lead, client.signer, **options)
    code = client.signer.join_code(invitation.id)
    sign_in(client, person)
    answer = await client.post("/api/v1/invitations/accept", json={"code": code})
    assert answer.json() == {"is_pending": True, "group": None}, answer.text
    return code


async def waiting(client: Client, group: Group, lead: User) -> list[dict[str, object]]:
    sign_in(client, lead)
    items: list[dict[str, object]] = (await client.get(f"/api/v1/groups/{group.id}/join-requests")).json()["items"]
    return items


class TestWaiting:
    async def test_a_stranger_learns_nothing_and_members_may_not(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User, annotator: User
    ) -> None:
        await ask(client, work, group, lead, stranger)
        (item,) = await waiting(client, group, lead)
        answers = []
        for person in (stranger, annotator):
            sign_in(client, person)
            answers += [
                (await client.get(f"/api/v1/groups/{group.id}/join-requests")).status_code,
                (await client.post(f"/api/v1/join-requests/{item['id']}/accept")).status_code,
                (await client.post(f"/api/v1/join-requests/{item['id']}/decline")).status_code,
            ]

        assert answers == [404] * 3 + [403] * 3

    async def test_sees_nothing_of_the_group_and_asks_once(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        code = await ask(client, work, group, lead, stranger, max_uses=1)

        again = await client.post("/api/v1/invitations/accept", json={"code": code})

        assert again.json()["is_pending"] is True
        assert (await client.get(f"/api/v1/groups/{group.id}")).status_code == 404
        assert [item["user_id"] for item in await waiting(client, group, lead)] == [str(stranger.id)]

    async def test_is_told_before_asking(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        code = await ask(client, work, group, lead, stranger)

        shown = (await client.post("/api/v1/invitations/preview", json={"code": code})).json()

        assert (shown["requires_approval"], shown["is_pending"], shown["is_member"]) == (True, True, False)

    async def test_is_let_in_with_the_role_of_the_code(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        await ask(client, work, group, lead, stranger)
        (item,) = await waiting(client, group, lead)

        member = await client.post(f"/api/v1/join-requests/{item['id']}/accept")
        twice = await client.post(f"/api/v1/join-requests/{item['id']}/accept")

        assert (member.status_code, member.json()["role"], twice.status_code) == (200, "reviewer", 404)
        assert await waiting(client, group, lead) == []
        sign_in(client, stranger)
        assert (await client.get(f"/api/v1/groups/{group.id}")).json()["my_role"] == "reviewer"

    async def test_is_turned_away_and_may_ask_again(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, stranger: User
    ) -> None:
        await ask(client, work, group, lead, stranger)
        (item,) = await waiting(client, group, lead)

        assert (await client.post(f"/api/v1/join-requests/{item['id']}/decline")).status_code == 204
        assert await waiting(client, group, lead) == []
        await ask(client, work, group, lead, stranger, requires_approval=False)
        assert len(await waiting(client, group, lead)) == 1


class TestRemoved:
    @pytest.fixture(autouse=True)
    async def _removed(self, client: Client, group: Group, lead: User, annotator: User) -> None:
        sign_in(client, lead)
        await client.delete(f"/api/v1/groups/{group.id}/members/{annotator.id}")

    async def test_needs_a_yes_by_any_code(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, annotator: User
    ) -> None:
        await ask(client, work, group, lead, annotator, requires_approval=False)

        (item,) = await waiting(client, group, lead)

        assert item["was_removed"] is True

    async def test_is_let_in_by_an_invitation_of_their_own(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, annotator: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, client.signer, email=annotator.email)
        sign_in(client, annotator)

        code = {"code": client.signer.join_code(invitation.id)}
        answer = await client.post("/api/v1/invitations/accept", json=code)

        assert answer.json()["is_pending"] is False

    async def test_is_added_by_an_admin_as_ever(
        self, client: Client, group: Group, lead: User, annotator: User
    ) -> None:
        sign_in(client, lead)

        answer = await client.post(
            f"/api/v1/groups/{group.id}/members", json={"email": annotator.email, "role": "annotator"}
        )

        assert answer.status_code == 201
