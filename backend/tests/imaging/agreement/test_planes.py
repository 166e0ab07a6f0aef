"""Shapes on planes through a volume, as several readers draw them."""

from typing import Any

import pytest

from backend.imaging.agreement.areas import overlap
from backend.imaging.agreement.marks import Mark
from backend.imaging.agreement.planes import on_its_plane

pytestmark = pytest.mark.once


def point(x: float, y: float, z: float) -> dict[str, float]:
    return {"x": x, "y": y, "z": z}


def coronal(x: float, y: float, z: float) -> dict[str, Any]:
    return {"frame_of_reference_uid": "1", "origin": point(x, y, z), "u": point(1, 0, 0), "v": point(0, 0, -1)}


def mark(plane: dict[str, Any], x: float, z: float) -> Mark:
    box = {"kind": "box", **point(x, plane["origin"]["y"], z), "width": 8.0, "height": 4.0}
    uid, geometry = on_its_plane(box, plane)
    return Mark("nodule", "box", geometry, "1", uid)


class TestOnItsPlane:
    def test_origins_do_not_matter(self) -> None:
        here, there = mark(coronal(-100, 7.5, 30), 2, 10), mark(coronal(12, 7.5, -3), 2, 10)

        assert here.place == there.place
        assert overlap([here], [there]).dice == 1.0

    def test_areas_are_laid_over_one_another_in_millimetres(self) -> None:
        here, there = mark(coronal(0, 7.5, 0), 2, 10), mark(coronal(0, 7.5, 0), 6, 10)

        assert overlap([here], [there]).dice == pytest.approx(0.5)

    def test_another_plane_is_another_picture(self) -> None:
        assert mark(coronal(0, 7.5, 0), 2, 10).place != mark(coronal(0, 8.0, 0), 2, 10).place
