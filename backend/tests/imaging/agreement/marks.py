"""Marks that the tests draw."""

from typing import Any

from backend.imaging.agreement.marks import Mark


def box(x: float, y: float, width: float = 10, height: float = 10, label: str = "nodule", **place: Any) -> Mark:
    return Mark(label, "box", {"kind": "box", "x": x, "y": y, "width": width, "height": height}, **_on(place))


def ellipse(x: float, y: float, width: float = 10, height: float = 10, label: str = "nodule", **place: Any) -> Mark:
    return Mark(label, "ellipse", {"kind": "ellipse", "x": x, "y": y, "width": width, "height": height}, **_on(place))


def polygon(*points: tuple[float, float], label: str = "nodule", **place: Any) -> Mark:
    corners = [{"x": x, "y": y} for x, y in points]
    return Mark(label, "polygon", {"kind": "polygon", "points": corners}, **_on(place))


def point(x: float, y: float, label: str = "nodule", **place: Any) -> Mark:
    return Mark(label, "point", {"kind": "point", "x": x, "y": y}, **_on(place))


def whole(label: str, **place: Any) -> Mark:
    return Mark(label, "image_label", {"kind": "image_label"}, **_on(place))


def _on(place: dict[str, Any]) -> dict[str, Any]:
    return {"image_key": "image", **place}
