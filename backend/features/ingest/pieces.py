"""Files sent in pieces: a piece follows what has arrived, comes again, or begins anew where an earlier one began."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.storage import Received, Storage
from backend.core.work import UnitOfWork
from backend.features.ingest.errors import WrongOffset
from backend.features.ingest.paths import path_hash
from backend.features.ingest.ranges import Stretch
from backend.features.ingest.schemas import UploadFileState
from backend.features.ingest.service import IngestService
from backend.models.upload_item import UploadItem
from backend.models.upload_part import UploadPart
from backend.repositories.upload_parts import UploadPartRepository
from backend.repositories.uploads import UploadItemRepository


@dataclass(frozen=True)
class Noted:
    """What became of a piece: the pieces there are, the file if it was whole before, and keys that nobody needs."""

    parts: list[UploadPart]
    item: UploadItem | None
    obsolete_keys: list[str]

    @property
    def is_whole(self) -> bool:
        return bool(self.parts) and received_bytes(self.parts) == self.parts[0].total_bytes


class PieceService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.uploads = IngestService(work)
        self.items = UploadItemRepository(work.db)
        self.parts = UploadPartRepository(work.db)

    async def state(self, upload_id: UUID, path: str, caller: Caller) -> UploadFileState:
        await self.uploads.own(upload_id, caller)
        parts = await self.parts.of_file(upload_id, path_hash(path))
        item = None if parts else await self.item(upload_id, path)
        return state_of(path, parts, item)

    async def item(self, upload_id: UUID, path: str) -> UploadItem | None:
        return (await self.items.at_paths(upload_id, [path_hash(path)])).get(path_hash(path))

    async def require_fitting(self, upload_id: UUID, path: str, piece: Stretch, caller: Caller) -> None:
        """Refuse before the bytes are taken in what would be refused after."""
        await self.uploads.require_open(upload_id, caller)
        parts = await self.parts.of_file(upload_id, path_hash(path))
        _require_fitting(piece, parts, None if parts else await self.item(upload_id, path))

    async def note(self, upload_id: UUID, path: str, piece: Stretch, received: Received, caller: Caller) -> Noted:
        """Keep a piece, or as much of it as arrived."""
        await self.uploads.hold_open(upload_id, caller)
        parts = await self.parts.of_file(upload_id, path_hash(path))
        item = None if parts else await self.item(upload_id, path)
        _require_fitting(piece, parts, item)
        if item is not None and piece.start > 0:
            return Noted([], item, [received.key])
        again = next((part for part in parts if _begins_alike(part, piece)), None)
        if again is not None and (_is_same(again, received) or received.size_bytes < piece.size):
            return Noted(parts, None, [received.key])
        kept = [part for part in parts if part.start_byte < piece.start]
        keys = await self.parts.drop(parts[len(kept) :])
        added = self.parts.add(_part(upload_id, path, piece, received))
        await self.work.flush()
        return Noted([*kept, added], None, keys)

    async def drop_pieces(self, upload_id: UUID, path: str) -> list[str]:
        """Forget what has arrived of a file in pieces; gives the keys of their bytes."""
        return await self.parts.drop(await self.parts.of_file(upload_id, path_hash(path)))

    async def discard(self, upload_id: UUID, path: str, caller: Caller) -> list[str]:
        """Take a file, or what has arrived of it, out of an upload; gives the keys of its bytes."""
        await self.uploads.hold_open(upload_id, caller)
        keys = await self.drop_pieces(upload_id, path)
        item = await self.item(upload_id, path)
        if item is not None:
            keys += [item.storage_key] if item.storage_key else []
            await self.items.delete(item)
        await self.work.flush()
        return keys


def received_bytes(parts: Sequence[UploadPart]) -> int:
    return sum(part.size_bytes for part in parts)


def state_of(path: str, parts: Sequence[UploadPart], item: UploadItem | None) -> UploadFileState:
    """Where a file stands. One whose joining was cut goes on at its last piece: sent again, it joins them again."""
    if parts:
        received, total = received_bytes(parts), parts[0].total_bytes
        received = received if received < total else parts[-1].start_byte
        return UploadFileState(path=path, received_bytes=received, total_bytes=total, is_whole=False)
    size = item.size_bytes if item else None
    return UploadFileState(path=path, received_bytes=size or 0, total_bytes=size, is_whole=item is not None)


async def joined(storage: Storage, parts: Sequence[UploadPart]) -> AsyncIterator[bytes]:
    for part in parts:
        async for chunk in storage.stream(part.storage_key):
            yield chunk


def _require_fitting(piece: Stretch, parts: Sequence[UploadPart], item: UploadItem | None) -> None:
    """Raise WrongOffset for a piece that neither goes on, nor begins where another began."""
    if piece.start == 0:
        return
    if item is not None:
        expected = item.size_bytes if item.size_bytes == piece.total else 0
        fits = piece.end == item.size_bytes == piece.total  # the last piece again: its answer was lost
    else:
        expected = received_bytes(parts) if parts and parts[0].total_bytes == piece.total else 0
        fits = piece.start == expected or any(_begins_alike(part, piece) for part in parts)
    if not fits:
        message = f"{expected} bytes of the file have arrived; the piece begins at {piece.start}."
        raise WrongOffset(message, members={"received_bytes": expected})


def _begins_alike(part: UploadPart, piece: Stretch) -> bool:
    return (part.start_byte, part.total_bytes) == (piece.start, piece.total)


def _is_same(part: UploadPart, received: Received) -> bool:
    return (part.size_bytes, part.sha256) == (received.size_bytes, received.sha256)


def _part(upload_id: UUID, path: str, piece: Stretch, received: Received) -> UploadPart:
    return UploadPart(
        upload_id=upload_id,
        path_sha256=path_hash(path),
        start_byte=piece.start,
        size_bytes=received.size_bytes,
        total_bytes=piece.total,
        sha256=received.sha256,
        storage_key=received.key,
    )
