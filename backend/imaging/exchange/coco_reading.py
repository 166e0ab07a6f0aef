"""Reads COCO: ours with all that stands beside it, and that of others."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import ApplicationError, Unprocessable
from backend.imaging.exchange.incoming import (
    AnnotationError,
    Incoming,
    IncomingObject,
    PlaceMissing,
    ShapeNotKnown,
    closed_shape,
    outlines_of,
)
from backend.imaging.lines import LINE_KINDS, line_of

OURS = "isocenter:"
FEWEST_CORNERS = 3
LARGEST_PICTURE = 100_000_000
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
    incoming = Incoming()
    for number, annotation in enumerate(annotations, start=1):
        item = f"annotation {annotation.get('id', number) if isinstance(annotation, dict) else number}"
        try:
            incoming.objects += _objects(item, annotation, images, categories)
        except ApplicationError as error:
            incoming.refuse(item, error)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            incoming.refuse(item, CocoDamaged(f"{CocoDamaged.message} ({error!r})"))
    _image_labels(incoming, found.get("readings") or (), images, categories)
    return incoming


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
        marked = _decoded(segmentation)
        return [closed_shape(outline) for outline in outlines_of(marked)]
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


def _decoded(rle: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Run lengths down the columns, beginning with what is not marked."""
    rows, columns = (int(side) for side in rle["size"])
    if not 0 < rows * columns <= LARGEST_PICTURE:
        raise CocoDamaged("Its mask has an impossible size.")
    counts = rle["counts"]
    runs = _runs(counts) if isinstance(counts, str) else [int(run) for run in counts]
    if sum(runs) != rows * columns or min(runs, default=0) < 0:
        raise CocoDamaged("The runs of its mask do not fill its size.")
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape((columns, rows)).T


def _runs(text: str) -> list[int]:
    """COCO's own packing: five bits a character, the sign in the last, and from the third run on differences."""
    runs: list[int] = []
    place = 0
    while place < len(text):
        value = shift = 0
        while True:
            bits = ord(text[place]) - 48
            value |= (bits & 0x1F) << shift
            place, shift = place + 1, shift + 5
            if not bits & 0x20:
                if bits & 0x10:
                    value -= 1 << shift
                break
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))  # noqa: PLR2004
    return runs


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
