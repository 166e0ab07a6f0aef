"""The same promises of every store: a folder, an S3 endpoint over the wire, and the memory."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import obstore
import pytest
from obstore.store import MemoryStore

from backend.core.database import now
from backend.core.storage import PART_BYTES, FileMissing, Storage, UploadTooLarge

pytestmark = pytest.mark.once


@pytest.fixture
def storage(any_storage: Storage) -> Storage:
    return any_storage


def keys(storage: Storage) -> list[str]:
    return sorted(item["path"] for item in obstore.list(storage.store).collect())


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@pytest.mark.parametrize("size", [0, 10, PART_BYTES - 1, PART_BYTES, 2 * PART_BYTES + 7])
async def test_what_is_received_is_what_was_sent(storage: Storage, size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    data = data[:size]

    received = await storage.receive(stream(data[: size // 3], data[size // 3 :]), limit_bytes=size)

    assert (received.size_bytes, received.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert await storage.read(received.key) == data


@pytest.mark.parametrize("size", [11, PART_BYTES + 11])
async def test_too_much_is_refused_and_leaves_nothing(storage: Storage, size: int) -> None:
    with pytest.raises(UploadTooLarge):
        await storage.receive(stream(b"x" * 10, b"x" * (size - 10)), limit_bytes=size - 1)

    assert keys(storage) == []


async def test_ranges_are_joined_in_their_order(storage: Storage) -> None:
    await storage.put("a/b", b"0123456789")

    assert await storage.read_ranges("a/b", [(7, 2), (0, 3)]) == b"78012"


async def test_a_missing_file_is_named_as_such(storage: Storage) -> None:
    for asking in (storage.read("no/thing"), storage.read_ranges("no/thing", [(0, 1)]), storage.local_path("no/thing")):
        with pytest.raises(FileMissing):
            await asking


async def test_a_file_has_a_path_to_open(storage: Storage) -> None:
    await storage.put("org/file", b"content")

    first, second = await asyncio.gather(storage.local_path("org/file"), storage.local_path("org/file"))

    assert first == second
    assert first.read_bytes() == b"content"
    if storage.folder is None:
        assert [path.name for path in storage.cache.folder.rglob("*") if path.is_file()] == ["file"]


async def test_what_is_moved_is_at_its_new_key_alone(storage: Storage) -> None:
    received = await storage.receive(stream(b"content"), limit_bytes=10)

    await storage.move(received.key, "org/abc")

    assert keys(storage) == ["org/abc"]
    assert (await storage.exists("org/abc"), await storage.exists(received.key)) == (True, False)


async def test_what_is_deleted_is_gone_and_may_be_deleted_again(storage: Storage) -> None:
    await storage.put("org/abc", b"content")

    for _ in range(2):
        await storage.delete("org/abc")

    assert not await storage.exists("org/abc")


async def test_a_large_file_streams_out_as_it_came_in(storage: Storage) -> None:
    data = bytes(range(256)) * (3 * PART_BYTES // 256)
    await storage.put("org/large", data)

    chunks = [chunk async for chunk in storage.stream("org/large")]

    assert b"".join(chunks) == data
    assert max(map(len, chunks)) < len(data) or isinstance(storage.store, MemoryStore), "never the whole in memory"


async def test_lists_what_is_older_below_a_prefix(storage: Storage) -> None:
    await storage.put("incoming/a", b"a")
    await storage.put("incoming/b", b"b")
    await storage.put("incoming-not/c", b"c")

    async def older_than(instant: datetime) -> list[str]:
        return sorted([key async for some in storage.older_than("incoming/", instant) for key in some])

    assert await older_than(now() + timedelta(minutes=1)) == ["incoming/a", "incoming/b"]
    assert await older_than(now() - timedelta(minutes=1)) == []
