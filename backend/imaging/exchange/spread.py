"""Masks as what they mark on each picture, for formats that know pictures, and as outlines for those without voxels."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from backend.imaging.exchange.document import DocumentObject
from backend.imaging.exchange.incoming import Corners, outlines_of
from backend.imaging.painted import MASK, apart, raster_of


def by_picture(objects: Iterable[DocumentObject]) -> Iterator[DocumentObject]:
    """Objects of one picture each, under the ids that they have; a mask that marks nothing is on none."""
    for drawn in objects:
        if drawn.kind != MASK or "pictures" not in drawn.geometry:
            yield drawn
            continue
        for uid, frame, geometry in apart(drawn.geometry):
            yield replace(drawn, geometry=geometry, sop_instance_uid=uid, frame=frame)


def outlined(objects: Iterable[DocumentObject]) -> Iterator[DocumentObject]:
    """The same, masks as polygons along the edges of their pixels: one for each part that hangs together."""
    for drawn in by_picture(objects):
        if drawn.kind != MASK:
            yield drawn
            continue
        for outline in outlines_of_mask(drawn.geometry):
            points = [{"x": x, "y": y} for x, y in outline]
            yield replace(drawn, kind="polygon", geometry={"kind": "polygon", "points": points})


def outlines_of_mask(geometry: Mapping[str, Any]) -> list[Corners]:
    return outlines_of(raster_of(geometry, (geometry["rows"], geometry["columns"])))
