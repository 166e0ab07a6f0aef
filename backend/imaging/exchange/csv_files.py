"""Documents as CSV: a row per object, or a row per reading. UTF-8 with a mark, as spreadsheets expect it."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from backend.core.csv_lines import line, number, text
from backend.imaging.exchange.document import Document, DocumentImage, DocumentObject, DocumentReading, DocumentSample
from backend.imaging.exchange.flat_shapes import box_of
from backend.imaging.exchange.places import images_by_id
from backend.imaging.painted import MASK, voxels_of

MARK = "\ufeff"
OF_READING = (
    "sample_id",
    "sample_position",
    "sample_title",
    "patient",
    "reading_id",
    "reader",
    "author",
    "reading_kind",
    "round",
    "state",
    "tentative",
    "bad_quality",
    "no_finding",
    "reading_comment",
    "done_at",
)
OF_OBJECT = (
    "object_id",
    "label",
    "coding_scheme",
    "code",
    "code_meaning",
    "kind",
    "image_id",
    "image_role",
    "file_name",
    "study_instance_uid",
    "series_instance_uid",
    "sop_instance_uid",
    "frame",
    "x",
    "y",
    "width",
    "height",
    "geometry",
    "plane",
    "tracking_uid",
    "is_target",
    "origin",
    "comment",
    "updated_at",
)


def write_csv_long(document: Document, file: BinaryIO) -> None:
    """A row per object; a reading without any has one row, for it says something too."""
    _write(file, _long(document))


def write_csv_wide(document: Document, file: BinaryIO) -> None:
    """A row per reading, with the number of its objects of each label."""
    _write(file, _wide(document))


def _write(file: BinaryIO, lines: Iterator[str]) -> None:
    file.write(MARK.encode())
    file.writelines(one.encode() for one in lines)


def _long(document: Document) -> Iterator[str]:
    samples = {sample.id: sample for sample in document.samples}
    labels = {label.id: label for label in document.labels}
    images = images_by_id(document)
    attributes = _attribute_names(document)
    yield line([*OF_READING, *OF_OBJECT, *(text(f"attribute: {name}") for name in attributes)])
    for reading in document.readings:
        whose = _of_reading(reading, samples[reading.sample_id])
        if not reading.objects:
            yield line([*whose, *[""] * (len(OF_OBJECT) + len(attributes))])
        for drawn in reading.objects:
            concept = labels[drawn.label_id].concept or {}
            described = _of_object(drawn, labels[drawn.label_id].name, concept, images.get(drawn.image_id))
            values = (_value((drawn.attributes or {}).get(name)) for name in attributes)
            yield line([*whose, *described, *values])


def _wide(document: Document) -> Iterator[str]:
    samples = {sample.id: sample for sample in document.samples}
    yield line([*OF_READING, "objects", *(text(label.name) for label in document.labels)])
    for reading in document.readings:
        counts = Counter(drawn.label_id for drawn in reading.objects)
        cells = [len(reading.objects), *(counts[label.id] for label in document.labels)]
        yield line([*_of_reading(reading, samples[reading.sample_id]), *map(str, cells)])


def _attribute_names(document: Document) -> list[str]:
    objects = (drawn for reading in document.readings for drawn in reading.objects)
    defined = (str(item.get("name")) for label in document.labels for item in label.attributes)
    used = (name for drawn in objects for name in drawn.attributes or ())
    return list(dict.fromkeys([*defined, *used]))


def _of_reading(reading: DocumentReading, sample: DocumentSample) -> list[str]:
    return [
        sample.id,
        str(sample.position),
        text(sample.title),
        text(sample.patient),
        reading.id,
        text(reading.reader),
        text(reading.author),
        reading.kind,
        str(reading.round),
        reading.state,
        _value(reading.tentative),
        _value(reading.bad_quality),
        _value(reading.no_finding),
        text(reading.comment),
        reading.done_at or "",
    ]


def _of_object(drawn: DocumentObject, label: str, concept: Any, image: DocumentImage | None) -> list[str]:
    box = box_of(drawn.geometry) or (None, None, None, None)
    points = _points(drawn)
    return [
        drawn.id,
        text(label),
        *(text(concept.get(name)) for name in ("scheme", "code", "meaning")),
        drawn.kind,
        drawn.image_id,
        image.role if image else "",
        text(image.file_name) if image else "",
        (image.study_instance_uid if image else None) or "",
        (image.series_instance_uid if image else None) or "",
        drawn.sop_instance_uid or "",
        str(drawn.frame),
        *(number(side) for side in box),
        json.dumps(points, separators=(",", ":")) if points else "",
        json.dumps(drawn.plane, separators=(",", ":")) if drawn.plane else "",
        drawn.tracking_uid or "",
        _value(drawn.is_target),
        drawn.origin,
        text(drawn.comment),
        drawn.updated_at or "",
    ]


def _points(drawn: DocumentObject) -> dict[str, Any]:
    """What a shape is given by; of a mask how much it marks, for its voxels have no room in a cell."""
    if drawn.kind == MASK:
        return {"pictures": len(drawn.geometry["pictures"]), "voxels": voxels_of(drawn.geometry)}
    return {name: value for name, value in drawn.geometry.items() if name != "kind"}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, int | float) else text(value)
