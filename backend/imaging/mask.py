"""Masks: which voxels of a grid belong to a region, and how they are stored."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.imaging.geometry import SeriesGeometry


@dataclass(frozen=True, eq=False)
class Mask:
    array: NDArray[np.bool_]  # (z, y, x)
    geometry_hash: str


def encode_mask(mask: Mask) -> bytes:
    raise NotImplementedError


def decode_mask(encoded: bytes) -> Mask:
    raise NotImplementedError


def content_hash(mask: Mask) -> str:
    raise NotImplementedError


def voxel_count(mask: Mask) -> int:
    raise NotImplementedError


def volume_mm3(mask: Mask, geometry: SeriesGeometry) -> float:
    raise NotImplementedError
