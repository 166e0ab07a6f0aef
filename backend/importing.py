"""`isocenter import`: a folder through the same intake as the browser's, with its report on the terminal."""

import secrets
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from backend.core.paging import Page
from backend.core.permissions import Caller, OrganizationRole
from backend.core.security import hash_password
from backend.core.work import begin_reading
from backend.features.ingest.local_files import add_local_files
from backend.features.ingest.service import IngestService
from backend.features.users.errors import UserNotFound
from backend.features.users.service import UserService
from backend.models.job import Job, JobState
from backend.models.upload_item import Outcome
from backend.repositories.uploads import ItemFilter
from backend.repositories.users import UserRepository
from backend.worker.local import LocalProduct

COMMAND_LINE = "command-line@localhost"
NOT_KEPT = (Outcome.QUARANTINED, Outcome.REFUSED)
SHOWN_AT_ONCE = 500


async def import_from_folder(
    product: LocalProduct, folder: Path, *, set_id: UUID | None, email: str | None, tell: Callable[[str], None]
) -> bool:
    """Import a folder and report; true if every file was kept."""
    caller = await _importer(product, email)
    async with product.begin() as work:
        upload = await IngestService(work).create(set_id, caller)
    count = await add_local_files(
        upload.id,
        folder,
        begin=product.begin,
        storage=product.storage,
        limit_bytes=product.settings.max_upload_bytes,
        caller=caller,
    )
    tell(f"{count} files received.")
    async with product.begin() as work:
        job = await IngestService(work).finish(upload.id, caller)
    ended = await product.finish(job.id, _progress(tell))
    if ended.state is not JobState.DONE:
        tell(f"The import ended as {ended.state.value}: {ended.message or ''}")
        return False
    return await _report(product, upload.id, caller, tell)


async def _importer(product: LocalProduct, email: str | None) -> Caller:
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


def _progress(tell: Callable[[str], None]) -> Callable[[Job], None]:
    last = ""

    def show(job: Job) -> None:
        nonlocal last
        line = f"{job.done} of {job.total} · {job.message or ''}".rstrip(" ·")
        if job.total and line != last:
            last = line
            tell(line)

    return show


async def _report(product: LocalProduct, upload_id: UUID, caller: Caller, tell: Callable[[str], None]) -> bool:
    complete = True
    async with begin_reading(product.database) as work:
        service = IngestService(work)
        counts = (await service.get(upload_id, caller)).counts
        for name, count in counts.model_dump().items():
            if count:
                tell(f"{count:6} {name.replace('_', ' ')}")
        for outcome in NOT_KEPT:
            for item in (
                await service.list_items(upload_id, ItemFilter(outcome), caller, Page(1, SHOWN_AT_ONCE))
            ).items:
                complete = False
                for remark in item.remarks or [{}]:
                    place = f" ({remark['place']})" if remark.get("place") else ""
                    tell(f"{outcome.value}: {item.path}{place}: {remark.get('message', remark.get('code', ''))}")
    return complete
