import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.core.file_cache import IN_USE_SECONDS, FileCache

SIZE = 1000
pytestmark = pytest.mark.once


async def content(size: int = SIZE) -> AsyncIterator[bytes]:
    yield b"x" * size


def unused_for(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


async def filled(folder: Path, *hours_unused: float, limit_bytes: int) -> FileCache:
    """A cache of files named by how many hours they have not been used."""
    cache = FileCache(folder, 2**30)
    for hours in hours_unused:
        unused_for(await cache.keep(f"org/{hours}", content()), hours * 3600)
    return FileCache(folder, limit_bytes)


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_a_copy_is_found_again(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 2**30)

    path = await cache.keep("org/file", content())

    assert cache.find("org/file") == path
    assert path.read_bytes() == b"x" * SIZE


def test_what_was_never_kept_is_not_found(tmp_path: Path) -> None:
    assert FileCache(tmp_path, 2**30).find("org/file") is None


async def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    cache = await filled(tmp_path, 5, 4, 3, 2, limit_bytes=4 * SIZE)

    await cache.keep("org/new", content())

    assert kept(tmp_path) == ["2", "3", "new"]


async def test_finding_counts_as_use(tmp_path: Path) -> None:
    cache = await filled(tmp_path, 5, 4, 3, 2, limit_bytes=4 * SIZE)

    cache.find("org/5")
    await cache.keep("org/new", content())

    assert kept(tmp_path) == ["2", "5", "new"]


async def test_what_may_be_in_use_stays_beyond_the_limit(tmp_path: Path) -> None:
    cache = await filled(tmp_path, limit_bytes=SIZE)

    for name in "abc":
        await cache.keep(f"org/{name}", content())

    assert kept(tmp_path) == ["a", "b", "c"]
    assert IN_USE_SECONDS >= 1800, "a region may be computed for half an hour"


async def test_a_copy_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"x"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await FileCache(tmp_path, 2**30).keep("org/file", breaking())

    assert kept(tmp_path) == []
