"""Documents for tests: two readers of a photograph and of a series, with every kind of object."""

from dataclasses import replace
from typing import Any

from backend.imaging.exchange.document import (
    Document,
    DocumentImage,
    DocumentLabel,
    DocumentObject,
    DocumentReading,
    DocumentSample,
    DocumentSet,
    DocumentSlice,
)

NODULE, VESSEL = "label-nodule", "label-vessel"
PHOTO, SERIES = "sample-photo", "sample-series"
PHOTO_IMAGE, SERIES_IMAGE = "image-photo", "image-series"
BOX: dict[str, Any] = {"kind": "box", "x": 10.25, "y": 20.5, "width": 30.0, "height": 40.75}
ELLIPSE: dict[str, Any] = {"kind": "ellipse", "x": 40.0, "y": 10.0, "width": 20.0, "height": 10.0}
TRIANGLE: dict[str, Any] = {
    "kind": "polygon",
    "points": [{"x": 1.5, "y": 2.5}, {"x": 11.5, "y": 2.5}, {"x": 1.5, "y": 12.5}],
}
STROKE: dict[str, Any] = {**TRIANGLE, "kind": "freehand"}
POINT: dict[str, Any] = {"kind": "point", "x": 5.5, "y": 6.5}
LENGTH: dict[str, Any] = {"kind": "length", "start": {"x": 0.0, "y": 0.0}, "end": {"x": 3.0, "y": 4.0}}
SPLINE: dict[str, Any] = {
    "kind": "spline",
    "points": [{"x": 50.0, "y": 50.0}, {"x": 70.5, "y": 50.0}, {"x": 70.0, "y": 65.0}, {"x": 50.0, "y": 66.0}],
}
ANGLE: dict[str, Any] = {
    "kind": "angle",
    "start": {"x": 30.0, "y": 10.0},
    "vertex": {"x": 10.0, "y": 10.0},
    "end": {"x": 10.0, "y": 25.5},
}
AXES: dict[str, Any] = {
    "kind": "bidirectional",
    "long": {"start": {"x": 10.0, "y": 40.0}, "end": {"x": 30.0, "y": 40.0}},
    "short": {"start": {"x": 18.0, "y": 34.5}, "end": {"x": 18.0, "y": 45.0}},
}
ARROW: dict[str, Any] = {"kind": "arrow", "start": {"x": 5.0, "y": 60.0}, "end": {"x": 15.0, "y": 70.25}}
WHOLE: dict[str, Any] = {"kind": "image_label"}


def drawn(
    key: str, geometry: dict[str, Any], label: str = NODULE, image: str = PHOTO_IMAGE, **more: Any
) -> DocumentObject:
    return DocumentObject(key, label, image, geometry["kind"], geometry, **more)


def reading(key: str, sample: str, *objects: DocumentObject, **more: Any) -> DocumentReading:
    known: dict[str, Any] = {"reader": "Reader 1", "kind": "reading", "round": 1, "state": "done", "version": 3}
    return DocumentReading(key, sample, objects=objects, **{**known, **more})


def photograph() -> DocumentSample:
    image = DocumentImage(PHOTO_IMAGE, "main", 1, "XC", 100, 80, "000001-1.png", sha256="f" * 64)
    return DocumentSample(PHOTO, 1, "XC 1", "XC", None, (image,))


def series() -> DocumentSample:
    slices = tuple(
        DocumentSlice(
            f"1.2.3.{number}", "e" * 64, 1, 64, 64, (0.0, 0.0, 2.5 * number), (1.0, 0, 0, 0, 1, 0), (0.5, 0.5)
        )
        for number in range(1, 4)
    )
    image = DocumentImage(SERIES_IMAGE, "main", 1, "CT", 64, 64, "000002-1.dcm", None, "1.2", "1.2.3", "1.2.9", slices)
    return DocumentSample(SERIES, 2, "CT 2", "CT", "P-1", (image,))


def document(*readings: DocumentReading, **more: Any) -> Document:
    """With the two labels and the two samples; with one reading of each where none is given."""
    given = readings or (
        reading(
            "a", PHOTO, drawn("1", BOX), drawn("2", TRIANGLE, VESSEL, attributes={"margin": "sharp", "sure": True})
        ),
        reading("b", SERIES, drawn("3", BOX, image=SERIES_IMAGE, sop_instance_uid="1.2.3.2", tracking_uid="1.9.9")),
    )
    found = Document(
        DocumentSet("set", "Nodules, and more", "detection", 1, "pseudonym"),
        (DocumentLabel(NODULE, "Nodule", "#E69F00", 1), DocumentLabel(VESSEL, "=Vessel", "#56B4E9", 2)),
        (photograph(), series()),
        given,
    )
    return replace(found, **more)
