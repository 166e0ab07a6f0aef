"""Objects on planes through a volume, where readers are compared: on slices where they lie parallel, else by plane."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from backend.imaging.agreement.cases import Place, Slice
from backend.imaging.agreement.planes import FINE_MM, on_its_plane
from backend.imaging.exchange.document import DocumentSlice
from backend.imaging.exchange.planes import nearest
from backend.imaging.planes import onto, plane_of, points_in
from backend.models.annotation import AnnotationKind
from backend.repositories.agreement import AgreementRepository, SliceRow
from backend.repositories.readings import DrawnObject, Reading

PLACE = Place(FINE_MM, FINE_MM)


async def put_on_slices(rows: AgreementRepository, readings: Collection[Reading]) -> None:
    """What lies parallel to the slices of its image is compared there, with what others drew on the slices."""
    found = [drawn for reading in readings for drawn in reading.objects.values() if drawn.plane is not None]
    if not found:
        return
    slices = _by_image(await rows.slices(list({drawn.sample_image_id for drawn in found})))
    for reading in readings:
        for key, drawn in reading.objects.items():
            reading.objects[key] = _on_slice(drawn, slices.get(drawn.sample_image_id, ()))


def _on_slice(drawn: DrawnObject, slices: Sequence[DocumentSlice]) -> DrawnObject:
    if drawn.plane is None:
        return drawn
    plane = plane_of(drawn.plane)
    here = nearest(plane, points_in(drawn.geometry)[0], slices)
    if here is None:
        return drawn
    uid, pixels = here
    geometry = onto(drawn.geometry, plane, pixels)
    return replace(drawn, sop_instance_uid=uid, plane=None, geometry=geometry, kind=AnnotationKind(geometry["kind"]))


def plane_places(objects: Iterable[DrawnObject], positions: Mapping[UUID, int]) -> dict[Slice, Place]:
    """Where the planes lie on which something is drawn, as their marks name them."""
    return {
        (str(positions[drawn.sample_image_id]), on_its_plane(drawn.geometry, drawn.plane)[0], drawn.frame): PLACE
        for drawn in objects
        if drawn.plane is not None
    }


def _by_image(rows: Iterable[SliceRow]) -> dict[UUID, list[DocumentSlice]]:
    found: dict[UUID, list[DocumentSlice]] = {}
    for row in rows:
        position, orientation, spacing = (
            tuple(map(float, each)) if each else None for each in (row.position_mm, row.orientation, row.spacing_mm)
        )
        found.setdefault(row.image_id, []).append(
            DocumentSlice(row.sop_instance_uid, "", row.frame_count, None, None, position, orientation, spacing)
        )
    return found
