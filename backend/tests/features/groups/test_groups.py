from sqlalchemy import select

from backend.core.permissions import OrganizationRole
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in


class TestListGroups:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get("/api/v1/groups")).status_code == 401

    async def test_a_stranger_sees_none(self, client: Client, group: Group, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.get("/api/v1/groups")).json()["total"] == 0

    async def test_a_system_admin_sees_none_by_that(self, client: Client, group: Group, system_admin: User) -> None:
        sign_in(client, system_admin)

        assert (await client.get("/api/v1/groups")).json()["items"] == []

    async def test_shows_ones_own_with_counts(self, client: Client, group: Group, lead: User, annotator: User) -> None:
        sign_in(client, annotator)

        (item,) = (await client.get("/api/v1/groups")).json()["items"]

        assert item["id"] == str(group.id)
        assert (item["my_role"], item["member_count"], item["set_count"]) == ("annotator", 2, 0)


class TestCreateGroup:
    async def test_someone_of_no_centre_is_refused(self, client: Client, work: UnitOfWork) -> None:
        sign_in(client, await create_user(work, organization_role=None))

        assert (await client.post("/api/v1/groups", json={"name": "Mine"})).status_code == 403

    async def test_a_blank_name_is_refused(self, client: Client, stranger: User) -> None:
        sign_in(client, stranger)

        response = await client.post("/api/v1/groups", json={"name": "   "})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "body.name"

    async def test_its_maker_leads_it(self, client: Client, work: UnitOfWork, stranger: User) -> None:
        sign_in(client, stranger)

        made = (await client.post("/api/v1/groups", json={"name": " Mine "})).json()

        assert (made["name"], made["my_role"], made["member_count"]) == ("Mine", "admin", 1)
        assert made["organization_name"] == "This centre"
        entries = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "group.created"))).all()
        assert [str(entry.object_id) for entry in entries] == [made["id"]]

    async def test_in_the_centre_that_one_names(self, client: Client, work: UnitOfWork, stranger: User) -> None:
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        work.db.add(
            OrganizationMembership(organization_id=elsewhere.id, user_id=stranger.id, role=OrganizationRole.MEMBER)
        )
        await work.flush()
        sign_in(client, stranger)

        there = await client.post("/api/v1/groups", json={"name": "There", "organization_id": str(elsewhere.id)})
        here = await client.post("/api/v1/groups", json={"name": "Here"})

        names = [answer.json()["organization_name"] for answer in (there, here)]
        assert names == ["Elsewhere", "This centre"]


class TestUpdateGroup:
    async def test_a_stranger_learns_nothing(self, client: Client, group: Group, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.patch(f"/api/v1/groups/{group.id}", json={"name": "x"})).status_code == 404

    async def test_a_reader_may_not(self, client: Client, group: Group, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.patch(f"/api/v1/groups/{group.id}", json={"name": "x"})).status_code == 403

    async def test_leaves_what_is_not_sent(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        changed = (await client.patch(f"/api/v1/groups/{group.id}", json={"description": "For hearts."})).json()

        assert (changed["name"], changed["description"]) == ("Readers", "For hearts.")

    async def test_null_clears_the_description_but_not_the_name(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)
        await client.patch(f"/api/v1/groups/{group.id}", json={"description": "For hearts."})

        changed = (await client.patch(f"/api/v1/groups/{group.id}", json={"name": None, "description": None})).json()

        assert (changed["name"], changed["description"]) == ("Readers", None)

    async def test_an_edit_of_another_version_is_refused(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)
        seen = await client.get(f"/api/v1/groups/{group.id}")
        first = await client.patch(
            f"/api/v1/groups/{group.id}", json={"name": "First"}, headers={"If-Match": seen.headers["ETag"]}
        )

        late = await client.patch(
            f"/api/v1/groups/{group.id}", json={"name": "Late"}, headers={"If-Match": seen.headers["ETag"]}
        )

        assert (first.status_code, late.status_code, late.json()["error"]) == (200, 412, "StaleVersion")
        assert (first.json()["version"], first.headers["ETag"]) == (seen.json()["version"] + 1, '"2"')
        assert (await client.get(f"/api/v1/groups/{group.id}")).json()["name"] == "First"
