"""The bytes of photographs that nothing shows any more, with all that was drawn of them."""

import asyncio
import logging
from collections.abc import Sequence

from backend.core.storage import Storage
from backend.features.samples.downscaling import photograph_of, smaller_keys
from backend.features.samples.thumbnails import thumbnail_key
from backend.models.stored_file import StoredFile

logger = logging.getLogger(__name__)
FILES_AT_ONCE = 50


def keys_of(file: StoredFile) -> list[str]:
    """Everything that may lie in the storage of a photograph."""
    kept = (file.storage_key, file.display_key, thumbnail_key(file))
    return [key for key in kept if key] + smaller_keys(photograph_of(file))


async def delete_bytes(storage: Storage, keys: Sequence[str]) -> None:
    """The rows are gone already: what cannot be deleted now is of no use to anybody, and left."""
    for start in range(0, len(keys), FILES_AT_ONCE):
        some = keys[start : start + FILES_AT_ONCE]
        answers = await asyncio.gather(*map(storage.delete, some), return_exceptions=True)
        for key, answer in zip(some, answers, strict=True):
            if isinstance(answer, BaseException):
                logger.warning("file.left_behind", extra={"key": key}, exc_info=answer)
