"""Deliveries from a folder of this machine, without HTTP in between."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.storage import Storage
from backend.core.work import Begin
from backend.features.ingest.paths import clean_path, showable
from backend.features.ingest.service import IngestService
from backend.imaging.archive import is_litter

CHUNK_BYTES = 2**20
FILES_AT_ONCE = 50


async def add_local_files(
    upload_id: UUID, folder: Path, *, begin: Begin, storage: Storage, limit_bytes: int, caller: Caller
) -> int:
    """Make every file below a folder (or one file) part of a delivery, in the order of their names.

    What operating systems leave behind is passed over, and links are not followed. Gives the number of files.
    """
    found = await asyncio.to_thread(_files_below, folder)
    for start in range(0, len(found), FILES_AT_ONCE):
        some = found[start : start + FILES_AT_ONCE]
        received = await storage.receive_files([path for _, path in some], limit_bytes)
        names = [clean_path(showable(name)) for name, _ in some]
        async with begin() as work:
            replaced = await IngestService(work).register_all(
                upload_id, list(zip(names, received, strict=True)), caller
            )
        await storage.delete_all(replaced)
    return len(found)


async def read_chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk


def _files_below(folder: Path) -> list[tuple[str, Path]]:
    if folder.is_file():
        return [(folder.name, folder)]
    below = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    named = sorted((path.relative_to(folder).as_posix(), path) for path in below)
    return [(name, path) for name, path in named if not is_litter(name)]
