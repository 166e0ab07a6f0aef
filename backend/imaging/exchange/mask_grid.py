"""Whether a mask lies on the grid of a series, and how its voxels are turned onto that grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.imaging.exchange.incoming import AnnotationError
from backend.imaging.geometry import FloatArray, SeriesGeometry
from backend.imaging.region_errors import GeometryMismatch
from backend.imaging.volume import read_grid
from backend.imaging.volume_header import VolumeHeader

TOLERANCE = 0.1  # of a voxel: rows of an affine are kept in single precision
AXES = 3


class MaskUnplaced(AnnotationError):
    message = "The file says neither by sform nor by qform where it lies."


@dataclass(frozen=True)
class Turn:
    """How an array (k, j, i) of a mask becomes (z, y, x) of a series."""

    order: tuple[int, ...]
    flipped: tuple[int, ...]

    def __call__(self, array: NDArray[Any]) -> NDArray[Any]:
        return np.flip(array.transpose(self.order), self.flipped)


def turn_onto(header: VolumeHeader, geometry: SeriesGeometry) -> Turn:
    """How a mask lies on a series: its axes may be others and run the other way. Raises GeometryMismatch saying why."""
    origin = header.origin_xyz_mm
    first = geometry.patient_to_index(origin[None])[0]
    steps = geometry.patient_to_index(origin + header.axes_xyz_mm.T) - first  # of i, j, k along x, y, z
    axes = np.abs(steps).argmax(axis=1)
    if sorted(axes) != list(range(AXES)):
        raise _mismatch("it is turned against the series")
    size, wanted = np.array(header.shape_ijk)[np.argsort(axes)], np.array(geometry.shape_zyx[::-1])
    if (size != wanted).any():
        raise _mismatch(f"its {_sides(size)} voxels are not {_sides(wanted)}")
    signs = np.sign(steps[range(AXES), axes])
    _require_corners(header, geometry, axes, signs)
    order = tuple(2 - int(np.flatnonzero(axes == axis)[0]) for axis in (2, 1, 0))
    flipped = tuple(2 - int(axis) for axis, sign in zip(axes, signs, strict=True) if sign < 0)
    return Turn(order, flipped)


def _require_corners(header: VolumeHeader, geometry: SeriesGeometry, axes: NDArray[Any], signs: FloatArray) -> None:
    """Of both grids: the first voxel and the ends of the three axes."""
    last = np.array(header.shape_ijk) - 1.0
    own = np.vstack((np.zeros(AXES), np.diag(last)))
    there = geometry.patient_to_index(header.origin_xyz_mm + own @ header.axes_xyz_mm.T)
    expected = np.empty_like(own)
    for axis in range(AXES):
        expected[:, axes[axis]] = own[:, axis] if signs[axis] > 0 else last[axis] - own[:, axis]
    if np.abs(there - expected).max() <= TOLERANCE:
        return
    if not header.is_placed:
        raise MaskUnplaced
    size, wanted = header.spacing_ijk_mm[np.argsort(axes)], np.array(geometry.spacing_zyx_mm[::-1])
    if not np.allclose(size, wanted, rtol=TOLERANCE / max(last.max(), 1)):
        raise _mismatch(f"its voxels of {_sides(size.round(3))} mm are not of {_sides(wanted.round(3))} mm")
    apart = float(np.linalg.norm((there - expected) * wanted, axis=1).max())
    raise _mismatch(f"its corners lie up to {apart:.3g} mm from those of the series")


def grid_refusal(header: VolumeHeader, images: Sequence[Path]) -> GeometryMismatch | MaskUnplaced | None:
    """Why a mask does not lie on a series; nothing where it does."""
    try:
        turn_onto(header, read_grid(images).geometry)
    except (GeometryMismatch, MaskUnplaced) as error:
        return error
    return None


def may_lie_on(header: VolumeHeader, size: tuple[int, int, int], positions_mm: Sequence[Sequence[float]]) -> bool:
    """Whether a series of so many columns, rows and slices may have the grid of a mask, without a look at its files.

    Each slice whose position is known then begins at one of the mask's voxels.
    """
    if sorted(size) != sorted(header.shape_ijk):
        return False
    if not positions_mm:
        return True
    offsets = np.asarray(positions_mm, dtype=np.float64) - header.origin_xyz_mm
    index = offsets @ np.linalg.inv(header.axes_xyz_mm).T
    inside = (index > -TOLERANCE) & (index < np.array(header.shape_ijk) - 1 + TOLERANCE)
    return bool(inside.all() and (np.abs(index - np.rint(index)) <= TOLERANCE).all())


def _mismatch(reason: str) -> GeometryMismatch:
    return GeometryMismatch(f"The mask is on another grid than the series: {reason}.")


def _sides(numbers: Any) -> str:
    return " x ".join(f"{number:g}" for number in numbers)
