"""Reading a few attributes by ourselves: always what pydicom reads, or nothing."""

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from backend.core.errors import ApplicationError
from backend.imaging import plain_pixels
from backend.imaging.header_scan import WANTED, scan_header
from backend.imaging.phantoms import DemoHospital
from backend.imaging.plain_pixels import read_plain_pixels
from backend.imaging.reading import quietly
from backend.imaging.slices import Slice, read_slices
from backend.tests.imaging.conftest import PYDICOM_FILES
from backend.tests.imaging.dicom_editing import changed, with_values, without

pytestmark = pytest.mark.once


@quietly()
def slices_or_refusal(path: Path) -> list[Slice] | str:
    try:
        return read_slices([path])
    except ApplicationError as error:
        return str(error)


def read_by_pydicom(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Slice] | str:
    with monkeypatch.context() as without_scan:
        without_scan.setattr(plain_pixels, "scan_header", lambda _: None)
        return slices_or_refusal(path)


class TestScanHeader:
    @pytest.mark.parametrize("size", [0, 100, 131, 140, 400, 900])
    def test_a_file_that_ends_too_soon_gives_nothing(self, hospital: DemoHospital, tmp_path: Path, size: int) -> None:
        cut = tmp_path / "cut.dcm"
        cut.write_bytes(hospital.ct_series[0].read_bytes()[:size])

        assert scan_header(cut) is None

    def test_compressed_pixels_give_nothing(self) -> None:
        assert scan_header(PYDICOM_FILES / "MR_small_RLE.dcm") is None

    def test_several_frames_with_places_of_their_own_give_nothing(self, hospital: DemoHospital) -> None:
        assert scan_header(hospital.mr_segmentation) is None

    def test_numbers_that_are_none_give_nothing(self, hospital: DemoHospital, tmp_path: Path) -> None:
        content = hospital.ct_series[0].read_bytes()
        spacing = str(pydicom.dcmread(hospital.ct_series[0]).PixelSpacing[0]).encode()
        odd = tmp_path / "odd.dcm"
        odd.write_bytes(content.replace(spacing + b"\\", b"x" * len(spacing) + b"\\"))

        assert scan_header(odd) is None

    @pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
    def test_reads_what_pydicom_reads(self, hospital: DemoHospital, tmp_path: Path, syntax: UID) -> None:
        dataset = pydicom.dcmread(hospital.ct_series[3])
        dataset.Units = "GML"
        inner = pydicom.Dataset()
        inner.ReferencedSOPInstanceUID = "1.2.3"
        nested = pydicom.Dataset()
        nested.ReferencedSeriesSequence = [inner, inner]
        for item in (nested, inner):
            item.is_undefined_length_sequence_item = True
        dataset.ReferencedStudySequence = [nested]
        dataset["ReferencedStudySequence"].is_undefined_length = True
        dataset.file_meta.TransferSyntaxUID = syntax
        path = tmp_path / "one.dcm"
        dataset.save_as(path, implicit_vr=syntax == ImplicitVRLittleEndian, little_endian=True)

        scanned = scan_header(path)

        assert scanned is not None
        header = pydicom.dcmread(path)
        for keyword, _ in WANTED.values():
            assert scanned.get(keyword) == _plain(header.get(keyword)), keyword
        stored = path.read_bytes()[scanned.pixel_offset : scanned.pixel_offset + scanned.pixel_length]
        assert stored == header.PixelData

    @pytest.mark.parametrize(
        "keyword", ["Rows", "ImagePositionPatient", "SOPInstanceUID", "RescaleSlope", "BitsStored"]
    )
    def test_what_is_missing_is_as_missing_as_to_pydicom(
        self, hospital: DemoHospital, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keyword: str
    ) -> None:
        path = changed(hospital.ct_series[0], tmp_path / "less.dcm", without(keyword))

        assert slices_or_refusal(path) == read_by_pydicom(path, monkeypatch)

    def test_pixels_are_those_of_pydicom_without_the_bits_beyond(self, hospital: DemoHospital, tmp_path: Path) -> None:
        path = changed(hospital.ct_series[0], tmp_path / "few.dcm", with_values(BitsStored=10, HighBit=9))

        (plane,) = read_slices([path])

        assert plane.plain_pixels is not None
        assert np.array_equal(
            read_plain_pixels(path, plane.plain_pixels), pydicom.dcmread(path).pixel_array & (2**10 - 1)
        )

    @pytest.mark.parametrize("folder", ["pydicom", "shared"])
    def test_every_file_there_is_reads_the_same(
        self, folder: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = PYDICOM_FILES if folder == "pydicom" else request.getfixturevalue("shared_data")
        files = [path for path in sorted(root.rglob("*")) if path.is_file()]
        files = files if folder == "pydicom" else [path for path in files if "broken" in str(path)] + files[::20]

        other = [path for path in files if slices_or_refusal(path) != read_by_pydicom(path, monkeypatch)]

        assert other == []


def _plain(value: Any) -> Any:
    if isinstance(value, pydicom.multival.MultiValue):
        return [float(part) for part in value]
    return value if value is None or isinstance(value, str) else float(value)
