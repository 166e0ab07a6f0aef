import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.core.storage import PART_BYTES, FileMissing, Storage, UploadTooLarge


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

    assert storage.folder is not None
    assert [path for path in storage.folder.rglob("*") if path.is_file()] == []


async def test_ranges_are_joined_in_their_order(storage: Storage) -> None:
    await storage.put("a/b", b"0123456789")

    assert await storage.read_ranges("a/b", [(7, 2), (0, 3)]) == b"78012"


async def test_a_missing_file_is_named_as_such(storage: Storage) -> None:
    for asking in (storage.read("no/thing"), storage.read_ranges("no/thing", [(0, 1)]), storage.local_path("no/thing")):
        with pytest.raises(FileMissing):
            await asking


async def test_another_store_gives_local_copies(tmp_path: Path) -> None:
    storage = Storage("memory:///", tmp_path)
    await storage.put("org/file", b"content")

    first, second = await storage.local_path("org/file"), await storage.local_path("org/file")

    assert first == second
    assert first.read_bytes() == b"content"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["file"]
