"""Reads COCO: ours with all that stands beside it, and that of others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from backend.core.errors import ApplicationError, Unprocessable
from backend.imaging.exchange.incoming import (
    AnnotationError,
    Incoming,
    IncomingObject,
    PlaceMissing,
    ShapeNotKnown,
    closed_shape,
)
from backend.imaging.exchange.rle import of_coco_rle
from backend.imaging.lines import LINE_KINDS, line_of
from backend.imaging.painted import apart, of_array, together

OURS = "isocenter:"
FEWEST_CORNERS = 3
VISIBLE_IN = 3


class CocoDamaged(AnnotationError):
    message = "This is no annotation as COCO has it."


def is_coco(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_coco(path: Path) -> Incoming:
    """Read every annotation; what is damaged is refused by itself. Raises Unprocessable where the file is no COCO."""
    try:
        found = json.loads(path.read_bytes())
        images = {image["id"]: image for image in found["images"]}
        categories = {item["id"]: item for item in found["categories"]}
        annotations = list(found["annotations"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unprocessable(f"This is no COCO: {error!r}") from error
    incoming, masks = Incoming(), Joining()
    for number, annotation in enumerate(annotations, start=1):
        item = f"annotation {annotation.get('id', number) if isinstance(annotation, dict) else number}"
        try:
            masks.take(_mask_key(annotation), _objects(item, annotation, images, categories), incoming)
        except ApplicationError as error:
            incoming.refuse(item, error)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            incoming.refuse(item, CocoDamaged(f"{CocoDamaged.message} ({error!r})"))
    _image_labels(incoming, found.get("readings") or (), images, categories)
    return incoming


@dataclass
class Joining:
    """Puts the pictures of one mask together, which stand one by one in the file."""

    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, key: tuple[str, str] | None, objects: Sequence[IncomingObject], incoming: Incoming) -> None:
        if key is not None and key in self.places:
            before = incoming.objects[self.places[key]]
            pictures = [*apart(before.geometry), *(picture for one in objects for picture in apart(one.geometry))]
            incoming.objects[self.places[key]] = replace(before, geometry=together(pictures))
            return
        if key is not None:
            self.places[key] = len(incoming.objects)
        incoming.objects += objects


def _mask_key(annotation: Mapping[str, Any]) -> tuple[str, str] | None:
    """Which mask of which reading it is, in files of ours."""
    said = annotation.get("attributes") or {}
    reading, key = said.get(f"{OURS}reading_id"), said.get(f"{OURS}object_id")
    is_mask = isinstance(annotation.get("segmentation"), Mapping)
    return (str(reading), str(key)) if is_mask and reading and key else None


def _objects(
    item: str, annotation: Mapping[str, Any], images: Mapping[Any, Any], categories: Mapping[Any, Any]
) -> list[IncomingObject]:
    image = images.get(annotation["image_id"])
    category = categories.get(annotation["category_id"])
    if image is None:
        raise PlaceMissing
    if category is None:
        raise CocoDamaged("Its category is not in the file.")
    attributes = dict(annotation.get("attributes") or {})
    ours = {name.removeprefix(OURS): value for name, value in attributes.items() if name.startswith(OURS)}
    known = _place(image) | {
        "label": str(category["name"]),
        "concept": category.get("concept") or None,
        "attributes": {name: value for name, value in attributes.items() if not name.startswith(OURS)} or None,
        "tracking_uid": ours.get("tracking_uid"),
        "is_target": ours.get("is_target") is True,
        "comment": ours.get("comment"),
        "author": ours.get("reader"),
    }
    return [IncomingObject(item=item, geometry=shape, **known) for shape in _shapes(annotation, image, ours)]


def _place(image: Mapping[str, Any]) -> dict[str, Any]:
    """By instance where it is named, or the file is named after one; else by the name of the file."""
    name = str(image.get("file_name") or "")
    uid = image.get("sop_instance_uid")
    stem = PurePath(name.replace("\\", "/")).stem
    if uid is None and stem.count(".") > 3 and stem.replace(".", "").isdigit():  # noqa: PLR2004 - as a UID has
        uid = stem
    return {
        "sop_instance_uid": uid,
        "frame": int(image.get("frame") or 1),
        "file_name": PurePath(name.replace("\\", "/")).name or None,
        "sha256": image.get("sha256"),
    }


def _shapes(annotation: Mapping[str, Any], image: Mapping[str, Any], ours: Mapping[str, Any]) -> list[dict[str, Any]]:
    kind = ours.get("kind")
    if kind == "spline" and ours.get("points"):
        return [{"kind": kind, "points": [{"x": x, "y": y} for x, y in _pairs(ours["points"])]}]
    x, y, width, height = (float(side) for side in annotation.get("bbox") or (0, 0, 0, 0))
    box = {"x": x, "y": y, "width": width, "height": height}
    if kind in ("box", "ellipse"):
        return [{"kind": kind, **box}]
    segmentation = annotation.get("segmentation")
    if isinstance(segmentation, Mapping):
        place = _place(image)
        return [together([(place["sop_instance_uid"], place["frame"], of_array(of_coco_rle(segmentation)))])]
    if segmentation:
        shapes = [closed_shape(_pairs(polygon)) for polygon in segmentation]
        return [shape | {"kind": kind} if kind == "freehand" and "points" in shape else shape for shape in shapes]
    if annotation.get("keypoints"):
        return _points(annotation["keypoints"], kind)
    if width > 0 and height > 0:
        return [{"kind": "box", **box}]
    raise ShapeNotKnown


def _pairs(flat: Sequence[float]) -> list[tuple[float, float]]:
    points = [(float(x), float(y)) for x, y in zip(flat[::2], flat[1::2], strict=True)]
    if len(points) < FEWEST_CORNERS:
        raise CocoDamaged("Its outline has fewer than three corners.")
    return points


def _points(keypoints: Sequence[float], kind: str | None) -> list[dict[str, Any]]:
    triples = zip(keypoints[::VISIBLE_IN], keypoints[1::VISIBLE_IN], keypoints[2::VISIBLE_IN], strict=True)
    points = [{"x": float(x), "y": float(y)} for x, y, visible in triples if visible]
    if kind in LINE_KINDS:
        return [line_of(kind, points)]
    return [{"kind": "point", **point} for point in points]


def _image_labels(
    incoming: Incoming, readings: Sequence[Any], images: Mapping[Any, Any], categories: Mapping[Any, Any]
) -> None:
    """Ours alone: COCO has no place for labels of whole images."""
    by_place = {
        (image.get("image_id"), image.get("sop_instance_uid"), image.get("frame")): image for image in images.values()
    }
    by_image = {image.get("image_id"): image for image in reversed(list(images.values()))}
    for reading in readings:
        for label in reading.get("image_labels") or ():
            image = by_place.get((label.get("image_id"), label.get("sop_instance_uid"), label.get("frame")))
            image = image or by_image.get(label.get("image_id"))
            category = categories.get(label.get("category_id"))
            if image is None or category is None:
                incoming.refuse(f"label of reading {reading.get('id')}", PlaceMissing())
                continue
            place = _place(image) | {"frame": int(label.get("frame") or 1)}
            incoming.objects.append(
                IncomingObject(
                    item=f"label of reading {reading.get('id')}",
                    label=str(category["name"]),
                    geometry={"kind": "image_label"},
                    attributes=label.get("attributes"),
                    author=reading.get("author") or reading.get("reader"),
                    **place,
                )
            )
