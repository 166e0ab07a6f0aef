"""A world that one module's tests share: each of them asks it questions, and what that changed is undone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import State

from backend.app import create_app
from backend.core.outcomes import Outcome, Person
from backend.core.processes import ComputePool
from backend.core.queue import RememberingQueue, embedded_pool
from backend.core.security import TokenSigner
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.radiomics.engine import Engine
from backend.tests.conftest import SECRET, RolledBackDatabase
from backend.tests.core.operations import Operation
from backend.tests.core.world import Ids, World, create_world
from backend.tests.factories.users import Client, sign_in, sign_out

REFUSALS = {401: Outcome.NOT_SIGNED_IN, 403: Outcome.NOT_PERMITTED, 404: Outcome.NOT_FOUND}


@dataclass
class Stage:
    """The real application on one world."""

    app: FastAPI
    client: Client
    connection: AsyncConnection
    world: World

    async def ask(self, operation: Operation, person: Person, ids: Ids | None = None) -> httpx.Response:
        """Call an operation as somebody, on the world's things or on those given."""
        address = self.world.address(operation, ids)
        response = await self.send(person, operation.method, address, **self.world.request(operation))
        if operation.method == "DELETE":
            await self.world.lay_out_files(self.app.state.storage)
        return response

    async def send(self, person: Person, method: str, address: str, **sent: Any) -> httpx.Response:
        """Call as somebody, and undo what it did."""
        if person.is_signed_in:
            sign_in(self.client, self.world.users[person.name])
        else:
            sign_out(self.client)
        self.client.cookies.clear()
        before = await self.connection.begin_nested()
        try:
            return await self.client.request(method, address, **sent)
        finally:
            await before.rollback()

    async def outcome(self, operation: Operation, person: Person, ids: Ids | None = None) -> str:
        """What somebody gets, in the words of the table; anything that is wrong by itself, as it is."""
        response = await self.ask(operation, person, ids)
        if response.status_code >= 500:
            return f"{response.status_code} {response.text}"
        refusal = REFUSALS.get(response.status_code)
        return refusal.value if refusal else Outcome.ALLOWED.value


@pytest.fixture(scope="session")
def app_on_stage() -> FastAPI:
    """Built once, and apart from the one of other tests, whose state each of them sets."""
    return create_app(Settings(_env_file=None, secret_key=SECRET))


@pytest.fixture(scope="module")
async def stage(
    app_on_stage: FastAPI,
    prepared_database: RolledBackDatabase,
    pool: ComputePool,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path_factory.mktemp("stage"),
        secret_key=SECRET,
        sign_in_tries_per_minute=100_000,
        registration="open",
    )
    async with prepared_database.writer.connect() as connection:
        transaction = await connection.begin()
        prepared_database.connection = connection
        app, state = app_on_stage, State()
        app.state = state
        state.settings = settings
        state.database, state.queue, state.pool = prepared_database, RememberingQueue(), pool
        state.storage = Storage(settings.storage, settings.cache)
        state.signer, state.engine, state.redis = TokenSigner(settings.signing_key()), Engine(pool), embedded_pool()
        state.is_stopping = True  # a stream of events says what it has to say, and ends
        async with prepared_database.write() as session:
            world = await create_world(UnitOfWork(session), state.signer)
        await world.lay_out_files(state.storage)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with Client(transport=transport, base_url="http://test") as client:
            client.signer = state.signer
            yield Stage(app, client, connection, world)
        await transaction.rollback()
