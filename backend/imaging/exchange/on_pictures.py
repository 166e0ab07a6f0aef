"""What a reading has on each picture of its sample: for formats that have a file, or a part of one, per picture."""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.imaging.exchange.document import Document, DocumentObject, DocumentReading
from backend.imaging.exchange.places import Place, PlaceKey, folders, images_by_id, key_of, places_of
from backend.imaging.exchange.spread import by_picture


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a reading is of, with what the reading has on it; pictures without anything were read too."""

    reading: DocumentReading
    folder: str
    place: Place
    objects: tuple[DocumentObject, ...]


def pictures_of(document: Document) -> Iterator[Picture]:
    samples = {sample.id: sample for sample in document.samples}
    images = images_by_id(document)
    folder_of = folders(document)
    for reading in document.readings:
        on_place: dict[PlaceKey, list[DocumentObject]] = {}
        for drawn in by_picture(reading.objects):
            on_place.setdefault(key_of(drawn, images), []).append(drawn)
        for place in places_of(samples[reading.sample_id]):
            yield Picture(reading, folder_of[reading.id], place, tuple(on_place.get(place.key, ())))
