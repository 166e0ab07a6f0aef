"""What a format cannot carry of a document, and how much of it there is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from backend.imaging.exchange.document import Document, DocumentObject
from backend.imaging.exchange.flat_shapes import CLOSED, Box, box_of
from backend.imaging.exchange.formats import PARALLEL, ExportFormat, Level, Trait
from backend.imaging.exchange.places import by_sample, images_by_id, key_of
from backend.imaging.exchange.spread import by_picture

NOUNS = {
    Trait.IMAGE_LABEL: "labels of whole images",
    Trait.BOX: "boxes",
    Trait.ELLIPSE: "ellipses",
    Trait.POLYGON: "polygons",
    Trait.FREEHAND: "freehand contours",
    Trait.SPLINE: "splines",
    Trait.MASK: "masks",
    Trait.POINT: "points",
    Trait.LENGTH: "lengths",
    Trait.ANGLE: "angles",
    Trait.BIDIRECTIONAL: "pairs of axes",
    Trait.ARROW: "arrows",
    Trait.PHOTOGRAPHS: "photographs",
    Trait.SERIES: "series",
    Trait.SEVERAL_READINGS: "samples with several readings",
    Trait.OVERLAPS: "images with shapes that overlap",
    Trait.ATTRIBUTES: "objects with attributes",
    Trait.COMMENTS: "comments",
    Trait.FLAGS: "readings that are tentative or of bad quality",
    Trait.NO_FINDING: "readings without a finding",
    Trait.TRACKING: "objects followed over images",
    Trait.TARGETS: "objects of target lesions",
    Trait.CONCEPTS: "codes of labels",
    Trait.GUIDELINE: "guideline",
    Trait.PLANES: "shapes on reformatted planes",
}


@dataclass(frozen=True)
class Loss:
    trait: Trait
    level: Level
    count: int
    message: str


def losses(document: Document, target: ExportFormat) -> list[Loss]:
    """The traits of a document that a format changes, hides or loses; the worst first."""
    limits = dict(target.limits) if target.knows_planes else {**target.limits, Trait.PLANES: PARALLEL}
    if not limits:
        return []
    counts = traits_of(document)
    found = [
        Loss(trait, limit.level, counts[trait], f"{NOUNS[trait].capitalize()} ({counts[trait]}): {limit.note}.")
        for trait, limit in limits.items()
        if counts[trait]
    ]
    order = [Level.LOST, Level.CHANGED, Level.ASIDE]
    return sorted(found, key=lambda loss: (order.index(loss.level), -loss.count))


def traits_of(document: Document) -> Counter[Trait]:
    """How much a document has of each trait."""
    found: Counter[Trait] = Counter()
    for reading in document.readings:
        found[Trait.FLAGS] += reading.tentative or reading.bad_quality
        found[Trait.NO_FINDING] += reading.no_finding
        found[Trait.COMMENTS] += bool(reading.comment)
        for drawn in reading.objects:
            found[Trait(drawn.kind)] += 1
            found[Trait.ATTRIBUTES] += bool(drawn.attributes)
            found[Trait.COMMENTS] += bool(drawn.comment)
            found[Trait.TRACKING] += bool(drawn.tracking_uid)
            found[Trait.TARGETS] += drawn.is_target
            found[Trait.PLANES] += drawn.plane is not None
    found[Trait.SEVERAL_READINGS] = sum(len(of) > 1 for of in by_sample(document.readings).values())
    found[Trait.OVERLAPS] = _overlapping(document)
    images = [image for sample in document.samples for image in sample.images]
    found[Trait.PHOTOGRAPHS] = sum(not image.slices for image in images)
    found[Trait.SERIES] = sum(bool(image.slices) for image in images)
    found[Trait.CONCEPTS] = sum(bool(label.concept) for label in document.labels)
    found[Trait.GUIDELINE] = int(bool(document.set.guideline))
    return found


def _overlapping(document: Document) -> int:
    """Pictures on which the boxes of a reading's closed shapes of different labels meet: their shapes may."""
    images = images_by_id(document)
    found = set()
    for reading in document.readings:
        on_place: dict[object, list[DocumentObject]] = {}
        for drawn in by_picture(reading.objects):
            if drawn.kind in CLOSED and drawn.plane is None:
                on_place.setdefault(key_of(drawn, images), []).append(drawn)
        found |= {(reading.id, place) for place, drawn in on_place.items() if _meet(drawn)}
    return len(found)


def _meet(objects: Iterable[DocumentObject]) -> bool:
    boxes = sorted(((box_of(drawn.geometry), drawn.label_id) for drawn in objects), key=lambda one: one[0] or ())
    open_: list[tuple[Box, str]] = []
    for box, label in boxes:
        assert box is not None  # noqa: S101 - closed shapes have one
        open_ = [other for other in open_ if other[0][0] + other[0][2] > box[0]]
        if any(label != name and _touch(box, other) for other, name in open_):
            return True
        open_.append((box, label))
    return False


def _touch(one: Box, other: Box) -> bool:
    return one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
