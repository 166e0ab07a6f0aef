"""Reads segmentations (SEG) and structure sets (RTSTRUCT) as outlines on the images that they were drawn on."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import Dataset

from backend.core.errors import ApplicationError
from backend.imaging.exchange.codes import MAKER
from backend.imaging.exchange.incoming import (
    AnnotationError,
    Corners,
    Incoming,
    IncomingObject,
    ShapeNotKnown,
    closed_shape,
    joined,
)
from backend.imaging.exchange.sr_reading import plain_person
from backend.imaging.geometry import FloatArray
from backend.imaging.lines import line_of
from backend.imaging.painted import of_array, together
from backend.imaging.polygons import fill_even_odd
from backend.imaging.reading import quietly, read_dataset, refusing_damage
from backend.imaging.segmentation import rasterise_segment, read_segments_of
from backend.imaging.volume import Grid, read_grid

SLICE_TOLERANCE = 0.2  # of the distance of slices
FEWEST_NUMBERS = 3


class OffTheSlices(AnnotationError):
    message = "A contour lies between the slices of the series, or is not parallel to them."


@quietly()
def read_seg(path: Path, images: Sequence[Path], edge: float) -> Incoming:
    """Each segment as a mask; of fractions, what is at least `edge` of the whole."""
    with refusing_damage(path):
        header, grid, incoming = read_dataset(path), read_grid(images), Incoming()
        author = plain_person(header.get("ContentCreatorName"))
        described = {int(item.get("SegmentNumber") or 0): item for item in header.get("SegmentSequence") or ()}
        for region in read_segments_of(header):
            item = f"segment {region.number} ({region.name})"
            known = _of_segment(described[region.number]) | {"label": region.name or item, "author": author}
            try:
                array = rasterise_segment(path, region.number, grid.geometry, edge=edge).array
                incoming.objects.append(masked(item, array, grid, known))
            except ApplicationError as error:
                incoming.refuse(item, error)
        return incoming


def _of_segment(item: Dataset) -> dict[str, Any]:
    codes = item.get("SegmentedPropertyTypeCodeSequence") or [Dataset()]
    concept = {
        "scheme": str(codes[0].get("CodingSchemeDesignator") or ""),
        "code": str(codes[0].get("CodeValue") or ""),
        "meaning": str(codes[0].get("CodeMeaning") or ""),
    }
    return {"concept": concept if concept["code"] else None, "tracking_uid": str(item.get("TrackingUID") or "") or None}


def masked(item: str, array: np.ndarray[Any, Any], grid: Grid, known: dict[str, Any]) -> IncomingObject:
    """A region (z, y, x) as a mask on the slices."""
    marked = np.flatnonzero(array.any(axis=(1, 2)))
    pictures = [(*grid.places[index], of_array(array[index])) for index in marked]
    uid = pictures[0][0] if pictures else None
    return IncomingObject(item=item, geometry=together(pictures), sop_instance_uid=uid, **known)


@quietly()
def read_rtstruct(path: Path, images: Sequence[Path]) -> Incoming:
    """Each contour as it was drawn; those of one ROI on one slice that hold one another become one outline."""
    with refusing_damage(path):
        header, grid, incoming = read_dataset(path), read_grid(images), Incoming()
        contours = {int(one.get("ReferencedROINumber") or 0): one for one in header.get("ROIContourSequence") or ()}
        authors, is_ours = _authors(header), str(header.get("Manufacturer") or "") == MAKER
        for roi in header.get("StructureSetROISequence") or ():
            number, name = int(roi.get("ROINumber") or 0), str(roi.get("ROIName") or "")
            item = f"ROI {number} ({name})"
            known: dict[str, Any] = {
                "label": name or item,
                "author": authors.get(number),
                "tracking_uid": _tracking(roi),
            }
            try:
                for shape, place in _shapes(contours.get(number), grid, is_ours):
                    uid, frame = grid.places[place]
                    incoming.objects.append(
                        IncomingObject(item=item, geometry=shape, sop_instance_uid=uid, frame=frame, **known)
                    )
            except ApplicationError as error:
                incoming.refuse(item, error)
        return incoming


def _tracking(roi: Dataset) -> str | None:
    """As our own exports have it."""
    text = str(roi.get("ROIDescription") or "")
    return text if text and text.replace(".", "").isdigit() else None


def _authors(header: Dataset) -> dict[int, str | None]:
    operator = plain_person(header.get("OperatorsName"))
    return {
        int(item.get("ReferencedROINumber") or 0): plain_person(item.get("ROIInterpreter")) or operator
        for item in header.get("RTROIObservationsSequence") or ()
    }


def _shapes(roi: Dataset | None, grid: Grid, is_ours: bool) -> list[tuple[dict[str, Any], int]]:
    closed: dict[int, list[Corners]] = defaultdict(list)
    found: list[tuple[dict[str, Any], int]] = []
    for contour in (roi.get("ContourSequence") if roi is not None else None) or ():
        points, place = _on_slice(contour, grid)
        kind = str(contour.get("ContourGeometricType") or "")
        if kind in ("CLOSED_PLANAR", "CLOSEDPLANAR_XOR"):
            closed[place].append(points)
        elif kind == "POINT":
            found += [({"kind": "point", "x": x, "y": y}, place) for x, y in points]
        elif kind == "OPEN_PLANAR" and len(points) == 2:  # noqa: PLR2004 - a line that is measured
            start, end = ({"x": x, "y": y} for x, y in points)
            found.append(({"kind": "length", "start": start, "end": end}, place))
        elif is_ours and kind == "OPEN_PLANAR" and len(points) == 3:  # noqa: PLR2004 - an angle, as we write it
            found.append((line_of("angle", [{"x": x, "y": y} for x, y in points]), place))
        else:
            raise ShapeNotKnown(f"Contours of the type {kind or '(none)'} enclose nothing and are no lengths.")
    return found + [(closed_shape(loop), place) for place, loops in closed.items() for loop in _nested(loops)]


def _on_slice(contour: Dataset, grid: Grid) -> tuple[Corners, int]:
    numbers = np.array([float(value) for value in contour.get("ContourData") or ()])
    if numbers.size < FEWEST_NUMBERS or numbers.size % 3:
        raise ShapeNotKnown(f"A contour of {numbers.size} numbers is none.")
    index: FloatArray = grid.geometry.patient_to_index(numbers.reshape(-1, 3))
    place = round(float(index[:, 2].mean()))
    if np.abs(index[:, 2] - place).max() > SLICE_TOLERANCE or not 0 <= place < len(grid.places):
        raise OffTheSlices
    return [(float(x) + 0.5, float(y) + 0.5) for x, y, _ in index], place


def _nested(loops: list[Corners]) -> list[Corners]:
    """A contour within another of its ROI is a hole of that: both are one outline, filled by even and odd."""
    if len(loops) == 1:
        return loops
    by_size = sorted(loops, key=_area, reverse=True)
    groups: list[list[Corners]] = []
    for loop in by_size:
        around = next((group for group in groups if _holds(group[0], loop)), None)
        if around is None:
            groups.append([loop])
        else:
            around.append(loop)
    return [joined(group) for group in groups]


def _area(loop: Corners) -> float:
    xs, ys = np.array(loop).T
    return float(abs(np.dot(xs, np.roll(ys, -1)) - np.dot(ys, np.roll(xs, -1))) / 2)


def _holds(outer: Corners, inner: Corners) -> bool:
    """Whether a corner of one lies inside the other: moved there, the first pixel centre does."""
    return bool(fill_even_odd([np.array(outer) - np.array(inner[0])], (1, 1))[0, 0])
