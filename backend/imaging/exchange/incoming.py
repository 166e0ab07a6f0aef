"""What a file of annotations says, before it is known where that belongs in a set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.typing import NDArray

from backend.core.errors import ApplicationError, Unprocessable
from backend.imaging.outlines import contours
from backend.imaging.painted import MASK, apart, raster_of

Corners = list[tuple[float, float]]
MOST_CORNERS = 20_000
LONGEST_WORDS = 500  # told of what is refused: names in files may be as long as the files
MOST_OUTLINES = 100_000  # of one region
STRAIGHT_PX = 1e-6


class AnnotationError(Unprocessable):
    """What makes an object of a file unfit to be brought in; its name stands in the report."""


class ShapeNotKnown(AnnotationError):
    message = "This kind of shape is not known here."


class ShapeTooFine(AnnotationError):
    message = f"The outline has more than {MOST_CORNERS} corners."


class TooManyOutlines(AnnotationError):
    message = f"The region falls into more than {MOST_OUTLINES} outlines."


class PlaceMissing(AnnotationError):
    message = "It does not say which image it lies on."


@dataclass(frozen=True)
class IncomingObject:
    """`item` is what people find it by in the file. The image is named by instance and frame, or by name and hash.

    The geometry of a mask tells its pictures, as `imaging.painted` has it.
    """

    item: str
    label: str
    geometry: Mapping[str, Any]
    sop_instance_uid: str | None = None
    frame: int = 1
    file_name: str | None = None
    sha256: str | None = None
    concept: Mapping[str, str] | None = None
    tracking_uid: str | None = None
    is_target: bool = False
    attributes: Mapping[str, Any] | None = None
    comment: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Refusal:
    item: str
    error: str
    message: str

    @classmethod
    def of(cls, item: str, error: ApplicationError) -> "Refusal":
        return cls(item[:LONGEST_WORDS], type(error).__name__, str(error)[:LONGEST_WORDS])


@dataclass
class Incoming:
    objects: list[IncomingObject] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, item: str, error: ApplicationError) -> None:
        self.refused.append(Refusal.of(item, error))


def in_outlines(incoming: Incoming) -> Incoming:
    """The same, each mask as outlines along the edges of its pixels, one for each part on each picture."""
    found = Incoming(refused=list(incoming.refused))
    for one in incoming.objects:
        try:
            found.objects += _outlined(one)
        except ApplicationError as error:
            found.refuse(one.item, error)
    return found


def _outlined(one: IncomingObject) -> list[IncomingObject]:
    if one.geometry["kind"] != MASK:
        return [one]
    shapes: list[IncomingObject] = []
    for uid, frame, geometry in apart(one.geometry):
        marked = raster_of(geometry, (geometry["rows"], geometry["columns"]))
        outlines = outlines_of(marked, MOST_OUTLINES - len(shapes))
        shapes += [
            replace(one, geometry=closed_shape(outline), sop_instance_uid=uid, frame=frame) for outline in outlines
        ]
    return shapes


def closed_shape(points: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """A polygon, or a box where it is one. Raises ShapeTooFine."""
    if len(points) > MOST_CORNERS:
        raise ShapeTooFine
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    if len(points) == 4 and right > left and bottom > top and _is_box(points, (left, right), (top, bottom)):  # noqa: PLR2004
        return {"kind": "box", "x": left, "y": top, "width": right - left, "height": bottom - top}
    return {"kind": "polygon", "points": [{"x": x, "y": y} for x, y in points]}


def _is_box(points: Sequence[tuple[float, float]], xs: Sequence[float], ys: Sequence[float]) -> bool:
    corners = {(_nearest(x, xs), _nearest(y, ys)) for x, y in points}
    turned = zip(points, [*points[1:], points[0]], strict=True)
    is_square = all(abs(a[0] - b[0]) < STRAIGHT_PX or abs(a[1] - b[1]) < STRAIGHT_PX for a, b in turned)
    return is_square and len(corners) == 4 and None not in {part for corner in corners for part in corner}  # noqa: PLR2004


def _nearest(value: float, ends: Sequence[float]) -> int | None:
    return next((number for number, end in enumerate(ends) if abs(value - end) < STRAIGHT_PX), None)


def outlines_of(marked: NDArray[Any], most: int = MOST_OUTLINES) -> list[Corners]:
    """Outlines along the edges of pixels, one for each connected part; filling them marks the same pixels again.

    Raises TooManyOutlines.
    """
    from scipy import ndimage

    parts, count = ndimage.label(marked)
    if count > most:
        raise TooManyOutlines
    found = []
    for number, place in enumerate(ndimage.find_objects(parts), start=1):
        top, left = place[0].start, place[1].start
        loops = [_corners(loop, left, top) for loop in contours(parts[place] == number)]
        found.append(joined(loops))
    return found if count else []


def joined(loops: Sequence[Corners]) -> Corners:
    """Loops as one outline, filled where an odd number of them is around: bridges go both ways, and so count twice."""
    first, *others = sorted(loops, key=lambda loop: -_extent(loop))
    path = list(first)
    for loop in others:
        path += [first[0], *loop, loop[0]]
    return path


def _corners(flat: Sequence[int], left: int, top: int) -> Corners:
    return [(float(x + left), float(y + top)) for x, y in zip(flat[::2], flat[1::2], strict=True)]


def _extent(loop: Corners) -> float:
    xs, ys = [x for x, _ in loop], [y for _, y in loop]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
