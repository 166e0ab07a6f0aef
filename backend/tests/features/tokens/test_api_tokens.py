"""Tokens of programs: whose they are, how far they go, and when they end."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.api_token import ApiToken
from backend.models.audit_entry import AuditEntry
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in

TOKENS = "/api/v1/auth/tokens"


async def make(client: Client, user: User, **fields: Any) -> dict[str, Any]:
    """A token of somebody's; the client calls by it from then on."""
    sign_in(client, user)
    answer = await client.post(TOKENS, json={"name": "Script"} | fields)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    client.headers["Authorization"] = f"Bearer {made['token']}"
    return made


class TestMaking:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.post(TOKENS, json={"name": "Script"})).status_code == 401

    @pytest.mark.parametrize(
        ("field", "value"), [("name", ""), ("scope", "all"), ("expires_in_days", 0), ("expires_in_days", 367)]
    )
    async def test_bad_values_are_named(self, client: Client, annotator: User, field: str, value: object) -> None:
        sign_in(client, annotator)

        answer = await client.post(TOKENS, json={"name": "Script", field: value})

        assert answer.json()["errors"][0]["field"] == f"body.{field}"

    async def test_for_a_group_that_one_is_not_of_is_not_found(
        self, client: Client, work: UnitOfWork, organization: Organization, annotator: User
    ) -> None:
        other = await create_group(work, organization)
        sign_in(client, annotator)

        answer = await client.post(TOKENS, json={"name": "Script", "group_id": str(other.id)})

        assert answer.json()["error"] == "GroupNotFound"

    async def test_tells_the_token_once_and_keeps_a_hash(
        self, client: Client, work: UnitOfWork, annotator: User
    ) -> None:
        made = await make(client, annotator)

        sign_in(client, annotator)
        (listed,) = (await client.get(TOKENS)).json()["items"]
        kept = (await work.db.scalars(select(ApiToken))).one()
        (entry,) = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "token.created"))).all()
        assert made["token"].startswith("iso_")
        assert listed == {name: value for name, value in made.items() if name != "token"}
        assert made["token"] not in str([getattr(kept, column.name) for column in ApiToken.__table__.columns])
        assert made["token"] not in str(entry.details)

    async def test_there_are_at_most_fifty(self, client: Client, work: UnitOfWork, annotator: User) -> None:
        fields = {"user_id": annotator.id, "name": "x", "hint": "iso_", "scope": "read"}
        ends = now() + timedelta(days=1)
        work.db.add_all(ApiToken(**fields, token_sha256=str(n), expires_at=ends) for n in range(50))
        await work.flush()
        sign_in(client, annotator)

        assert (await client.post(TOKENS, json={"name": "One more"})).json()["error"] == "TooManyTokens"


class TestHolding:
    async def test_it_acts_as_its_owner_and_says_when(
        self, client: Client, work: UnitOfWork, annotator: User, sample_set: SampleSet
    ) -> None:
        await make(client, annotator)

        assert (await client.get("/api/v1/auth/me")).json()["id"] == str(annotator.id)
        assert (await client.get(f"/api/v1/sets/{sample_set.id}")).status_code == 200
        assert (await work.db.scalars(select(ApiToken.last_used_at))).one() is not None

    @pytest.mark.parametrize("ending", ["revoked", "expired", "switched off", "another"])
    async def test_it_ends(self, client: Client, work: UnitOfWork, annotator: User, lead: User, ending: str) -> None:
        made = await make(client, annotator)
        by_token = client.headers["Authorization"]
        if ending == "revoked":
            sign_in(client, annotator)
            assert (await client.delete(f"{TOKENS}/{made['id']}")).status_code == 204
        elif ending == "expired":
            await work.db.execute(update(ApiToken).values(expires_at=now()))
        elif ending == "switched off":
            annotator.is_active = False
            await work.flush()
        else:
            by_token = by_token[:-1] + ("A" if by_token[-1] != "A" else "B")
        client.headers["Authorization"] = by_token

        answer = await client.get("/api/v1/auth/me")

        assert (answer.status_code, answer.json()["error"]) == (401, "NotSignedIn")

    async def test_others_cannot_end_it(self, client: Client, annotator: User, lead: User) -> None:
        made = await make(client, annotator)
        sign_in(client, lead)

        assert (await client.delete(f"{TOKENS}/{made['id']}")).json()["error"] == "ApiTokenNotFound"


class TestScope:
    @pytest.mark.parametrize(("scope", "allowed"), [("read", False), ("annotate", False), ("manage", True)])
    async def test_of_a_lead_goes_as_far_as_it_says(
        self, client: Client, lead: User, sample_set: SampleSet, scope: str, allowed: bool
    ) -> None:
        await make(client, lead, scope=scope)

        answer = await client.patch(f"/api/v1/sets/{sample_set.id}", json={"name": "Renamed"})

        assert (answer.status_code == 200) is allowed
        assert allowed or answer.json()["error"] == "TokenTooNarrow"

    async def test_never_beyond_what_its_owner_may(
        self, client: Client, annotator: User, sample_set: SampleSet
    ) -> None:
        await make(client, annotator, scope="manage")

        answer = await client.patch(f"/api/v1/sets/{sample_set.id}", json={"name": "Renamed"})

        assert answer.json()["error"] == "NotPermitted"

    async def test_it_makes_no_tokens(self, client: Client, lead: User) -> None:
        await make(client, lead, scope="manage")

        answers = [await client.get(TOKENS), await client.post(TOKENS, json={"name": "More"})]

        assert [answer.json()["error"] for answer in answers] == ["TokenTooNarrow"] * 2

    async def test_of_one_group_knows_no_other(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, lead: User
    ) -> None:
        elsewhere = await create_group(work, organization)
        await join(work, elsewhere, lead, GroupRole.ADMIN)
        here, there = await create_set(work, group), await create_set(work, elsewhere)
        await make(client, lead, scope="manage", group_id=str(group.id))

        answers = [(await client.get(f"/api/v1/sets/{each.id}")).status_code for each in (here, there)]

        assert answers == [200, 404]
        assert (await client.get("/api/v1/groups")).json()["total"] == 1
        assert (await client.post("/api/v1/groups", json={"name": "New"})).status_code == 403
