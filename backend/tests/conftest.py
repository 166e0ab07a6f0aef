"""What tests stand on: a real database, rolled back after each test; the real application; nothing of ours mocked."""

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from starlette.datastructures import State

from backend.app import create_app
from backend.core import security
from backend.core.database import Database, new_id
from backend.core.permissions import GroupRole, OrganizationRole, SystemRole
from backend.core.processes import ComputePool
from backend.core.queue import RememberingQueue, embedded_pool
from backend.core.security import TokenSigner
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.radiomics.engine import Engine
from backend.features.users.setup import prepare_centre
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.organizations import OrganizationRepository
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user
from backend.tests.mysql8 import act_as_mysql8
from backend.tests.services import mariadb_server, s3_server
from backend.tests.templates import migrated_databases

SECRET = "a-secret-for-tests-that-is-long-enough"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "mariadb", "mysql8"),
        default="sqlite",
        help="where the suite runs; mysql8 is MariaDB without what MySQL 8 lacks",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the other databases leave out what has been shown on SQLite and is not the database's matter."""
    if config.getoption("--database") == "sqlite":
        return
    left_out = [item for item in items if item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=left_out)
    kept_out = set(left_out)
    items[:] = [item for item in items if item not in kept_out]


def pytest_collection_finish() -> None:
    """What has been imported stays until the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 takes the time it is meant to take; what it is asked here is whether a password is the right one."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(security, "_passwords", quick)
        patch.setattr(security, "_NOBODY", quick.hash("nobody has this password"))
        yield


@pytest.fixture(scope="session")
def new_database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A function that makes an empty database and tells its URL."""
    if request.config.getoption("--database") == "sqlite":
        folder = tmp_path_factory.mktemp("databases")
        numbers = iter(range(10_000))
        yield lambda: f"sqlite+aiosqlite:///{folder / f'{next(numbers)}.db'}"
        return
    with mariadb_server() as new_database:

        def url() -> str:
            made: URL = new_database()
            return made.render_as_string(hide_password=False)

        yield url


@pytest.fixture(scope="session")
async def new_migrated_url(new_database_url: Any) -> Callable[[], str]:
    """A function that makes a migrated database and tells its URL."""
    return await migrated_databases(new_database_url)


class RolledBackDatabase(Database):
    """Everything on one connection, in one transaction that is never committed."""

    connection: AsyncConnection

    def _session(self) -> AsyncSession:
        return AsyncSession(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with self._session() as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._session() as session:
            yield session

    glance = read


@pytest.fixture(scope="session")
async def prepared_database(request: pytest.FixtureRequest, new_migrated_url: Any) -> AsyncIterator[RolledBackDatabase]:
    """A migrated database with the default centre, for the whole run."""
    url = new_migrated_url()
    database = Database(url)
    await prepare_centre(database, Settings(_env_file=None))
    await database.close()
    shared = RolledBackDatabase(url)
    if request.config.getoption("--database") == "mysql8":
        act_as_mysql8(shared.writer)
    yield shared
    await shared.close()


@pytest.fixture
async def database(prepared_database: RolledBackDatabase) -> AsyncIterator[Database]:
    async with prepared_database.writer.connect() as connection:
        transaction = await connection.begin()
        prepared_database.connection = connection
        yield prepared_database
        await transaction.rollback()


@pytest.fixture(scope="session")
async def pool() -> AsyncIterator[ComputePool]:
    pool = ComputePool(2)
    yield pool
    await pool.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "data", secret_key=SECRET, sign_in_tries_per_minute=1000)


@pytest.fixture
def storage(settings: Settings) -> Storage:
    return Storage(settings.storage, settings.cache)


@pytest.fixture(scope="session")
def s3_variables() -> Iterator[dict[str, str]]:
    """How to reach an S3 endpoint that speaks over the wire."""
    with s3_server() as variables:
        yield variables


@pytest.fixture(params=["folder", "s3", "memory"])
def any_storage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """Each kind of store in turn."""
    if request.param == "folder":
        return Storage(f"file://{tmp_path / 'any'}", tmp_path / "cache")
    if request.param == "memory":
        return Storage("memory:///", tmp_path / "cache")
    variables = request.getfixturevalue("s3_variables")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    bucket = f"isocenter-{new_id()}"
    assert httpx.put(f"{variables['AWS_ENDPOINT']}/{bucket}").status_code == 200
    return Storage(f"s3://{bucket}/a/prefix", tmp_path / "cache")


@pytest.fixture
def queue() -> RememberingQueue:
    return RememberingQueue()


@pytest.fixture(scope="session")
def built_app() -> FastAPI:
    """The application, built once: making all its routes ready takes longer than most tests."""
    return create_app(Settings(_env_file=None, secret_key=SECRET))


@pytest.fixture
def app(
    built_app: FastAPI,
    settings: Settings,
    database: Database,
    queue: RememberingQueue,
    storage: Storage,
    pool: ComputePool,
) -> FastAPI:
    """The application with its state set by hand, in place of its lifespan."""
    app = built_app
    app.state = State()
    app.state.settings, app.state.is_stopping = settings, False
    app.state.database, app.state.queue, app.state.storage, app.state.pool = database, queue, storage, pool
    app.state.signer = TokenSigner(settings.signing_key())
    app.state.engine = Engine(pool)
    app.state.redis = embedded_pool()
    return app


@pytest.fixture
async def committing_database(
    request: pytest.FixtureRequest, app: FastAPI, new_migrated_url: Any
) -> AsyncIterator[Database]:
    """A database of the test's own that commits, with the default centre; the application serves from it."""
    database = Database(new_migrated_url())
    if request.config.getoption("--database") == "mysql8":
        act_as_mysql8(database.writer)
    await prepare_centre(database, app.state.settings)
    app.state.database = database
    yield database
    await database.close()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[Client]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with Client(transport=transport, base_url="http://test") as client:
        client.signer = app.state.signer
        yield client


@pytest.fixture
async def work(database: Database, queue: RememberingQueue) -> AsyncIterator[UnitOfWork]:
    """A unit of work for arranging and looking. What it flushes, requests see."""
    async with database.read() as session:
        yield UnitOfWork(session)


@pytest.fixture
async def organization(work: UnitOfWork) -> Organization:
    found = await OrganizationRepository(work.db).default()
    assert found is not None
    return found


@pytest.fixture
async def group(work: UnitOfWork, organization: Organization) -> Group:
    return await create_group(work, organization)


@pytest.fixture
async def sample_set(work: UnitOfWork, group: Group) -> SampleSet:
    return await create_set(work, group)


@pytest.fixture
async def lead(work: UnitOfWork, group: Group) -> User:
    return await join(work, group, await create_user(work), GroupRole.ADMIN)


@pytest.fixture
async def reviewer(work: UnitOfWork, group: Group) -> User:
    return await join(work, group, await create_user(work), GroupRole.REVIEWER)


@pytest.fixture
async def annotator(work: UnitOfWork, group: Group) -> User:
    return await join(work, group, await create_user(work), GroupRole.ANNOTATOR)


@pytest.fixture
async def viewer(work: UnitOfWork, group: Group) -> User:
    return await join(work, group, await create_user(work), GroupRole.VIEWER)


@pytest.fixture
async def stranger(work: UnitOfWork) -> User:
    """Of the same centre, in no group."""
    return await create_user(work)


@pytest.fixture
async def clinician(work: UnitOfWork) -> User:
    return await create_user(work, organization_role=OrganizationRole.CLINICIAN)


@pytest.fixture
async def organization_admin(work: UnitOfWork) -> User:
    return await create_user(work, organization_role=OrganizationRole.ADMIN)


@pytest.fixture
async def system_admin(work: UnitOfWork) -> User:
    return await create_user(work, system_role=SystemRole.ADMIN)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The test data beside the project; several of its licences forbid copies in here."""
    folder = Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the test data is not at {folder}")
    return folder
