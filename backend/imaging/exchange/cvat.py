"""Documents as CVAT for images 1.1: one XML file for each reader's readings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

from backend.imaging.exchange.archive_files import Member, write_archive
from backend.imaging.exchange.document import Document, DocumentLabel, DocumentObject
from backend.imaging.exchange.flat_shapes import outline_of, points_of
from backend.imaging.exchange.on_pictures import Picture, pictures_of
from backend.imaging.exchange.rle import cvat_rle
from backend.imaging.exchange.xml_files import add, plain, written
from backend.imaging.lines import LINE_KINDS
from backend.imaging.painted import MASK, box_of_mask, raster_in

COMMON = {"occluded": "0", "z_order": "0"}
INPUT_OF = {"choice": "select", "number": "number", "yes_no": "checkbox", "text": "text"}


def write_cvat(document: Document, file: BinaryIO) -> None:
    write_archive(file, _members(document))


def _members(document: Document) -> Iterator[Member]:
    by_folder: dict[str, list[Picture]] = {}
    for picture in pictures_of(document):
        by_folder.setdefault(picture.folder, []).append(picture)
    for folder, pictures in (by_folder or {"": []}).items():
        yield f"{folder}annotations.xml", _annotations(document, pictures)


def _annotations(document: Document, pictures: Iterable[Picture]) -> bytes:
    root = ET.Element("annotations")
    add(root, "version", "1.1")
    task = add(add(root, "meta"), "task")
    add(task, "name", document.set.name)
    labels = add(task, "labels")
    for label in document.labels:
        _label(labels, label)
    names = {label.id: label.name for label in document.labels}
    for number, picture in enumerate(pictures):
        _picture(root, number, picture, names)
    return written(root)


def _label(parent: ET.Element, label: DocumentLabel) -> None:
    item = add(parent, "label")
    add(item, "name", label.name)
    add(item, "color", label.color)
    attributes = add(item, "attributes")
    for asked in label.attributes:
        attribute = add(attributes, "attribute")
        add(attribute, "name", str(asked.get("name")))
        add(attribute, "mutable", "False")
        add(attribute, "input_type", INPUT_OF.get(str(asked.get("kind")), "text"))
        add(attribute, "default_value", "")
        add(attribute, "values", "\n".join(map(str, asked.get("options") or ())))


def _picture(root: ET.Element, number: int, picture: Picture, names: dict[str, str]) -> None:
    place = picture.place
    item = add(root, "image", id=str(number), name=place.file_name, width=str(place.width), height=str(place.height))
    for drawn in picture.objects:
        for shape in _shapes(item, drawn):
            shape.set("label", plain(names[drawn.label_id]))
            shape.set("source", "manual" if drawn.origin == "human" else "auto")
            for name, value in (drawn.attributes or {}).items():
                add(shape, "attribute", str(value).lower() if isinstance(value, bool) else str(value), name=name)


def _shapes(parent: ET.Element, drawn: DocumentObject) -> list[ET.Element]:
    """One but for two axes, which are two lines."""
    if drawn.kind == MASK:
        return [_mask(parent, drawn.geometry)]
    if drawn.kind != "bidirectional":
        return [_shape(parent, drawn)]
    points = points_of(drawn.geometry)
    return [_points(parent, "polyline", points[:2]), _points(parent, "polyline", points[2:])]


def _shape(parent: ET.Element, drawn: DocumentObject) -> ET.Element:
    geometry = drawn.geometry
    if drawn.kind == "image_label":
        return add(parent, "tag")
    if drawn.kind == "box":
        x, y, width, height = (geometry[name] for name in ("x", "y", "width", "height"))
        edges = {"xtl": x, "ytl": y, "xbr": x + width, "ybr": y + height}
        return add(parent, "box", **COMMON, **_written(edges))
    if drawn.kind == "ellipse":
        rx, ry = geometry["width"] / 2, geometry["height"] / 2
        sizes = {"cx": geometry["x"] + rx, "cy": geometry["y"] + ry, "rx": rx, "ry": ry}
        return add(parent, "ellipse", **COMMON, **_written(sizes))
    if drawn.kind == "point":
        return _points(parent, "points", points_of(geometry))
    if drawn.kind in LINE_KINDS:
        return _points(parent, "polyline", points_of(geometry))
    return _points(parent, "polygon", outline_of(geometry))


def _mask(parent: ET.Element, geometry: Mapping[str, Any]) -> ET.Element:
    x, y, width, height = box_of_mask(geometry) or (0, 0, 0, 0)
    runs = cvat_rle(raster_in(geometry, x, y, (height, width)))
    place = {"left": x, "top": y, "width": width, "height": height}
    return add(parent, "mask", **COMMON, rle=runs, **{name: str(value) for name, value in place.items()})


def _points(parent: ET.Element, name: str, points: Iterable[tuple[float, float]]) -> ET.Element:
    return add(parent, name, **COMMON, points=";".join(f"{x!r},{y!r}" for x, y in points))


def _written(numbers: dict[str, float]) -> dict[str, str]:
    return {name: repr(float(value)) for name, value in numbers.items()}
