"""What a release states, read from its manifest: its samples, and whether they are what their hashes say."""

import asyncio
from uuid import UUID

from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.storage import Storage
from backend.core.work import Begin
from backend.features.releases.errors import ReleaseNotFrozen
from backend.features.releases.schemas import ReleaseSampleRead, ReleaseVerification
from backend.features.releases.sight import ReleaseSight
from backend.features.releases.stating import read_stated
from backend.imaging.releases.manifest import Manifest, Values
from backend.models.release import Release


async def frozen(release_id: UUID, caller: Caller, begin_reading: Begin) -> tuple[Release, str]:
    """A release that stands, and where its manifest is."""
    async with begin_reading() as work:
        release = await ReleaseSight(work).visible(release_id, caller)
    if release.manifest_key is None:
        raise ReleaseNotFrozen
    return release, release.manifest_key


async def stated_samples(
    release_id: UUID, caller: Caller, page: Page, begin_reading: Begin, storage: Storage
) -> Listing[ReleaseSampleRead]:
    _, key = await frozen(release_id, caller, begin_reading)
    parts = (await read_stated(storage, key)).parts
    shown = parts[page.offset : page.offset + page.page_size]
    return Listing([_sample(part) for part in shown], len(parts), page.page, page.page_size)


async def verification(release_id: UUID, caller: Caller, begin_reading: Begin, storage: Storage) -> ReleaseVerification:
    release, key = await frozen(release_id, caller, begin_reading)
    manifest = await read_stated(storage, key)
    return await asyncio.to_thread(_verified, manifest, release.content_hash or "")


def _verified(manifest: Manifest, content_hash: str) -> ReleaseVerification:
    altered = manifest.altered()
    return ReleaseVerification(
        is_intact=not altered and manifest.content_hash == content_hash,
        content_hash=content_hash,
        checked=len(manifest.kept),
        withdrawn=len(manifest.withdrawn),
        altered=altered,
    )


def _sample(part: Values) -> ReleaseSampleRead:
    sample, readings = part.get("sample", {}), part.get("readings", [])
    return ReleaseSampleRead(
        id=part["id"],
        position=sample.get("position"),
        title=sample.get("title"),
        modality=sample.get("modality"),
        sha256=part["sha256"],
        readings=len(readings),
        objects=sum(len(reading["objects"]) for reading in readings),
        withdrawn_reason=part["withdrawn"]["reason"] if "withdrawn" in part else None,
    )
