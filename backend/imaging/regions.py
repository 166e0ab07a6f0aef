"""Regions of a structure file, whichever kind of object it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.imaging.geometry import SeriesGeometry
from backend.imaging.mask import Mask
from backend.imaging.region_info import RegionInfo

__all__ = ["RegionFailure", "RegionInfo", "RegionMask", "rasterise", "rasterise_regions", "read_regions"]


@dataclass(frozen=True)
class RegionMask:
    number: int
    encoded: bytes
    voxel_count: int
    volume_mm3: float
    content_hash: str
    geometry_hash: str


@dataclass(frozen=True)
class RegionFailure:
    number: int
    reason: str


def read_regions(path: Path) -> tuple[RegionInfo, ...]:
    raise NotImplementedError


def rasterise(path: Path, number: int, geometry: SeriesGeometry) -> Mask:
    raise NotImplementedError


def rasterise_regions(
    structure_path: Path, numbers: Sequence[int], image_paths: Sequence[Path]
) -> list[RegionMask | RegionFailure]:
    """Rasterise regions on the series of `image_paths`. One that fails does not stop the others."""
    raise NotImplementedError
