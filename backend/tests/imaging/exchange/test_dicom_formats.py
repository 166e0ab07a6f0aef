"""Files that DICOM viewers read: read back by highdicom and by our own readers, and judged by dciodvfy."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
import pydicom
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.exchange.rtstruct_file import write_rtstruct
from backend.imaging.exchange.seg_file import write_seg
from backend.imaging.exchange.sources import SampleSource
from backend.imaging.exchange.sr_file import write_sr
from backend.imaging.rtstruct import rasterise_roi, read_rois
from backend.imaging.segmentation import rasterise_segment, read_segments
from backend.imaging.shapes import rasterise_shapes
from backend.imaging.volume import read_grid
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.sources import NODULE, VESSEL, dciodvfy, on, places, shapes_of, source_of

pytestmark = pytest.mark.once
BOX: dict[str, Any] = {"kind": "box", "x": 2.0, "y": 3.0, "width": 5.0, "height": 4.0}
ELLIPSE: dict[str, Any] = {"kind": "ellipse", "x": 4.0, "y": 4.0, "width": 8.0, "height": 6.0}
POLYGON: dict[str, Any] = {
    "kind": "polygon",
    "points": [{"x": 1.25, "y": 1.5}, {"x": 9.0, "y": 2.0}, {"x": 4.0, "y": 11.0}],
}
POINT: dict[str, Any] = {"kind": "point", "x": 3.5, "y": 4.25}
LENGTH: dict[str, Any] = {"kind": "length", "start": {"x": 0.0, "y": 0.0}, "end": {"x": 3.0, "y": 4.0}}
WHOLE: dict[str, Any] = {"kind": "image_label"}
needs_dciodvfy = pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy is not installed")


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, ...]:
    return pocket_ct(tmp_path / "ct").paths


@pytest.fixture
def overlapping(paths: Sequence[Path]) -> SampleSource:
    """Two labels that overlap on one slice, one of them on another too."""
    (first, _), (second, _) = places(paths)[1:3]
    return source_of(
        paths, on(first, BOX), on(second, BOX), on(first, ELLIPSE, VESSEL, tracking_uid="1.2.826.0.1.3680043.8.498.1")
    )


def seg(source: SampleSource, folder: Path) -> Path:
    path = folder / "a.seg.dcm"
    write_seg(source, source.readings[0], source.images[0], path)
    return path


def rtstruct(source: SampleSource, folder: Path) -> Path:
    path = folder / "a.rtstruct.dcm"
    write_rtstruct(source, source.readings[0], source.images[0], path)
    return path


def sr(source: SampleSource, folder: Path) -> Path:
    path = folder / "a.sr.dcm"
    write_sr(source, source.readings[0], path)
    return path


def drawn_mask(paths: Sequence[Path], source: SampleSource, label: str) -> np.ndarray[Any, Any]:
    shapes = shapes_of(one for one in source.readings[0].objects if one.label_id == label)
    return rasterise_shapes(read_grid(list(paths)), shapes).array


class TestSeg:
    def test_holds_the_voxels_of_each_label_where_they_overlap_too(
        self, overlapping: SampleSource, paths: Sequence[Path], tmp_path: Path
    ) -> None:
        path = seg(overlapping, tmp_path)

        geometry = read_grid(list(paths)).geometry
        for number, label in ((1, NODULE), (2, VESSEL)):
            expected = drawn_mask(paths, overlapping, label)
            assert np.array_equal(rasterise_segment(path, number, geometry).array, expected)
        assert (drawn_mask(paths, overlapping, NODULE) & drawn_mask(paths, overlapping, VESSEL)).any()

    def test_highdicom_reads_labels_codes_author_and_lesion(self, overlapping: SampleSource, tmp_path: Path) -> None:
        found = hd.seg.segread(seg(overlapping, tmp_path))

        one, two = (found.get_segment_description(number) for number in (1, 2))
        assert (one.segment_label, one.segmented_property_type.value) == ("Nodule", "27925004")
        assert (two.segment_label, two.tracking_uid) == ("Vessel", "1.2.826.0.1.3680043.8.498.1")
        assert found.ContentCreatorName == "Ada Reader^"

    def test_refers_to_its_series_and_frame_of_reference(
        self, overlapping: SampleSource, paths: Sequence[Path], tmp_path: Path
    ) -> None:
        regions = read_segments(seg(overlapping, tmp_path))

        first = pydicom.dcmread(paths[0])
        assert {region.referenced_series_uid for region in regions} == {first.SeriesInstanceUID}
        assert {region.frame_of_reference_uid for region in regions} == {first.FrameOfReferenceUID}

    @needs_dciodvfy
    def test_is_valid(self, overlapping: SampleSource, tmp_path: Path) -> None:
        assert dciodvfy(seg(overlapping, tmp_path)) == []

    def test_what_encloses_nothing_is_refused(self, paths: Sequence[Path], tmp_path: Path) -> None:
        source = source_of(paths, on(places(paths)[0][0], POINT))

        with pytest.raises(Unprocessable, match="encloses nothing"):
            seg(source, tmp_path)


class TestRtstruct:
    def test_holds_the_voxels_of_each_label(
        self, overlapping: SampleSource, paths: Sequence[Path], tmp_path: Path
    ) -> None:
        path = rtstruct(overlapping, tmp_path)

        geometry = read_grid(list(paths)).geometry
        assert [roi.name for roi in read_rois(path)] == ["Nodule", "Vessel"]
        for number, label in ((1, NODULE), (2, VESSEL)):
            expected = drawn_mask(paths, overlapping, label)
            assert np.array_equal(rasterise_roi(path, number, geometry).array, expected)

    def test_points_of_polygons_lie_where_they_were_drawn(self, paths: Sequence[Path], tmp_path: Path) -> None:
        source = source_of(paths, on(places(paths)[2][0], POLYGON))
        found = pydicom.dcmread(rtstruct(source, tmp_path))

        contour = found.ROIContourSequence[0].ContourSequence[0]
        geometry = read_grid(list(paths)).geometry
        index = geometry.patient_to_index(np.array(contour.ContourData, dtype=float).reshape(-1, 3))
        expected = [(point["x"] - 0.5, point["y"] - 0.5, 2) for point in POLYGON["points"]]
        assert index == pytest.approx(np.array(expected), abs=1e-9)

    def test_shapes_of_one_label_that_overlap_stay_a_union(self, paths: Sequence[Path], tmp_path: Path) -> None:
        uid = places(paths)[2][0]
        source = source_of(paths, on(uid, BOX), on(uid, {**BOX, "x": 4.0}))
        path = rtstruct(source, tmp_path)

        geometry = read_grid(list(paths)).geometry
        both = rasterise_roi(path, 1, geometry).array | rasterise_roi(path, 2, geometry).array
        assert np.array_equal(both, drawn_mask(paths, source, NODULE))
        assert [roi.name for roi in read_rois(path)] == ["Nodule", "Nodule"]

    def test_names_its_author(self, overlapping: SampleSource, tmp_path: Path) -> None:
        found = pydicom.dcmread(rtstruct(overlapping, tmp_path))

        assert {str(item.ROIInterpreter) for item in found.RTROIObservationsSequence} == {"Ada Reader^"}

    def test_points_and_lengths_are_contours_of_their_kind(self, paths: Sequence[Path], tmp_path: Path) -> None:
        uid = places(paths)[0][0]
        found = pydicom.dcmread(rtstruct(source_of(paths, on(uid, POINT), on(uid, LENGTH)), tmp_path))

        kinds = [item.ContourGeometricType for item in found.ROIContourSequence[0].ContourSequence]
        assert kinds == ["POINT", "OPEN_PLANAR"]

    @needs_dciodvfy
    def test_is_valid(self, overlapping: SampleSource, tmp_path: Path) -> None:
        assert dciodvfy(rtstruct(overlapping, tmp_path)) == []


class TestSr:
    @pytest.fixture
    def report(self, paths: Sequence[Path], tmp_path: Path) -> Path:
        uid = places(paths)[1][0]
        shapes = [on(uid, geometry) for geometry in (BOX, ELLIPSE, POLYGON, POINT, LENGTH, WHOLE)]
        return sr(source_of(paths, *shapes), tmp_path)

    def test_highdicom_reads_every_object_with_its_place(self, report: Path) -> None:
        content: Any = hd.sr.srread(report).content

        planar = content.get_planar_roi_measurement_groups()
        kinds = [group.roi.graphic_type.value for group in planar]
        assert kinds == ["POLYLINE", "ELLIPSE", "POLYLINE", "POINT"]
        assert planar[0].roi.value.tolist() == [[2, 3], [7, 3], [7, 7], [2, 7], [2, 3]]
        assert planar[3].roi.value.tolist() == [[3.5, 4.25]]
        assert {group.finding_type.value for group in planar} == {"27925004"}

    def test_lengths_are_measured_in_mm(self, report: Path) -> None:
        content: Any = hd.sr.srread(report).content
        groups = content.get_image_measurement_groups()

        (measurement,) = groups[0].get_measurements()
        assert (float(measurement.value), measurement.unit.value) == (5.0, "mm")

    def test_names_its_author(self, report: Path) -> None:
        content: Any = hd.sr.srread(report).content
        observers = content.get_observer_contexts()

        assert observers[0].observer_identifying_attributes.name == "Ada Reader^"

    @needs_dciodvfy
    def test_is_valid(self, report: Path) -> None:
        assert dciodvfy(report) == []


class TestIdentity:
    @pytest.mark.parametrize("write", [seg, rtstruct, sr], ids=["seg", "rtstruct", "sr"])
    @pytest.mark.parametrize("identity", ["hidden", "pseudonym", "full"])
    def test_patients_are_told_by_the_rule_of_the_set(
        self, paths: Sequence[Path], tmp_path: Path, identity: str, write: Any
    ) -> None:
        source = source_of(paths, on(places(paths)[1][0], BOX), identity=identity)

        content = write(source, tmp_path).read_bytes()

        found = pydicom.dcmread(tmp_path / f"a.{write.__name__}.dcm")
        assert (b"JANE" in content.upper()) is (identity == "full")
        assert found.PatientID == ("MRN-1" if identity == "full" else "P-1")
        assert bool(found.PatientBirthDate) is (identity == "full")
