"""Who a command acts as, and how it tells of its job."""

import secrets
from collections.abc import Callable

from backend.core.permissions import Caller, OrganizationRole
from backend.core.security import hash_password
from backend.core.work import begin_reading
from backend.features.users.errors import UserNotFound
from backend.features.users.service import UserService
from backend.models.job import Job
from backend.repositories.users import UserRepository
from backend.worker.local import LocalProduct

COMMAND_LINE = "command-line@localhost"


async def caller_of(product: LocalProduct, email: str | None) -> Caller:
    """The person named; otherwise an account of the machine itself, with which nobody can sign in."""
    if email is not None:
        async with begin_reading(product.database) as work:
            users = UserRepository(work.db)
            user = await users.by_email(email.strip().lower())
            if user is None:
                raise UserNotFound(f"There is no account {email}.")
            return await users.caller(user)
    password_hash = await hash_password(secrets.token_urlsafe(48))
    async with product.begin() as work:
        users = UserRepository(work.db)
        user = await users.by_email(COMMAND_LINE) or await UserService(work).create(
            None,
            email=COMMAND_LINE,
            name="Command line",
            password_hash=password_hash,
            organization_role=OrganizationRole.ADMIN,
        )
        return await users.caller(user)


def progress(tell: Callable[[str], None]) -> Callable[[Job], None]:
    """Tell how far a job is, once it is farther."""
    last = ""

    def show(job: Job) -> None:
        nonlocal last
        line = f"{job.done} of {job.total} · {job.message or ''}".rstrip(" ·")
        if job.total and line != last:
            last = line
            tell(line)

    return show
