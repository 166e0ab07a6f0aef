"""Round trips: what is written is read back as it was; and files of others."""

import json
from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
import pydicom
import pytest
from pydicom.uid import generate_uid

from backend.core.errors import Unprocessable
from backend.imaging.exchange.coco import coco
from backend.imaging.exchange.coco_reading import read_coco
from backend.imaging.exchange.incoming import closed_shape, outlines_of
from backend.imaging.exchange.reading_files import FileKind, look_at, read_file
from backend.imaging.exchange.seg_file import _described
from backend.imaging.painted import apart, raster_of
from backend.imaging.polygons import fill_even_odd
from backend.imaging.segmentation import rasterise_segment, read_segments
from backend.imaging.volume import read_geometry
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.documents import BOX as PHOTO_BOX
from backend.tests.imaging.exchange.documents import PHOTO, document, drawn, reading
from backend.tests.imaging.exchange.sources import NODULE, VESSEL, on, places, source_of
from backend.tests.imaging.exchange.test_dicom_formats import (
    BOX,
    ELLIPSE,
    LENGTH,
    POINT,
    POLYGON,
    WHOLE,
    drawn_mask,
    rtstruct,
    seg,
    sr,
)
from backend.tests.imaging.exchange.test_flat_formats import everything

pytestmark = pytest.mark.once
SHARED = Path(__file__).parents[4].parent / "shared" / "data"


def numbers(geometry: Any) -> list[float]:
    """Every number of a geometry, in the order of their names."""
    if isinstance(geometry, dict):
        return [number for key in sorted(geometry) for number in numbers(geometry[key])]
    if isinstance(geometry, list | tuple):
        return [number for item in geometry for number in numbers(item)]
    return [] if isinstance(geometry, str) else [float(geometry)]


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, ...]:
    return pocket_ct(tmp_path / "ct").paths


class TestOutlines:
    def test_fill_the_same_pixels_with_holes_and_corners_that_touch(self) -> None:
        marked = np.zeros((9, 9), dtype=bool)
        marked[1:8, 1:8] = True
        marked[3:5, 3:5] = marked[6, 6] = False
        marked[8, 8] = marked[0, 8] = True

        filled = np.zeros_like(marked)
        for outline in outlines_of(marked):
            filled |= fill_even_odd([np.array(outline) - 0.5], marked.shape)

        assert np.array_equal(filled, marked)

    def test_random_masks_come_back(self) -> None:
        random = np.random.default_rng(7)
        for _ in range(20):
            marked = random.random((17, 13)) > 0.45
            filled = np.zeros_like(marked)
            for outline in outlines_of(marked):
                filled |= fill_even_odd([np.array(outline) - 0.5], marked.shape)
            assert np.array_equal(filled, marked)

    def test_four_square_corners_are_a_box(self) -> None:
        corners = [(1.0, 2.0), (4.0, 2.0), (4.0, 6.0), (1.0, 6.0)]

        assert closed_shape(corners) == {"kind": "box", "x": 1, "y": 2, "width": 3, "height": 4}
        assert closed_shape([corners[0], corners[2], corners[1], corners[3]])["kind"] == "polygon"


class TestCoco:
    def read(self, tmp_path: Path, found: dict[str, Any]) -> Any:
        path = tmp_path / "coco.json"
        path.write_text(json.dumps(found))
        return read_coco(path)

    def test_ours_comes_back_exactly(self, tmp_path: Path) -> None:
        whole = everything()

        incoming = self.read(tmp_path, coco(whole))

        assert incoming.refused == []
        sent = sorted((one.kind, numbers(one.geometry)) for item in whole.readings for one in item.objects)
        assert sorted((one.geometry["kind"], numbers(one.geometry)) for one in incoming.objects) == sent
        assert {one.author for one in incoming.objects} == {"Reader 1", "Reader 2"}
        on_series = next(one for one in incoming.objects if one.sop_instance_uid)
        assert (on_series.sop_instance_uid, on_series.frame) == ("1.2.3.2", 1)

    def test_attributes_comments_and_lesions_come_back(self, tmp_path: Path) -> None:
        said = drawn("1", PHOTO_BOX, attributes={"margin": "sharp"}, comment="There", tracking_uid="1.2.3")

        (found,) = self.read(tmp_path, coco(document(reading("a", PHOTO, said)))).objects

        assert (found.attributes, found.comment, found.tracking_uid) == ({"margin": "sharp"}, "There", "1.2.3")

    @pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
    def test_masks_of_others_in_both_packings(self, tmp_path: Path) -> None:
        from pycocotools import mask as tools

        marked = np.zeros((12, 15), dtype=np.uint8)
        marked[2:9, 3:11] = 1
        marked[4:6, 5:8] = 0
        packed = tools.encode(np.asfortranarray(marked))
        runs = [int(run) for run in _runs_of(marked)]
        for counts in (packed["counts"].decode(), runs):
            annotation = {
                "id": 1,
                "image_id": 1,
                "category_id": 1,
                "segmentation": {"size": [12, 15], "counts": counts},
            }
            (found,) = self.read(tmp_path, foreign(annotation)).objects
            ((_, _, geometry),) = apart(found.geometry)
            assert np.array_equal(raster_of(geometry, (12, 15)), marked > 0)

    def test_what_is_damaged_is_refused_by_itself(self, tmp_path: Path) -> None:
        good = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}
        damaged = [
            {**good, "id": 2, "image_id": 9},
            {**good, "id": 3, "category_id": 9},
            {**good, "id": 4, "bbox": [1, 2, 0, 0]},
            {**good, "id": 5, "segmentation": [[1, 2, 3]]},
            {**good, "id": 6, "segmentation": {"size": [2, 2], "counts": [9]}},
            {"id": 7},
            "nonsense",
        ]

        incoming = self.read(tmp_path, foreign(good, *damaged))

        assert [one.item for one in incoming.objects] == ["annotation 1"]
        assert [(one.item, one.error) for one in incoming.refused] == [
            ("annotation 2", "PlaceMissing"),
            ("annotation 3", "CocoDamaged"),
            ("annotation 4", "ShapeNotKnown"),
            ("annotation 5", "CocoDamaged"),
            ("annotation 6", "CocoDamaged"),
            ("annotation 7", "CocoDamaged"),
            ("annotation 8", "CocoDamaged"),
        ]

    @pytest.mark.parametrize("content", ["{", "{}", '{"images": 1, "categories": 2, "annotations": 3}'])
    def test_what_is_none_is_refused(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "none.json"
        path.write_text(content)

        with pytest.raises(Unprocessable):
            read_coco(path)


def foreign(*annotations: Any) -> dict[str, Any]:
    return {
        "images": [{"id": 1, "file_name": "a.png", "width": 15, "height": 12}],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": list(annotations),
    }


def _runs_of(marked: np.ndarray[Any, Any]) -> list[int]:
    flat = marked.T.ravel()
    edges = np.flatnonzero(np.diff(flat)) + 1
    return [int(run) for run in np.diff([0, *edges, flat.size])]


class TestDicom:
    def test_seg_comes_back_voxel_by_voxel_with_overlaps_and_author(
        self, paths: tuple[Path, ...], tmp_path: Path
    ) -> None:
        (first, _), (second, _) = places(paths)[1:3]
        source = source_of(
            paths, on(first, ELLIPSE), on(second, POLYGON), on(first, BOX, VESSEL, tracking_uid="1.2.3.4")
        )
        path = seg(source, tmp_path)

        facts = look_at(path)
        incoming = read_file(path, facts.kind, paths, 0.5)

        assert (facts.kind, incoming.refused) == (FileKind.SEG, [])
        assert {one.author for one in incoming.objects} == {"Ada Reader"}
        objects = [
            on(one.sop_instance_uid or "", dict(one.geometry), NODULE if one.label == "Nodule" else VESSEL)
            for one in incoming.objects
        ]
        again = source_of(paths, *objects)
        for label in (NODULE, VESSEL):
            assert np.array_equal(drawn_mask(paths, again, label), drawn_mask(paths, source, label))
        assert {one.tracking_uid for one in incoming.objects if one.label == "Vessel"} == {"1.2.3.4"}
        assert {one.concept["code"] for one in incoming.objects if one.concept and one.label == "Nodule"} == {
            "27925004"
        }

    def test_rtstruct_comes_back_point_by_point(self, paths: tuple[Path, ...], tmp_path: Path) -> None:
        uid = places(paths)[2][0]
        source = source_of(paths, on(uid, BOX), on(uid, POLYGON, VESSEL), on(uid, POINT), on(uid, LENGTH))
        path = rtstruct(source, tmp_path)

        incoming = read_file(path, look_at(path).kind, paths, 0.5)

        assert incoming.refused == []
        sent = sorted((one.kind, numbers(one.geometry)) for one in source.readings[0].objects)
        found = sorted((one.geometry["kind"], numbers(one.geometry)) for one in incoming.objects)
        assert [kind for kind, _ in found] == [kind for kind, _ in sent]
        for (_, mine), (_, theirs) in zip(sent, found, strict=True):
            assert theirs == pytest.approx(mine, abs=1e-9)
        assert {one.author for one in incoming.objects} == {"Ada Reader"}
        assert {one.sop_instance_uid for one in incoming.objects} == {uid}

    def test_sr_comes_back_object_by_object(self, paths: tuple[Path, ...], tmp_path: Path) -> None:
        uid = places(paths)[1][0]
        kinds = (BOX, ELLIPSE, POLYGON, POINT, LENGTH, WHOLE)
        source = source_of(paths, *(on(uid, geometry, tracking_uid="1.2.3.9") for geometry in kinds))
        path = sr(source, tmp_path)

        incoming = read_file(path, look_at(path).kind, (), 0.5)

        assert incoming.refused == []
        found: Any = [(one.geometry["kind"], numbers(one.geometry)) for one in incoming.objects]
        assert found == [(geometry["kind"], pytest.approx(numbers(geometry), abs=1e-5)) for geometry in kinds]
        assert {(one.label, one.author, one.tracking_uid) for one in incoming.objects} == {
            ("Nodule", "Ada Reader", "1.2.3.9")
        }

    def test_contours_within_contours_are_holes(self, paths: tuple[Path, ...], tmp_path: Path) -> None:
        uid = places(paths)[2][0]
        ring = {"kind": "polygon", "points": _ring()}
        path = seg(source_of(paths, on(uid, ring)), tmp_path)

        incoming = read_file(path, FileKind.SEG, paths, 0.5)

        again = source_of(paths, *(on(one.sop_instance_uid or "", dict(one.geometry)) for one in incoming.objects))
        assert np.array_equal(
            drawn_mask(paths, again, NODULE), drawn_mask(paths, source_of(paths, on(uid, ring)), NODULE)
        )

    @pytest.mark.filterwarnings("ignore:The string")
    def test_fractions_lie_inside_from_the_edge_that_is_asked_for(
        self, paths: tuple[Path, ...], tmp_path: Path
    ) -> None:
        header = pydicom.dcmread(paths[1])
        parts = np.zeros((1, 16, 16), dtype=np.float32)
        parts[0, 4:8, 4:6], parts[0, 4:8, 6:8], parts[0, 4:8, 8:10] = 0.2, 0.6, 1.0
        source = source_of(paths, on(str(header.SOPInstanceUID), BOX))
        (group,) = source.groups(source.readings[0], source.images[0])
        path = tmp_path / "fractional.dcm"
        hd.seg.Segmentation(
            [header],
            parts,
            "FRACTIONAL",
            [_described(1, group)],
            generate_uid(),
            1,
            generate_uid(),
            1,
            "a",
            "b",
            "1",
            "0",
        ).save_as(path)

        sizes = [
            drawn_mask(paths, _again(paths, read_file(path, FileKind.SEG, paths, edge)), NODULE).sum()
            for edge in (0.1, 0.5, 0.9)
        ]

        assert sizes == [24, 16, 8]

    def test_something_else_is_refused(self, paths: tuple[Path, ...], tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("hello")

        for other in (paths[0], path):
            with pytest.raises(Unprocessable):
                look_at(other)


def _again(paths: tuple[Path, ...], incoming: Any) -> Any:
    return source_of(paths, *(on(one.sop_instance_uid, dict(one.geometry)) for one in incoming.objects))


def _ring() -> list[dict[str, float]]:
    outer = [(2, 2), (12, 2), (12, 12), (2, 12), (2, 2)]
    inner = [(5, 5), (5, 9), (9, 9), (9, 5), (5, 5)]
    return [{"x": float(x), "y": float(y)} for x, y in (*outer, *inner)]


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data")
class TestSharedData:
    """Structures of others, drawn on real series."""

    @pytest.mark.parametrize("patient", ["STS_002", "STS_019"])
    @pytest.mark.parametrize("modality", ["CT", "PET"])
    def test_a_tumour_comes_back_by_every_way(self, tmp_path: Path, patient: str, modality: str) -> None:
        images, structure = _series(SHARED / "sts_multimodal" / patient / modality)
        theirs = read_file(structure, FileKind.RTSTRUCT, images, 0.5)
        assert theirs.objects
        objects = [
            on(one.sop_instance_uid or "", dict(one.geometry), frame=one.frame, id=str(number))
            for number, one in enumerate(theirs.objects)
        ]
        source = source_of(images, *objects)
        expected = drawn_mask(images, source, NODULE)

        for write, kind in ((seg, FileKind.SEG), (rtstruct, FileKind.RTSTRUCT)):
            back = read_file(write(source, tmp_path), kind, images, 0.5)
            again = source_of(
                images,
                *(
                    on(one.sop_instance_uid or "", dict(one.geometry), frame=one.frame, id=str(number))
                    for number, one in enumerate(back.objects)
                ),
            )
            assert back.refused == []
            assert np.array_equal(drawn_mask(images, again, NODULE), expected), kind

    @pytest.mark.parametrize("name", ["liver.dcm", "partial_overlaps.dcm"])
    def test_segments_of_others_come_back_voxel_by_voxel(self, name: str) -> None:
        folder = SHARED / "seg_sr_dcmqi" / "segmentations"
        images = sorted((folder / "ct-3slice").glob("*.dcm"))

        incoming = read_file(folder / name, look_at(folder / name).kind, images, 0.5)

        assert incoming.refused == []
        geometry = read_geometry(images)
        for number, region in enumerate(read_segments(folder / name), start=1):
            item = f"segment {region.number} ({region.name})"
            outlines = [
                on(one.sop_instance_uid or "", dict(one.geometry), frame=one.frame, id=str(place))
                for place, one in enumerate(incoming.objects)
                if one.item == item
            ]
            expected = rasterise_segment(folder / name, region.number, geometry).array
            assert np.array_equal(drawn_mask(images, source_of(images, *outlines), NODULE), expected), number

    def test_a_fractional_segment_on_sagittal_slices_comes_back_voxel_by_voxel(self) -> None:
        folder = SHARED / "mr_breast_seg" / "UCSF-BR-06"
        (path,) = (folder / "mask").glob("*.dcm")
        images = sorted((folder / "image_dce_pe1").glob("*.dcm"))

        incoming = read_file(path, look_at(path).kind, images, 0.5)

        assert incoming.refused == []
        outlines = [
            on(one.sop_instance_uid or "", dict(one.geometry), id=str(place))
            for place, one in enumerate(incoming.objects)
        ]
        expected = rasterise_segment(path, 1, read_geometry(images)).array
        assert np.array_equal(drawn_mask(images, source_of(images, *outlines), NODULE), expected)

    def test_reports_of_others_are_read(self) -> None:
        path = SHARED / "seg_sr_highdicom" / "sr_document.dcm"

        facts = look_at(path)
        incoming = read_file(path, facts.kind, (), 0.5)

        assert facts.kind is FileKind.SR
        assert incoming.objects or incoming.refused


def _series(folder: Path) -> tuple[list[Path], Path]:
    images = sorted((folder / "image").glob("*.dcm"))
    structures = [path for path in folder.rglob("*.dcm") if path.parent.name != "image"]
    assert images, folder
    assert structures, folder
    return images, structures[0]
