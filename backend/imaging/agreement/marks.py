"""What one reader says of one sample, as agreement sees it: objects with a label and a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.imaging.lines import LINE_KINDS, line_points
from backend.imaging.painted import MASK, box_of_mask
from backend.imaging.shapes import encloses_area
from backend.imaging.splines import sampled

Box = tuple[float, float, float, float]  # left, top, right, bottom

IMAGE_LABEL = "image_label"


@dataclass(frozen=True)
class Mark:
    """One object. `geometry` is as annotations keep it; `image_key` names the image of the sample that it lies on."""

    label: str
    kind: str
    geometry: Mapping[str, Any]
    image_key: str
    sop_instance_uid: str | None = None
    frame: int = 1
    object_id: str | None = None  # the same for what one mask marks on several pictures

    @property
    def place(self) -> tuple[str, str | None, int]:
        """The picture: marks of different pictures cannot be the same."""
        return self.image_key, self.sop_instance_uid, self.frame

    @property
    def has_area(self) -> bool:
        return encloses_area(self.kind)


def bounds(mark: Mark) -> Box:
    """The upright box around a mark; of a label of the whole image, nothing at the origin."""
    geometry = mark.geometry
    if mark.kind == MASK:
        x, y, width, height = box_of_mask(geometry) or (0, 0, 0, 0)
        return float(x), float(y), float(x + width), float(y + height)
    if mark.kind in ("box", "ellipse"):
        left, top = float(geometry["x"]), float(geometry["y"])
        return left, top, left + float(geometry["width"]), top + float(geometry["height"])
    if mark.kind == "point":
        return float(geometry["x"]), float(geometry["y"]), float(geometry["x"]), float(geometry["y"])
    if mark.kind == IMAGE_LABEL:
        return 0.0, 0.0, 0.0, 0.0
    across, down = zip(*_places(mark), strict=True)
    return min(across), min(down), max(across), max(down)


def _places(mark: Mark) -> list[tuple[float, float]]:
    if mark.kind in LINE_KINDS:
        return line_points(mark.geometry)
    places = [(float(point["x"]), float(point["y"])) for point in mark.geometry["points"]]
    return sampled(places) if mark.kind == "spline" else places


def centre(mark: Mark) -> tuple[float, float]:
    """The middle of the box around it."""
    left, top, right, bottom = bounds(mark)
    return (left + right) / 2, (top + bottom) / 2
