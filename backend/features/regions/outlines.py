"""Regions as outlines over their images: worked out once for all slices, then kept in the storage."""

import asyncio
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from backend.core.processes import ComputePool
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.imaging.outlines import Outlines, outlines

_at_work: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


@dataclass(frozen=True)
class OutlineSource:
    """The mask of a region and the images that it lies on, as they are in the storage."""

    mask_key: str
    image_keys: tuple[str, ...]

    @property
    def index_key(self) -> str:
        return f"{self.mask_key}.outlines-index"

    @property
    def slices_key(self) -> str:
        return f"{self.mask_key}.outlines"


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


async def outline_index(source: OutlineSource, storage: Storage, pool: ComputePool, settings: Settings) -> OutlineIndex:
    """Which slices a region is on. A viewer asks for many slices at once: the first of its requests does the work."""
    async with _at_work.setdefault(source.mask_key, asyncio.Lock()):
        if not await storage.exists(source.index_key):
            await _work_out(source, storage, pool, settings)
    found = json.loads(await storage.read(source.index_key))
    return OutlineIndex(found["rows"], found["columns"], tuple(OutlinedSlice(**item) for item in found["slices"]))


async def contours_of(source: OutlineSource, outlined: OutlinedSlice, storage: Storage) -> list[list[int]]:
    packed = await storage.read_ranges(source.slices_key, [outlined.place])
    found: list[list[int]] = json.loads(zlib.decompress(packed))
    return found


async def _work_out(source: OutlineSource, storage: Storage, pool: ComputePool, settings: Settings) -> None:
    mask, *images = await asyncio.gather(*map(storage.local_path, (source.mask_key, *source.image_keys)))
    drawn = await pool.run(outlines, mask, images, timeout_seconds=settings.region_timeout_seconds)
    index, packed = _packed(drawn)
    await storage.put(source.slices_key, packed)
    await storage.put(source.index_key, json.dumps(index).encode())  # last: who finds it finds all


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
