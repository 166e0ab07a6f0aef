"""Local copies of stored files, for code that needs a path: as many as fit, the longest unused go first.

Several processes of a host may share the folder.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

# What was asked for within this time may be open in a computing process, or about to be.
IN_USE_SECONDS = 3600.0
FILLED_AFTER_CLEARING = 0.9
PARTIAL = ".part"


class FileCache:
    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._added_bytes: int | None = None  # since the folder was last looked through; None: never

    def find(self, key: str) -> Path | None:
        """The copy, if there is one; it counts as used now."""
        path = self.folder / key
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        return path

    async def keep(self, key: str, content: AsyncIterator[bytes]) -> Path:
        """Write a copy, whole or not at all, and make room where the folder has become too large."""
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{uuid4()}{PARTIAL}")
        size = 0
        try:
            with partial.open("wb") as handle:
                async for chunk in content:
                    size += handle.write(chunk)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        await self._account(size)
        return path

    async def _account(self, size: int) -> None:
        """Look through the folder when what was added may have filled it; not at each file."""
        if self._added_bytes is not None:
            self._added_bytes += size
            if self._added_bytes < self.limit_bytes * (1 - FILLED_AFTER_CLEARING):
                return
        self._added_bytes = 0
        await asyncio.to_thread(self.make_room)

    def make_room(self) -> None:
        """Delete the longest unused copies until the folder is within its limit; never what may be in use."""
        found = sorted((stat.st_mtime, stat.st_size, path) for path, stat in _files(self.folder))
        total = sum(size for _, size, _ in found)
        if total <= self.limit_bytes:
            return
        still_in_use = time.time() - IN_USE_SECONDS
        for used_at, size, path in found:
            if total <= self.limit_bytes * FILLED_AFTER_CLEARING or used_at > still_in_use:
                return
            path.unlink(missing_ok=True)
            total -= size


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root, name)
            try:
                found.append((path, path.stat()))
            except FileNotFoundError:  # another process was quicker
                continue
    return found
