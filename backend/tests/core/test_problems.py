from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pymysql.err import OperationalError as DriverError
from sqlalchemy.exc import OperationalError

from backend.core.errors import ApplicationError, PreconditionFailed
from backend.core.problems import STATUS_OF, install_problems, status_of

pytestmark = pytest.mark.once


def failing(error: Exception) -> FastAPI:
    app = FastAPI()
    install_problems(app)

    @app.get("/")
    async def fail() -> None:
        raise error

    return app


async def answer(error: Exception) -> tuple[int, Any]:
    transport = httpx.ASGITransport(app=failing(error), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/")
        return response.status_code, response.json()["error"]


@pytest.mark.parametrize("code", [1205, 1213])
async def test_whom_the_database_ended_for_another_may_try_again(code: int) -> None:
    error = OperationalError("UPDATE …", {}, DriverError(code, "Deadlock found when trying to get lock"))

    assert await answer(error) == (409, "Conflict")


@pytest.mark.parametrize("cause", [DriverError(2006, "Server has gone away"), DriverError(), ValueError()])
async def test_a_database_that_is_gone_is_the_servers_fault(cause: Exception) -> None:
    assert await answer(OperationalError("SELECT 1", {}, cause)) == (500, "Unexpected")


def test_every_kind_of_error_has_its_status() -> None:
    kinds = {kind for kind in ApplicationError.__subclasses__() if kind.__module__ == "backend.core.errors"}

    assert kinds == set(STATUS_OF)
    assert status_of(PreconditionFailed) == 412
