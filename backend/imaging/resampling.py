"""Splines between grids. What comes out is rounded to 24 bits: so a voxel that is a stored number but for the last bits
of a computation is that number, and falls into the same bin, or on the same side of a threshold, on each machine.

Loaded with extraction alone: scipy.ndimage takes a moment.
"""

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.geometry import FloatArray, SeriesGeometry
from backend.imaging.mask import Box, bounding_box

MARGIN = 32  # voxels that a spline of any order sees around a place: what lies beyond changes less than is kept
RIPPLE = 8  # voxels around a region in which its spline may still reach a threshold
LARGEST_GRID = 2**28  # voxels, so 2 GiB of float64
ALMOST = 1e-6  # of a voxel


def resampled_grid(geometry: SeriesGeometry, box: Box, spacing_xyz_mm: tuple[float, float, float]) -> SeriesGeometry:
    """Give the grid of another spacing over a box of a grid, beginning at the centre of the box's first voxel.

    It ends with the first voxel that covers the box, or before the centre of the image's last voxel. A spacing that is
    not positive keeps its axis.
    """
    old = np.asarray(geometry.spacing_zyx_mm)
    asked = np.asarray(spacing_xyz_mm[::-1], dtype=np.float64)
    new = np.where(asked > 0, asked, old)
    start = np.array([side.start for side in box])
    last = np.array([side.stop for side in box]) - 1
    covering = np.ceil((last - start) * old / new - ALMOST)
    inside = np.floor((np.asarray(geometry.shape_zyx) - 1 - start) * old / new + ALMOST)
    shape = np.minimum(covering, inside) + 1
    if np.prod(shape) > LARGEST_GRID:
        raise Unprocessable(
            f"Resampling would make an image of {shape[2]:.0f} by {shape[1]:.0f} by {shape[0]:.0f} voxels, which is "
            "too large: let the preset crop first, or resample to larger voxels."
        )
    return replace(
        geometry,
        shape_zyx=(int(shape[0]), int(shape[1]), int(shape[2])),
        spacing_zyx_mm=(float(new[0]), float(new[1]), float(new[2])),
        origin_xyz_mm=_position(geometry, start),
        sop_instance_uids=(),
    )


def cropped_grid(geometry: SeriesGeometry, box: Box) -> SeriesGeometry:
    start = np.array([side.start for side in box])
    shape = tuple(side.stop - side.start for side in box)
    return replace(geometry, shape_zyx=shape, origin_xyz_mm=_position(geometry, start), sop_instance_uids=())


def whole_box(geometry: SeriesGeometry) -> Box:
    depth, rows, columns = geometry.shape_zyx
    return slice(0, depth), slice(0, rows), slice(0, columns)


def is_same_place(one: SeriesGeometry, other: SeriesGeometry) -> bool:
    """Say whether two grids have their voxels at the same places, to a millionth of a voxel."""
    if one.shape_zyx != other.shape_zyx:
        return False
    matrix, offset = index_map(one, other)
    ends = np.asarray(one.shape_zyx) - 1
    drift = np.abs(offset) + np.abs(matrix - np.eye(3)) @ ends
    return bool(drift.max() < ALMOST)


def index_map(target: SeriesGeometry, source: SeriesGeometry) -> tuple[FloatArray, FloatArray]:
    """Give the matrix and the offset that turn (z, y, x) indices of one grid into those of another."""
    to_source = np.linalg.inv(_axes(source))
    matrix = to_source @ _axes(target)
    offset = to_source @ (np.asarray(target.origin_xyz_mm) - np.asarray(source.origin_xyz_mm))
    return matrix[::-1, ::-1], offset[::-1]


def resample_image(
    array: NDArray[Any], source: SeriesGeometry, target: SeriesGeometry, order: int
) -> NDArray[np.float64]:
    """Evaluate the spline through an image at the voxels of another grid; it is mirrored at the image's borders."""
    box = _seen_from(target, source, MARGIN)
    if box is None:
        raise Unprocessable("The grid to resample to lies beyond the image.")
    part = np.asarray(array[box], dtype=np.float64)
    return _rounded(_spline(part, cropped_grid(source, box), target, order, "mirror"))


def resample_mask(
    mask: NDArray[np.bool_], source: SeriesGeometry, target: SeriesGeometry, order: int, threshold: float
) -> NDArray[np.bool_]:
    """Mark the voxels of another grid where the spline through a mask is at least the threshold.

    Beyond its grid a mask is zero, so that a region at the border of its images ends where they end.
    """
    found = np.zeros(target.shape_zyx, dtype=np.bool_)
    marked = bounding_box(mask)
    near = _seen_from(cropped_grid(source, _widened(marked, RIPPLE)), target, 1)
    if near is None:
        return found
    around = _widened(marked, MARGIN)
    part = np.zeros([side.stop - side.start for side in around])
    part[tuple(slice(MARGIN, size - MARGIN) for size in part.shape)] = mask[marked]
    values = _spline(part, cropped_grid(source, around), cropped_grid(target, near), order, "constant")
    found[near] = _rounded(values) >= threshold
    return found


def _spline(
    array: NDArray[np.float64], source: SeriesGeometry, target: SeriesGeometry, order: int, mode: str
) -> NDArray[np.float64]:
    ndimage: Any = import_module("scipy.ndimage")
    matrix, offset = index_map(target, source)
    aside = np.abs(matrix - np.diag(np.diag(matrix))) @ (np.asarray(target.shape_zyx) - 1)
    is_parallel = aside.max() < ALMOST
    values: NDArray[np.float64] = ndimage.affine_transform(
        array,
        np.diag(matrix) if is_parallel else matrix,  # along the axes it is many times faster
        offset=_without_noise(offset),
        output_shape=target.shape_zyx,
        output=np.float64,
        order=order,
        mode=mode,
    )
    return values


def _without_noise(offset: FloatArray) -> FloatArray:
    """Move places that are voxel centres, but for rounding errors, onto them."""
    whole = np.rint(offset)
    return np.asarray(np.where(np.abs(offset - whole) < 1e-9, whole, offset))  # noqa: PLR2004 - of a voxel


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values.astype(np.float32), dtype=np.float64)


def _seen_from(target: SeriesGeometry, source: SeriesGeometry, margin: int) -> Box | None:
    """The voxels of the source within a margin around all of the target; None where there are none."""
    matrix, offset = index_map(target, source)
    ends = np.asarray(target.shape_zyx) - 1
    corners = np.array(np.meshgrid(*((0, end) for end in ends), indexing="ij")).reshape(3, -1)
    places = matrix @ corners + offset[:, None]
    first = np.maximum(np.floor(places.min(axis=1) + ALMOST).astype(int) - margin, 0)
    after = np.minimum(np.ceil(places.max(axis=1) - ALMOST).astype(int) + 1 + margin, source.shape_zyx)
    if (after <= first).any():
        return None
    z, y, x = (slice(int(start), int(stop)) for start, stop in zip(first, after, strict=True))
    return z, y, x


def _widened(box: Box, margin: int) -> Box:
    """Widen a box, beyond the grid too."""
    z, y, x = (slice(side.start - margin, side.stop + margin) for side in box)
    return z, y, x


def _axes(geometry: SeriesGeometry) -> FloatArray:
    axes: FloatArray = np.asarray(geometry.direction).reshape(3, 3) * np.asarray(geometry.spacing_zyx_mm[::-1])
    return axes


def _position(geometry: SeriesGeometry, index_zyx: NDArray[Any]) -> tuple[float, float, float]:
    x, y, z = np.asarray(geometry.origin_xyz_mm) + _axes(geometry) @ np.asarray(index_zyx, dtype=np.float64)[::-1]
    return float(x), float(y), float(z)
