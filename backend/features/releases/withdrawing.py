"""Taking samples back out of a release: what they said is erased, that and why they are gone is told.

The manifest is written anew beside the old one before the rows change hands, and the old one deleted after.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.storage import Storage
from backend.core.work import Begin, UnitOfWork
from backend.features.releases.errors import NothingToWithdraw, ReleaseChanged, ReleaseNotFrozen
from backend.features.releases.schemas import MakerRead, ReleaseRead, WithdrawalCreate, WithdrawalRead
from backend.features.releases.service import ReleaseService
from backend.features.releases.sight import ReleaseSight
from backend.features.releases.stating import new_manifest_key, photographs, read_stated
from backend.features.samples.stored_bytes import delete_bytes, keys_of
from backend.imaging.releases.manifest import Manifest
from backend.models.release import Release
from backend.models.release_withdrawal import ReleaseWithdrawal
from backend.models.stored_file import StoredFile
from backend.repositories.exports import ExportRepository
from backend.repositories.releases import ReleaseRepository, WithdrawalRepository
from backend.repositories.stored_files import StoredFileRepository


@dataclass(frozen=True)
class Rewritten:
    """The manifest of a release without some samples, already in the storage."""

    release_id: UUID
    old_key: str
    new_key: str
    size_bytes: int
    withdrawn: Sequence[tuple[UUID, int]]  # samples, with their places
    let_go: Sequence[str]  # photographs that are stated no more


async def withdraw(
    release_id: UUID, body: WithdrawalCreate, caller: Caller, begin: Begin, begin_reading: Begin, storage: Storage
) -> ReleaseRead:
    """Withdraw samples, and those that show them again.

    Raises:
        NothingToWithdraw: None of them is stated.
        ReleaseChanged: Somebody else withdrew something meanwhile; nothing was done.
    """
    async with begin_reading() as work:
        chosen = await _chosen(work, release_id, body, caller)
    rewritten = [found for release in chosen if (found := await _rewritten(release, body, storage))]
    if not rewritten:
        raise NothingToWithdraw
    async with begin() as work:
        for one in rewritten:
            await _take_over(work, one, body.reason, caller, storage)
        return await ReleaseService(work).get(release_id, caller)


async def list_withdrawals(work: UnitOfWork, release_id: UUID, caller: Caller, page: Page) -> Listing[WithdrawalRead]:
    await ReleaseSight(work).visible(release_id, caller)
    found = await WithdrawalRepository(work.db).of_release(release_id, page)
    items = [
        WithdrawalRead(
            sample_id=one.sample_id,
            position=one.position,
            reason=one.reason,
            withdrawn_by=MakerRead.model_validate(one.withdrawn_by),
            created_at=one.created_at,
        )
        for one in found.items
    ]
    return Listing(items, found.total, found.page, found.page_size)


async def _chosen(work: UnitOfWork, release_id: UUID, body: WithdrawalCreate, caller: Caller) -> list[Release]:
    release = await ReleaseSight(work).visible(release_id, caller, Action.MAKE_RELEASES)
    if release.manifest_key is None:
        raise ReleaseNotFrozen
    return await ReleaseRepository(work.db).of_source(release.source_id) if body.from_all else [release]


async def _rewritten(release: Release, body: WithdrawalCreate, storage: Storage) -> Rewritten | None:
    """The manifest without what it still states of these samples; None where that is nothing."""
    old_key = release.manifest_key or ""
    manifest = await read_stated(storage, old_key)
    positions = {part["id"]: part["sample"]["position"] for part in manifest.kept}
    gone = [key for key in manifest.showing({str(key) for key in body.sample_ids}) if key in positions]
    if not gone:
        return None
    less = manifest.without(set(gone), body.reason, now().isoformat())
    written = await asyncio.to_thread(less.write)
    key = new_manifest_key(release.organization_id)
    await storage.put(key, written)
    places = sorted((positions[one], UUID(one)) for one in gone)
    return Rewritten(
        release.id, old_key, key, len(written), [(one, place) for place, one in places], _let_go(manifest, less)
    )


def _let_go(manifest: Manifest, less: Manifest) -> list[str]:
    return list(set(photographs(manifest)) - set(photographs(less)))


async def _take_over(work: UnitOfWork, one: Rewritten, reason: str, caller: Caller, storage: Storage) -> None:
    releases = ReleaseRepository(work.db)
    release = await releases.held(one.release_id)
    if release is None or release.manifest_key != one.old_key:
        raise ReleaseChanged
    release.manifest_key, release.size_bytes = one.new_key, one.size_bytes
    WithdrawalRepository(work.db).add_all(
        [
            ReleaseWithdrawal(
                release_id=release.id,
                sample_id=sample_id,
                position=position,
                reason=reason,
                withdrawn_by_id=caller.user_id,
            )
            for sample_id, position in one.withdrawn
        ]
    )
    files = await _only_kept_here(work, release, one.let_go)
    await releases.let_go(release.id, one.let_go)
    await StoredFileRepository(work.db).delete_all(files)
    audit.record(
        work,
        caller,
        "release.samples_withdrawn",
        release.id,
        organization_id=release.organization_id,
        count=len(one.withdrawn),
    )
    await work.flush()
    keys = [one.old_key, *(key for file in files for key in keys_of(file))]
    keys += await ExportRepository(work.db).take_back(release.id)  # they hold what was withdrawn
    work.after_commit.append(_deletion(storage, keys))


async def _only_kept_here(work: UnitOfWork, release: Release, hashes: Sequence[str]) -> list[StoredFile]:
    """The photographs that nothing but this release keeps: no set shows them any more, no other release states them."""
    files = StoredFileRepository(work.db)
    await files.hold_intake(release.organization_id)
    wanted = set(hashes)
    return [file for file in await files.only_in_releases([release.id]) if file.sha256 in wanted]


def _deletion(storage: Storage, keys: Sequence[str]) -> Callable[[], Awaitable[None]]:
    return partial(delete_bytes, storage, keys)
