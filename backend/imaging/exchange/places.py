"""The single pictures of a document: photographs, and the slices and frames of series; and what lies on each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backend.imaging.exchange.document import (
    Document,
    DocumentImage,
    DocumentObject,
    DocumentReading,
    DocumentSample,
    DocumentSlice,
)

PlaceKey = tuple[str, str | None, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A picture of two dimensions."""

    sample: DocumentSample
    image: DocumentImage
    slice: DocumentSlice | None
    frame: int

    @property
    def key(self) -> PlaceKey:
        return self.image.id, self.slice.sop_instance_uid if self.slice else None, self.frame

    @property
    def width(self) -> int:
        return (self.slice.columns if self.slice else self.image.width) or 0

    @property
    def height(self) -> int:
        return (self.slice.rows if self.slice else self.image.height) or 0

    @property
    def file_name(self) -> str:
        """A photograph's own; else that of the instance, with the frame where it has several."""
        if self.slice is None:
            return self.image.file_name
        frame = f"-{self.frame:04d}" if self.slice.frame_count > 1 else ""
        return f"{self.slice.sop_instance_uid}{frame}.dcm"

    @property
    def sha256(self) -> str | None:
        return self.slice.sha256 if self.slice else self.image.sha256


def places_of(sample: DocumentSample) -> Iterator[Place]:
    for image in sample.images:
        if not image.slices:
            yield Place(sample, image, None, 1)
        for one in image.slices:
            for frame in range(1, one.frame_count + 1):
                yield Place(sample, image, one, frame)


def key_of(drawn: DocumentObject, images: dict[str, DocumentImage]) -> PlaceKey:
    """Where an object lies: of an image that is one instance, that instance need not be named."""
    uid = drawn.sop_instance_uid
    image = images.get(drawn.image_id)
    if uid is None and image is not None and len(image.slices) == 1:
        uid = image.slices[0].sop_instance_uid
    return drawn.image_id, uid, drawn.frame


def images_by_id(document: Document) -> dict[str, DocumentImage]:
    return {image.id: image for sample in document.samples for image in sample.images}


def by_sample(readings: Iterable[DocumentReading]) -> dict[str, list[DocumentReading]]:
    found: dict[str, list[DocumentReading]] = {}
    for reading in readings:
        found.setdefault(reading.sample_id, []).append(reading)
    return found


def folders(document: Document) -> dict[str, str]:
    """A folder for each reading where formats cannot tell readings of one picture apart; '' where none is needed."""
    several = any(len(readings) > 1 for readings in by_sample(document.readings).values())
    found = {}
    for reading in document.readings:
        parts = [reading.written_by, f"round {reading.round}", *([reading.kind] if reading.kind != "reading" else [])]
        if reading.turn > 1:
            parts.append(str(reading.turn))
        found[reading.id] = f"{file_name(', '.join(parts))}/" if several else ""
    return found


def file_name(text: str) -> str:
    """Text as one part of a path on every system."""
    kept = "".join(char if char.isalnum() or char in " ,._-" else "_" for char in text).strip(" .")
    return kept[:100] or "_"
