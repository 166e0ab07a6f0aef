"""Which voxels of a series the pixels of a segmentation frame coincide with."""

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from backend.imaging.geometry import FloatArray, SeriesGeometry
from backend.imaging.region_errors import BetweenVoxels, GeometryMismatch, OffImage, PlaneUnplaced

GRID_TOLERANCE = 0.1  # of a voxel
Indices = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def indices_in_series(
    header: Dataset,
    group: Dataset,
    pixels: tuple[NDArray[np.int64], NDArray[np.int64]],
    geometry: SeriesGeometry,
    name: str,
) -> Indices:
    """Give (z, y, x) of frame pixels (rows, columns). Raises Unprocessable where the grids do not coincide."""
    position = _value(header, group, "PlanePositionSequence", "ImagePositionPatient", 3)
    orientation = _value(header, group, "PlaneOrientationSequence", "ImageOrientationPatient", 6)
    spacing = _value(header, group, "PixelMeasuresSequence", "PixelSpacing", 2)
    if position is None or orientation is None or spacing is None:
        return _by_source_instance(header, group, pixels, geometry, name)
    axes = np.column_stack((orientation[3:] * spacing[0], orientation[:3] * spacing[1]))  # of row and column index
    _require_same_grid(axes, geometry, name)
    indices = geometry.patient_to_index(position + np.column_stack(pixels) @ axes.T)
    whole = np.rint(indices)
    if np.abs(indices - whole).max() > GRID_TOLERANCE:
        raise BetweenVoxels(f"Segment {name} has pixels that lie between the voxels of the series.")
    if (whole < 0).any() or (whole >= geometry.shape_zyx[::-1]).any():
        raise OffImage(f"Segment {name} reaches beyond the series.")
    x, y, z = whole.astype(np.int64).T
    return z, y, x


def _require_same_grid(axes: FloatArray, geometry: SeriesGeometry, name: str) -> None:
    """Steps along a row and a column must be one voxel along one axis, or pixels would skip or share voxels."""
    origin = np.asarray(geometry.origin_xyz_mm)
    steps = geometry.patient_to_index(origin + axes.T)
    if not np.allclose(np.sort(np.abs(steps), axis=1), (0, 0, 1), atol=0.01):
        raise GeometryMismatch(f"Segment {name} is on another grid than the series: spacing or orientation differ.")


def _by_source_instance(
    header: Dataset,
    group: Dataset,
    pixels: tuple[NDArray[np.int64], NDArray[np.int64]],
    geometry: SeriesGeometry,
    name: str,
) -> Indices:
    for derivation in group.get("DerivationImageSequence") or ():
        for source in derivation.get("SourceImageSequence") or ():
            uid = str(source.get("ReferencedSOPInstanceUID") or "")
            if geometry.sop_instance_uids.count(uid) != 1:
                continue
            if (header.get("Rows"), header.get("Columns")) != geometry.shape_zyx[1:]:
                raise PlaneUnplaced(f"Segment {name} has no plane position and another matrix than its source.")
            rows, columns = pixels
            return np.full_like(rows, geometry.sop_instance_uids.index(uid)), rows, columns
    raise PlaneUnplaced(f"Segment {name} has a frame with neither a plane position nor a source in the series.")


def _value(header: Dataset, group: Dataset, sequence: str, keyword: str, count: int) -> FloatArray | None:
    shared = (header.get("SharedFunctionalGroupsSequence") or [Dataset()])[0]
    for holder in (group, shared):
        items = holder.get(sequence)
        if not items or not items[0].get(keyword):
            continue
        try:
            numbers = np.array([float(value) for value in items[0].get(keyword)])
        except (TypeError, ValueError):
            return None
        return numbers if numbers.size == count and np.isfinite(numbers).all() else None
    return None
