"""Segments of DICOM SEG objects as masks."""

from pathlib import Path

from backend.imaging.geometry import SeriesGeometry
from backend.imaging.mask import Mask
from backend.imaging.region_info import RegionInfo


def read_segments(path: Path) -> tuple[RegionInfo, ...]:
    raise NotImplementedError


def rasterise_segment(path: Path, segment_number: int, geometry: SeriesGeometry) -> Mask:
    raise NotImplementedError
