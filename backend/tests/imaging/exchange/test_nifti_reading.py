"""Masks of others in NIfTI: on the grid of the series whichever way they are turned, and refused by name elsewhere."""

import gzip
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

from backend.core.errors import Unprocessable
from backend.imaging.exchange.incoming import Incoming, in_outlines
from backend.imaging.exchange.mask_grid import MaskUnplaced, grid_refusal, may_lie_on
from backend.imaging.exchange.nifti_notes import MaskNotes, Notes
from backend.imaging.exchange.nifti_reading import NotLabels, read_masks
from backend.imaging.exchange.reading_files import FileKind, look_at
from backend.imaging.region_errors import EmptyRegion, GeometryMismatch
from backend.imaging.shapes import rasterise_shapes
from backend.imaging.volume import Volume, read_grid, to_sitk
from backend.imaging.volume_file import read_volume_header
from backend.imaging.volume_header import BrokenVolume, UnsupportedVolume
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.sources import shapes_of

pytestmark = pytest.mark.once
Paths = tuple[Path, ...]
NOTHING = MaskNotes()


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    return pocket_ct(tmp_path_factory.mktemp("ct")).paths


@pytest.fixture
def labels() -> np.ndarray[Any, Any]:
    """Two labels without any symmetry, on the grid of the series."""
    array = np.zeros((5, 16, 16), dtype=np.uint8)
    array[1, 2:6, 3:11] = array[2, 2:5, 3:7] = 1
    array[2, 9:12, 1:3] = array[4, 15, 15] = 2
    return array


def on_grid(paths: Paths, array: np.ndarray[Any, Any]) -> Any:
    return to_sitk(Volume(array, read_grid(paths).geometry))


def save(image: Any, path: Path) -> Path:
    sitk.WriteImage(image, str(path))
    return path


def again(paths: Paths, incoming: Incoming, label: str) -> np.ndarray[Any, Any]:
    """The voxels of what was read."""
    shapes = shapes_of(one for one in incoming.objects if one.label == label)
    return rasterise_shapes(read_grid(paths), shapes).array


class TestGrids:
    @pytest.mark.parametrize("way", ["LPS", "RAS", "LAI", "SPL", "IRA", "PSR"])
    @pytest.mark.parametrize("suffix", [".nii", ".nii.gz"])
    def test_axes_may_run_any_way(
        self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path, way: str, suffix: str
    ) -> None:
        path = save(sitk.DICOMOrient(on_grid(paths, labels), way), tmp_path / f"case{suffix}")

        assert look_at(path).kind is FileKind.NIFTI
        incoming = read_masks(path, path.name, paths, NOTHING, {})

        assert incoming.refused == []
        for value in (1, 2):
            assert np.array_equal(again(paths, incoming, f"Label {value}"), labels == value)

    @pytest.mark.parametrize("kind", ["int16", "uint16", "int32", "uint32", "int64", "float32", "float64"])
    def test_labels_may_be_of_any_type(
        self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path, kind: str
    ) -> None:
        path = save(on_grid(paths, labels.astype(kind)), tmp_path / "case.nii")

        assert np.array_equal(again(paths, read_masks(path, "case", paths, NOTHING, {}), "Label 2"), labels == 2)

    def test_the_slope_of_the_file_is_applied(self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path) -> None:
        path = save(on_grid(paths, labels), tmp_path / "case.nii")
        content = bytearray(path.read_bytes())
        struct.pack_into("<2f", content, 112, 3.0, 0.0)
        path.write_bytes(content)

        assert {one.label for one in read_masks(path, "case", paths, NOTHING, {}).objects} == {"Label 3", "Label 6"}

    def change(self, image: Any, what: str) -> Any:
        if what == "place":
            image.SetOrigin([value + 1.5 for value in image.GetOrigin()])
        elif what == "spacing":
            image.SetSpacing((1.0, 1.0, 3.2))
        elif what == "size":
            return image[:, :, 1:]
        else:
            turn = np.array([[0.8, -0.6, 0], [0.6, 0.8, 0], [0, 0, 1]])
            image.SetDirection((turn @ np.reshape(image.GetDirection(), (3, 3))).ravel().tolist())
        return image

    @pytest.mark.parametrize(
        ("what", "reason"),
        [
            ("place", "corners lie up to 2.6 mm"),
            ("spacing", "voxels of 1 x 1 x 3.2 mm are not of 1 x 1 x 3 mm"),
            ("size", "16 x 16 x 4 voxels are not 16 x 16 x 5"),
            ("direction", "corners lie up to"),
        ],
    )
    def test_another_grid_is_refused_saying_why(
        self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path, what: str, reason: str
    ) -> None:
        path = save(self.change(on_grid(paths, labels), what), tmp_path / "case.nii.gz")

        with pytest.raises(GeometryMismatch, match=reason):
            read_masks(path, path.name, paths, NOTHING, {})
        refusal = grid_refusal(read_volume_header(path), paths)
        assert refusal is not None
        assert reason in str(refusal)

    def test_what_says_nothing_of_its_place_is_refused(
        self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path
    ) -> None:
        path = save(on_grid(paths, labels), tmp_path / "case.nii")
        content = bytearray(path.read_bytes())
        struct.pack_into("<2h", content, 252, 0, 0)
        path.write_bytes(content)

        with pytest.raises(MaskUnplaced):
            read_masks(path, path.name, paths, NOTHING, {})

    def test_series_that_cannot_fit_are_told_without_their_files(
        self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path
    ) -> None:
        header = read_volume_header(save(sitk.DICOMOrient(on_grid(paths, labels), "SPL"), tmp_path / "case.nii"))
        geometry = read_grid(paths).geometry
        positions = [np.add(geometry.origin_xyz_mm, (0, 0, 3.0 * step)).tolist() for step in range(5)]

        assert may_lie_on(header, (16, 16, 5), positions)
        assert may_lie_on(header, (16, 16, 5), [])
        assert not may_lie_on(header, (16, 16, 6), positions)
        assert not may_lie_on(header, (16, 16, 5), [(x + 0.5, y, z) for x, y, z in positions])
        assert not may_lie_on(header, (16, 16, 5), [(x, y, z + 3.0) for x, y, z in positions])


class TestLabels:
    def test_are_called_by_the_person_then_by_the_data_set_then_by_value(
        self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path
    ) -> None:
        labels[0, 0, 0] = 3
        path = save(on_grid(paths, labels), tmp_path / "case.nii.gz")
        notes = MaskNotes(values={"Nodule": (1,), "Vessel": (2,)})

        incoming = read_masks(path, path.name, paths, notes, {1: "Tumour"})

        assert {one.label for one in incoming.objects} == {"Tumour", "Vessel", "Label 3"}

    def test_of_several_values_overlap(self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path) -> None:
        path = save(on_grid(paths, labels), tmp_path / "case.nii.gz")

        incoming = read_masks(path, path.name, paths, MaskNotes(values={"Whole": (1, 2), "Core": (2,)}), {})

        assert np.array_equal(again(paths, incoming, "Whole"), labels > 0)
        assert np.array_equal(again(paths, incoming, "Core"), labels == 2)

    @pytest.mark.parametrize("name", ["a/Nodule.nii.gz", "001-Nodule.nii.gz", "Nodule.nii"])
    def test_a_file_of_one_label_is_called_as_it_is(
        self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path, name: str
    ) -> None:
        path = save(on_grid(paths, (labels == 1).astype(np.uint8) * 255), tmp_path / "case.nii.gz")

        assert {one.label for one in read_masks(path, name, paths, NOTHING, {}).objects} == {"Nodule"}

    @pytest.mark.parametrize("value", [0.5, -1.0, float("nan"), 2.0**31])
    def test_are_whole_numbers(self, paths: Paths, tmp_path: Path, value: float) -> None:
        array = np.zeros((5, 16, 16))
        array[2, 3, 4] = value

        with pytest.raises(NotLabels):
            read_masks(save(on_grid(paths, array), tmp_path / "case.nii"), "case", paths, NOTHING, {})

    def test_are_not_very_many(self, paths: Paths, tmp_path: Path) -> None:
        array = np.arange(5 * 16 * 16, dtype=np.int16).reshape(5, 16, 16)

        with pytest.raises(NotLabels, match="at most 1000"):
            read_masks(save(on_grid(paths, array), tmp_path / "case.nii"), "case", paths, NOTHING, {})

    def test_none_is_told(self, paths: Paths, labels: np.ndarray[Any, Any], tmp_path: Path) -> None:
        with pytest.raises(EmptyRegion):
            read_masks(save(on_grid(paths, labels * 0), tmp_path / "case.nii"), "case", paths, NOTHING, {})


class TestFaults:
    def header(self, **numbers: tuple[str, int, tuple[float, ...]]) -> bytearray:
        """Of a mask on the grid of the series, without voxels."""
        content = bytearray(352)
        known: dict[str, tuple[str, int, tuple[float, ...]]] = {
            "sizeof_hdr": ("i", 0, (348,)),
            "dim": ("8h", 40, (3, 16, 16, 5, 1, 1, 1, 1)),
            "datatype": ("h", 70, (2,)),
            "pixdim": ("8f", 76, (1, 1, 1, 3, 0, 0, 0, 0)),
            "vox_offset": ("f", 108, (352,)),
            "sform_code": ("h", 254, (1,)),
            "srow": ("12f", 280, (-1, 0, 0, 7.5, 0, -1, 0, 7.5, 0, 0, 3, 0)),
        }
        for form, offset, values in {**known, **numbers}.values():
            struct.pack_into(f"<{form}", content, offset, *values)
        content[344:348] = b"n+1\0"
        return content

    def test_the_header_is_what_it_should_be(self, paths: Paths, tmp_path: Path) -> None:
        path = tmp_path / "case.nii.gz"
        path.write_bytes(gzip.compress(bytes(self.header()) + bytes(16 * 16 * 5 - 1) + b"\1"))

        (found,) = in_outlines(read_masks(path, "case", paths, NOTHING, {})).objects

        assert found.geometry == {"kind": "box", "x": 15, "y": 15, "width": 1, "height": 1}

    def test_voxels_are_not_unpacked_before_the_grid_is_known(self, paths: Paths, tmp_path: Path) -> None:
        path = tmp_path / "bomb.nii.gz"
        path.write_bytes(gzip.compress(bytes(self.header(dim=("8h", 40, (3, 8000, 8000, 60, 1, 1, 1, 1))))))

        with pytest.raises(GeometryMismatch, match="8000 x 8000 x 60 voxels"):
            read_masks(path, "bomb", paths, NOTHING, {})

    def test_what_follows_the_voxels_is_not_unpacked(self, paths: Paths, tmp_path: Path) -> None:
        path = tmp_path / "case.nii.gz"
        bomb = gzip.compress(bytes(self.header()) + b"\1" * (16 * 16 * 5) + bytes(2**24))
        path.write_bytes(bomb[:-2000])

        assert read_masks(path, "case", paths, NOTHING, {}).objects

    def test_voxels_that_end_too_soon_are_told(self, paths: Paths, tmp_path: Path) -> None:
        path = tmp_path / "case.nii.gz"
        path.write_bytes(gzip.compress(bytes(self.header()) + b"\1" * 1000))

        with pytest.raises(BrokenVolume, match="ends after 3 of 5 planes"):
            read_masks(path, "case", paths, NOTHING, {})

    @pytest.mark.parametrize(
        ("numbers", "error"),
        [
            ({"dim": ("8h", 40, (4, 16, 16, 5, 3, 1, 1, 1))}, UnsupportedVolume),
            ({"dim": ("8h", 40, (9, 16, 16, 5, 1, 1, 1, 1))}, BrokenVolume),
            ({"dim": ("8h", 40, (3, -16, 16, 5, 1, 1, 1, 1))}, BrokenVolume),
            ({"dim": ("8h", 40, (3, 32000, 32000, 32000, 1, 1, 1, 1))}, UnsupportedVolume),
            ({"datatype": ("h", 70, (128,))}, UnsupportedVolume),
            ({"datatype": ("h", 70, (32,))}, UnsupportedVolume),
            ({"sizeof_hdr": ("i", 0, (540,))}, BrokenVolume),
            ({"slope": ("2f", 112, (1.0, float("inf")))}, BrokenVolume),
            ({"vox_offset": ("f", 108, (float("nan"),))}, BrokenVolume),
            ({"srow": ("12f", 280, (0,) * 12)}, BrokenVolume),
        ],
    )
    def test_odd_headers_are_refused_by_name(self, tmp_path: Path, numbers: Any, error: type[Unprocessable]) -> None:
        path = tmp_path / "case.nii"
        path.write_bytes(bytes(self.header(**numbers)) + bytes(16 * 16 * 5))

        with pytest.raises(error):
            look_at(path)


class TestNotes:
    OURS = b'{"reader": "Ada", "series_instance_uid": "1.2", "masks": [{"file": "1.nii", "label": "Nodule"}]}'

    def test_ours_name_masks_of_their_folder(self) -> None:
        notes = Notes()

        assert notes.take("a/Ada/masks.json", self.OURS)
        assert notes.of("a/Ada/1.nii") == MaskNotes("Nodule", author="Ada", series_instance_uid="1.2")
        assert notes.of("a/1.nii") == NOTHING
        assert notes.is_image("a/image.nii.gz")
        assert notes.without_file(["a/Ada/1.nii"]) == []
        assert [one.error for one in notes.without_file([])] == ["MaskMissing"]

    @pytest.mark.parametrize(
        ("labels", "values"),
        [
            ('{"background": 0, "Nodule": 1, "Both": [1, 2]}', {"Nodule": (1,), "Both": (1, 2)}),
            ('{"0": "background", "1": "Nodule"}', {"Nodule": (1,)}),
        ],
    )
    def test_those_of_data_sets_name_values(self, labels: str, values: dict[str, tuple[int, ...]]) -> None:
        notes = Notes()

        assert notes.take("d/dataset.json", f'{{"labels": {labels}, "numTraining": 1}}'.encode())
        assert notes.of("d/labelsTr/000001.nii.gz").values == values
        assert notes.is_image("d/imagesTr/000001_0000.nii.gz")
        assert not notes.is_image("image.nii.gz")

    @pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"images": [], "categories": [], "annotations": []}'])
    def test_others_are_none(self, content: bytes) -> None:
        assert not Notes().take("a.json", content)

    @pytest.mark.parametrize(
        "content",
        [
            b'{"masks": [1]}',
            b'{"masks": [{"file": "a"}]}',
            b'{"masks": [{"file": "a", "label": 3}]}',
            b'{"masks": [{"file": "a", "label": "%s"}]}' % (b"x" * 9000),
            b'{"masks": [{"file": "a", "label": "b", "concept": 7}]}',
        ],
    )
    def test_damaged_ones_are_told(self, content: bytes) -> None:
        notes = Notes()

        assert notes.take("masks.json", content)
        assert [(one.item, one.error) for one in notes.refused] == [("masks.json", "NotesDamaged")]
        assert len(notes.refused[0].message) < 200
