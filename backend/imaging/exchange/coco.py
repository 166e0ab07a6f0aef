"""Documents as COCO: `images`, `annotations`, `categories` as its tools read them, and beside them who said what.

Fields of our own (`attributes`, `readings`, and those of images beyond name and size) are passed over by other tools.
"""

from typing import Any, BinaryIO

from pydantic_core import to_json

from backend.imaging.exchange.document import Document, DocumentLabel, DocumentObject, DocumentReading
from backend.imaging.exchange.flat_shapes import area_of, box_of, flat, outline_of, points_of
from backend.imaging.exchange.places import Place, PlaceKey, images_by_id, key_of, places_of
from backend.imaging.exchange.rle import coco_rle
from backend.imaging.exchange.spread import by_picture
from backend.imaging.lines import LINE_KINDS
from backend.imaging.painted import MASK, raster_of

VISIBLE = 2
POINT_NAMES = ("start", "end", "third", "fourth")
FEWEST_POINTS = 2


def write_coco(document: Document, file: BinaryIO) -> None:
    file.write(to_json(coco(document)))  # six times as fast as json, digit for digit; the database holds no NaN


def coco(document: Document) -> dict[str, Any]:
    """The whole document. Images and categories are numbered from 1, in the order of the set."""
    places = [place for sample in document.samples for place in places_of(sample)]
    image_ids = {place.key: number for number, place in enumerate(places, start=1)}
    category_ids = {label.id: number for number, label in enumerate(document.labels, start=1)}
    points = _points_of_labels(document)
    return {
        "info": {"description": document.set.name, "set_id": document.set.id, "version": document.format},
        "licenses": [],
        "categories": [_category(label, category_ids[label.id], points.get(label.id, 0)) for label in document.labels],
        "images": [_image(place, image_ids[place.key]) for place in places],
        "annotations": _annotations(document, image_ids, category_ids, points),
        "readings": [_reading(reading, category_ids) for reading in document.readings],
    }


def _category(label: DocumentLabel, number: int, point_count: int) -> dict[str, Any]:
    found = {"id": number, "name": label.name, "supercategory": "", "color": label.color, "concept": label.concept}
    return found | ({"keypoints": list(POINT_NAMES[:point_count]), "skeleton": [[1, 2]]} if point_count else {})


def _points_of_labels(document: Document) -> dict[str, int]:
    """How many keypoints the objects of a label have at most: every object of a category has as many."""
    found: dict[str, int] = {}
    for drawn in (drawn for reading in document.readings for drawn in reading.objects):
        if drawn.kind == "point" or drawn.kind in LINE_KINDS:
            count = max(len(points_of(drawn.geometry)), FEWEST_POINTS)
            found[drawn.label_id] = max(found.get(drawn.label_id, 0), count)
    return found


def _image(place: Place, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": place.file_name,
        "width": place.width,
        "height": place.height,
        "sha256": place.sha256,
        "sample_id": place.sample.id,
        "image_id": place.image.id,
        "patient": place.sample.patient,
        "series_instance_uid": place.image.series_instance_uid,
        "sop_instance_uid": place.slice.sop_instance_uid if place.slice else None,
        "frame": place.frame,
    }


def _annotations(
    document: Document, image_ids: dict[PlaceKey, int], category_ids: dict[str, int], points: dict[str, int]
) -> list[dict[str, Any]]:
    images = images_by_id(document)
    found: list[dict[str, Any]] = []
    for reading in document.readings:
        for drawn in by_picture(reading.objects):
            image_id = image_ids.get(key_of(drawn, images))
            if image_id is not None and drawn.kind != "image_label":
                common = {"id": len(found) + 1, "image_id": image_id, "category_id": category_ids[drawn.label_id]}
                found.append(
                    common | _shape(drawn, points.get(drawn.label_id, 0)) | {"attributes": _attributes(drawn, reading)}
                )
    return found


def _shape(drawn: DocumentObject, point_count: int) -> dict[str, Any]:
    geometry = drawn.geometry
    if drawn.kind == MASK:
        runs = coco_rle(raster_of(geometry, (geometry["rows"], geometry["columns"])))
        box = list(box_of(geometry) or ())
        return {"bbox": box, "area": area_of(geometry), "segmentation": runs, "iscrowd": 0}
    outline = outline_of(geometry)
    found: dict[str, Any] = {
        "bbox": list(box_of(geometry) or ()),
        "area": area_of(geometry),
        "segmentation": [flat(outline)] if outline else [],
        "iscrowd": 0,
    }
    if not outline:
        points = points_of(geometry)
        ends = [value for x, y in points for value in (x, y, VISIBLE)]
        found |= {"keypoints": ends + [0, 0, 0] * (point_count - len(points)), "num_keypoints": len(points)}
    return found


def _attributes(drawn: DocumentObject, reading: DocumentReading) -> dict[str, Any]:
    """What the label asks for stands first; what is ours is named so that it does not clash."""
    ours = {
        "isocenter:kind": drawn.kind,
        "isocenter:points": flat(points_of(drawn.geometry)) if drawn.kind == "spline" else None,
        "isocenter:object_id": drawn.id,
        "isocenter:reading_id": reading.id,
        "isocenter:reader": reading.written_by,
        "isocenter:origin": drawn.origin,
        "isocenter:comment": drawn.comment,
        "isocenter:tracking_uid": drawn.tracking_uid,
        "isocenter:is_target": drawn.is_target,
    }
    return {**(drawn.attributes or {}), **{name: value for name, value in ours.items() if value}}


def _reading(reading: DocumentReading, category_ids: dict[str, int]) -> dict[str, Any]:
    names = ("id", "sample_id", "reader", "author", "kind", "round", "state", "version", "comment")
    flags = ("tentative", "bad_quality", "no_finding")
    labels = [
        {
            "category_id": category_ids[drawn.label_id],
            "image_id": drawn.image_id,
            "sop_instance_uid": drawn.sop_instance_uid,
            "frame": drawn.frame,
            "attributes": drawn.attributes,
        }
        for drawn in reading.objects
        if drawn.kind == "image_label"
    ]
    return {name: getattr(reading, name) for name in (*names, *flags)} | {"image_labels": labels}
