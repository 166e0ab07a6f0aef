"""Documents for formats that know pictures only: shapes on planes through a volume, on the slices that they lie on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.imaging.exchange.document import Document, DocumentImage, DocumentObject, DocumentSlice
from backend.imaging.exchange.places import images_by_id
from backend.imaging.geometry import FloatArray
from backend.imaging.planes import Pixels, Plane, onto, pixels_of, plane_of, points_in

ALONE_MM = 0.5  # how far from a single slice a plane may be


def on_slices(document: Document) -> Document:
    """What lies parallel to the slices of its image is put on the nearest one; what lies askew is left out."""
    images = images_by_id(document)
    readings = []
    for reading in document.readings:
        placed = (_on_slice(drawn, images.get(drawn.image_id)) for drawn in reading.objects)
        readings.append(replace(reading, objects=tuple(drawn for drawn in placed if drawn is not None)))
    return replace(document, readings=tuple(readings))


def _on_slice(drawn: DocumentObject, image: DocumentImage | None) -> DocumentObject | None:
    if drawn.plane is None:
        return drawn
    plane = plane_of(drawn.plane)
    here = nearest(plane, points_in(drawn.geometry)[0], image.slices if image else ())
    if here is None:
        return None
    uid, pixels = here
    geometry = onto(drawn.geometry, plane, pixels)
    kind = str(geometry["kind"])
    return replace(drawn, sop_instance_uid=uid, frame=1, plane=None, geometry=geometry, kind=kind)


def nearest(plane: Plane, point: FloatArray, slices: Sequence[DocumentSlice]) -> tuple[str, Pixels] | None:
    """The slice that a point of a plane lies nearest to, by its UID, with its pixels; None where none is parallel."""
    found = [(one.sop_instance_uid, pixels) for one in slices if (pixels := _pixels(one)) is not None]
    if not found:
        return None
    parallel = [each for each in found if plane.is_parallel_to(_normal(each[1]))]
    if not parallel:
        return None
    heights = [abs(float(np.dot(point - pixels.corner, _normal(pixels)))) for _, pixels in parallel]
    at = int(np.argmin(heights))
    return parallel[at] if heights[at] <= _reach([pixels for _, pixels in parallel]) else None


def _pixels(one: DocumentSlice) -> Pixels | None:
    """Frames of a multi-frame instance have places of their own, which a document does not hold."""
    if one.frame_count != 1 or not (one.position_mm and one.orientation and one.spacing_mm):
        return None
    right, down = np.array(one.orientation[:3]), np.array(one.orientation[3:6])
    return pixels_of(np.array(one.position_mm), right, down, (one.spacing_mm[0], one.spacing_mm[1]))


def _normal(pixels: Pixels) -> FloatArray:
    return np.cross(pixels.right, pixels.down)


def _reach(slices: Sequence[Pixels]) -> float:
    """Half of the distance between neighbouring slices."""
    normal = _normal(slices[0])
    heights = np.unique([float(np.dot(pixels.corner, normal)) for pixels in slices])
    return float(np.median(np.diff(heights))) / 2 + 1e-3 if len(heights) > 1 else ALONE_MM
