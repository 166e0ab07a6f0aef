"""What a server needs before its first request: tables, the default centre, shipped presets, its first admin."""

from backend.core.database import Database
from backend.core.permissions import OrganizationRole, SystemRole
from backend.core.security import hash_password
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.features.radiomics.presets import ensure_shipped_presets_everywhere
from backend.features.users.service import UserService
from backend.repositories.users import UserRepository


async def prepare_centre(database: Database, settings: Settings) -> None:
    """Make what is missing; fine to repeat."""
    password = settings.first_admin_password
    password_hash = await hash_password(password.get_secret_value()) if password else None
    async with database.alone("prepare"), database.write() as session:
        work = UnitOfWork(session)
        users = UserService(work)
        await users.default_organization()
        await ensure_shipped_presets_everywhere(work)
        if settings.first_admin_email and password_hash and not await UserRepository(session).exist():
            await users.create(
                None,
                email=settings.first_admin_email.strip().lower(),
                name="Administrator",
                password_hash=password_hash,
                organization_role=OrganizationRole.ADMIN,
                system_role=SystemRole.ADMIN,
            )
