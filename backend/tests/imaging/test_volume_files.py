"""NIfTI and NRRD: read as SimpleITK reads them, shown as DICOM frames, refused by name."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from backend.imaging.inspection import inspect_file
from backend.imaging.volume import read_geometry, read_grid, read_volume
from backend.imaging.volume_file import is_reversed, read_labels, read_volume_header
from backend.imaging.volume_frames import write_volume_frames
from backend.imaging.volume_header import BrokenVolume
from backend.tests.imaging.volumes import MIRRORED, TURNED, ramp, write_volume

SUFFIXES = (".nii", ".nii.gz", ".nrrd")
KINDS = ("uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "float32", "float64")
REAL = (
    "ibsi1_digital_phantom",
    "pyradiomics_nrrd",
    "ct_ibsi1_rtstruct/nifti",
    "sts_multimodal/nifti/STS_002",
)


def assert_read_as_by_sitk(path: Path) -> None:
    image = sitk.ReadImage(str(path))
    volume = read_volume([path])
    array = sitk.GetArrayFromImage(image)
    first = (0, 0, 0)
    if is_reversed(read_volume_header(path)):
        array, first = array[::-1], (0, 0, image.GetDepth() - 1)
    geometry = volume.geometry
    assert np.array_equal(volume.array, array)
    assert geometry.spacing_zyx_mm[::-1] == pytest.approx(image.GetSpacing())
    assert geometry.origin_xyz_mm == pytest.approx(image.TransformIndexToPhysicalPoint(first), abs=1e-4)
    directions = np.reshape(image.GetDirection(), (3, 3))
    assert np.allclose(np.reshape(geometry.direction, (3, 3))[:, :2], directions[:, :2], atol=1e-5)


class TestReading:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_gives_the_voxels(self, tmp_path: Path, suffix: str, kind: str) -> None:
        assert_read_as_by_sitk(write_volume(tmp_path / f"a{suffix}", ramp(kind)))

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("direction", [TURNED, MIRRORED])
    def test_gives_the_place(self, tmp_path: Path, suffix: str, direction: tuple[float, ...]) -> None:
        assert_read_as_by_sitk(write_volume(tmp_path / f"a{suffix}", ramp(), direction))

    def test_unpacks_nrrd(self, tmp_path: Path) -> None:
        image = sitk.GetImageFromArray(ramp())
        sitk.WriteImage(image, str(tmp_path / "a.nrrd"), useCompression=True)

        assert_read_as_by_sitk(tmp_path / "a.nrrd")

    @pytest.mark.shared_data
    @pytest.mark.parametrize("folder", REAL)
    def test_gives_what_real_files_hold(self, shared_data: Path, folder: str) -> None:
        found = [path for path in (shared_data / folder).rglob("*") if path.name.endswith(SUFFIXES)]

        assert found
        for path in found:
            assert_read_as_by_sitk(path)

    def test_an_image_has_the_same_uids_wherever_it_lies(self, tmp_path: Path) -> None:
        one, other = (write_volume(tmp_path / name, ramp()) for name in ("a.nii", "b/c.nii"))
        changed = write_volume(tmp_path / "d.nii", ramp() + 1)

        uids = [read_geometry([path]).sop_instance_uids[0] for path in (one, other, changed)]

        assert uids[0] == uids[1] != uids[2]
        assert uids[0].startswith("2.25.")


class TestLabels:
    def test_are_whole_numbers_above_zero(self, tmp_path: Path) -> None:
        array = np.zeros((3, 4, 5), dtype=np.float32)
        array[0, 0, 0], array[1, 1, 1] = 7, 2

        assert read_labels(write_volume(tmp_path / "a.nrrd", array)) == (2, 7)

    @pytest.mark.parametrize("value", [0.5, -1.0, float("nan"), 2.0**31])
    def test_are_nothing_else(self, tmp_path: Path, value: float) -> None:
        array = np.full((3, 4, 5), value, dtype=np.float64)

        assert read_labels(write_volume(tmp_path / "a.nrrd", array)) is None


class TestFrames:
    @pytest.mark.parametrize("direction", [TURNED, MIRRORED])
    @pytest.mark.parametrize("kind", KINDS)
    def test_hold_whole_numbers_as_they_are(self, tmp_path: Path, kind: str, direction: tuple[float, ...]) -> None:
        path = write_volume(tmp_path / "a.nii.gz", ramp(kind), direction)

        facts, remarks = write_volume_frames(path, "folder/a.nii.gz", tmp_path / "frames.dcm")

        shown, original = read_volume([tmp_path / "frames.dcm"]), read_volume([path])
        assert remarks == ()
        assert np.array_equal(shown.array, original.array)
        assert facts.instance.frame_count == 3
        assert (facts.series.description, facts.patient.patient_id) == ("a", "")

    def test_show_other_numbers_in_steps(self, tmp_path: Path) -> None:
        values = np.random.default_rng(1).normal(0, 1, (3, 4, 5))
        path = write_volume(tmp_path / "a.nrrd", values)

        write_volume_frames(path, "a.nrrd", tmp_path / "frames.dcm")

        shown = read_volume([tmp_path / "frames.dcm"]).array
        assert np.abs(shown - values).max() < 0.51 * np.ptp(values) / 65535
        assert np.array_equal(read_volume([path]).array, values), "features are computed from the file itself"

    def test_remark_on_what_is_no_number(self, tmp_path: Path) -> None:
        values = ramp("float32")
        values[0, 0, 0] = np.nan

        _, remarks = write_volume_frames(write_volume(tmp_path / "a.nii", values), "a.nii", tmp_path / "frames.dcm")

        assert [remark.code for remark in remarks] == ["not_finite"]
        assert read_volume([tmp_path / "frames.dcm"]).array[0, 0, 1] == pytest.approx(1, abs=0.01)

    @pytest.mark.parametrize("direction", [TURNED, MIRRORED])
    def test_lie_where_the_volume_lies(self, tmp_path: Path, direction: tuple[float, ...]) -> None:
        path = write_volume(tmp_path / "a.nii", ramp(), direction)

        write_volume_frames(path, "a.nii", tmp_path / "frames.dcm")

        own, shown = read_grid([path]), read_grid([tmp_path / "frames.dcm"])
        assert own.places == shown.places
        assert own.geometry.origin_xyz_mm == pytest.approx(shown.geometry.origin_xyz_mm)
        assert own.geometry.spacing_zyx_mm == pytest.approx(shown.geometry.spacing_zyx_mm)
        assert own.geometry.direction == pytest.approx(shown.geometry.direction)


class TestFaults:
    def outcome(self, path: Path) -> tuple[str, str]:
        inspection = inspect_file(path, path.name)
        return inspection.outcome, inspection.remarks[0].code

    def test_voxels_in_another_file_are_not_looked_for(self, tmp_path: Path) -> None:
        header = "NRRD0004\ntype: short\ndimension: 3\nsizes: 1 1 4\nendian: little\nencoding: raw\n"
        (tmp_path / "a.nhdr").write_text(header + "data file: /etc/passwd\n\n")

        assert self.outcome(tmp_path / "a.nhdr") == ("refused", "unsupported_volume")

    def test_the_pair_of_files_is_refused(self, tmp_path: Path) -> None:
        image = sitk.GetImageFromArray(ramp())
        sitk.WriteImage(image, str(tmp_path / "a.img"))
        content = bytearray((tmp_path / "a.hdr").read_bytes())

        assert content[344:348] == b"ni1\0"
        assert self.outcome(tmp_path / "a.hdr") == ("refused", "unsupported_volume")

    def test_several_volumes_in_one_file_are_refused(self, tmp_path: Path) -> None:
        sitk.WriteImage(sitk.JoinSeries([sitk.GetImageFromArray(ramp())] * 2), str(tmp_path / "a.nii"))

        assert self.outcome(tmp_path / "a.nii") == ("refused", "unsupported_volume")

    def test_colour_is_refused(self, tmp_path: Path) -> None:
        colour = sitk.GetImageFromArray(np.zeros((3, 4, 5, 3), dtype=np.uint8), isVector=True)
        sitk.WriteImage(colour, str(tmp_path / "a.nii"))

        assert self.outcome(tmp_path / "a.nii") == ("refused", "unsupported_volume")

    def test_axes_at_no_right_angle_are_refused(self, tmp_path: Path) -> None:
        path = write_volume(tmp_path / "a.nrrd", ramp(), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
        path.write_bytes(path.read_bytes().replace(b"(0,0.75,0)", b"(0.3,0.7,0)"))

        assert self.outcome(path) == ("refused", "sheared_grid")

    def test_a_huge_declaration_is_refused_before_memory_is_taken(self, tmp_path: Path) -> None:
        header = "NRRD0004\ntype: short\ndimension: 3\nsizes: 60000 60000 60000\nendian: little\nencoding: gzip\n\n"
        (tmp_path / "a.nrrd").write_text(header)

        assert self.outcome(tmp_path / "a.nrrd") == ("refused", "declared_size_too_large")

    @pytest.mark.parametrize("offset", [float("nan"), float("inf"), 1e30])
    def test_voxels_that_begin_nowhere_are_refused(self, tmp_path: Path, offset: float) -> None:
        path = write_volume(tmp_path / "a.nii", ramp())
        content = bytearray(path.read_bytes())
        struct.pack_into("<f", content, 108, offset)
        path.write_bytes(content)

        assert self.outcome(path) == ("quarantined", "unreadable_header")

    @pytest.mark.parametrize("suffix", [".nii", ".nrrd"])
    def test_missing_voxels_are_set_aside(self, tmp_path: Path, suffix: str) -> None:
        path = write_volume(tmp_path / f"a{suffix}", ramp())
        path.write_bytes(path.read_bytes()[:-1])

        assert self.outcome(path) == ("quarantined", "truncated")

    @pytest.mark.parametrize("kept", [0.5, 0.9])
    def test_packed_voxels_that_end_too_soon_are_found(self, tmp_path: Path, kept: float) -> None:
        values = np.random.default_rng(1).integers(0, 1000, (20, 30, 40)).astype(np.int16)
        path = write_volume(tmp_path / "a.nii.gz", values)
        path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])

        with pytest.raises(BrokenVolume) as broken:
            write_volume_frames(path, "a.nii.gz", tmp_path / "frames.dcm")
        assert broken.value.code == "truncated"

    def test_an_unplaced_volume_says_so(self, tmp_path: Path) -> None:
        header = "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\n\n"
        (tmp_path / "a.nrrd").write_bytes(header.encode() + bytes(8))

        assert self.outcome(tmp_path / "a.nrrd") == ("stored_with_warning", "missing_position")

    def test_what_is_packed_but_no_volume_is_not_recognised(self, tmp_path: Path) -> None:
        (tmp_path / "a.nii.gz").write_bytes(gzip.compress(b"text" * 1000))

        assert self.outcome(tmp_path / "a.nii.gz") == ("refused", "not_an_image")
