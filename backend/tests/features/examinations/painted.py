"""What a reader's brush sends and gets."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4
from zlib import decompress

import numpy as np

from backend.imaging.runs import of_raster, pack, runs_hash, to_raster, to_wire, unpack
from backend.tests.factories.users import Client

SHAPE = (512, 512)
Raster = tuple[int, ...]  # the places of marked pixels, row by row: compared by what they are


@dataclass(frozen=True)
class Told:
    version: int
    rasters: dict[tuple[str, str | None], Raster]
    told: list[dict[str, Any]]


def raster() -> Raster:
    return ()


def marks(x: int, y: int, width: int, height: int, shape: tuple[int, int] = SHAPE) -> Raster:
    rows, columns = np.mgrid[y : y + height, x : x + width]
    return tuple((rows * shape[1] + columns).reshape(-1).tolist())


def packed(places: Raster) -> bytes:
    flat = np.zeros(max(places, default=0) + 1, dtype=np.bool_)
    flat[list(places)] = True
    return pack(of_raster(flat))


def hash_of(places: Raster) -> str | None:
    return runs_hash(packed(places))


def stroke(
    mask: Mapping[str, Any], after: Mapping[str | None, Raster], before: Mapping[str | None, Raster] | None = None
) -> dict[str, Any]:
    """From what was on some pictures to what is to be there."""
    return {
        "id": str(uuid4()),
        "kind": "paint_mask",
        "annotation_id": mask["id"],
        "slices": [
            {
                "sop_instance_uid": uid,
                "base": hash_of((before or {}).get(uid, ())),
                "result": hash_of(places),
                "difference": to_wire(packed(tuple(sorted(set(places) ^ set((before or {}).get(uid, ())))))),
            }
            for uid, places in after.items()
        ],
    }


async def masks_of(client: Client, reading: Mapping[str, Any], **query: Any) -> Told:
    response = await client.get(f"/api/v1/examinations/{reading['id']}/masks", params=query)
    assert response.status_code == 200, response.text
    body = response.json()
    rasters = {
        (item["annotation_id"], item["sop_instance_uid"]): _places(decompress(b64decode(item["runs"])))
        for item in body["masks"]
    }
    return Told(body["version"], rasters, body["masks"])


def _places(runs: bytes) -> Raster:
    return tuple(np.flatnonzero(to_raster(unpack(runs), SHAPE)).tolist())
