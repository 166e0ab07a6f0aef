"""Shapes on planes through a patient: in millimetres there, and on the pixels of a picture that lies on the plane."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from backend.imaging.exchange.flat_shapes import outline_of
from backend.imaging.geometry import FloatArray, SeriesGeometry
from backend.imaging.region_errors import AskewPlane, OffImage

PARALLEL = 1e-3  # of a unit vector: what the slices of a volume may differ by
ALIGNED = 1e-6  # a box stays one when it is turned by so little
FRAMED = ("box", "ellipse")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Plane:
    """A point of a plane and two unit vectors at a right angle along it, in the millimetres of a frame of reference."""

    frame_of_reference_uid: str
    origin: FloatArray
    u: FloatArray
    v: FloatArray

    @property
    def normal(self) -> FloatArray:
        return np.cross(self.u, self.v)

    def height_of(self, point: FloatArray) -> float:
        """How far a point is above the plane, in mm."""
        return float(np.dot(point - self.origin, self.normal))

    def is_parallel_to(self, normal: FloatArray) -> bool:
        return bool(np.linalg.norm(np.cross(self.normal, normal)) <= PARALLEL)


@dataclass(frozen=True)
class Pixels:
    """The pixels of a picture: its outer top left corner, the directions of row and column, and how far they reach."""

    corner: FloatArray
    right: FloatArray
    down: FloatArray
    column_mm: float
    row_mm: float

    def at(self, point: FloatArray) -> tuple[float, float]:
        """The foot of a point on the picture, in pixels."""
        offset = point - self.corner
        return float(np.dot(offset, self.right)) / self.column_mm, float(np.dot(offset, self.down)) / self.row_mm


def plane_of(values: Values) -> Plane:
    """A plane as annotations keep it."""
    origin, u, v = (vector_of(values[name]) for name in ("origin", "u", "v"))
    return Plane(str(values["frame_of_reference_uid"]), origin, u, v)


def vector_of(values: Values) -> FloatArray:
    return np.array([values["x"], values["y"], values["z"]], dtype=np.float64)


def pixels_of(position_mm: FloatArray, right: FloatArray, down: FloatArray, spacing_mm: tuple[float, float]) -> Pixels:
    """The pixels of a slice, given the centre of the first and the spacing of rows and columns (PS3.3 C.7.6.2)."""
    row_mm, column_mm = spacing_mm
    corner = position_mm - 0.5 * column_mm * right - 0.5 * row_mm * down
    return Pixels(corner, right, down, column_mm, row_mm)


def flat(geometry: Values, plane: Plane) -> dict[str, Any]:
    """A shape in the plane's own millimetres: from its origin, along its two directions."""
    return onto(geometry, plane, Pixels(plane.origin, plane.u, plane.v, 1.0, 1.0))


def onto(geometry: Values, plane: Plane, pixels: Pixels) -> dict[str, Any]:
    """A shape in the pixels of a picture. Boxes and ellipses that lie askew there become polygons."""
    kind = geometry["kind"]
    if kind in FRAMED:
        return _framed(geometry, plane, pixels)
    return {"kind": kind, **_mapped({**geometry, "kind": None}, pixels.at)}


def points_in(geometry: Values) -> list[FloatArray]:
    """All points of a shape in the patient; of a box its corner."""
    found: list[FloatArray] = []

    def keep(point: FloatArray) -> tuple[float, float]:
        found.append(point)
        return 0.0, 0.0

    _mapped(geometry, keep)
    return found


def slice_of(geometry: Values, plane: Plane, volume: SeriesGeometry) -> tuple[int, dict[str, Any]]:
    """The slice of a volume nearest to a shape, and the shape in its pixels. Raises AskewPlane."""
    axes = np.asarray(volume.direction).reshape(3, 3)
    if not plane.is_parallel_to(axes[:, 2]):
        raise AskewPlane
    _, *spacing_mm = volume.spacing_zyx_mm
    origin = np.asarray(volume.origin_xyz_mm)
    index = round(float(volume.patient_to_index(points_in(geometry)[0][None])[0][2]))
    if not 0 <= index < volume.shape_zyx[0]:
        raise OffImage("A shape of this region was drawn beyond the slices of the series.")
    pixels = pixels_of(origin, axes[:, 0], axes[:, 1], (spacing_mm[0], spacing_mm[1]))
    return index, onto(geometry, plane, pixels)


def _framed(geometry: Values, plane: Plane, pixels: Pixels) -> dict[str, Any]:
    corner, width, height = vector_of(geometry), geometry["width"], geometry["height"]

    def there(x: float, y: float) -> tuple[float, float]:
        return pixels.at(corner + x * plane.u + y * plane.v)

    follows = np.abs([np.dot(plane.u, pixels.right), np.dot(plane.u, pixels.down)])
    if follows.max() < 1 - ALIGNED:
        outline = outline_of({"kind": geometry["kind"], "x": 0.0, "y": 0.0, "width": width, "height": height})
        return {"kind": "polygon", "points": [dict(zip("xy", there(x, y), strict=True)) for x, y in outline]}
    (x1, y1), (x2, y2) = there(0, 0), there(width, height)
    return {
        "kind": geometry["kind"],
        "x": min(x1, x2),
        "y": min(y1, y2),
        "width": abs(x1 - x2),
        "height": abs(y1 - y2),
    }


def _mapped(values: Values, to: Callable[[FloatArray], tuple[float, float]]) -> dict[str, Any]:
    """The same with each point, wherever it stands in it, as a map has it."""
    if "x" in values and "z" in values:
        x, y = to(vector_of(values))
        return {"x": x, "y": y}
    return {name: _inner(value, to) for name, value in values.items() if value is not None}


def _inner(value: Any, to: Callable[[FloatArray], tuple[float, float]]) -> Any:
    if isinstance(value, Mapping):
        return _mapped(value, to)
    if isinstance(value, list | tuple):
        return [_inner(each, to) for each in value]
    return value
