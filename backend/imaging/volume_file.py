"""Files with one volume: their voxels plane by plane, their grid, and the UIDs that stand for them.

A volume has no identity of its own, so its UIDs follow from its bytes: the same file is the same image everywhere.
"""

import bz2
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from backend.imaging.file_type import HEAD_BYTES, file_type
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.nifti import read_nifti_header
from backend.imaging.nrrd import read_nrrd_header
from backend.imaging.volume_header import BrokenVolume, VolumeHeader

GRID_TOLERANCE = 0.01  # of a voxel
MOST_LABELS, LARGEST_LABEL = 1000, 2**31 - 1
_READ_BYTES = 2**20


def is_volume_file(path: Path) -> bool:
    with path.open("rb") as file:
        return file_type(file.read(HEAD_BYTES)) in ("nifti", "nrrd")


def read_volume_header(path: Path) -> VolumeHeader:
    """Read a header. Raises BrokenVolume, also where the file is too short for its voxels."""
    with path.open("rb") as file:
        kind = file_type(file.read(HEAD_BYTES))
    header = read_nifti_header(path) if kind == "nifti" else read_nrrd_header(path)
    present = path.stat().st_size - header.offset
    if header.packing == "raw" and present < header.voxel_bytes:
        message = f"The file ends inside its voxels: {max(present, 0)} of {header.voxel_bytes} bytes."
        raise BrokenVolume(message, "truncated", f"byte {path.stat().st_size}")
    return header


def read_planes(path: Path, header: VolumeHeader) -> Iterator[NDArray[Any]]:
    """The planes (j, i) along k as they are stored, one at a time. Raises BrokenVolume where they end too soon."""
    i, j, k = header.shape_ijk
    with _voxels(path, header) as file:
        for plane in range(k):
            try:
                content = file.read(header.plane_bytes)
            except (OSError, EOFError, zlib.error) as error:
                raise BrokenVolume(
                    f"The voxels cannot be unpacked: {error}", "truncated", f"plane {plane + 1}"
                ) from error
            if len(content) < header.plane_bytes:
                raise BrokenVolume(f"The file ends after {plane} of {k} planes.", "truncated", f"plane {plane + 1}")
            yield np.frombuffer(content, header.kind).reshape(j, i)


def read_labels(path: Path) -> tuple[int, ...] | None:
    """The labels of a mask beside 0; None where the voxels are no labels."""
    header = read_volume_header(path)
    found: set[int] = set()
    for plane in read_planes(path, header):
        values = np.unique(plane) * header.slope + header.intercept
        if not np.isfinite(values).all() or (values != np.rint(values)).any() or values.min() < 0:
            return None
        if values.max() > LARGEST_LABEL:
            return None
        found.update(int(value) for value in values)
        if len(found) > MOST_LABELS:
            return None
    return tuple(sorted(found - {0}))


def volume_geometry(path: Path, header: VolumeHeader) -> SeriesGeometry:
    """The grid with its planes in the order of their normal, as that of a series is."""
    directions, spacing = header.directions, header.spacing_ijk_mm
    normal = np.cross(directions[:, 0], directions[:, 1])
    origin = header.origin_xyz_mm
    if is_reversed(header):
        origin = origin + header.axes_xyz_mm[:, 2] * (header.shape_ijk[2] - 1)
    content = file_sha256(path)
    return SeriesGeometry(
        shape_zyx=header.shape_ijk[::-1],
        spacing_zyx_mm=(float(spacing[2]), float(spacing[1]), float(spacing[0])),
        origin_xyz_mm=(float(origin[0]), float(origin[1]), float(origin[2])),
        direction=tuple(float(value) for value in np.column_stack((directions[:, :2], normal)).ravel()),
        frame_of_reference_uid=volume_uid(content, "frame of reference"),
        sop_instance_uids=(volume_uid(content, "instance"),) * header.shape_ijk[2],
    )


def is_reversed(header: VolumeHeader) -> bool:
    """Whether the planes run against the normal of their rows and columns."""
    directions = header.directions
    return float(np.cross(directions[:, 0], directions[:, 1]) @ directions[:, 2]) < 0


def read_voxels(path: Path, header: VolumeHeader) -> NDArray[Any]:
    """All voxels as (z, y, x) in the order of `volume_geometry`, in units."""
    has_units = (header.slope, header.intercept) != (1.0, 0.0)
    kind = np.dtype(np.float64) if has_units else header.kind.newbyteorder("=")
    array = np.empty(header.shape_ijk[::-1], dtype=kind)
    last = header.shape_ijk[2] - 1
    for index, plane in enumerate(read_planes(path, header)):
        values = plane * header.slope + header.intercept if has_units else plane
        array[last - index if is_reversed(header) else index] = values
    return array


def grid_difference(one: VolumeHeader, other: VolumeHeader) -> str | None:
    """What keeps two grids from being the same."""
    if one.shape_ijk != other.shape_ijk:
        sizes = [" x ".join(map(str, header.shape_ijk)) for header in (one, other)]
        return f"{sizes[0]} voxels are not {sizes[1]}"
    far = np.array(one.shape_ijk, dtype=np.float64)[:, None] * np.eye(3)
    corners = np.hstack((np.zeros((3, 1)), far))
    places = [header.axes_xyz_mm @ corners + header.origin_xyz_mm[:, None] for header in (one, other)]
    apart = float(np.linalg.norm(places[0] - places[1], axis=0).max())
    if apart > GRID_TOLERANCE * float(one.spacing_ijk_mm.min()):
        return f"the corners of the grids are {apart:.3g} mm apart"
    return None


def volume_uid(sha256: str, what: str) -> str:
    """A UID that follows from the bytes of a file (PS3.5 B.2: 2.25 and a number of 128 bits)."""
    return f"2.25.{int.from_bytes(hashlib.sha256(f'isocenter {what} {sha256}'.encode()).digest()[:16])}"


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _voxels(path: Path, header: VolumeHeader) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        if header.packing != "gzip whole":
            file.seek(header.offset)
        if header.packing == "raw":
            yield file
        elif header.packing == "bzip2":
            with bz2.open(file) as unpacked:
                yield unpacked
        else:
            with gzip.open(file) as unpacked:
                _skip(unpacked, header.offset if header.packing == "gzip whole" else 0)
                yield unpacked  # type: ignore[misc]  # gzip's file reads bytes as any other does


def _skip(file: Any, count: int) -> None:
    while count > 0:
        passed = len(file.read(min(count, _READ_BYTES)))
        if not passed:
            return
        count -= passed
