from typing import Any

import httpx
import pytest
from sqlalchemy import select

from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.work import UnitOfWork
from backend.features.radiomics.presets import shipped_names
from backend.models.audit_entry import AuditEntry
from backend.models.extraction_preset import ExtractionPreset
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.users import Client, create_user, sign_in


@pytest.fixture
async def elsewhere(work: UnitOfWork) -> Organization:
    organization = Organization(name="Elsewhere", center_key="elsewhere")
    work.db.add(organization)
    await work.flush()
    return organization


@pytest.fixture
def people(
    stranger: User, clinician: User, lead: User, organization_admin: User, system_admin: User
) -> dict[str, User]:
    return {
        "member": stranger,
        "clinician": clinician,
        "lead": lead,
        "organization_admin": organization_admin,
        "system_admin": system_admin,
    }


async def names(client: Client) -> list[str]:
    items = (await client.get("/api/v1/organizations")).json()["items"]
    return [item["name"] for item in items]


class TestListOrganizations:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get("/api/v1/organizations")).status_code == 401

    async def test_shows_ones_own(
        self, client: Client, stranger: User, organization: Organization, elsewhere: Organization
    ) -> None:
        sign_in(client, stranger)

        (item,) = (await client.get("/api/v1/organizations")).json()["items"]

        assert (item["id"], item["my_role"], item["center_key"]) == (str(organization.id), "member", "default")

    async def test_shows_all_to_the_system_admin(
        self, client: Client, system_admin: User, organization: Organization, elsewhere: Organization
    ) -> None:
        sign_in(client, system_admin)

        assert await names(client) == sorted([organization.name, "Elsewhere"])

    async def test_counts_members_and_groups(
        self, client: Client, work: UnitOfWork, system_admin: User, elsewhere: Organization
    ) -> None:
        for _ in range(2):
            await create_user(work, organization=elsewhere)
        await create_group(work, elsewhere)
        sign_in(client, system_admin)

        shown = (await client.get(f"/api/v1/organizations/{elsewhere.id}")).json()

        assert (shown["member_count"], shown["group_count"], shown["my_role"]) == (2, 1, None)


class TestCreateOrganization:
    async def create(self, client: Client, **fields: Any) -> httpx.Response:
        return await client.post("/api/v1/organizations", json={"name": "New", "center_key": "new-1"} | fields)

    @pytest.mark.parametrize("person", ["member", "clinician", "lead", "organization_admin"])
    async def test_only_the_system_admin_may(self, client: Client, people: dict[str, User], person: str) -> None:
        sign_in(client, people[person])

        assert (await self.create(client)).status_code == 403

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", " "), ("center_key", ""), ("center_key", "Upper"), ("center_key", "a b"), ("center_key", "x" * 65)],
    )
    async def test_bad_values_are_named(self, client: Client, system_admin: User, field: str, value: str) -> None:
        sign_in(client, system_admin)

        response = await self.create(client, **{field: value})

        assert response.json()["errors"][0]["field"] == f"body.{field}"

    async def test_a_key_counts_once(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)
        await self.create(client)

        again = await self.create(client, name="Another")

        assert (again.status_code, again.json()["error"]) == (409, "CenterKeyTaken")

    async def test_makes_a_centre_that_can_extract(self, client: Client, work: UnitOfWork, system_admin: User) -> None:
        sign_in(client, system_admin)

        made = (await self.create(client)).json()

        presets = await work.db.scalars(
            select(ExtractionPreset.name)
            .join(Organization, Organization.id == ExtractionPreset.organization_id)
            .where(Organization.center_key == "new-1")
        )
        assert set(presets) == set(shipped_names())
        entries = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "organization.created"))).all()
        assert [str(entry.object_id) for entry in entries] == [made["id"]]


class TestUpdateOrganization:
    async def rename(self, client: Client, organization: Organization, name: str | None) -> httpx.Response:
        return await client.patch(f"/api/v1/organizations/{organization.id}", json={"name": name})

    @pytest.mark.parametrize("person", ["member", "clinician", "lead"])
    async def test_others_may_not(
        self, client: Client, people: dict[str, User], person: str, organization: Organization
    ) -> None:
        sign_in(client, people[person])

        assert (await self.rename(client, organization, "Taken over")).status_code == 403

    async def test_an_admin_of_another_centre_does_not_know_it(
        self, client: Client, work: UnitOfWork, organization: Organization, elsewhere: Organization
    ) -> None:
        sign_in(client, await create_user(work, organization=elsewhere, organization_role=OrganizationRole.ADMIN))

        assert (await self.rename(client, organization, "Taken over")).status_code == 404

    @pytest.mark.parametrize("person", ["organization_admin", "system_admin"])
    async def test_its_admin_and_the_systems_may(
        self, client: Client, people: dict[str, User], person: str, organization: Organization
    ) -> None:
        sign_in(client, people[person])

        renamed = await self.rename(client, organization, "St Elsewhere")
        kept = await self.rename(client, organization, None)

        assert (renamed.json()["name"], kept.json()["name"]) == ("St Elsewhere", "St Elsewhere")


class TestListOrganizationGroups:
    @pytest.mark.parametrize("person", ["member", "clinician", "lead", "system_admin"])
    async def test_others_may_not(
        self, client: Client, people: dict[str, User], person: str, organization: Organization
    ) -> None:
        sign_in(client, people[person])

        assert (await client.get(f"/api/v1/organizations/{organization.id}/groups")).status_code == 403

    async def test_shows_the_groups_of_the_centre(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        elsewhere: Organization,
        group: Group,
        lead: User,
        organization_admin: User,
    ) -> None:
        await create_group(work, elsewhere, name="Far away")
        sign_in(client, organization_admin)

        (item,) = (await client.get(f"/api/v1/organizations/{organization.id}/groups")).json()["items"]

        assert (item["id"], item["member_count"], item["my_role"]) == (str(group.id), 1, None)


class TestEnterGroup:
    async def enter(self, client: Client, organization: Organization, group: Group) -> httpx.Response:
        return await client.post(f"/api/v1/organizations/{organization.id}/groups/{group.id}/enter")

    @pytest.mark.parametrize("person", ["member", "clinician", "lead", "system_admin"])
    async def test_others_may_not(
        self, client: Client, people: dict[str, User], person: str, organization: Organization, group: Group
    ) -> None:
        sign_in(client, people[person])

        assert (await self.enter(client, organization, group)).status_code == 403

    async def test_not_a_group_of_another_centre(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        elsewhere: Organization,
        organization_admin: User,
    ) -> None:
        far_away = await create_group(work, elsewhere)
        sign_in(client, organization_admin)

        assert (await self.enter(client, organization, far_away)).json()["error"] == "GroupNotFound"

    async def test_is_needed_to_look_in_and_audited(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, organization_admin: User
    ) -> None:
        sign_in(client, organization_admin)
        outside = await client.get(f"/api/v1/groups/{group.id}")

        entered = await self.enter(client, organization, group)

        inside = await client.get(f"/api/v1/groups/{group.id}")
        assert (outside.status_code, entered.status_code, inside.json()["my_role"]) == (404, 200, "admin")
        (entry,) = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "group.entered"))).all()
        assert (entry.actor_id, entry.object_id) == (organization_admin.id, group.id)

    async def test_raises_a_lesser_member(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, organization_admin: User
    ) -> None:
        await join(work, group, organization_admin, GroupRole.VIEWER)
        sign_in(client, organization_admin)

        answers = [(await self.enter(client, organization, group)).json() for _ in range(2)]

        assert [(answer["my_role"], answer["member_count"]) for answer in answers] == [("admin", 1), ("admin", 1)]
