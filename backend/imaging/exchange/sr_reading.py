"""Reads measurement reports (TID 1500), tolerantly: every measurement group with coordinates on an image."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset

from backend.core.errors import ApplicationError
from backend.imaging.exchange.codes import MAKER, untracked_uid
from backend.imaging.exchange.flat_shapes import outline_of
from backend.imaging.exchange.incoming import (
    AnnotationError,
    Incoming,
    IncomingObject,
    PlaceMissing,
    ShapeNotKnown,
    closed_shape,
)
from backend.imaging.lines import line_of
from backend.imaging.reading import quietly, read_dataset, refusing_damage

MEASUREMENT_GROUP, TRACKING_ID, TRACKING_UID, OBSERVER = "125007", "112039", "112040", "121008"
FINDINGS = ("121071", "276214006")  # finding, as DCM and as a finding category of SCT
AXES_AND_ANGLE = (("103339001", "G-A185"), ("103340004", "G-A186"), ("1483009", "110859"))  # SCT; SRT or DCM
SAME_PX = 1e-3
FEWEST_CORNERS = 3


class RefersToSegment(AnnotationError):
    message = "It refers to a segment: bring the segmentation itself."


class PlacedInSpace(AnnotationError):
    message = "Its coordinates are of the patient, not of an image."


@quietly()
def read_sr(path: Path) -> Incoming:
    with refusing_damage(path):
        report = read_dataset(path)
        incoming = Incoming()
        author, report_uid = _author(report), str(report.get("SOPInstanceUID") or "")
        is_ours = str(report.get("Manufacturer") or "") == MAKER
        for number, group in enumerate(_groups(report), start=1):
            item = f"measurement group {number}"
            common = _common(group, is_ours) | {"item": item, "author": author}
            if common["tracking_uid"] == untracked_uid(report_uid, number):
                common["tracking_uid"] = None
            try:
                incoming.objects += _objects(group, common)
            except ApplicationError as error:
                incoming.refuse(item, error)
        return incoming


def _items(container: Dataset) -> list[Dataset]:
    return list(container.get("ContentSequence") or ())


def _all_items(container: Dataset) -> Iterator[Dataset]:
    for item in _items(container):
        yield item
        yield from _all_items(item)


def _name(item: Dataset) -> str:
    names = item.get("ConceptNameCodeSequence") or ()
    return str(names[0].get("CodeValue") or "") if names else ""


def _groups(report: Dataset) -> Iterator[Dataset]:
    return (
        item for item in _all_items(report) if item.get("ValueType") == "CONTAINER" and _name(item) == MEASUREMENT_GROUP
    )


def _author(report: Dataset) -> str | None:
    found = next((item for item in _all_items(report) if _name(item) == OBSERVER), None)
    return plain_person(found.get("PersonName")) if found is not None else None


def plain_person(name: Any) -> str | None:
    """A person's name as people write it."""
    parts = [part for part in str(name or "").split("=")[0].split("^") if part]
    return " ".join([*parts[1:3], *parts[:1]]) or None


def _common(group: Dataset, is_ours: bool) -> dict[str, Any]:
    """What holds for all of a group. Ours call each by its label; what others call it is no more than a name."""
    texts = {_name(one): one for one in reversed(list(_all_items(group)))}
    concept = _concept(next((texts[code] for code in FINDINGS if code in texts), None))
    tracking, uid = texts.get(TRACKING_ID, Dataset()), texts.get(TRACKING_UID, Dataset())
    names = [(concept or {}).get("meaning"), str(tracking.get("TextValue") or "")]
    label = next((name for name in (reversed(names) if is_ours else names) if name), "Finding")
    return {"label": label, "concept": concept, "tracking_uid": str(uid.get("UID") or "") or None}


def _objects(group: Dataset, common: dict[str, Any]) -> list[IncomingObject]:
    items = list(_all_items(group))
    lines = _measured_lines(items)
    if lines:
        return [IncomingObject(geometry=shape, **_place(one), **common) for shape, one in lines]
    coordinates = [one for one in items if one.get("ValueType") == "SCOORD"]
    if coordinates:
        return [
            IncomingObject(geometry=shape, **_place(one), **common)
            for one in coordinates
            for shape in _shapes(str(one.get("GraphicType") or ""), _pairs(one))
        ]
    if any(one.get("ValueType") == "SCOORD3D" for one in items):
        raise PlacedInSpace
    images = [one for one in items if one.get("ValueType") == "IMAGE"]
    if any(_reference(one).get("ReferencedSegmentNumber") for one in images):
        raise RefersToSegment
    if not images:
        raise PlaceMissing
    return [IncomingObject(geometry={"kind": "image_label"}, **_referenced(images[0]), **common)]


def _measured_lines(items: Sequence[Dataset]) -> list[tuple[dict[str, Any], Dataset]]:
    """Two axes, or an angle, told by the codes of their numbers: each with the coordinates that name its image."""
    numbers = [one for one in items if one.get("ValueType") == "NUM"]
    lines = {_name(one): line for one in numbers for line in _items(one) if _is_line(line)}
    long, short, angle = (next((lines[code] for code in codes if code in lines), None) for codes in AXES_AND_ANGLE)
    if long is not None and short is not None:
        ends = [*_pairs(long), *_pairs(short)]
        return [(line_of("bidirectional", _points(ends)), long)] if len(ends) == 4 else []  # noqa: PLR2004
    if angle is not None:
        corners = list(dict.fromkeys(_pairs(angle)))  # others tell both lines, and so the vertex twice
        return [(line_of("angle", _points(corners)), angle)] if len(corners) == 3 else []  # noqa: PLR2004
    return []


def _is_line(item: Dataset) -> bool:
    return (item.get("ValueType"), item.get("GraphicType")) == ("SCOORD", "POLYLINE")


def _points(pairs: Sequence[tuple[float, float]]) -> list[dict[str, float]]:
    return [{"x": x, "y": y} for x, y in pairs]


def _concept(item: Dataset | None) -> dict[str, str] | None:
    codes = item.get("ConceptCodeSequence") if item is not None else None
    if not codes:
        return None
    found = {
        "scheme": str(codes[0].get("CodingSchemeDesignator") or ""),
        "code": str(codes[0].get("CodeValue") or ""),
        "meaning": str(codes[0].get("CodeMeaning") or ""),
    }
    return found if found["meaning"] else None


def _reference(item: Dataset) -> Dataset:
    found: Dataset = (item.get("ReferencedSOPSequence") or [Dataset()])[0]
    return found


def _place(coordinates: Dataset) -> dict[str, Any]:
    image = next((item for item in _items(coordinates) if item.get("ValueType") == "IMAGE"), None)
    if image is None:
        raise PlaceMissing
    return _referenced(image)


def _referenced(image: Dataset) -> dict[str, Any]:
    reference = _reference(image)
    uid = str(reference.get("ReferencedSOPInstanceUID") or "")
    if not uid:
        raise PlaceMissing
    frames = reference.get("ReferencedFrameNumber") or 1
    return {"sop_instance_uid": uid, "frame": int(frames if isinstance(frames, int | str) else frames[0])}


def _pairs(coordinates: Dataset) -> list[tuple[float, float]]:
    numbers = [float(number) for number in coordinates.get("GraphicData") or ()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _shapes(kind: str, points: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """PS3.3 C.18.6.1.2."""
    if kind in ("POINT", "MULTIPOINT"):
        return [{"kind": "point", "x": x, "y": y} for x, y in points]
    if kind == "CIRCLE":
        (x, y), edge = points
        radius = ((edge[0] - x) ** 2 + (edge[1] - y) ** 2) ** 0.5
        return [{"kind": "ellipse", "x": x - radius, "y": y - radius, "width": 2 * radius, "height": 2 * radius}]
    if kind == "ELLIPSE":
        return [_ellipse(points)]
    if kind != "POLYLINE":
        raise ShapeNotKnown(f"Coordinates of the kind {kind or '(none)'} are not known here.")
    is_closed = len(points) > FEWEST_CORNERS and points[0] == points[-1]
    if is_closed:
        return [closed_shape(points[:-1])]
    if len(points) == 2:  # noqa: PLR2004 - a line that is measured
        start, end = ({"x": x, "y": y} for x, y in points)
        return [{"kind": "length", "start": start, "end": end}]
    raise ShapeNotKnown("An open line of several parts encloses nothing and is no length.")


def _ellipse(points: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """One that lies along rows and columns stays one; another becomes a polygon."""
    one, other = (points[0], points[1]), (points[2], points[3])
    for across, down in ((one, other), (other, one)):
        if abs(across[0][1] - across[1][1]) < SAME_PX and abs(down[0][0] - down[1][0]) < SAME_PX:
            left, right = sorted((across[0][0], across[1][0]))
            top, bottom = sorted((down[0][1], down[1][1]))
            return {"kind": "ellipse", "x": left, "y": top, "width": right - left, "height": bottom - top}
    centre = ((one[0][0] + one[1][0]) / 2, (one[0][1] + one[1][1]) / 2)
    u = ((one[1][0] - one[0][0]) / 2, (one[1][1] - one[0][1]) / 2)
    v = ((other[1][0] - other[0][0]) / 2, (other[1][1] - other[0][1]) / 2)
    circle = outline_of({"kind": "ellipse", "x": -1.0, "y": -1.0, "width": 2.0, "height": 2.0})
    return closed_shape([(centre[0] + a * u[0] + b * v[0], centre[1] + a * u[1] + b * v[1]) for a, b in circle])
