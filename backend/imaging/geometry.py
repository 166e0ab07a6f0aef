"""Where the voxels of a series lie in the patient."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SeriesGeometry:
    """A regular grid: `origin_xyz_mm` is the centre of voxel (0, 0, 0), columns of `direction` the x, y and z axis.

    The direction is row-major, three by three, as SimpleITK has it; `sop_instance_uids` follow the z axis.
    """

    shape_zyx: tuple[int, int, int]
    spacing_zyx_mm: tuple[float, float, float]
    origin_xyz_mm: tuple[float, float, float]
    direction: tuple[float, ...]
    frame_of_reference_uid: str
    sop_instance_uids: tuple[str, ...]

    @property
    def hash(self) -> str:
        raise NotImplementedError
