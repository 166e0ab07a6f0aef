"""What is exchanged of a set: its samples, its labels and what was read, as plain values with one canonical writing.

Exports are written from it and releases keep it, so it stands by itself: nothing in it has to be looked up elsewhere.
Points are as everywhere: in pixels from the outer top-left corner of the first pixel, x along the columns.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any, TypeVar

from backend.core.errors import Unprocessable

FORMAT = "isocenter-readings/1"
Values = Mapping[str, Any]
Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DocumentSet:
    id: str
    name: str
    task: str
    round: int
    identity: str
    description: str | None = None
    guideline: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentLabel:
    id: str
    name: str
    color: str
    position: int
    description: str | None = None
    concept: Values | None = None
    attributes: tuple[Values, ...] = ()
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class DocumentSlice:
    """An instance of an image: where it lies, as DICOM has it (PS3.3 C.7.6.2)."""

    sop_instance_uid: str
    sha256: str
    frame_count: int
    rows: int | None
    columns: int | None
    position_mm: Numbers | None = None
    orientation: Numbers | None = None
    spacing_mm: Numbers | None = None  # between rows, between columns


@dataclass(frozen=True, slots=True)
class DocumentImage:
    """A photograph (then with name and hash), or the slices of a series, or a single instance."""

    id: str
    role: str
    position: int
    modality: str
    width: int | None
    height: int | None
    file_name: str
    sha256: str | None = None
    study_instance_uid: str | None = None
    series_instance_uid: str | None = None
    frame_of_reference_uid: str | None = None
    slices: tuple[DocumentSlice, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSample:
    """Purpose and original are told to those alone who may know which samples are shown again."""

    id: str
    position: int
    title: str
    modality: str
    patient: str | None
    images: tuple[DocumentImage, ...]
    purpose: str | None = None
    original_id: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentObject:
    id: str
    label_id: str
    image_id: str
    kind: str
    geometry: Values
    sop_instance_uid: str | None = None
    frame: int = 1
    attributes: Values | None = None
    comment: str | None = None
    tracking_uid: str | None = None
    is_target: bool = False
    origin: str = "human"
    updated_at: str | None = None
    plane: Values | None = None  # of a shape whose points are in the patient, in mm


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """`reader` is who read it, by name or as an alias; `author` what the file said that it was brought in by."""

    id: str
    sample_id: str
    reader: str
    kind: str
    round: int
    state: str
    version: int
    turn: int = 1
    author: str | None = None
    tentative: bool = False
    bad_quality: bool = False
    no_finding: bool = False
    comment: str | None = None
    done_at: str | None = None
    updated_at: str | None = None
    objects: tuple[DocumentObject, ...] = ()

    @property
    def written_by(self) -> str:
        """Who is named as the author in files that have room for one name."""
        return self.author or self.reader


@dataclass(frozen=True, slots=True)
class Document:
    set: DocumentSet
    labels: tuple[DocumentLabel, ...]
    samples: tuple[DocumentSample, ...]
    readings: tuple[DocumentReading, ...]
    format: str = FORMAT


def to_json(document: Document) -> bytes:
    """The canonical writing: keys sorted, no spaces, UTF-8, numbers with every digit that they have."""
    text = json.dumps(_plain(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def content_hash(written: bytes) -> str:
    """SHA-256 of the canonical writing."""
    return hashlib.sha256(written).hexdigest()


def from_json(written: bytes) -> Document:
    """Read what `to_json` wrote. Raises Unprocessable where it is something else."""
    try:
        found = json.loads(written)
        if found.get("format") != FORMAT:
            raise Unprocessable(f"This is no {FORMAT}, but {found.get('format') or 'something without a format'}.")
        return _document(found)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unprocessable(f"This is no {FORMAT}: {error}") from error


def without_samples(document: Document, sample_ids: Collection[str]) -> Document:
    """The document as if these samples had never been in it, nor samples that show them again."""
    gone = set(sample_ids)
    kept = tuple(one for one in document.samples if one.id not in gone and one.original_id not in gone)
    ids = {one.id for one in kept}
    readings = tuple(reading for reading in document.readings if reading.sample_id in ids)
    return replace(document, samples=kept, readings=readings)


_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (
        DocumentSet,
        DocumentLabel,
        DocumentSlice,
        DocumentImage,
        DocumentSample,
        DocumentObject,
        DocumentReading,
        Document,
    )
}


def _plain(value: Any) -> Any:
    """By hand: `asdict` copies every point of every shape, which takes ten times as long."""
    names = _NAMES.get(type(value))
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if type(value) is tuple and value and type(value[0]) in _NAMES:
        return [_plain(item) for item in value]
    return value


def _document(found: Mapping[str, Any]) -> Document:
    return Document(
        set=_made(DocumentSet, found["set"]),
        labels=tuple(_made(DocumentLabel, item) for item in found["labels"]),
        samples=tuple(_sample(item) for item in found["samples"]),
        readings=tuple(_reading(item) for item in found["readings"]),
    )


def _sample(found: Mapping[str, Any]) -> DocumentSample:
    images = tuple(
        _made(DocumentImage, image, slices=tuple(_made(DocumentSlice, item) for item in image.get("slices", ())))
        for image in found["images"]
    )
    return _made(DocumentSample, found, images=images)


def _reading(found: Mapping[str, Any]) -> DocumentReading:
    objects = tuple(_made(DocumentObject, item) for item in found.get("objects", ()))
    return _made(DocumentReading, found, objects=objects)


T = TypeVar("T")


def _made(kind: type[T], found: Mapping[str, Any], **known: Any) -> T:
    """What a later version adds is passed over; what is missing without a default is a KeyError."""
    values: dict[str, Any] = dict(known)
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in values:
            continue
        if field.name in found:
            value = found[field.name]
            values[field.name] = tuple(value) if isinstance(value, list) else value
        elif field.default is MISSING:
            raise KeyError(field.name)
    return kind(**values)
