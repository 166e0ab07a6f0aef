"""Where the voxels of a series lie in the patient."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class SeriesGeometry:
    """A regular grid: `origin_xyz_mm` is the centre of voxel (0, 0, 0), columns of `direction` the x, y and z axis.

    The direction is row-major, three by three, as SimpleITK has it; `sop_instance_uids` follow the z axis (the frames
    of a multi-frame image share one). Coordinates are DICOM's: x to the left, y to the back, z to the head.
    """

    shape_zyx: tuple[int, int, int]
    spacing_zyx_mm: tuple[float, float, float]
    origin_xyz_mm: tuple[float, float, float]
    direction: tuple[float, ...]
    frame_of_reference_uid: str
    sop_instance_uids: tuple[str, ...]

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything that ties a mask to this grid."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @property
    def voxel_volume_mm3(self) -> float:
        return float(np.prod(self.spacing_zyx_mm))

    def patient_to_index(self, points_xyz_mm: FloatArray) -> FloatArray:
        """Turn patient coordinates (n, 3) in mm into continuous (x, y, z) indices; whole numbers are voxel centres."""
        axes = np.asarray(self.direction).reshape(3, 3) * np.asarray(self.spacing_zyx_mm[::-1])
        inverse = np.linalg.inv(axes)
        return np.asarray((np.asarray(points_xyz_mm) - np.asarray(self.origin_xyz_mm)) @ inverse.T)
