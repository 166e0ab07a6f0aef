"""What two releases of a set differ in, computed beside the event loop."""

from uuid import UUID

from backend.core.paging import Page
from backend.core.permissions import Caller
from backend.core.processes import ComputePool
from backend.core.storage import Storage
from backend.core.work import Begin, UnitOfWork
from backend.features.releases.errors import NotComparable, ReleaseNotFrozen
from backend.features.releases.schemas import DifferencesRead
from backend.features.releases.sight import ReleaseSight
from backend.imaging.releases.differences import compare_files
from backend.models.release import Release

COMPARING_SECONDS = 120.0


async def differences(
    before_id: UUID,
    after_id: UUID,
    caller: Caller,
    page: Page,
    begin_reading: Begin,
    storage: Storage,
    pool: ComputePool,
) -> DifferencesRead:
    async with begin_reading() as work:
        before, after = await _frozen(work, before_id, caller), await _frozen(work, after_id, caller)
    if before.source_id != after.source_id:
        raise NotComparable
    paths = [str(await storage.local_path(one.manifest_key or "")) for one in (before, after)]
    found = await pool.run(compare_files, *paths, page.offset, page.page_size, timeout_seconds=COMPARING_SECONDS)
    told = {name: getattr(found, name) for name in ("set_fields", "unchanged", "counts", "labels", "samples", "total")}
    return DifferencesRead.model_validate({**told, "page": page.page, "page_size": page.page_size})


async def _frozen(work: UnitOfWork, release_id: UUID, caller: Caller) -> Release:
    release = await ReleaseSight(work).visible(release_id, caller)
    if release.manifest_key is None:
        raise ReleaseNotFrozen
    return release
