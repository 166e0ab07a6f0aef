"""A series as one volume, and its geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.imaging.geometry import SeriesGeometry

__all__ = ["SeriesGeometry", "Volume", "read_geometry", "read_volume", "to_sitk"]


@dataclass(frozen=True, eq=False)
class Volume:
    array: NDArray[np.generic]  # (z, y, x), in modality units
    geometry: SeriesGeometry


def read_geometry(paths: Sequence[Path]) -> SeriesGeometry:
    raise NotImplementedError


def read_volume(paths: Sequence[Path]) -> Volume:
    raise NotImplementedError


def to_sitk(volume: Volume) -> Any:
    raise NotImplementedError
