"""Segmentations of every kind as highdicom writes them: label maps, palettes, two segments, fractions; and refusals."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
import pydicom
import pytest
from highdicom.content import PaletteColorLUTTransformation
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian, RLELossless, generate_uid

from backend.imaging.exchange.incoming import Incoming
from backend.imaging.exchange.reading_files import FileKind, NoAnnotations, look_at, read_file
from backend.imaging.shapes import rasterise_shapes
from backend.imaging.volume import read_grid
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.sources import shapes_of

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore:The string")]
Paths = tuple[Path, ...]
Array = np.ndarray[Any, Any]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    return pocket_ct(tmp_path_factory.mktemp("ct")).paths


def described(number: int, name: str) -> hd.seg.SegmentDescription:
    kind = hd.seg.SegmentAlgorithmTypeValues.MANUAL
    return hd.seg.SegmentDescription(number, name, codes.SCT.MorphologicallyAbnormalStructure, codes.SCT.Mass, kind)


def written(
    paths: Paths, pixels: Array, kind: str, segments: Sequence[hd.seg.SegmentDescription], path: Path, **more: Any
) -> Path:
    """A segmentation on the slices in the order of z, by the hand of Eve."""
    known: dict[str, Any] = {
        "series_instance_uid": generate_uid(),
        "series_number": 1,
        "sop_instance_uid": generate_uid(),
        "instance_number": 1,
        "manufacturer": "Somebody",
        "manufacturer_model_name": "Else",
        "software_versions": "1",
        "device_serial_number": "1",
        "content_creator_name": "Example^Eve",
    }
    images = [pydicom.dcmread(one) for one in paths]
    hd.seg.Segmentation(images, pixels, kind, segments, **known, **more).save_as(path)
    return path


def read(path: Path, paths: Paths, edge: float = 0.5) -> Incoming:
    facts = look_at(path)
    assert facts.kind is FileKind.SEG
    return read_file(path, facts.kind, paths, edge)


def voxels(paths: Paths, incoming: Incoming, label: str) -> Array:
    shapes = shapes_of(one for one in incoming.objects if one.label == label)
    return rasterise_shapes(read_grid(paths), shapes).array


@pytest.fixture
def labels() -> Array:
    """Three labels with gaps in their numbers; one lies within another, one on slices apart."""
    array = np.zeros((5, 16, 16), dtype=np.uint8)
    array[1, 2:11, 3:12] = 3
    array[1, 5:7, 5:9] = 12
    array[0, 0, 15] = array[4, 15, 0] = array[2, 7:9, 1:15] = 200
    return array


class TestLabelMaps:
    def segments(self, *numbers: int) -> list[hd.seg.SegmentDescription]:
        return [described(number, f"Mass {number}") for number in numbers]

    @pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, RLELossless])
    def test_of_eight_bits_come_back_voxel_by_voxel_with_gaps_between_numbers(
        self, paths: Paths, labels: Array, tmp_path: Path, syntax: Any
    ) -> None:
        path = written(
            paths, labels, "LABELMAP", self.segments(3, 12, 200), tmp_path / "a.dcm", transfer_syntax_uid=syntax
        )

        incoming = read(path, paths)

        header = pydicom.dcmread(path)
        assert (header.BitsAllocated, header.SegmentationType) == (8, "LABELMAP")
        assert incoming.refused == []
        assert {(one.label, one.author) for one in incoming.objects} == {
            (f"Mass {number}", "Eve Example") for number in (3, 12, 200)
        }
        for number in (3, 12, 200):
            assert np.array_equal(voxels(paths, incoming, f"Mass {number}"), labels == number)

    def test_of_sixteen_bits_come_back_voxel_by_voxel(self, paths: Paths, labels: Array, tmp_path: Path) -> None:
        wide = np.where(labels == 200, 40_000, labels.astype(np.uint16)).astype(np.uint16)
        path = written(paths, wide, "LABELMAP", self.segments(3, 12, 40_000), tmp_path / "a.dcm")

        incoming = read(path, paths)

        assert pydicom.dcmread(path).BitsAllocated == 16
        assert incoming.refused == []
        for number in (3, 12, 40_000):
            assert np.array_equal(voxels(paths, incoming, f"Mass {number}"), wide == number)

    def test_in_colours_hold_their_numbers(self, paths: Paths, labels: Array, tmp_path: Path) -> None:
        colours = np.random.default_rng(1).integers(0, 255, (201, 3)).astype(np.uint8)
        palette = PaletteColorLUTTransformation.from_combined_lut(colours)
        path = written(
            paths,
            labels,
            "LABELMAP",
            self.segments(3, 12, 200),
            tmp_path / "a.dcm",
            palette_color_lut_transformation=palette,
        )

        incoming = read(path, paths)

        assert pydicom.dcmread(path).PhotometricInterpretation == "PALETTE COLOR"
        for number in (3, 12, 200):
            assert np.array_equal(voxels(paths, incoming, f"Mass {number}"), labels == number)

    def test_without_their_empty_frames_lie_where_they_lay(self, paths: Paths, labels: Array, tmp_path: Path) -> None:
        labels[0] = labels[4] = 0
        path = written(paths, labels, "LABELMAP", self.segments(3, 12, 200), tmp_path / "a.dcm", omit_empty_frames=True)

        incoming = read(path, paths)

        assert pydicom.dcmread(path).NumberOfFrames == 2
        assert np.array_equal(voxels(paths, incoming, "Mass 200"), labels == 200)

    def test_a_segment_without_voxels_is_told_and_stops_nothing(
        self, paths: Paths, labels: Array, tmp_path: Path
    ) -> None:
        labels[labels == 12] = 0
        path = written(paths, labels, "LABELMAP", self.segments(3, 12, 200), tmp_path / "a.dcm")

        incoming = read(path, paths)

        assert [(one.item, one.error) for one in incoming.refused] == [("segment 12 (Mass 12)", "EmptyRegion")]
        assert {one.label for one in incoming.objects} == {"Mass 3", "Mass 200"}


class TestBinary:
    def test_two_segments_that_overlap_stay_two(self, paths: Paths, labels: Array, tmp_path: Path) -> None:
        both = np.stack([labels == 3, (labels == 12) | (labels == 3)], axis=-1).astype(np.uint8)
        path = written(paths, both, "BINARY", [described(1, "Whole"), described(2, "Part")], tmp_path / "a.dcm")

        incoming = read(path, paths)

        assert incoming.refused == []
        for number, name in enumerate(("Whole", "Part")):
            assert np.array_equal(voxels(paths, incoming, name), both[..., number] > 0)


class TestFractions:
    @pytest.fixture
    def parts(self) -> Array:
        array = np.zeros((5, 16, 16, 2), dtype=np.float32)
        array[1, 4:8, 4:6, 0], array[1, 4:8, 6:8, 0], array[2, 4:8, 8:10, 0] = 0.2, 0.6, 1.0
        array[3, :, :, 1] = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
        return array

    @pytest.mark.parametrize("kind", ["PROBABILITY", "OCCUPANCY"])
    @pytest.mark.parametrize("most", [255, 100])
    def test_of_each_segment_lie_inside_from_the_edge_on(
        self, paths: Paths, parts: Array, tmp_path: Path, kind: str, most: int
    ) -> None:
        path = written(
            paths,
            parts,
            "FRACTIONAL",
            [described(1, "One"), described(2, "Two")],
            tmp_path / "a.dcm",
            fractional_type=kind,
            max_fractional_value=most,
        )

        for edge in (0.1, 0.5, 0.9):
            incoming = read(path, paths, edge)
            assert incoming.refused == []
            for number, name in enumerate(("One", "Two")):
                expected = np.rint(parts[..., number] * most) >= edge * most
                assert np.array_equal(voxels(paths, incoming, name), expected)

    def test_below_the_edge_nothing_is_left(self, paths: Paths, tmp_path: Path) -> None:
        faint = np.full((5, 16, 16), 0.3, dtype=np.float32)
        path = written(paths, faint, "FRACTIONAL", [described(1, "One")], tmp_path / "a.dcm")

        incoming = read(path, paths)

        assert [(one.item, one.error) for one in incoming.refused] == [("segment 1 (One)", "EmptyRegion")]


class TestRefusals:
    @pytest.fixture
    def path(self, paths: Paths, labels: Array, tmp_path: Path) -> Path:
        segments = [described(number, f"Mass {number}") for number in (3, 12, 200)]
        return written(paths, labels, "LABELMAP", segments, tmp_path / "a.dcm")

    def errors(self, path: Path, paths: Paths) -> set[str]:
        incoming = read(path, paths)
        assert incoming.objects == []
        return {one.error for one in incoming.refused}

    def test_another_frame_of_reference(self, path: Path, paths: Paths) -> None:
        found = pydicom.dcmread(path)
        found.FrameOfReferenceUID = "1.2.3"
        found.save_as(path)

        assert self.errors(path, paths) == {"AnotherFrameOfReference"}

    def test_another_grid(self, path: Path, paths: Paths) -> None:
        found = pydicom.dcmread(path)
        (shared,) = found.SharedFunctionalGroupsSequence
        shared.PixelMeasuresSequence[0].PixelSpacing = [2.0, 2.0]
        found.save_as(path)

        assert self.errors(path, paths) == {"GeometryMismatch"}

    def test_pixels_between_voxels(self, path: Path, paths: Paths) -> None:
        found = pydicom.dcmread(path)
        for group in found.PerFrameFunctionalGroupsSequence:
            x, y, z = group.PlanePositionSequence[0].ImagePositionPatient
            group.PlanePositionSequence[0].ImagePositionPatient = [x + 0.4, y, z]
        found.save_as(path)

        assert self.errors(path, paths) == {"BetweenVoxels"}

    def test_frames_without_a_place_or_a_source(self, path: Path, paths: Paths) -> None:
        found = pydicom.dcmread(path)
        for group in found.PerFrameFunctionalGroupsSequence:
            del group.PlanePositionSequence
            group.pop("DerivationImageSequence", None)
        found.save_as(path)

        assert self.errors(path, paths) == {"PlaneUnplaced"}

    def test_voxels_beyond_the_series(self, path: Path, paths: Paths) -> None:
        assert "OffImage" in {one.error for one in read(path, paths[1:]).refused}

    def test_a_kind_that_is_not_known(self, path: Path, paths: Paths) -> None:
        found = pydicom.dcmread(path)
        found.SegmentationType = "VIBES"
        found.save_as(path)

        incoming = read(path, paths)

        assert {one.error for one in incoming.refused} == {"SegmentationTypeUnknown"}
        assert "VIBES" in incoming.refused[0].message

    def test_pixels_that_are_cut_short(self, path: Path, paths: Paths) -> None:
        path.write_bytes(path.read_bytes()[:-1000])

        assert self.errors(path, paths) == {"PixelsDamaged"}

    def test_a_file_that_is_cut_within_its_header(self, path: Path, paths: Paths) -> None:
        path.write_bytes(path.read_bytes()[:1500])

        with pytest.raises(NoAnnotations):
            read(path, paths)
