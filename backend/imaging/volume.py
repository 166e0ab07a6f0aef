"""A series as one volume, and its geometry."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.geometry import FloatArray, SeriesGeometry
from backend.imaging.itk import simple_itk
from backend.imaging.pixels import stored_values
from backend.imaging.plain_pixels import read_plain_pixels
from backend.imaging.reading import quietly
from backend.imaging.slices import Slice, read_slices
from backend.imaging.volume_file import is_volume_file, read_volume_header, read_voxels, volume_geometry

__all__ = ["Grid", "SeriesGeometry", "Volume", "read_geometry", "read_grid", "read_volume", "to_sitk", "volume_hash"]

ORIENTATION_TOLERANCE = 1e-3  # of a unit vector: well below a tenth of a degree
SPACING_TOLERANCE = 0.01  # of the slice distance
INTEGER_TYPES = (np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32)


@dataclass(frozen=True)
class Grid:
    """Where the voxels of a series lie, and which image each slice is: its instance, and its frame from 1."""

    geometry: SeriesGeometry
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class Volume:
    array: NDArray[Any]  # (z, y, x), in modality units
    geometry: SeriesGeometry
    places: tuple[tuple[str, int], ...] = ()
    units: str = ""  # of PET images, as they name them (0054,1001)

    @property
    def grid(self) -> Grid:
        return Grid(self.geometry, self.places)


@quietly()
def read_grid(paths: Sequence[Path]) -> Grid:
    """Read a series' geometry with its images along the z axis; raises as `read_geometry` does."""
    whole = _whole_volume(paths)
    if whole is not None:
        geometry = volume_geometry(whole, read_volume_header(whole))
        return Grid(geometry, _frames_of(geometry))
    slices = _in_order(read_slices(paths))
    return Grid(_geometry(slices), _places(slices))


@quietly()
def read_geometry(paths: Sequence[Path]) -> SeriesGeometry:
    """Read where the voxels of a series lie, from its headers only.

    Slices are ordered by their projection on the normal (PS3.3 C.7.6.2.1.1). Raises Unprocessable naming the files
    when orientations or spacings are mixed, positions repeat or a slice is missing.
    """
    whole = _whole_volume(paths)
    if whole is not None:
        return volume_geometry(whole, read_volume_header(whole))
    return _geometry(_in_order(read_slices(paths)))


@quietly()
def read_volume(paths: Sequence[Path]) -> Volume:
    """Read a series as (z, y, x) values in modality units; raises as `read_geometry` does.

    Values are of the smallest integer type that holds the possible range where slope and intercept are whole
    numbers, and float64 otherwise, as GDCM (and so SimpleITK) has them.
    """
    whole = _whole_volume(paths)
    if whole is not None:
        header = read_volume_header(whole)
        geometry = volume_geometry(whole, header)
        return Volume(read_voxels(whole, header), geometry, _frames_of(geometry))
    slices = _in_order(read_slices(paths))
    geometry = _geometry(slices)
    array = np.empty(geometry.shape_zyx, dtype=_value_type(slices))
    for path, indices in _by_file(slices).items():
        planes = [slices[index] for index in indices]
        for index, plane, values in zip(indices, planes, _stored_values(path, planes), strict=True):
            array[index] = _in_units(values, plane)
    units = {plane.units for plane in slices}
    return Volume(array, geometry, _places(slices), units.pop() if len(units) == 1 else "")


def to_sitk(volume: Volume) -> Any:
    """Give the volume as a SimpleITK image with its place in the patient."""
    image = simple_itk().GetImageFromArray(volume.array)
    image.SetSpacing(volume.geometry.spacing_zyx_mm[::-1])
    image.SetOrigin(volume.geometry.origin_xyz_mm)
    image.SetDirection(volume.geometry.direction)
    return image


def volume_hash(volume: Volume) -> str:
    """SHA-256 of the grid and the values, for provenance."""
    digest = hashlib.sha256(f"{volume.geometry.hash} {volume.array.dtype.str}".encode())
    digest.update(np.ascontiguousarray(volume.array).data)
    return digest.hexdigest()


def _whole_volume(paths: Sequence[Path]) -> Path | None:
    """The one file (NIfTI, NRRD) that is a volume by itself."""
    return Path(paths[0]) if len(paths) == 1 and is_volume_file(Path(paths[0])) else None


def _by_file(slices: list[Slice]) -> dict[Path, list[int]]:
    files: dict[Path, list[int]] = {}
    for index, plane in enumerate(slices):
        files.setdefault(plane.path, []).append(index)
    return files


def _stored_values(path: Path, planes: list[Slice]) -> Iterator[NDArray[Any]]:
    """Read plain pixels from where the header ended, without reading that again; have all others decoded."""
    places = [plane.plain_pixels for plane in planes]
    if all(place is not None for place in places):
        return (read_plain_pixels(path, place) for place in places if place is not None)
    return stored_values(path, [plane.frame_index for plane in planes])


def _frames_of(geometry: SeriesGeometry) -> tuple[tuple[str, int], ...]:
    return tuple((uid, index + 1) for index, uid in enumerate(geometry.sop_instance_uids))


def _places(slices: list[Slice]) -> tuple[tuple[str, int], ...]:
    return tuple((plane.sop_instance_uid, plane.frame_index + 1) for plane in slices)


def _in_units(values: NDArray[Any], plane: Slice) -> NDArray[Any]:
    if plane.slope == 1 and plane.intercept == 0:
        return values
    return np.asarray(values.astype(np.float64) * plane.slope + plane.intercept)


def _in_order(slices: list[Slice]) -> list[Slice]:
    first = slices[0]
    for plane in slices[1:]:
        _require_same_plane(first, plane)
    normal = _normal(first)
    return sorted(slices, key=lambda plane: float(np.dot(plane.position_xyz_mm, normal)))


def _require_same_plane(first: Slice, plane: Slice) -> None:
    names = f"{first.path.name} and {plane.path.name}"
    if (first.rows, first.columns) != (plane.rows, plane.columns):
        raise Unprocessable(f"Mixed matrix sizes in one series: {names}.")
    if first.frame_of_reference_uid != plane.frame_of_reference_uid:
        raise Unprocessable(f"Mixed frames of reference in one series: {names}.")
    directions = np.subtract(
        (first.row_direction, first.column_direction), (plane.row_direction, plane.column_direction)
    )
    if np.abs(directions).max() > ORIENTATION_TOLERANCE:
        raise Unprocessable(f"Mixed orientation in one series: {names}.")
    if not np.allclose(first.spacing_yx_mm, plane.spacing_yx_mm, rtol=1e-4, atol=0):
        raise Unprocessable(f"Mixed pixel spacing in one series: {names}.")


def _geometry(slices: list[Slice]) -> SeriesGeometry:
    first = slices[0]
    normal = _normal(first)
    direction = np.column_stack((_unit(first.row_direction), _unit(first.column_direction), normal))
    return SeriesGeometry(
        shape_zyx=(len(slices), first.rows, first.columns),
        spacing_zyx_mm=(_slice_distance_mm(slices, normal), *first.spacing_yx_mm),
        origin_xyz_mm=first.position_xyz_mm,
        direction=tuple(float(value) for value in direction.ravel()),
        frame_of_reference_uid=first.frame_of_reference_uid,
        sop_instance_uids=tuple(plane.sop_instance_uid for plane in slices),
    )


def _slice_distance_mm(slices: list[Slice], normal: FloatArray) -> float:
    if len(slices) == 1:
        if slices[0].thickness_mm is None:
            raise Unprocessable(f"{slices[0].path.name} is a single slice without SliceThickness (0018,0050).")
        return slices[0].thickness_mm
    positions = np.array([plane.position_xyz_mm for plane in slices])
    steps = np.diff(positions @ normal)
    typical = float(np.median(steps))
    for index, step in enumerate(steps):
        names = f"{slices[index].path.name} and {slices[index + 1].path.name}"
        if step < SPACING_TOLERANCE * max(typical, SPACING_TOLERANCE):
            raise Unprocessable(f"Duplicate positions in one series: {names}.")
        if abs(step - typical) > SPACING_TOLERANCE * typical:
            raise Unprocessable(f"A gap in the positions: {step:.3f} mm, not {typical:.3f} mm, between {names}.")
    _require_straight_stack(slices, positions, normal)
    return float((positions[-1] - positions[0]) @ normal / (len(slices) - 1))


def _require_straight_stack(slices: list[Slice], positions: FloatArray, normal: FloatArray) -> None:
    offsets = positions - positions[0]
    aside = np.linalg.norm(offsets - np.outer(offsets @ normal, normal), axis=1)
    worst = int(aside.argmax())
    if aside[worst] > max(0.1 * min(slices[0].spacing_yx_mm), 1e-3):
        raise Unprocessable(f"{slices[worst].path.name} lies {aside[worst]:.2f} mm beside the axis of its series.")


def _normal(plane: Slice) -> FloatArray:
    normal = np.cross(_unit(plane.row_direction), _unit(plane.column_direction))
    if abs(float(np.linalg.norm(normal)) - 1) > ORIENTATION_TOLERANCE:
        raise Unprocessable(f"{plane.path.name}: ImageOrientationPatient (0020,0037) is not orthogonal.")
    return _unit((normal[0], normal[1], normal[2]))


def _unit(vector: tuple[float, float, float]) -> FloatArray:
    length = float(np.linalg.norm(vector))
    if not 0.5 < length < 2:  # noqa: PLR2004 - anything else is no direction cosine
        raise Unprocessable("ImageOrientationPatient (0020,0037) holds no direction cosines.")
    return np.asarray(vector, dtype=np.float64) / length


def _value_type(slices: list[Slice]) -> np.dtype[Any]:
    """Find the type for all possible values, from bits stored, slope and intercept alone."""
    lowest, highest = 0.0, 0.0
    for plane in slices:
        if not (plane.slope.is_integer() and plane.intercept.is_integer()):
            return np.dtype(np.float64)
        stored = 2.0**plane.bits_stored - 1
        bottom = -(2.0 ** (plane.bits_stored - 1)) if plane.is_signed else 0.0
        ends = [value * plane.slope + plane.intercept for value in (bottom, bottom + stored)]
        lowest, highest = min(lowest, *ends), max(highest, *ends)
    for kind in INTEGER_TYPES:
        limits = np.iinfo(kind)
        if limits.min <= lowest and highest <= limits.max:
            return np.dtype(kind)
    return np.dtype(np.float64)
