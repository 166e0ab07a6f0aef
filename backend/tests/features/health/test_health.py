import pytest
from fastapi import FastAPI

from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.tests.factories.users import Client, create_user


async def test_a_well_server_says_so(client: Client) -> None:
    assert (await client.get("/api/v1/health")).json() == {"status": "ok"}


class TestAbout:
    async def test_without_a_demo_it_names_no_accounts(self, client: Client) -> None:
        about = (await client.get("/api/v1/about")).json()

        assert (about["demo"], about["demo_accounts"]) == (False, [])

    async def test_a_demo_names_its_accounts(self, client: Client, work: UnitOfWork) -> None:
        await create_user(work, is_demo=True)

        assert len((await client.get("/api/v1/about")).json()["demo_accounts"]) == 4

    async def test_never_in_production(
        self, app: FastAPI, client: Client, work: UnitOfWork, settings: Settings
    ) -> None:
        await create_user(work, is_demo=True)
        app.state.settings = settings.model_copy(update={"mode": "production"})

        assert (await client.get("/api/v1/about")).json()["demo_accounts"] == []


class TestPages:
    async def test_every_answer_carries_the_security_headers(self, client: Client) -> None:
        for path in ("/api/v1/health", "/docs", "/nowhere"):
            headers = (await client.get(path)).headers
            assert "script-src 'self' 'wasm-unsafe-eval'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"

    async def test_the_documentation_names_no_other_host(self, client: Client) -> None:
        page = (await client.get("/docs")).text

        assert "http" not in page.replace("http-equiv", "")

    @pytest.mark.parametrize("path", ["/api/v1/nothing", "/dicomweb/nothing", "/assets/nothing.js"])
    async def test_what_is_not_there_is_a_problem_not_a_page(self, client: Client, path: str) -> None:
        response = await client.get(path)

        assert response.status_code == 404
        assert response.headers["content-type"].startswith("application/problem+json")

    @pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%2fpyproject.toml"])
    async def test_no_path_leads_out_of_the_frontend(self, client: Client, path: str) -> None:
        response = await client.get(path)

        assert "[build-system]" not in response.text, "the project's own settings were served"
