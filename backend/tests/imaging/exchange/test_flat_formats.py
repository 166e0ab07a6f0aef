"""Formats for boxes and outlines: read back by others' programs, or by what their descriptions say."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from pycocotools.coco import COCO as COCO_TOOLS

from backend.imaging.exchange.coco import write_coco
from backend.imaging.exchange.csv_files import write_csv_long, write_csv_wide
from backend.imaging.exchange.cvat import write_cvat
from backend.imaging.exchange.document import Document
from backend.imaging.exchange.formats import COCO, CSV_WIDE, FORMATS, JSON, LINES, YOLO, Level, Trait
from backend.imaging.exchange.losses import losses, traits_of
from backend.imaging.exchange.voc import write_voc
from backend.imaging.exchange.writing import WRITERS
from backend.imaging.exchange.yolo import write_yolo, write_yolo_segmentation
from backend.imaging.polygons import fill_even_odd
from backend.tests.imaging.exchange.documents import (
    ANGLE,
    ARROW,
    AXES,
    BOX,
    ELLIPSE,
    LENGTH,
    NODULE,
    PHOTO,
    POINT,
    SERIES,
    SERIES_IMAGE,
    SPLINE,
    STROKE,
    TRIANGLE,
    VESSEL,
    WHOLE,
    document,
    drawn,
    reading,
)

pytestmark = pytest.mark.once
KINDS: list[dict[str, Any]] = [BOX, ELLIPSE, TRIANGLE, STROKE, POINT, LENGTH, WHOLE, SPLINE, ANGLE, AXES, ARROW]
Write = Callable[[Document, BinaryIO], None]


def everything() -> Document:
    return document(
        reading("a", PHOTO, *(drawn(str(number), geometry) for number, geometry in enumerate(KINDS))),
        reading("b", PHOTO, drawn("b", {**BOX, "x": 12.0}, VESSEL), reader="Reader 2"),
        reading("c", SERIES, drawn("c", BOX, image=SERIES_IMAGE, sop_instance_uid="1.2.3.2")),
    )


def written(write: Write, found: Document) -> bytes:
    file = io.BytesIO()
    write(found, file)
    return file.getvalue()


def members(write: Write, found: Document) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(written(write, found))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


class TestCoco:
    def loaded(self, tmp_path: Path, found: Document) -> Any:
        path = tmp_path / "coco.json"
        path.write_bytes(written(write_coco, found))
        return COCO_TOOLS(str(path))

    @pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of pycocotools with numpy 2
    def test_its_own_tools_read_every_shape(self, tmp_path: Path) -> None:
        coco = self.loaded(tmp_path, everything())

        by_kind = {item["attributes"]["isocenter:kind"]: item for item in coco.dataset["annotations"]}
        assert sorted(by_kind) == sorted(kind["kind"] for kind in KINDS if kind != WHOLE)
        box = coco.annToMask(by_kind["polygon"])
        expected = fill_even_odd([np.array([(1.5, 2.5), (11.5, 2.5), (1.5, 12.5)]) - 0.5], (80, 100))
        assert abs(int(box.sum()) - int(expected.sum())) <= 12  # its rasteriser rounds edges to a fifth of a pixel
        assert by_kind["length"]["keypoints"] == [0.0, 0.0, 2, 3.0, 4.0, 2, *[0] * 6]
        assert by_kind["angle"]["num_keypoints"] == 3
        assert {len(item["keypoints"]) for item in coco.dataset["annotations"] if "keypoints" in item} == {12}
        assert coco.dataset["categories"][0]["keypoints"] == ["start", "end", "third", "fourth"]

    def test_boxes_keep_every_digit(self) -> None:
        awkward = {**BOX, "x": 0.1 + 0.2}

        found = json.loads(written(write_coco, document(reading("a", PHOTO, drawn("1", awkward)))))

        assert found["annotations"][0]["bbox"] == [0.1 + 0.2, 20.5, 30.0, 40.75]
        assert found["annotations"][0]["area"] == pytest.approx(30 * 40.75)

    def test_every_slice_is_an_image_with_its_instance(self) -> None:
        found = json.loads(written(write_coco, document()))

        names = [image["file_name"] for image in found["images"]]
        assert names == ["000001-1.png", "1.2.3.1.dcm", "1.2.3.2.dcm", "1.2.3.3.dcm"]
        assert found["annotations"][-1]["image_id"] == 3

    def test_says_who_read_and_what_they_said(self) -> None:
        found = json.loads(written(write_coco, everything()))

        assert [item["reader"] for item in found["readings"]] == ["Reader 1", "Reader 2", "Reader 1"]
        assert found["readings"][0]["image_labels"] == [
            {"category_id": 1, "image_id": "image-photo", "sop_instance_uid": None, "frame": 1, "attributes": None}
        ]


class TestYolo:
    def test_boxes_are_parts_of_the_picture(self) -> None:
        files = members(write_yolo, document())

        number, *parts = files["labels/000001-1.txt"].splitlines()[0].split()
        x, y, width, height = map(float, parts)
        assert number == "0"
        assert (x * 100, y * 80, width * 100, height * 80) == pytest.approx((25.25, 40.875, 30, 40.75), abs=1e-5)

    def test_outlines_have_all_their_corners(self) -> None:
        files = members(write_yolo_segmentation, document())

        _, triangle = files["labels/000001-1.txt"].splitlines()
        assert [float(part) for part in triangle.split()[1:]] == pytest.approx(
            [0.015, 0.03125, 0.115, 0.03125, 0.015, 0.15625], abs=1e-7
        )

    def test_pictures_without_anything_were_read_too(self) -> None:
        files = members(write_yolo, document())

        assert files["labels/1.2.3.1.txt"] == ""
        assert files["labels/1.2.3.2.txt"].startswith("0 ")

    def test_readings_of_one_picture_are_kept_apart(self) -> None:
        files = members(write_yolo, everything())

        assert {name.split("/")[0] for name in files} == {"Reader 1, round 1", "Reader 2, round 1"}

    def test_what_reaches_beyond_the_picture_is_cut(self) -> None:
        beyond = {"kind": "box", "x": 90.0, "y": -10.0, "width": 20.0, "height": 20.0}

        files = members(write_yolo, document(reading("a", PHOTO, drawn("1", beyond))))

        assert [float(part) for part in files["labels/000001-1.txt"].split()[1:]] == pytest.approx(
            [0.95, 0.0625, 0.1, 0.125]
        )

    def test_names_its_classes(self) -> None:
        assert 'names:\n  0: "Nodule"\n  1: "=Vessel"\n' in members(write_yolo, document())["data.yaml"]


class TestVoc:
    def test_boxes_hold_the_whole_shape_in_pixels_counted_from_one(self) -> None:
        root = ET.fromstring(members(write_voc, document())["Annotations/000001-1.xml"])

        box = root.find("object/bndbox")
        assert box is not None
        assert [(edge.tag, edge.text) for edge in box] == [
            ("xmin", "11"),
            ("ymin", "21"),
            ("xmax", "41"),
            ("ymax", "62"),
        ]
        assert [item.text for item in root.findall("object/name")] == ["Nodule", "=Vessel"]

    def test_lists_its_pictures(self) -> None:
        listed = members(write_voc, document())["ImageSets/Main/default.txt"]

        assert listed.split() == ["000001-1", "1.2.3.1", "1.2.3.2", "1.2.3.3"]


class TestCvat:
    def test_every_shape_has_its_element(self) -> None:
        files = members(write_cvat, everything())

        root = ET.fromstring(files["Reader 1, round 1/annotations.xml"])
        image = root.find("image")
        assert image is not None
        tags = [shape.tag for shape in image]
        assert tags[:7] == ["box", "ellipse", "polygon", "polygon", "points", "polyline", "tag"]
        assert tags[7:] == ["polygon", *["polyline"] * 4]  # two axes are two lines
        assert image[0].attrib["xtl"] == "10.25"
        assert image[2].attrib["points"] == "1.5,2.5;11.5,2.5;1.5,12.5"

    def test_attributes_stand_with_their_shape(self) -> None:
        root = ET.fromstring(members(write_cvat, document())["annotations.xml"])

        found = {item.attrib["name"]: item.text for item in root.findall("image/polygon/attribute")}
        assert found == {"margin": "sharp", "sure": "true"}

    def test_characters_that_xml_has_not_are_replaced(self) -> None:
        strange = document(reading("a", PHOTO, drawn("1", BOX, attributes={"a\x0b": "b\x01"})))

        root = ET.fromstring(members(write_cvat, strange)["annotations.xml"])

        assert [item.text for item in root.findall("image/box/attribute")] == ["b\ufffd"]


class TestCsv:
    def rows(self, write: Write, found: Document) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(written(write, found).decode("utf-8-sig"))))

    def test_long_has_a_row_per_object_and_one_for_an_empty_reading(self) -> None:
        rows = self.rows(write_csv_long, document(reading("a", PHOTO, drawn("1", BOX)), reading("b", SERIES)))

        assert [(row["reading_id"], row["label"], row["x"]) for row in rows] == [
            ("a", "Nodule", "10.25"),
            ("b", "", ""),
        ]
        assert json.loads(rows[0]["geometry"]) == {name: BOX[name] for name in ("x", "y", "width", "height")}

    def test_formulas_are_escaped_in_every_text(self) -> None:
        evil = reading(
            "a", PHOTO, drawn("1", BOX, VESSEL, comment="@SUM(A1)", attributes={"=1+1": "-2"}), comment="=cmd"
        )

        (row,) = self.rows(write_csv_long, document(evil))

        assert (row["label"], row["comment"], row["reading_comment"]) == ("'=Vessel", "'@SUM(A1)", "'=cmd")
        assert row["attribute: =1+1"] == "'-2"

    def test_wide_counts_by_label(self) -> None:
        rows = self.rows(write_csv_wide, everything())

        assert [(row["objects"], row["Nodule"], row["'=Vessel"]) for row in rows] == [
            ("11", "11", "0"),
            ("1", "0", "1"),
            ("1", "1", "0"),
        ]


class TestLosses:
    def test_json_loses_nothing(self) -> None:
        assert losses(everything(), JSON) == []

    def test_what_is_not_there_cannot_be_lost(self) -> None:
        assert losses(document(reading("a", PHOTO, drawn("1", BOX))), YOLO) == []

    def test_the_worst_comes_first_with_its_number(self) -> None:
        found = losses(everything(), COCO)

        assert [(loss.trait, loss.level, loss.count) for loss in found] == [
            *((trait, Level.CHANGED, 1) for trait in (Trait.ELLIPSE, Trait.SPLINE, Trait.POINT, *LINES)),
            (Trait.IMAGE_LABEL, Level.ASIDE, 1),
            (Trait.SEVERAL_READINGS, Level.ASIDE, 1),
        ]
        assert found[0].message == "Ellipses (1): written as a polygon of 72 corners."

    def test_overlaps_are_shapes_of_different_labels_on_one_picture(self) -> None:
        apart = reading("a", PHOTO, drawn("1", BOX), drawn("2", {**BOX, "x": 50.0}, VESSEL))
        same = reading("a", PHOTO, drawn("1", BOX), drawn("2", {**BOX, "x": 11.0}, NODULE))
        meeting = reading("a", PHOTO, drawn("1", BOX), drawn("2", {**BOX, "x": 11.0}, VESSEL))

        assert [traits_of(document(one))[Trait.OVERLAPS] for one in (apart, same, meeting)] == [0, 0, 1]

    @pytest.mark.parametrize("key", [key for key in FORMATS if key in WRITERS])
    def test_every_format_writes_an_empty_document(self, key: str) -> None:
        assert written(WRITERS[key], document(samples=(), labels=(), readings=())) != b""

    def test_wide_csv_says_that_places_are_left_out(self) -> None:
        assert Trait.BOX in {loss.trait for loss in losses(everything(), CSV_WIDE)}
