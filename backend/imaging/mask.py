"""Masks: which voxels of a grid belong to a region, and how they are stored."""

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.geometry import SeriesGeometry

MAGIC = b"ISOMASK1"
LARGEST_VOXEL_COUNT = 2**32

Box = tuple[slice, slice, slice]


@dataclass(frozen=True, eq=False)
class Mask:
    array: NDArray[np.bool_]  # (z, y, x)
    geometry_hash: str


def encode_mask(mask: Mask) -> bytes:
    """Pack a mask: magic, header length, JSON header, zlib of the bits inside the bounding box in (z, y, x) order."""
    box = bounding_box(mask.array)
    header = {
        "shape_zyx": mask.array.shape,
        "box_start_zyx": [side.start for side in box],
        "box_shape_zyx": [side.stop - side.start for side in box],
        "geometry_hash": mask.geometry_hash,
    }
    encoded_header = json.dumps(header, separators=(",", ":")).encode()
    bits = zlib.compress(np.packbits(mask.array[box], axis=None).tobytes(), 6)
    return MAGIC + struct.pack("<I", len(encoded_header)) + encoded_header + bits


def decode_mask(encoded: bytes) -> Mask:
    """Unpack what `encode_mask` wrote. Raises Unprocessable when the bytes are something else."""
    try:
        return _decoded(encoded)
    except (ValueError, KeyError, TypeError, struct.error, zlib.error) as error:
        raise Unprocessable(f"This is no mask as stored here: {error}") from error


def _decoded(encoded: bytes) -> Mask:
    if encoded[: len(MAGIC)] != MAGIC:
        raise ValueError("wrong first bytes")
    start = len(MAGIC) + 4
    (length,) = struct.unpack("<I", encoded[len(MAGIC) : start])
    header = json.loads(encoded[start : start + length])
    shape, size = tuple(header["shape_zyx"]), tuple(header["box_shape_zyx"])
    voxels = int(np.prod(shape, dtype=object))
    inside = int(np.prod(size, dtype=object))
    if len(shape) != 3 or min(shape) < 0 or voxels > LARGEST_VOXEL_COUNT or not 0 <= inside <= voxels:  # noqa: PLR2004
        raise ValueError("impossible shape")
    inflater = zlib.decompressobj()
    packed = inflater.decompress(encoded[start + length :], -(-inside // 8) + 1)
    if not inflater.eof:
        raise ValueError("the bits are cut short")
    bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=inside)
    array = np.zeros(shape, dtype=np.bool_)
    box = tuple(slice(a, a + n) for a, n in zip(header["box_start_zyx"], size, strict=True))
    array[box] = bits.reshape(size).astype(np.bool_)
    return Mask(array, str(header["geometry_hash"]))


def bounding_box(array: NDArray[np.bool_]) -> Box:
    """Find the smallest box with every true voxel; an empty one for an empty mask."""
    sides = []
    for axis in range(3):
        others = tuple(other for other in range(3) if other != axis)
        hits = np.flatnonzero(array.any(axis=others))
        sides.append(slice(int(hits[0]), int(hits[-1]) + 1) if hits.size else slice(0, 0))
    return sides[0], sides[1], sides[2]


def content_hash(mask: Mask) -> str:
    """SHA-256 of the shape and the bits of the whole grid: the same voxels give the same hash."""
    digest = hashlib.sha256(json.dumps(mask.array.shape).encode())
    digest.update(np.packbits(mask.array, axis=None).tobytes())
    return digest.hexdigest()


def voxel_count(mask: Mask) -> int:
    return int(np.count_nonzero(mask.array))


def volume_mm3(mask: Mask, geometry: SeriesGeometry) -> float:
    return voxel_count(mask) * geometry.voxel_volume_mm3
