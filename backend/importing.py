"""`isocenter import`: a folder through the same intake as the browser's, with its report on the terminal."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from backend.core.paging import Page
from backend.core.permissions import Caller
from backend.core.work import begin_reading
from backend.features.ingest.local_files import add_local_files
from backend.features.ingest.service import IngestService
from backend.models.job import JobState
from backend.models.upload_item import Outcome
from backend.repositories.uploads import ItemFilter
from backend.worker.command_line import caller_of, progress
from backend.worker.local import LocalProduct

NOT_KEPT = (Outcome.QUARANTINED, Outcome.REFUSED)
SHOWN_AT_ONCE = 500


async def import_from_folder(
    product: LocalProduct, folder: Path, *, set_id: UUID | None, email: str | None, tell: Callable[[str], None]
) -> bool:
    """Import a folder and report; true if every file was kept."""
    caller = await caller_of(product, email)
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
    ended = await product.finish(job.id, progress(tell))
    if ended.state is not JobState.DONE:
        tell(f"The import ended as {ended.state.value}: {ended.message or ''}")
        return False
    return await _report(product, upload.id, caller, tell)


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
