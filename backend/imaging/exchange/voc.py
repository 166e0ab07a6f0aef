"""Documents as Pascal VOC: an XML file per picture, with boxes in whole pixels that are counted from 1."""

from collections.abc import Iterator
from math import ceil, floor
from pathlib import PurePath
from typing import BinaryIO
from xml.etree import ElementTree as ET

from backend.imaging.exchange.archive_files import Member, write_archive
from backend.imaging.exchange.document import Document, DocumentObject
from backend.imaging.exchange.flat_shapes import CLOSED, box_of
from backend.imaging.exchange.on_pictures import Picture, pictures_of
from backend.imaging.exchange.places import Place
from backend.imaging.exchange.xml_files import add, written


def write_voc(document: Document, file: BinaryIO) -> None:
    write_archive(file, _members(document))


def _members(document: Document) -> Iterator[Member]:
    names = {label.id: label.name for label in document.labels}
    stems: dict[str, list[str]] = {}
    for picture in pictures_of(document):
        stem = PurePath(picture.place.file_name).stem
        stems.setdefault(picture.folder, []).append(stem)
        yield f"{picture.folder}Annotations/{stem}.xml", _picture(document, picture, names)
    for folder, found in stems.items():
        yield f"{folder}ImageSets/Main/default.txt", "".join(f"{stem}\n" for stem in found).encode()


def _picture(document: Document, picture: Picture, names: dict[str, str]) -> bytes:
    place = picture.place
    root = ET.Element("annotation")
    add(root, "folder", "JPEGImages")
    add(root, "filename", place.file_name)
    add(add(root, "source"), "database", document.set.name)
    size = add(root, "size")
    depth = 3 if place.slice is None else 1
    for name, value in (("width", place.width), ("height", place.height), ("depth", depth)):
        add(size, name, str(value))
    add(root, "segmented", "0")
    for drawn in picture.objects:
        if drawn.kind in CLOSED:
            _object(root, drawn, names[drawn.label_id], place)
    return written(root)


def _object(root: ET.Element, drawn: DocumentObject, name: str, place: Place) -> None:
    item = add(root, "object")
    x, y, width, height = box_of(drawn.geometry) or (0.0, 0.0, 0.0, 0.0)
    is_cut = x < 0 or y < 0 or x + width > place.width or y + height > place.height
    for key, value in (("name", name), ("pose", "Unspecified"), ("truncated", str(int(is_cut))), ("difficult", "0")):
        add(item, key, value)
    box = add(item, "bndbox")
    edges = {"xmin": floor(x) + 1, "ymin": floor(y) + 1, "xmax": ceil(x + width), "ymax": ceil(y + height)}
    for key, edge in edges.items():
        add(box, key, str(min(max(edge, 1), place.width if key.startswith("x") else place.height)))
