"""ROIs of RT Structure Sets as masks."""

from pathlib import Path

from backend.imaging.geometry import SeriesGeometry
from backend.imaging.mask import Mask
from backend.imaging.region_info import RegionInfo


def read_rois(path: Path) -> tuple[RegionInfo, ...]:
    raise NotImplementedError


def rasterise_roi(structure_path: Path, roi_number: int, geometry: SeriesGeometry) -> Mask:
    raise NotImplementedError
