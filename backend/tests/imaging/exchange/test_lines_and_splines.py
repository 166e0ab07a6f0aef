"""Splines, angles, pairs of axes and arrows in the formats that know them, and back."""

import json
from collections.abc import Sequence
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import highdicom as hd
import pydicom
import pytest

from backend.imaging.exchange.coco import coco
from backend.imaging.exchange.coco_reading import read_coco
from backend.imaging.exchange.flat_shapes import area_of, box_of
from backend.imaging.exchange.incoming import IncomingObject
from backend.imaging.exchange.reading_files import FileKind, read_file
from backend.imaging.exchange.rtstruct_file import write_rtstruct
from backend.imaging.exchange.sources import SampleSource
from backend.imaging.exchange.sr_file import write_sr
from backend.imaging.splines import sampled
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.sources import on, places, source_of

pytestmark = pytest.mark.once


def point(x: float, y: float) -> dict[str, float]:
    return {"x": x, "y": y}


SPLINE: dict[str, Any] = {"kind": "spline", "points": [point(2, 2), point(12.5, 2), point(12, 9), point(2, 8.25)]}
ANGLE: dict[str, Any] = {"kind": "angle", "start": point(9, 1), "vertex": point(1, 1), "end": point(1, 7.5)}
AXES: dict[str, Any] = {
    "kind": "bidirectional",
    "long": {"start": point(2, 6), "end": point(12, 6)},
    "short": {"start": point(5, 3.5), "end": point(5, 8)},
}
ARROW: dict[str, Any] = {"kind": "arrow", "start": point(1, 1), "end": point(6, 7)}
ALL = (SPLINE, ANGLE, AXES, ARROW)


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, ...]:
    return pocket_ct(tmp_path / "ct").paths


def drawn(paths: Sequence[Path], *geometries: dict[str, Any]) -> SampleSource:
    return source_of(paths, *(on(places(paths)[1][0], geometry) for geometry in geometries))


def report(source: SampleSource, folder: Path) -> Path:
    path = folder / "a.sr.dcm"
    write_sr(source, source.readings[0], path)
    return path


def by_kind(objects: Sequence[IncomingObject]) -> dict[str, Any]:
    return {one.geometry["kind"]: one.geometry for one in objects}


class TestCoco:
    def test_each_comes_back_as_it_was(self, paths: Sequence[Path], tmp_path: Path) -> None:
        path = tmp_path / "coco.json"
        path.write_text(json.dumps(coco(drawn(paths, *ALL).document)))

        found = read_coco(path)

        assert found.refused == []
        assert [one.geometry for one in found.objects] == list(ALL)

    def test_targets_come_back_as_targets(self, paths: Sequence[Path], tmp_path: Path) -> None:
        uid = places(paths)[1][0]
        source = source_of(paths, on(uid, AXES, tracking_uid="2.25.1", is_target=True), on(uid, ARROW))
        path = tmp_path / "coco.json"
        path.write_text(json.dumps(coco(source.document)))

        assert [one.is_target for one in read_coco(path).objects] == [True, False]

    def test_too_few_points_are_refused_and_the_rest_comes_in(self, paths: Sequence[Path], tmp_path: Path) -> None:
        written = coco(drawn(paths, AXES, ARROW).document)
        written["annotations"][0]["keypoints"] = written["annotations"][0]["keypoints"][:9]
        path = tmp_path / "coco.json"
        path.write_text(json.dumps(written))

        found = read_coco(path)

        assert [one.error for one in found.refused] == ["CocoDamaged"]
        assert list(by_kind(found.objects)) == ["arrow"]


class TestSr:
    def test_numbers_have_the_codes_of_the_standard(self, paths: Sequence[Path], tmp_path: Path) -> None:
        content: Any = hd.sr.srread(report(drawn(paths, ANGLE, AXES), tmp_path)).content

        groups = [group.get_measurements() for group in content.get_image_measurement_groups()]
        told = [[(one.name.value, float(one.value), one.unit.value) for one in group] for group in groups]
        assert told == [
            [("1483009", 90.0, "deg")],
            [("103339001", 10.0, "mm"), ("103340004", 4.5, "mm")],
        ]

    def test_each_that_is_measured_comes_back(self, paths: Sequence[Path], tmp_path: Path) -> None:
        found = read_file(report(drawn(paths, *ALL), tmp_path), FileKind.SR, paths, 0.5)

        assert found.refused == []
        kinds = by_kind(found.objects)
        assert sorted(kinds) == ["angle", "bidirectional", "point", "polygon"]
        assert (kinds["angle"], kinds["bidirectional"]) == (ANGLE, AXES)
        assert kinds["point"] == {"kind": "point", **ARROW["end"]}

    def test_is_valid(self, paths: Sequence[Path], tmp_path: Path) -> None:
        from backend.tests.imaging.exchange.sources import dciodvfy
        from backend.tests.imaging.exchange.test_dicom_formats import needs_dciodvfy

        if not needs_dciodvfy.args[0]:
            assert dciodvfy(report(drawn(paths, *ALL), tmp_path)) == []


class TestRtstruct:
    def test_lines_are_open_contours_and_angles_come_back(self, paths: Sequence[Path], tmp_path: Path) -> None:
        source, path = drawn(paths, *ALL), tmp_path / "a.rtstruct.dcm"
        write_rtstruct(source, source.readings[0], source.images[0], path)

        (roi,) = pydicom.dcmread(path).ROIContourSequence
        kinds = [(one.ContourGeometricType, one.NumberOfContourPoints) for one in roi.ContourSequence]
        assert kinds[1:] == [("OPEN_PLANAR", count) for count in (3, 2, 2, 2)]
        assert kinds[0] == ("CLOSED_PLANAR", len(sampled([(one["x"], one["y"]) for one in SPLINE["points"]])))
        found = read_file(path, FileKind.RTSTRUCT, paths, 0.5)
        assert found.refused == []
        assert sorted(one.geometry["kind"] for one in found.objects) == ["angle", *["length"] * 3, "polygon"]


class TestFlat:
    def test_a_spline_has_the_box_and_the_area_of_its_curve(self) -> None:
        turns = [turn * pi / 4 for turn in range(8)]
        circle = [point(50 + 20 * cos(turn), 50 + 20 * sin(turn)) for turn in turns]

        x, _, width, _ = box_of({"kind": "spline", "points": circle}) or (0, 0, 0, 0)

        assert (x, width) == pytest.approx((30, 40), abs=0.1)
        assert area_of({"kind": "spline", "points": circle}) == pytest.approx(pi * 400, rel=0.02)
