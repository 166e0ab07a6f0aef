"""What can be drawn. Points are in image pixels, the origin at the outer top-left corner of the first pixel.

On a plane through a volume they are in the patient instead: in millimetres, with a third coordinate.
"""

from typing import Annotated, Literal

from pydantic import Field

from backend.core.schemas import Schema

MAX_PIXELS = 1_000_000
MAX_CORNERS = 20_000
MAX_STROKE_POINTS = 10_000
MAX_SPLINE_POINTS = 500
LONGEST_MM = 10_000

Coordinate = Annotated[float, Field(ge=-MAX_PIXELS, le=MAX_PIXELS, allow_inf_nan=False)]
Extent = Annotated[float, Field(gt=0, le=MAX_PIXELS, allow_inf_nan=False)]


def _is_none(value: object) -> bool:
    return value is None


Third = Annotated[
    Coordinate | None, Field(description="In the patient: x, y and z in millimetres.", exclude_if=_is_none)
]


class Point(Schema):
    x: Coordinate = Field(description="Along the columns, in pixels.")
    y: Coordinate = Field(description="Along the rows, in pixels.")
    z: Third = None


class Position(Schema):
    """In the patient, in millimetres: to the left, to the back, to the head."""

    x: Coordinate
    y: Coordinate
    z: Coordinate


class PatientPlane(Schema):
    """The plane that a shape was drawn on: a point of it, and unit vectors to the right and downwards as it was seen.

    Boxes and ellipses lie along these two, from their corner x, y, z; their width and height are in millimetres.
    """

    frame_of_reference_uid: Annotated[str, Field(max_length=64, pattern=r"^[0-9.]+$")]
    origin: Position
    u: Position
    v: Position


class ImageLabelGeometry(Schema):
    """The whole image."""

    kind: Literal["image_label"]


class BoxGeometry(Schema):
    kind: Literal["box"]
    x: Coordinate
    y: Coordinate
    z: Third = None
    width: Extent
    height: Extent


class EllipseGeometry(Schema):
    """The ellipse that touches this box from inside; its axes lie along columns and rows."""

    kind: Literal["ellipse"]
    x: Coordinate
    y: Coordinate
    z: Third = None
    width: Extent
    height: Extent


class PolygonGeometry(Schema):
    """Closed: the last point joins the first."""

    kind: Literal["polygon"]
    points: list[Point] = Field(min_length=3, max_length=MAX_CORNERS)


class FreehandGeometry(Schema):
    """A contour drawn in one stroke, and closed: the last point joins the first."""

    kind: Literal["freehand"]
    points: list[Point] = Field(min_length=3, max_length=MAX_STROKE_POINTS)


class SplineGeometry(Schema):
    """A smooth closed curve through its points: a centripetal Catmull-Rom spline."""

    kind: Literal["spline"]
    points: list[Point] = Field(min_length=3, max_length=MAX_SPLINE_POINTS)


class PointGeometry(Schema):
    kind: Literal["point"]
    x: Coordinate
    y: Coordinate
    z: Third = None


class LengthGeometry(Schema):
    """A straight line that is measured; or known, and then the scale of its picture."""

    kind: Literal["length"]
    start: Point
    end: Point
    known_mm: Annotated[float, Field(gt=0, le=LONGEST_MM)] | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="How long the reader says this is: the last such length of a picture calibrates what is on it.",
    )


class AngleGeometry(Schema):
    """The angle at the vertex between the lines to the start and to the end."""

    kind: Literal["angle"]
    start: Point
    vertex: Point
    end: Point


class Axis(Schema):
    start: Point
    end: Point


class BidirectionalGeometry(Schema):
    """The longest diameter of a lesion, and the longest one across it."""

    kind: Literal["bidirectional"]
    long: Axis
    short: Axis


class ArrowGeometry(Schema):
    """Points at its end. What it says is the comment of the object."""

    kind: Literal["arrow"]
    start: Point
    end: Point


class MaskGeometry(Schema):
    """Voxels on the pictures of an image: painted by operations of their own, and asked for by themselves."""

    kind: Literal["mask"]


Shape = (
    ImageLabelGeometry
    | BoxGeometry
    | EllipseGeometry
    | PolygonGeometry
    | FreehandGeometry
    | SplineGeometry
    | PointGeometry
    | LengthGeometry
    | AngleGeometry
    | BidirectionalGeometry
    | ArrowGeometry
    | MaskGeometry
)
Geometry = Annotated[Shape, Field(discriminator="kind")]
