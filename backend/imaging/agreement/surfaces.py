"""Distances between the surfaces of two masks on one grid.

A surface is the voxels of a mask with a face on its outside. Distances go from voxel centre to voxel centre, in the
unit of the spacing. As Metrics Reloaded (Maier-Hein 2024) defines them: HD95 is the larger of both directions' 95th
percentiles; surface Dice (Nikolov 2018) the share of both surfaces within a tolerance of the other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.imaging.geometry import FloatArray

Spacing = tuple[float, float, float]  # z, y, x
ROUNDING = 1 + 1e-9  # a distance of exactly the tolerance is within it, however it was rounded


@dataclass(frozen=True, eq=False)
class SurfaceDistances:
    """From each voxel of one surface to the nearest of the other, in both directions."""

    forth: FloatArray
    back: FloatArray

    @property
    def hd95(self) -> float | None:
        """Undefined where one of the masks is empty."""
        if not len(self.forth) or not len(self.back):
            return None
        return float(max(np.percentile(self.forth, 95), np.percentile(self.back, 95)))

    def surface_dice(self, tolerance: float) -> float | None:
        """0 where one of the masks is empty, undefined where both are."""
        total = len(self.forth) + len(self.back)
        if not total:
            return None
        limit = tolerance * ROUNDING
        near = np.count_nonzero(self.forth <= limit) + np.count_nonzero(self.back <= limit)
        return float(near / total)


def surface_distances(first: NDArray[np.bool_], second: NDArray[np.bool_], spacing: Spacing) -> SurfaceDistances:
    """Measure between two masks (z, y, x) on one grid."""
    here, there = surface(first), surface(second)
    return SurfaceDistances(_to(there, spacing)[here], _to(here, spacing)[there])


def surface(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The voxels with a face on the outside; what lies beyond the grid is outside. One slice has no top or bottom."""
    from scipy import ndimage

    faces = ndimage.generate_binary_structure(3, 1)
    if mask.shape[0] == 1:
        faces[0] = faces[2] = False
    padding = [(1, 1) if size > 1 or axis else (0, 0) for axis, size in enumerate(mask.shape)]
    inner = ndimage.binary_erosion(np.pad(mask, padding), faces)
    crop = tuple(slice(before, before + size) for (before, _), size in zip(padding, mask.shape, strict=True))
    return np.asarray(mask & ~inner[crop])


def _to(surface_of: NDArray[np.bool_], spacing: Spacing) -> FloatArray:
    """The distance of every voxel to a surface; without one, infinitely far."""
    from scipy import ndimage

    if not surface_of.any():
        return np.full(surface_of.shape, np.inf)
    return np.asarray(ndimage.distance_transform_edt(~surface_of, sampling=spacing))
