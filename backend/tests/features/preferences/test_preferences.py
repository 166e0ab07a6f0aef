"""What people prefer: their own alone, whole, and told to nobody."""

import pytest
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in

URL = "/api/v1/auth/me/preferences"
USUAL: dict[str, object] = {"language": None, "idle_minutes": None, "has_single_keys": True, "bindings": {}}
OWN = {
    "language": "de",
    "idle_minutes": 10,
    "has_single_keys": False,
    "bindings": {"tool-box": ["KeyB", "Ctrl+Shift+Digit1"], "undo": []},
}


@pytest.fixture
async def person(work: UnitOfWork) -> User:
    return await create_user(work)


class TestGetPreferences:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(URL)).status_code == 401

    async def test_are_the_usual_ones_until_changed(self, client: Client, person: User) -> None:
        sign_in(client, person)

        assert (await client.get(URL)).json() == USUAL


class TestReplacePreferences:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.put(URL, json=OWN)).status_code == 401

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"language": "xx"}, "body.language"),
            ({"idle_minutes": 0}, "body.idle_minutes"),
            ({"idle_minutes": 241}, "body.idle_minutes"),
            ({"has_single_keys": None}, "body.has_single_keys"),
            ({"bindings": {"Tool Box": ["KeyB"]}}, "body.bindings.Tool Box.[key]"),
            ({"bindings": {"tool-box": ["Alt+Shift+KeyB"]}}, "body.bindings.tool-box.0"),
            ({"bindings": {"tool-box": ["KeyB"] * 9}}, "body.bindings.tool-box"),
            ({"bindings": {"tool-box": ["KeyB", "KeyB"]}}, "body"),
            ({"bindings": {f"c{n}": [] for n in range(201)}}, "body.bindings"),
            ({"mood": "dark"}, "body.mood"),
        ],
    )
    async def test_bad_values_are_named(
        self, client: Client, person: User, change: dict[str, object], field: str
    ) -> None:
        sign_in(client, person)

        response = await client.put(URL, json={**OWN, **change})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == field
        assert (await client.get(URL)).json() == USUAL

    async def test_are_kept(self, client: Client, person: User) -> None:
        sign_in(client, person)

        saved = (await client.put(URL, json=OWN)).json()

        assert saved == OWN == (await client.get(URL)).json()

    async def test_what_is_not_sent_is_usual_again(self, client: Client, person: User) -> None:
        sign_in(client, person)
        await client.put(URL, json=OWN)

        await client.put(URL, json={"language": "fr"})

        assert (await client.get(URL)).json() == {**USUAL, "language": "fr"}

    async def test_are_nobody_elses(self, client: Client, work: UnitOfWork, person: User) -> None:
        sign_in(client, person)
        await client.put(URL, json=OWN)

        sign_in(client, await create_user(work))

        assert (await client.get(URL)).json() == USUAL

    async def test_a_change_is_audited_without_the_values(self, client: Client, work: UnitOfWork, person: User) -> None:
        sign_in(client, person)
        await client.put(URL, json={**USUAL, "language": "de", "idle_minutes": 5})
        await client.put(URL, json={**USUAL, "language": "de", "idle_minutes": 5})

        (entry,) = await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "user.preferences_changed"))

        assert (entry.actor_id, entry.object_id) == (person.id, person.id)
        assert entry.details == {"fields": ["idle_minutes", "language"]}
