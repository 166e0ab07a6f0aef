from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.group import Group
from backend.models.organization import Organization
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
        entries = (await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "group.created"))).all()
        assert [str(entry.object_id) for entry in entries] == [made["id"]]


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


class TestAddMember:
    async def test_a_reader_may_not(self, client: Client, group: Group, annotator: User, stranger: User) -> None:
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/groups/{group.id}/members", json={"email": stranger.email})

        assert response.status_code == 403

    async def test_somebody_of_another_centre_is_unknown(
        self, client: Client, work: UnitOfWork, group: Group, lead: User
    ) -> None:
        other = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(other)
        await work.flush()
        foreigner = await create_user(work, organization=other)
        sign_in(client, lead)

        response = await client.post(f"/api/v1/groups/{group.id}/members", json={"email": foreigner.email})

        assert response.json()["error"] == "UserNotFound"

    async def test_nobody_joins_twice(self, client: Client, group: Group, lead: User, annotator: User) -> None:
        sign_in(client, lead)

        response = await client.post(f"/api/v1/groups/{group.id}/members", json={"email": annotator.email})

        assert response.json()["error"] == "AlreadyMember"

    async def test_the_new_member_sees_the_group(
        self, client: Client, group: Group, lead: User, stranger: User
    ) -> None:
        sign_in(client, lead)
        await client.post(
            f"/api/v1/groups/{group.id}/members", json={"email": stranger.email.upper(), "role": "viewer"}
        )
        sign_in(client, stranger)

        assert (await client.get(f"/api/v1/groups/{group.id}")).json()["my_role"] == "viewer"


class TestLastAdmin:
    async def test_cannot_leave(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        response = await client.delete(f"/api/v1/groups/{group.id}/members/{lead.id}")

        assert response.json()["error"] == "LastAdmin"

    async def test_cannot_become_less(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        response = await client.patch(f"/api/v1/groups/{group.id}/members/{lead.id}", json={"role": "viewer"})

        assert response.json()["error"] == "LastAdmin"

    async def test_can_leave_to_another(self, client: Client, group: Group, lead: User, annotator: User) -> None:
        sign_in(client, lead)
        await client.patch(f"/api/v1/groups/{group.id}/members/{annotator.id}", json={"role": "admin"})

        assert (await client.delete(f"/api/v1/groups/{group.id}/members/{lead.id}")).status_code == 204
        assert (await client.get(f"/api/v1/groups/{group.id}")).status_code == 404
