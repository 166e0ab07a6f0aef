"""Photographs for screens that cannot hold them whole: drawn smaller once, then kept in the storage."""

from dataclasses import dataclass

from backend.core.processes import ComputePool
from backend.core.storage import Storage
from backend.imaging.smaller import smaller_picture
from backend.models.stored_file import StoredFile

SCALE_HEADER = "X-Isocenter-Scale"
SCALE = {
    SCALE_HEADER: {
        "description": "Pixels sent per pixel of the image. Coordinates are always of the whole image.",
        "schema": {"type": "number"},
    }
}
TIMEOUT_SECONDS = 120
SIDES = [2**exponent for exponent in range(6, 17)]


@dataclass(frozen=True)
class Photograph:
    """A picture without metadata, and how many of its pixels there are per pixel of the whole image."""

    key: str
    media_type: str
    width: int
    height: int
    scale: float = 1.0


def photograph_of(file: StoredFile) -> Photograph:
    width, height = file.pixel_width or 0, file.pixel_height or 0
    if file.display_key is None:
        return Photograph(file.storage_key, file.media_type, width, height)
    media_type = "image/jpeg" if file.display_key.endswith(".jpg") else "image/png"
    return Photograph(file.display_key, media_type, width, height)


async def downscaled(photograph: Photograph, max_side: int | None, storage: Storage, pool: ComputePool) -> Photograph:
    """The picture, no longer than so many pixels in either direction: the power of two that is not above that many."""
    longer = max(photograph.width, photograph.height)
    if max_side is None or longer <= max_side:
        return photograph
    side = 2 ** (max_side.bit_length() - 1)  # so that there are few of them to keep
    key = _key(photograph, side)
    scale = side / longer
    width, height = (max(1, round(length * scale)) for length in (photograph.width, photograph.height))
    if not await storage.exists(key):
        path = await storage.local_path(photograph.key)
        drawn = await pool.run(
            smaller_picture, path, (width, height), photograph.media_type, timeout_seconds=TIMEOUT_SECONDS
        )
        await storage.put(key, drawn)
    return Photograph(key, photograph.media_type, width, height, scale)


def smaller_keys(photograph: Photograph) -> list[str]:
    """Where smaller ones of it may lie."""
    return [_key(photograph, side) for side in SIDES if side < max(photograph.width, photograph.height)]


def _key(photograph: Photograph, side: int) -> str:
    return f"{photograph.key}-{side}.smaller"
