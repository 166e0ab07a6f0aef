"""Deliveries whose sender never came back, and bytes that nobody knows of, are let go after a week."""

from datetime import timedelta

from backend.core import audit
from backend.core.database import now
from backend.core.storage import Storage
from backend.core.work import Begin
from backend.features.ingest.receiving import delete_bytes
from backend.repositories.uploads import INCOMING, UploadRepository

KEPT_FOR = timedelta(days=7)
UPLOADS_AT_ONCE = 20


async def drop_abandoned_uploads(begin: Begin, storage: Storage) -> int:
    """Forget deliveries that were not finished, and to which nothing came for a week; gives their number."""
    dropped = 0
    while True:
        async with begin() as work:
            uploads = UploadRepository(work.db)
            abandoned = await uploads.abandoned(now() - KEPT_FOR, UPLOADS_AT_ONCE)
            keys = await uploads.drop([upload.id for upload in abandoned])
            for upload in abandoned:
                audit.record(work, None, "upload.abandoned", upload.id, organization_id=upload.organization_id)
            await work.flush()
        await delete_bytes(storage, keys)
        dropped += len(abandoned)
        if len(abandoned) < UPLOADS_AT_ONCE:
            return dropped


async def drop_unknown_bytes(begin: Begin, storage: Storage) -> int:
    """Delete received bytes older than a week that no row speaks of: of requests that a dying server left."""
    dropped = 0
    async for keys in storage.older_than(INCOMING, now() - KEPT_FOR):
        async with begin() as work:
            known = await UploadRepository(work.db).known_keys(keys)
        unknown = [key for key in keys if key not in known]
        await delete_bytes(storage, unknown)
        dropped += len(unknown)
    return dropped
