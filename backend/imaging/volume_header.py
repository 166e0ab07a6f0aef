"""What a file with one volume (NIfTI, NRRD) says before its voxels begin."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from backend.core.errors import Unprocessable
from backend.imaging.geometry import FloatArray

LARGEST_VOLUME_BYTES = 4 * 2**30
LARGEST_PLANE_BYTES = 128 * 2**20
ORTHOGONAL_WITHIN = 1e-3  # of unit vectors

Packing = Literal["raw", "gzip", "gzip whole", "bzip2"]


class BrokenVolume(Unprocessable):
    """The file contradicts itself, or ends too soon. `code` and `place` are those of a remark."""

    def __init__(self, message: str, code: str = "unreadable_header", place: str = "header") -> None:
        super().__init__(message)
        self.code, self.place = code, place


class UnsupportedVolume(BrokenVolume):
    """Whole as it may be, it is of a kind that is not taken in."""

    def __init__(self, message: str, place: str = "header", code: str = "unsupported_volume") -> None:
        super().__init__(message, code, place)


@dataclass(frozen=True, eq=False)
class VolumeHeader:
    """Columns of `axes_xyz_mm` are the steps from voxel to voxel along i, j and k, in DICOM's coordinates (LPS)."""

    shape_ijk: tuple[int, int, int]
    kind: np.dtype[Any]
    packing: Packing
    offset: int
    slope: float
    intercept: float
    origin_xyz_mm: FloatArray
    axes_xyz_mm: FloatArray
    is_placed: bool  # False: neither origin nor directions are given
    label_names: dict[int, str] = field(default_factory=dict)

    @property
    def plane_bytes(self) -> int:
        return self.shape_ijk[0] * self.shape_ijk[1] * self.kind.itemsize

    @property
    def voxel_bytes(self) -> int:
        return self.plane_bytes * self.shape_ijk[2]

    @property
    def spacing_ijk_mm(self) -> FloatArray:
        return np.asarray(np.linalg.norm(self.axes_xyz_mm, axis=0))

    @property
    def directions(self) -> FloatArray:
        """Unit vectors, as columns."""
        return np.asarray(self.axes_xyz_mm / self.spacing_ijk_mm)

    def checked(self) -> "VolumeHeader":
        """Itself. Raises BrokenVolume where the numbers make no grid, or more of one than is taken in."""
        if min(self.shape_ijk) < 1:
            raise BrokenVolume(f"A volume of {' x '.join(map(str, self.shape_ijk))} voxels is none.", place="sizes")
        if self.voxel_bytes > LARGEST_VOLUME_BYTES or self.plane_bytes > LARGEST_PLANE_BYTES:
            message = f"{' x '.join(map(str, self.shape_ijk))} voxels are more than is taken in."
            raise UnsupportedVolume(message, "sizes", "declared_size_too_large")
        numbers = np.concatenate((self.axes_xyz_mm.ravel(), self.origin_xyz_mm, (self.slope, self.intercept)))
        if not np.isfinite(numbers).all() or self.spacing_ijk_mm.min() <= 0:
            raise BrokenVolume("The grid has no usable spacing, direction or origin.", place="directions")
        crossed = self.directions.T @ self.directions - np.eye(3)
        if np.abs(crossed).max() > ORTHOGONAL_WITHIN:
            raise UnsupportedVolume("The axes of the grid are not at right angles.", "directions", "sheared_grid")
        return self
