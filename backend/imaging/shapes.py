"""Closed shapes that readers draw on the images of a series, as the mask of a region."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.geometry import FloatArray
from backend.imaging.mask import Mask
from backend.imaging.painted import MASK, raster_of
from backend.imaging.planes import plane_of, slice_of
from backend.imaging.polygons import fill_even_odd
from backend.imaging.region_errors import OffImage
from backend.imaging.splines import sampled
from backend.imaging.volume import Grid

CLOSED_KINDS = ("box", "ellipse", "polygon", "freehand", "spline", MASK)
FEWEST_CORNERS = 3
Place = tuple[str, int]  # an instance and a frame of it


@dataclass(frozen=True)
class Shape:
    """One shape on one image; frames count from 1.

    `geometry` is as annotations keep it: its `kind`, and `x, y, width, height` or `points` in image pixels from the
    outer top-left corner of the first pixel; of a mask, what `imaging.painted` says that it marks there. Drawn on a
    plane through the volume, it lies on no image, and its points are in the patient.
    """

    sop_instance_uid: str
    frame: int
    geometry: Mapping[str, Any]
    plane: Mapping[str, Any] | None = None


def encloses_area(kind: str) -> bool:
    """Say whether shapes of this kind have an inside."""
    return kind in CLOSED_KINDS


def shapes_to_json(shapes: Iterable[Shape]) -> list[dict[str, Any]]:
    return [_plain(shape) for shape in shapes]


def shapes_from_json(items: Iterable[Mapping[str, Any]]) -> tuple[Shape, ...]:
    return tuple(
        Shape(str(item["sop_instance_uid"]), int(item["frame"]), dict(item["geometry"]), item.get("plane"))
        for item in items
    )


def shapes_hash(shapes: Iterable[Shape]) -> str:
    """SHA-256 of what the shapes enclose, as written: their order does not count, for together they are one region."""
    written = sorted(json.dumps(_plain(shape), sort_keys=True, separators=(",", ":")) for shape in shapes)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()


def _plain(shape: Shape) -> dict[str, Any]:
    """What there is no plane of is written as it was before there were planes: its hash stays the same."""
    return {name: value for name, value in asdict(shape).items() if name != "plane" or value is not None}


def rasterise_shapes(grid: Grid, shapes: Sequence[Shape]) -> Mask:
    """Mark the voxels whose centre lies inside at least one of the shapes.

    The centre of pixel (column, row) is (column + 0.5, row + 0.5). What was drawn on a plane parallel to the slices
    counts on the nearest one. Raises Unprocessable where a shape lies on another image or on a plane askew, encloses
    nothing by its kind, or where all of them together hold no voxel centre.
    """
    place_of = {place: index for index, place in enumerate(grid.places)}
    array = np.zeros(grid.geometry.shape_zyx, dtype=np.bool_)
    for shape in shapes:
        index, geometry = _on_slice(shape, grid, place_of)
        array[index] |= inside(geometry, grid.geometry.shape_zyx[1:])
    if not array.any():
        raise OffImage("The shapes of this region hold no voxel centre.")
    return Mask(array, grid.geometry.hash)


def _on_slice(shape: Shape, grid: Grid, place_of: Mapping[Place, int]) -> tuple[int, Mapping[str, Any]]:
    if shape.plane is not None:
        return slice_of(shape.geometry, plane_of(shape.plane), grid.geometry)
    index = place_of.get((shape.sop_instance_uid, shape.frame))
    if index is None:
        raise Unprocessable("A shape of this region lies on an image that does not belong to the series any more.")
    return index, shape.geometry


def inside(geometry: Mapping[str, Any], shape_yx: tuple[int, int]) -> NDArray[np.bool_]:
    """Mark the pixels whose centre lies inside a closed shape. Raises Unprocessable for what encloses no area."""
    kind = str(geometry.get("kind"))
    if kind == MASK:
        return raster_of(geometry, shape_yx)
    if kind not in CLOSED_KINDS:
        raise Unprocessable(f"A shape of kind {kind} encloses no area.")
    try:
        if kind == "ellipse":
            return _in_ellipse(geometry, shape_yx)
        corners = _corners(geometry)
    except (KeyError, TypeError, ValueError) as error:
        raise Unprocessable(f"A {kind} of this region is damaged: {error}") from error
    return fill_even_odd([corners - 0.5], shape_yx)


def _corners(geometry: Mapping[str, Any]) -> FloatArray:
    if geometry["kind"] == "box":
        x, y, width, height = _box(geometry)
        return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    places = [(float(point["x"]), float(point["y"])) for point in geometry["points"]]
    corners = np.array(sampled(places) if geometry["kind"] == "spline" else places, dtype=np.float64)
    if len(corners) < FEWEST_CORNERS or not np.isfinite(corners).all():
        raise ValueError("it has too few points, or such that are no numbers")
    return corners


def _in_ellipse(geometry: Mapping[str, Any], shape_yx: tuple[int, int]) -> NDArray[np.bool_]:
    x, y, width, height = _box(geometry)
    rows, columns = (np.arange(size) + 0.5 for size in shape_yx)
    across = ((columns - (x + width / 2)) / (width / 2))[None, :]
    down = ((rows - (y + height / 2)) / (height / 2))[:, None]
    return np.asarray(across**2 + down**2 < 1)


def _box(geometry: Mapping[str, Any]) -> tuple[float, float, float, float]:
    x, y, width, height = (float(geometry[key]) for key in ("x", "y", "width", "height"))
    if not np.isfinite([x, y, width, height]).all() or width <= 0 or height <= 0:
        raise ValueError("its box has no area")
    return x, y, width, height
