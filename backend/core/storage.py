"""Files: a folder, or S3, GCS or Azure by URL, through obstore. Keys are `organization/sha256`; never overwritten."""

import asyncio
import hashlib
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import unquote, urlparse
from uuid import UUID, uuid4

import obstore
from obstore.store import LocalStore, from_url

from backend.core.errors import TooLarge, Unavailable
from backend.core.file_cache import FileCache

PART_BYTES = 8 * 2**20
READ_BYTES = 2**20
KEYS_AT_ONCE = 500
REQUESTS_AT_ONCE = 8
T = TypeVar("T")
R = TypeVar("R")


class FileMissing(Unavailable):
    message = "A stored file is missing from the storage. Ask the operator to look at it."


class UploadTooLarge(TooLarge):
    message = "The file is larger than this server accepts."


@dataclass(frozen=True)
class Received:
    """What a stream of bytes turned out to be; still at a temporary key that only its receiver knows."""

    key: str
    sha256: str
    size_bytes: int


def content_key(organization_id: UUID, sha256: str) -> str:
    return f"{organization_id}/{sha256}"


class Storage:
    """What is stored at `url`. S3, GCS and Azure take their credentials from their own variables (AWS_…, GOOGLE_…)."""

    def __init__(self, url: str, cache_dir: Path, cache_limit_bytes: int = 50 * 2**30) -> None:
        parsed = urlparse(url)
        self.folder: Path | None = None
        if parsed.scheme == "file":
            self.folder = Path(unquote(parsed.path))
            self.store: Any = LocalStore(prefix=self.folder, mkdir=True)
        else:
            self.store = from_url(url)
        self.cache = FileCache(cache_dir, cache_limit_bytes)
        self.scratch_dir = cache_dir / "scratch"

    async def receive(self, stream: AsyncIterable[bytes], limit_bytes: int) -> Received:
        """Stream bytes to a temporary key, hashing and counting on the way; never the whole in memory."""
        key = f"incoming/{uuid4()}"
        digest = hashlib.sha256()
        size = 0

        async def measured() -> AsyncIterator[bytes]:
            nonlocal size
            buffer = bytearray()
            async for chunk in stream:
                size += len(chunk)
                if size > limit_bytes:
                    raise too_large(limit_bytes)
                digest.update(chunk)
                buffer += chunk
                if len(buffer) >= PART_BYTES:
                    yield bytes(buffer)
                    buffer.clear()
            yield bytes(buffer)

        parts = measured()
        first = await anext(parts)
        if len(first) < PART_BYTES:
            await obstore.put_async(self.store, key, first)
        else:
            await obstore.put_async(self.store, key, _chain(first, parts), chunk_size=PART_BYTES)
        return Received(key, digest.hexdigest(), size)

    async def receive_files(self, paths: Sequence[Path], limit_bytes: int) -> list[Received]:
        """Receive files of this machine, in their order."""
        return await self._each(lambda path: self._receive_file(path, limit_bytes), paths)

    async def put(self, key: str, data: bytes) -> None:
        await obstore.put_async(self.store, key, data)

    async def move(self, source: str, target: str) -> None:
        await obstore.rename_async(self.store, source, target)

    async def move_all(self, moves: Sequence[tuple[str, str]]) -> None:
        """Move several objects, each from one key to another."""
        await self._each(lambda move: obstore.rename(self.store, *move), moves)

    async def existing(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys that something is at."""
        found = await self._each(self._is_there, keys)
        return {key for key, is_there in zip(keys, found, strict=True) if is_there}

    async def delete_all(self, keys: Sequence[str]) -> None:
        await self._each(self._delete, keys)

    async def exists(self, key: str) -> bool:
        try:
            await obstore.head_async(self.store, key)
        except FileNotFoundError:
            return False
        return True

    async def delete(self, key: str) -> None:
        try:
            await obstore.delete_async(self.store, key)
        except FileNotFoundError:
            return

    async def older_than(self, prefix: str, before: datetime) -> AsyncIterator[list[str]]:
        """The keys below a prefix that were written before, some at a time."""
        async for listed in obstore.list(self.store, prefix, chunk_size=KEYS_AT_ONCE):
            if keys := [item["path"] for item in listed if item["last_modified"] < before]:
                yield keys

    async def written_at(self, key: str) -> datetime | None:
        try:
            found: datetime = (await obstore.head_async(self.store, key))["last_modified"]
        except FileNotFoundError:
            return None
        return found

    async def delete_older(self, keys: Sequence[str], before: datetime) -> int:
        """Delete those that are still as old as they were when they were listed; gives their number."""

        def delete_if_older(key: str) -> bool:
            try:
                if obstore.head(self.store, key)["last_modified"] >= before:
                    return False
            except FileNotFoundError:
                return False
            self._delete(key)
            return True

        return sum(await self._each(delete_if_older, keys))

    async def read(self, key: str) -> bytes:
        try:
            result = await obstore.get_async(self.store, key)
            return bytes(await result.bytes_async())
        except FileNotFoundError as error:
            raise FileMissing from error

    async def read_ranges(self, key: str, ranges: Sequence[Sequence[int]]) -> bytes:
        """The bytes at (offset, length) pairs, joined."""
        try:
            parts = await obstore.get_ranges_async(
                self.store, key, starts=[r[0] for r in ranges], lengths=[r[1] for r in ranges]
            )
        except FileNotFoundError as error:
            raise FileMissing from error
        return b"".join(bytes(part) for part in parts)

    async def stream(self, key: str) -> AsyncIterator[bytes]:
        try:
            result = await obstore.get_async(self.store, key)
        except FileNotFoundError as error:
            raise FileMissing from error
        async for chunk in result.stream(min_chunk_size=2**20):
            yield bytes(chunk)

    async def local_path(self, key: str) -> Path:
        """A file that imaging code can open: the object itself in a folder store, else a copy in the worker's cache."""
        if self.folder is not None:
            path = self.folder / key
            if not path.exists():
                raise FileMissing
            return path
        return self.cache.find(key) or await self.cache.keep(key, self.stream(key))

    @asynccontextmanager
    async def scratch(self) -> AsyncIterator[Path]:
        """A file name in the cache folder for something in the making; gone afterwards."""
        self.scratch_dir.mkdir(parents=True, exist_ok=True)
        path = self.scratch_dir / str(uuid4())
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    async def _each(self, act: Callable[[T], R], things: Sequence[T]) -> list[R]:
        """Do something for each of some things. In a folder each takes less than a way to a thread."""
        if not things:
            return []
        if self.folder is not None:
            return await asyncio.to_thread(lambda: [act(thing) for thing in things])
        free = asyncio.Semaphore(REQUESTS_AT_ONCE)

        async def alone(thing: T) -> R:
            async with free:
                return await asyncio.to_thread(act, thing)

        return list(await asyncio.gather(*map(alone, things)))

    def _receive_file(self, path: Path, limit_bytes: int) -> Received:
        if path.stat().st_size > limit_bytes:
            raise too_large(limit_bytes)
        key = f"incoming/{uuid4()}"
        digest = hashlib.sha256()
        with path.open("rb") as file:
            first = file.read(PART_BYTES)
            digest.update(first)
            if len(first) < PART_BYTES:
                obstore.put(self.store, key, first)
            else:
                obstore.put(self.store, key, _measured(first, file, digest.update), chunk_size=PART_BYTES)
            return Received(key, digest.hexdigest(), file.tell())

    def _is_there(self, key: str) -> bool:
        try:
            obstore.head(self.store, key)
        except FileNotFoundError:
            return False
        return True

    def _delete(self, key: str) -> None:
        try:
            obstore.delete(self.store, key)
        except FileNotFoundError:
            return


def too_large(limit_bytes: int) -> UploadTooLarge:
    return UploadTooLarge(f"The file is larger than the {limit_bytes} bytes that this server accepts.")


def _measured(first: bytes, rest: BinaryIO, measure: Callable[[bytes], object]) -> Iterator[bytes]:
    yield first
    while chunk := rest.read(READ_BYTES):
        measure(chunk)
        yield chunk


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in rest:
        yield part
