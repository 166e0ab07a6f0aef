"""Documents for YOLO: a text file per picture with a line per object, in parts of its width and height."""

import json
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from backend.imaging.exchange.archive_files import Member, write_archive
from backend.imaging.exchange.document import Document, DocumentObject
from backend.imaging.exchange.flat_shapes import CLOSED, box_of, outline_of
from backend.imaging.exchange.on_pictures import pictures_of
from backend.imaging.exchange.places import Place
from backend.imaging.exchange.spread import outlined

Line = Callable[[int, DocumentObject, Place], str]
DIGITS = 8


def write_yolo(document: Document, file: BinaryIO) -> None:
    """Lines of `class x_center y_center width height`."""
    write_archive(file, _members(document, _box_line))


def write_yolo_segmentation(document: Document, file: BinaryIO) -> None:
    """Lines of `class x1 y1 x2 y2 …`."""
    write_archive(file, _members(document, _outline_line))


def _members(document: Document, line: Line) -> Iterator[Member]:
    numbers = {label.id: number for number, label in enumerate(document.labels)}
    folders: set[str] = set()
    for picture in pictures_of(document):
        place, folder = picture.place, picture.folder
        folders.add(folder)
        shapes = [drawn for drawn in picture.objects if drawn.kind in CLOSED]
        lines = (
            [line(numbers[drawn.label_id], drawn, place) for drawn in shapes] if place.width and place.height else []
        )
        yield f"{folder}labels/{PurePath(place.file_name).stem}.txt", "".join(f"{one}\n" for one in lines).encode()
    for folder in sorted(folders) or [""]:
        yield f"{folder}data.yaml", _description(document).encode()


def _description(document: Document) -> str:
    names = "".join(
        f"  {number}: {json.dumps(label.name, ensure_ascii=False)}\n" for number, label in enumerate(document.labels)
    )
    return f"path: .\ntrain: images\nval: images\nnames:\n{names}" if names else "path: .\ntrain: images\nval: images\n"


def _box_line(number: int, drawn: DocumentObject, place: Place) -> str:
    """What reaches beyond the picture is cut at its edge: nothing outside it can be named."""
    x, y, width, height = box_of(drawn.geometry) or (0.0, 0.0, 0.0, 0.0)
    left, right = (_within(edge / place.width) for edge in (x, x + width))
    top, bottom = (_within(edge / place.height) for edge in (y, y + height))
    return _joined(number, (left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def _outline_line(number: int, drawn: DocumentObject, place: Place) -> str:
    """A mask has a line for each part of it that hangs together."""
    outlines = [outline_of(one.geometry) for one in outlined([drawn])]
    return "\n".join(
        _joined(number, *(_within(part) for x, y in points for part in (x / place.width, y / place.height)))
        for points in outlines
    )


def _within(part: float) -> float:
    return min(max(part, 0.0), 1.0)


def _joined(number: int, *parts: float) -> str:
    return " ".join([str(number), *(f"{part:.{DIGITS}f}" for part in parts)])
