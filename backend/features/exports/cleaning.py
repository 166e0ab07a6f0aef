"""Files of exports are kept for a week: whoever wants one again asks again, and gets what is read by then."""

from backend.core.database import now
from backend.core.storage import Storage
from backend.core.work import Begin
from backend.features.samples.stored_bytes import delete_bytes
from backend.repositories.exports import ExportRepository

AT_ONCE = 50


async def drop_expired_exports(begin: Begin, storage: Storage) -> int:
    """Let go of the files that are not kept any longer; gives their number. What was in them stays known."""
    dropped = 0
    while True:
        async with begin() as work:
            expired = await ExportRepository(work.db).expired(now(), AT_ONCE)
            keys = [export.file_key for export in expired if export.file_key]
            for export in expired:
                export.file_key = None
            await work.flush()
        await delete_bytes(storage, keys)
        dropped += len(keys)
        if len(expired) < AT_ONCE:
            return dropped
