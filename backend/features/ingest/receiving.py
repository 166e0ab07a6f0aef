"""Taking in the bytes of files: before any transaction, whole or in pieces."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from starlette.requests import ClientDisconnect

from backend.core.permissions import Caller
from backend.core.storage import FileMissing, Received, Storage, UploadTooLarge
from backend.core.work import Begin
from backend.features.ingest.errors import IncompleteFile, WrongHash, WrongOffset
from backend.features.ingest.pieces import PieceService, joined, state_of
from backend.features.ingest.ranges import Stretch
from backend.features.ingest.schemas import UploadFileState
from backend.features.ingest.service import IngestService
from backend.models.upload_item import UploadItem
from backend.models.upload_part import UploadPart


@dataclass(frozen=True)
class Receiver:
    """Takes in one file of an upload."""

    storage: Storage
    begin: Begin
    begin_reading: Begin
    limit_bytes: int
    caller: Caller
    upload_id: UUID
    path: str
    announced_sha256: str | None

    async def whole(self, request: Request) -> UploadItem:
        """Take a file that comes at once. Nothing is kept unless every announced byte arrived."""
        async with self.begin_reading() as work:
            await IngestService(work).require_open(self.upload_id, self.caller)
        received = await _receive_all(request, self.storage, self.limit_bytes)
        return await self._register(received, [])

    async def piece(self, request: Request, piece: Stretch) -> UploadItem | UploadFileState:
        """Take a piece, or as much of it as arrives; with the last one the file is whole."""
        if piece.total > self.limit_bytes:
            raise UploadTooLarge(f"The file is larger than the {self.limit_bytes} bytes that this server accepts.")
        try:
            async with self.begin_reading() as work:
                await PieceService(work).require_fitting(self.upload_id, self.path, piece, self.caller)
        except WrongOffset:
            await _pass_over(request)  # who is still sending would not hear the answer
            raise
        received = await _receive_what_comes(request, self.storage, piece)
        try:
            async with self.begin() as work:
                noted = await PieceService(work).note(self.upload_id, self.path, piece, received, self.caller)
        except BaseException:
            await self.storage.delete(received.key)
            raise
        await delete_bytes(self.storage, noted.obsolete_keys)
        if noted.item is not None:
            return noted.item
        return await self._join(noted.parts) if noted.is_whole else state_of(self.path, noted.parts, None)

    async def _join(self, parts: Sequence[UploadPart]) -> UploadItem:
        try:
            return await self._register(
                await self.storage.receive(joined(self.storage, parts), self.limit_bytes), parts
            )
        except FileMissing:  # the last piece came twice, and the other one's request has joined them
            async with self.begin_reading() as work:
                item = await PieceService(work).item(self.upload_id, self.path)
            if item is None:
                raise
            return item

    async def _register(self, received: Received, parts: Sequence[UploadPart]) -> UploadItem:
        try:
            await self._check_hash(received, parts)
            async with self.begin() as work:
                registered = await IngestService(work).register(self.upload_id, self.path, received, self.caller)
                keys = await PieceService(work).drop_pieces(self.upload_id, self.path)
        except BaseException:
            await self.storage.delete(received.key)
            raise
        await delete_bytes(self.storage, [*keys, *([registered.replaced_key] if registered.replaced_key else [])])
        return registered.item

    async def _check_hash(self, received: Received, parts: Sequence[UploadPart]) -> None:
        if self.announced_sha256 is None or self.announced_sha256.lower() == received.sha256:
            return
        if parts:
            async with self.begin() as work:
                await PieceService(work).drop_pieces(self.upload_id, self.path)
            await delete_bytes(self.storage, [part.storage_key for part in parts])
        raise WrongHash


async def delete_bytes(storage: Storage, keys: Sequence[str]) -> None:
    for key in keys:
        await storage.delete(key)


async def _receive_all(request: Request, storage: Storage, limit_bytes: int) -> Received:
    try:
        received = await storage.receive(_chunks(request), limit_bytes)
    except ClientDisconnect as error:
        raise IncompleteFile from error
    announced = request.headers.get("Content-Length")
    if announced is not None and announced != str(received.size_bytes):
        await storage.delete(received.key)
        raise IncompleteFile(f"{announced} bytes were announced, {received.size_bytes} arrived; send the file again.")
    return received


async def _receive_what_comes(request: Request, storage: Storage, piece: Stretch) -> Received:
    """The bytes of a piece; of one whose connection was cut, those that came."""
    is_cut = False

    async def until_cut() -> AsyncIterator[bytes]:
        nonlocal is_cut
        try:
            async for chunk in _chunks(request):
                yield chunk
        except ClientDisconnect:
            is_cut = True

    received = await storage.receive(until_cut(), piece.total)
    if received.size_bytes > piece.size or (received.size_bytes < piece.size and not (is_cut and received.size_bytes)):
        await storage.delete(received.key)
        raise IncompleteFile(f"{piece.size} bytes were announced, {received.size_bytes} arrived; send the piece again.")
    return received


async def _pass_over(request: Request) -> None:
    try:
        async for _ in request.stream():
            pass
    except ClientDisconnect:
        return


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        if chunk:
            yield chunk
