"""The product in this process, as `isocenter import` has it, in a data folder of the benchmark's own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from backend.core.permissions import Caller, OrganizationRole
from backend.core.settings import Settings
from backend.features.users.service import UserService
from backend.importing import import_from_folder
from backend.repositories.users import UserRepository
from backend.worker.local import LocalProduct, local_product
from benchmarks.servers import ADMIN


@asynccontextmanager
async def embedded(data_dir: Path, processes: int) -> AsyncIterator[LocalProduct]:
    settings = Settings(
        _env_file=None,
        data_dir=data_dir,
        database_url=None,
        redis_url=None,
        storage_url=None,
        worker_processes=processes,
    )
    async with local_product(settings) as product:
        yield product


async def importer(product: LocalProduct) -> Caller:
    """Give an account that may import and extract, made where there is none; nobody can sign in with it."""
    async with product.begin() as work:
        users = UserRepository(work.db)
        user = await users.by_email(ADMIN) or await UserService(work).create(
            None, email=ADMIN, name="Benchmark", password_hash="", organization_role=OrganizationRole.ADMIN
        )
        return await users.caller(user)


async def import_all(product: LocalProduct, folder: Path, tell: Callable[[str], None] = lambda _: None) -> None:
    """Import a folder; every file of it must be kept."""
    lines: list[str] = []

    def note(line: str) -> None:
        lines.append(line)
        tell(line)

    if not await import_from_folder(product, folder, set_id=None, email=ADMIN, tell=note):
        raise AssertionError("Not every file was kept:\n" + "\n".join(lines))
