"""Shapes on planes through a volume: what makes them whole, and how they look on their plane."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from backend.core.schemas import Schema
from backend.features.examinations.errors import NotOnThePlane
from backend.features.examinations.schemas import AnnotationWrite
from backend.features.examinations.shapes import Geometry, PatientPlane, Shape
from backend.imaging.planes import flat, plane_of, points_in

SQUARE = 1e-4  # how far unit vectors may be from it
OFF_PLANE_MM = 0.01
GEOMETRY: TypeAdapter[Shape] = TypeAdapter(Geometry)


def on_plane(new: AnnotationWrite) -> Shape:
    """A shape as it lies on its plane, in millimetres; of others what they are.

    Raises:
        NotOnThePlane: A coordinate is missing or too many, the directions are none, or a point is elsewhere.
    """
    depths = list(_depths(new.geometry))
    if new.plane is None:
        if any(depth is not None for depth in depths):
            raise NotOnThePlane("A point has a third coordinate, but no plane is named that it lies on.")
        return new.geometry
    if not depths:
        raise NotOnThePlane("What has no points lies on no plane: a label of the whole image, a mask.")
    if any(depth is None for depth in depths):
        raise NotOnThePlane("On a plane in the patient every point has x, y and z.")
    return _flat(new.geometry.model_dump(), new.plane)


def _flat(geometry: dict[str, Any], given: PatientPlane) -> Shape:
    plane = plane_of(given.model_dump())
    lengths = np.linalg.norm([plane.u, plane.v], axis=1)
    if np.abs(lengths - 1).max() > SQUARE or abs(float(np.dot(plane.u, plane.v))) > SQUARE:
        raise NotOnThePlane("The directions u and v of the plane are no unit vectors at a right angle.")
    if any(abs(plane.height_of(point)) > OFF_PLANE_MM for point in points_in(geometry)):
        raise NotOnThePlane("A point of the shape does not lie on its plane.")
    try:
        return GEOMETRY.validate_python(flat(geometry, plane))
    except ValidationError as error:
        raise NotOnThePlane("The shape is too far from the origin of its plane.") from error


def _depths(value: Any) -> Iterator[float | None]:
    """The third coordinates of all points of a shape, wherever they stand in it."""
    if isinstance(value, list):
        for each in value:
            yield from _depths(each)
    elif isinstance(value, Schema):
        if "z" in type(value).model_fields:
            yield getattr(value, "z")  # noqa: B009 - not every schema has one
        else:
            yield from (depth for name in type(value).model_fields for depth in _depths(getattr(value, name)))
