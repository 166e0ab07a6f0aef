"""Bytes that nobody speaks of any more: of deletions whose end a crash cut off, and pictures of what is gone.

Only what lies where this product puts things is looked at, and only what is older than a day: younger bytes may wait
for the row that will speak of them. In doubt a thing stays; whatever is in the way of a delivery that has not ended is
in doubt.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.storage import Storage
from backend.core.work import Begin
from backend.repositories.organizations import OrganizationRepository
from backend.repositories.storage_keys import StorageKeyRepository

logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=1)
SWEPT_EVERY = timedelta(hours=23)
LAST_SWEEP = "housekeeping/last-sweep"
_FILE = re.compile(r"(?:(?:display|rendered|thumbnails)/)?([0-9a-f]{64})(?![0-9a-f]).*")
_MADE = re.compile(r"(?:exports|releases|annotation-imports|guidelines)/[0-9a-f-]{36}")
_MASK = re.compile(r"masks/[^/]+?(\.outlines(-index)?)?")
_QUARANTINED = re.compile(r"[^/]+/([0-9a-f-]{36})")


@dataclass
class _Listed:
    """Keys by what keeps them: the hash of a file, the key that a row names, or a file of a delivery."""

    by_hash: dict[str, str] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    by_item: dict[str, UUID] = field(default_factory=dict)


async def sweep_daily(begin: Begin, begin_reading: Begin, storage: Storage) -> int | None:
    """Sweep, if nobody has within a day; gives the number of objects that were deleted."""
    last = await storage.written_at(LAST_SWEEP)
    if last is not None and now() - last < SWEPT_EVERY:
        return None
    await storage.put(LAST_SWEEP, b"")
    return await sweep(begin, begin_reading, storage, now() - KEPT_FOR)


async def sweep(begin: Begin, begin_reading: Begin, storage: Storage, before: datetime) -> int:
    """Delete what was written before some instant and is spoken of by nobody; gives the number of objects."""
    async with begin_reading() as work:
        organizations = await OrganizationRepository(work.db).all_ids()
    total = 0
    for organization_id in organizations:
        deleted = 0
        for prefix in (f"{organization_id}/", f"quarantine/{organization_id}/"):
            deleted += await _sweep_below(prefix, organization_id, begin_reading, storage, before)
        if deleted:
            logger.info("storage.swept", extra={"organization_id": str(organization_id), "objects": deleted})
            async with begin() as work:
                audit.record(
                    work, None, "storage.swept", organization_id, organization_id=organization_id, objects=deleted
                )
                await work.flush()
        total += deleted
    return total


async def _sweep_below(
    prefix: str, organization_id: UUID, begin_reading: Begin, storage: Storage, before: datetime
) -> int:
    deleted = 0
    async for keys in storage.older_than(prefix, before):
        async with begin_reading() as work:
            unnamed = await _unnamed(StorageKeyRepository(work.db), _sorted_out(prefix, keys), organization_id)
        # Looked at once more on the way: the same bytes may have come again since.
        deleted += await storage.delete_older(unnamed, before)
    return deleted


def _sorted_out(prefix: str, keys: Sequence[str]) -> _Listed:
    listed = _Listed()
    for key in keys:
        name = key.removeprefix(prefix)
        if prefix.startswith("quarantine/"):
            if match := _QUARANTINED.fullmatch(name):
                listed.by_item[key] = UUID(match[1])
        elif match := _FILE.fullmatch(name):
            listed.by_hash[key] = match[1]
        elif _MADE.fullmatch(name):
            listed.by_key[key] = key
        elif match := _MASK.fullmatch(name):
            listed.by_key[key] = key.removesuffix(match[1] or "")
    return listed


async def _unnamed(rows: StorageKeyRepository, listed: _Listed, organization_id: UUID) -> list[str]:
    hashes = await rows.kept_hashes(organization_id, set(listed.by_hash.values()))
    items = await rows.items(set(listed.by_item.values()))
    left = [key for key, sha256 in listed.by_hash.items() if sha256 not in hashes]
    left += [key for key, item_id in listed.by_item.items() if item_id not in items]
    sources = {key: key for key in left} | listed.by_key
    named = await rows.named({*sources.values(), *sources})
    return [key for key, source in sources.items() if source not in named and key not in named]
