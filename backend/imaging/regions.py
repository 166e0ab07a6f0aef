"""Regions of a structure file, whichever kind of object it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from backend.core.errors import ApplicationError, Unprocessable
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.mask import Mask, content_hash, encode_mask, volume_mm3, voxel_count
from backend.imaging.reading import quietly, read_dataset
from backend.imaging.region_errors import RegionError
from backend.imaging.region_info import RegionInfo
from backend.imaging.rtstruct import rasterise_roi, read_rois
from backend.imaging.segmentation import rasterise_segment, read_segments
from backend.imaging.shapes import Shape, rasterise_shapes
from backend.imaging.sop_classes import structure_of
from backend.imaging.volume import read_geometry, read_grid
from backend.imaging.volume_file import is_volume_file
from backend.imaging.volume_masks import labels_on_grid, read_label_regions

__all__ = [
    "RegionFailure",
    "RegionInfo",
    "RegionMask",
    "draw_regions",
    "rasterise",
    "rasterise_regions",
    "read_regions",
]


@dataclass(frozen=True)
class RegionMask:
    number: int
    encoded: bytes
    voxel_count: int
    slice_count: int
    volume_mm3: float
    content_hash: str
    geometry_hash: str


@dataclass(frozen=True)
class RegionFailure:
    number: int
    reason: str
    code: str | None = None  # the name of the error, where there is one for it in `region_errors`

    @classmethod
    def of(cls, number: int, error: ApplicationError) -> "RegionFailure":
        return cls(number, str(error), type(error).__name__ if isinstance(error, RegionError) else None)


def read_regions(path: Path) -> tuple[RegionInfo, ...]:
    """List the regions of an RTSTRUCT, a SEG or a mask. Raises Unprocessable for anything else."""
    if is_volume_file(path):
        return read_label_regions(path)
    return read_rois(path) if _structure(path) == "rtstruct" else read_segments(path)


def rasterise(path: Path, number: int, geometry: SeriesGeometry) -> Mask:
    """Make the mask of a region on the grid of a series. Raises Unprocessable naming the region."""
    if is_volume_file(path):
        return Mask(labels_on_grid(path, geometry) == number, geometry.hash)
    if _structure(path) == "rtstruct":
        return rasterise_roi(path, number, geometry)
    return rasterise_segment(path, number, geometry)


def rasterise_regions(
    structure_path: Path, numbers: Sequence[int], image_paths: Sequence[Path]
) -> list[RegionMask | RegionFailure]:
    """Rasterise regions on the series of `image_paths`. One that fails does not stop the others.

    Raises Unprocessable when the series itself has no usable geometry.
    """
    geometry = read_geometry(image_paths)
    if is_volume_file(structure_path):
        labels = labels_on_grid(structure_path, geometry)
        return [_kept(Mask(labels == number, geometry.hash), number, geometry) for number in numbers]
    return [_region_mask(structure_path, number, geometry) for number in numbers]


def draw_regions(image_paths: Sequence[Path], regions: Sequence[Sequence[Shape]]) -> list[RegionMask | RegionFailure]:
    """Draw regions from the shapes of readers on the series of `image_paths`; the number of each is its place here.

    One that fails does not stop the others. Raises Unprocessable when the series itself has no usable geometry.
    """
    grid = read_grid(image_paths)
    drawn: list[RegionMask | RegionFailure] = []
    for number, shapes in enumerate(regions):
        try:
            drawn.append(_kept(rasterise_shapes(grid, shapes), number, grid.geometry))
        except ApplicationError as error:
            drawn.append(RegionFailure.of(number, error))
    return drawn


def _region_mask(path: Path, number: int, geometry: SeriesGeometry) -> RegionMask | RegionFailure:
    try:
        mask = rasterise(path, number, geometry)
    except ApplicationError as error:
        return RegionFailure.of(number, error)
    return _kept(mask, number, geometry)


def _kept(mask: Mask, number: int, geometry: SeriesGeometry) -> RegionMask:
    return RegionMask(
        number=number,
        encoded=encode_mask(mask),
        voxel_count=voxel_count(mask),
        slice_count=int(np.count_nonzero(mask.array.any(axis=(1, 2)))),
        volume_mm3=volume_mm3(mask, geometry),
        content_hash=content_hash(mask),
        geometry_hash=mask.geometry_hash,
    )


@quietly()
def _structure(path: Path) -> Literal["rtstruct", "seg"]:
    structure = structure_of(str(read_dataset(path).get("SOPClassUID") or ""))
    if structure is None:
        raise Unprocessable(f"{Path(path).name} holds no regions: it is neither an RTSTRUCT nor a SEG.")
    return structure
