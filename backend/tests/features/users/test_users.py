import pytest

from backend.models.user import User
from backend.tests.factories.users import Client, sign_in

NEW = {"email": "New@Test.example", "name": "New Person", "password": "a long enough password"}


class TestCreateUser:
    @pytest.mark.parametrize("person", ["stranger", "lead", "clinician"])
    async def test_only_the_system_admin_may(
        self, client: Client, request: pytest.FixtureRequest, person: str, lead: User, clinician: User, stranger: User
    ) -> None:
        sign_in(client, {"stranger": stranger, "lead": lead, "clinician": clinician}[person])

        assert (await client.post("/api/v1/users", json=NEW)).status_code == 403
        assert (await client.get("/api/v1/users")).status_code == 403

    @pytest.mark.parametrize(
        ("field", "value"), [("password", "too short"), ("email", "nonsense"), ("name", " "), ("name", "a\x00b")]
    )
    async def test_bad_values_are_named(self, client: Client, system_admin: User, field: str, value: str) -> None:
        sign_in(client, system_admin)

        response = await client.post("/api/v1/users", json=NEW | {field: value})

        assert response.json()["errors"][0]["field"] == f"body.{field}"

    async def test_an_e_mail_counts_once_in_any_case(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)
        made = await client.post("/api/v1/users", json=NEW)

        again = await client.post("/api/v1/users", json=NEW | {"email": "new@test.EXAMPLE"})

        assert made.json()["email"] == "new@test.example"
        assert "password" not in made.text
        assert again.json()["error"] == "EmailTaken"

    async def test_the_new_person_signs_in(self, client: Client, system_admin: User) -> None:
        sign_in(client, system_admin)
        await client.post("/api/v1/users", json=NEW)
        client.headers.pop("Authorization")

        response = await client.post("/api/v1/auth/sign-in", json={"email": NEW["email"], "password": NEW["password"]})

        assert response.json()["organizations"][0]["role"] == "member"


async def test_a_search_finds_by_name_and_e_mail(client: Client, system_admin: User) -> None:
    sign_in(client, system_admin)
    await client.post("/api/v1/users", json=NEW)

    found = [
        (await client.get("/api/v1/users", params={"search": text})).json()["total"] for text in ("NEW P", "w@t", "%")
    ]

    assert found == [1, 1, 0]
