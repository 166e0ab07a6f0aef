"""Archives: their members become files of the delivery, and their own outcome follows from those of the members."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext
from backend.core.storage import UploadTooLarge
from backend.features.ingest.batches import as_json
from backend.features.ingest.claims import Candidate
from backend.features.ingest.local_files import read_chunks
from backend.features.ingest.paths import MEMBER_MARK, member_hash, member_path
from backend.imaging.archive import ArchiveMember, extract_member, list_archive
from backend.imaging.facts import Remark
from backend.models.upload_item import Outcome, UploadItem
from backend.models.upload_job import UploadJob
from backend.repositories.uploads import ACCEPTED, INCOMING, NEW, UploadItemRepository

MEMBERS_AT_ONCE = 20
NO_BYTES = sha256(b"").hexdigest()
COUNTED = ("stored", "already_stored", "quarantined", "refused", "ignored")
"""What an archive's members are counted as, in the order in which people read it."""


@dataclass
class Archives:
    """The archives of one delivery; `opened` are those whose members are files of it now, with what was ignored."""

    ctx: JobContext
    upload: UploadJob
    opened: dict[UUID, int] = field(default_factory=dict)

    async def open(self, archive: Candidate) -> None:
        """Unpack an archive that its inspection found sound. Repeated, it adds only the members that are missing."""
        assert archive.key is not None  # noqa: S101 - it was inspected
        path = await self.ctx.storage.local_path(archive.key)
        timeout = self.ctx.settings.parse_timeout_seconds
        listing = await self.ctx.pool.run(list_archive, path, timeout_seconds=timeout)
        for start in range(0, len(listing.members), MEMBERS_AT_ONCE):
            await self._unpack(archive, path, listing.members[start : start + MEMBERS_AT_ONCE])
        self.opened[archive.item_id] = len(listing.ignored)

    async def conclude(self) -> None:
        """Give the opened archives their outcome, once all members have theirs."""
        for archive_id, ignored in self.opened.items():
            async with self.ctx.begin() as work:
                items = UploadItemRepository(work.db)
                archive = await items.get(archive_id)
                if archive is None or archive.outcome is not None:
                    continue
                outcomes = await items.outcomes(self.upload.id)
                prefix = archive.path + MEMBER_MARK
                members = [outcome for path, outcome in outcomes if path.startswith(prefix)]
                archive.outcome, remark = _conclusion(members, ignored)
                archive.remarks = [*archive.remarks, *([as_json(remark)] if remark else [])]
                await work.flush()

    async def _unpack(self, archive: Candidate, path: Path, members: Sequence[ArchiveMember]) -> None:
        hashes = {member.path: member_hash(archive.path, member.path) for member in members}
        async with self.ctx.begin_reading() as work:
            known = await UploadItemRepository(work.db).known_paths(self.upload.id, list(hashes.values()))
        missing = [member for member in members if hashes[member.path] not in known]
        items = await asyncio.gather(*(self._item(archive, path, member) for member in missing))
        async with self.ctx.begin() as work:
            UploadItemRepository(work.db).add_all(items)
            await work.flush()

    async def _item(self, archive: Candidate, path: Path, member: ArchiveMember) -> UploadItem:
        item = UploadItem(
            upload_id=self.upload.id,
            path=member_path(archive.path, member.path),
            path_sha256=member_hash(archive.path, member.path),
            size_bytes=member.size_bytes,
            sha256=NO_BYTES,
        )
        storage, settings = self.ctx.storage, self.ctx.settings
        async with storage.scratch() as target:
            try:
                await self.ctx.pool.run(
                    extract_member, path, member, target, timeout_seconds=settings.parse_timeout_seconds
                )
                received = await storage.receive(read_chunks(target), settings.max_upload_bytes)
            except ApplicationError as error:
                code = "declared_size_too_large" if isinstance(error, UploadTooLarge) else "archive_truncated"
                item.outcome = Outcome.REFUSED
                item.remarks = [as_json(Remark(code, member.path, str(error)))]
                return item
        item.size_bytes, item.sha256 = received.size_bytes, received.sha256
        item.storage_key = f"{INCOMING}{self.upload.id}/{item.path_sha256}"
        await storage.move(received.key, item.storage_key)  # the same key, should this be killed and repeated
        return item


def refuse_nested(member: Candidate) -> Remark:
    return Remark("nested_archive", "bytes 0-3", f"{member.path}: an archive inside of an archive is not opened.")


def _conclusion(members: Sequence[Outcome | None], ignored: int) -> tuple[Outcome, Remark | None]:
    counts = Counter("stored" if outcome in NEW else str(outcome) for outcome in members)
    counts["ignored"] = ignored
    place = " ".join(f"{name}={counts[name]}" for name in COUNTED if counts[name])
    accepted = sum(outcome in ACCEPTED for outcome in members)
    if accepted == len(members) > 0:
        return (Outcome.STORED if counts["stored"] else Outcome.ALREADY_STORED), None
    if accepted:
        return Outcome.STORED_WITH_WARNING, Remark("partial_archive", place, "Not all files of the archive were kept.")
    outcome = Outcome.QUARANTINED if counts["quarantined"] else Outcome.REFUSED
    return outcome, Remark("partial_archive", place or "empty", "No file of the archive was kept.")
