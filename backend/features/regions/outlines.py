"""Regions as outlines over their images: worked out once for all slices, then kept in the storage."""

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from backend.core.processes import ComputePool
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.imaging.outlines import Outlines, outlines

# Where the images that a mask lies on are; asked only where its outlines are not there yet.
ImageKeys = Callable[[], Awaitable[Sequence[str]]]
_at_work: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


@dataclass(frozen=True)
class OutlinedSlice:
    """Where the outlines of a slice are in the file of all."""

    sop_instance_uid: str
    frame: int
    pixel_count: int
    box: Sequence[int]
    place: Sequence[int]


@dataclass(frozen=True)
class OutlineIndex:
    rows: int
    columns: int
    slices: tuple[OutlinedSlice, ...]

    def find(self, sop_instance_uid: str, frame: int) -> OutlinedSlice | None:
        return next(
            (item for item in self.slices if (item.sop_instance_uid, item.frame) == (sop_instance_uid, frame)), None
        )


async def outline_index(
    mask_key: str, image_keys: ImageKeys, storage: Storage, pool: ComputePool, settings: Settings
) -> OutlineIndex:
    """Which slices a mask is on. A viewer asks for many slices at once: the first of its requests does the work."""
    async with _at_work.setdefault(mask_key, asyncio.Lock()):
        if not await storage.exists(_index_key(mask_key)):
            await _work_out(mask_key, await image_keys(), storage, pool, settings)
    found = json.loads(await storage.read(_index_key(mask_key)))
    return OutlineIndex(found["rows"], found["columns"], tuple(OutlinedSlice(**item) for item in found["slices"]))


async def contours_of(mask_key: str, outlined: OutlinedSlice, storage: Storage) -> list[list[int]]:
    packed = await storage.read_ranges(_slices_key(mask_key), [outlined.place])
    found: list[list[int]] = json.loads(zlib.decompress(packed))
    return found


async def _work_out(
    mask_key: str, image_keys: Sequence[str], storage: Storage, pool: ComputePool, settings: Settings
) -> None:
    mask, *images = await asyncio.gather(*map(storage.local_path, (mask_key, *image_keys)))
    drawn = await pool.run(outlines, mask, images, timeout_seconds=settings.region_timeout_seconds)
    index, packed = _packed(drawn)
    await storage.put(_slices_key(mask_key), packed)
    await storage.put(_index_key(mask_key), json.dumps(index).encode())  # last: who finds it finds all


def _index_key(mask_key: str) -> str:
    return f"{mask_key}.outlines-index"


def _slices_key(mask_key: str) -> str:
    return f"{mask_key}.outlines"


def _packed(drawn: Outlines) -> tuple[dict[str, Any], bytes]:
    parts, items, start = [], [], 0
    for item in drawn.slices:
        part = zlib.compress(json.dumps(item.contours, separators=(",", ":")).encode())
        place = [start, len(part)]
        items.append(
            {
                "sop_instance_uid": item.sop_instance_uid,
                "frame": item.frame,
                "pixel_count": item.pixel_count,
                "box": item.box,
                "place": place,
            }
        )
        parts.append(part)
        start += len(part)
    return {"rows": drawn.rows, "columns": drawn.columns, "slices": items}, b"".join(parts)
