"""Frames decoded and drawn."""

import io
import re
from contextlib import suppress
from pathlib import Path

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom.uid import UID

from backend.core.errors import Unprocessable
from backend.imaging.frames import decode_frame, render_thumbnail
from backend.imaging.phantoms import DemoHospital
from backend.imaging.reading import quietly
from backend.tests.imaging.dicom_editing import changed, with_values

SAME_CT = [
    "BigEndianExplicit_1.2.840.10008.1.2.2",
    "DeflatedExplicitVRLittleEndian_1.2.840.10008.1.2.1.99",
    "JPEG2000LosslessOnly_1.2.840.10008.1.2.4.90",
    "JPEGLSLossless_1.2.840.10008.1.2.4.80",
    "JPEGProcess14SV1_1.2.840.10008.1.2.4.70",
    "JPEGProcess14_1.2.840.10008.1.2.4.57",
    "LittleEndianImplicit_1.2.840.10008.1.2",
    "RLELossless_1.2.840.10008.1.2.5",
]
JPEG_OF_12_BITS = ["2_4_1.2.840.10008.1.2.4.51", "6_8_1.2.840.10008.1.2.4.53", "10_12_1.2.840.10008.1.2.4.55"]


def in_hounsfield_units(path: Path) -> NDArray[np.float64]:
    header, frame = pydicom.dcmread(path, stop_before_pixels=True), decode_frame(path, 1)
    kind = "i" if header.PixelRepresentation else "u"
    stored = np.frombuffer(frame.data, f"<{kind}2").reshape(frame.rows, frame.columns)
    return stored * float(header.RescaleSlope) + float(header.RescaleIntercept)


def drawn(content: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(content))
    assert image.format == "WEBP"
    return np.asarray(image.convert("L")).astype(int)


class TestDecodeFrame:
    @pytest.mark.parametrize("number", [0, 2, -1])
    def test_a_frame_that_is_not_there_is_refused(self, hospital: DemoHospital, number: int) -> None:
        with pytest.raises(Unprocessable, match="1 frames"):
            decode_frame(hospital.ct_series[0], number)

    def test_native_pixels_come_as_they_are(self, hospital: DemoHospital) -> None:
        frame = decode_frame(hospital.ct_series[5], 1)

        assert frame.data == pydicom.dcmread(hospital.ct_series[5]).PixelData
        assert (frame.rows, frame.columns, frame.bits_allocated, frame.photometric) == (192, 192, 16, "MONOCHROME2")

    def test_single_bits_come_as_bytes(self, hospital: DemoHospital) -> None:
        pixels = pydicom.dcmread(hospital.mr_segmentation).pixel_array

        frames = [decode_frame(hospital.mr_segmentation, number) for number in (1, 2, len(pixels))]

        assert {frame.bits_allocated for frame in frames} == {8}
        assert [frame.data for frame in frames] == [pixels[index].tobytes() for index in (0, 1, -1)]

    def test_big_endian_comes_little(self, pydicom_files: Path) -> None:
        little = decode_frame(pydicom_files / "MR_small.dcm", 1)

        assert decode_frame(pydicom_files / "MR_small_bigendian.dcm", 1).data == little.data

    def test_luminance_and_chrominance_come_as_rgb(self, pydicom_files: Path) -> None:
        frame = decode_frame(pydicom_files / "examples_ybr_color.dcm", 30)

        assert (frame.photometric, frame.samples_per_pixel) == ("RGB", 3)
        assert len(frame.data) == frame.rows * frame.columns * 3

    def test_a_huge_declaration_is_refused_before_memory_is_taken(self, hospital: DemoHospital, tmp_path: Path) -> None:
        huge = changed(hospital.ct_series[0], tmp_path / "a.dcm", with_values(Rows=65535, Columns=65535))

        with pytest.raises(Unprocessable, match="declares frames"):
            decode_frame(huge, 1)

    @pytest.mark.shared_data
    @pytest.mark.parametrize("name", SAME_CT)
    def test_every_lossless_syntax_gives_the_same_pixels(self, shared_data: Path, name: str) -> None:
        folder = shared_data / "transfer_syntaxes_same_ct"

        frame = decode_frame(folder / f"ct_{name}.dcm", 1)

        assert frame == decode_frame(folder / "ct_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm", 1)

    @pytest.mark.shared_data
    @pytest.mark.parametrize("name", JPEG_OF_12_BITS)
    def test_every_lossy_jpeg_of_12_bits_gives_nearly_the_same_pixels(self, shared_data: Path, name: str) -> None:
        """Three ways to pack one set of coefficients; GDCM decodes them, pydicom has no decoder."""
        folder = shared_data / "transfer_syntaxes_same_ct"

        compressed = in_hounsfield_units(folder / f"ct_JPEGProcess{name}.dcm")

        original = in_hounsfield_units(folder / "ct_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm")
        assert np.array_equal(compressed, in_hounsfield_units(folder / f"ct_JPEGProcess{JPEG_OF_12_BITS[0]}.dcm"))
        assert np.abs(compressed - original).mean() < 5
        assert np.abs(compressed - original).max() < 50

    @pytest.mark.shared_data
    def test_frames_in_pieces_without_an_offset_table_are_told_apart(self, shared_data: Path) -> None:
        path = shared_data / "transfer_syntaxes_same_ct" / "enhanced_ct_2f_fragmented_no_bot_jpeg.51.dcm"

        first, second = decode_frame(path, 1), decode_frame(path, 2)

        assert (first.rows, first.columns, len(first.data)) == (512, 512, 2 * 512 * 512)
        assert first.data != second.data

    def test_a_syntax_without_decoder_is_refused_by_name(self, hospital: DemoHospital, tmp_path: Path) -> None:
        def as_jpip(dataset: pydicom.FileDataset) -> None:
            dataset.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.4.94")
            del dataset.PixelData
            dataset.PixelDataProviderURL = "https://elsewhere.example/pixels"

        referenced = changed(hospital.ct_series[0], tmp_path / "a.dcm", as_jpip)

        with pytest.raises(Unprocessable, match=re.escape("JPIP Referenced (1.2.840.10008.1.2.4.94)")):
            decode_frame(referenced, 1)


class TestRenderThumbnail:
    def test_what_is_no_image_is_refused(self, tmp_path: Path, hospital: DemoHospital) -> None:
        (tmp_path / "a.txt").write_text("no image")

        with pytest.raises(Unprocessable):
            render_thumbnail(tmp_path / "a.txt")
        with pytest.raises(Unprocessable):
            render_thumbnail(hospital.ct_structure)

    def test_keeps_the_shape_within_the_size(self, hospital: DemoHospital) -> None:
        assert drawn(render_thumbnail(hospital.photographs[0], size=128)).shape == (96, 128)
        assert drawn(render_thumbnail(hospital.radiograph, size=100)).shape == (100, 84)
        assert drawn(render_thumbnail(hospital.ct_series[0])).shape == (192, 192)

    def test_the_window_of_the_file_decides(self, hospital: DemoHospital, tmp_path: Path) -> None:
        narrow = changed(
            hospital.ct_series[20], tmp_path / "a.dcm", with_values(WindowCenter="3000", WindowWidth="100")
        )

        assert drawn(render_thumbnail(hospital.ct_series[20])).max() > 200
        assert drawn(render_thumbnail(narrow)).max() < 10

    def test_without_a_window_the_values_decide(self, hospital: DemoHospital, tmp_path: Path) -> None:
        def forget(dataset: pydicom.FileDataset) -> None:
            del dataset.WindowCenter, dataset.WindowWidth

        picture = drawn(render_thumbnail(changed(hospital.mr_series[12], tmp_path / "a.dcm", forget)))

        assert picture.max() > 240
        assert picture.min() < 10

    def test_monochrome1_is_inverted(self, hospital: DemoHospital, tmp_path: Path) -> None:
        straight = changed(
            hospital.radiograph, tmp_path / "a.dcm", with_values(PhotometricInterpretation="MONOCHROME2")
        )

        sums = drawn(render_thumbnail(hospital.radiograph)) + drawn(render_thumbnail(straight))

        assert np.abs(sums - 255).mean() < 8

    def test_pixels_that_are_not_square_are_stretched(self, hospital: DemoHospital, tmp_path: Path) -> None:
        flat = changed(hospital.ct_series[20], tmp_path / "a.dcm", with_values(PixelSpacing=[1.0, 2.0]))

        assert drawn(render_thumbnail(flat)).shape == (96, 192)

    @pytest.mark.parametrize(
        "name",
        [
            "examples_palette.dcm",
            "examples_rgb_color.dcm",
            "examples_ybr_color.dcm",
            "SC_rgb_jpeg_dcmtk.dcm",
            "JPEG2000.dcm",
            "rtdose.dcm",
            "MR_small_bigendian.dcm",
            "image_dfl.dcm",
        ],
    )
    def test_all_kinds_of_pixels_can_be_drawn(self, pydicom_files: Path, name: str) -> None:
        assert drawn(render_thumbnail(pydicom_files / name)).size > 0

    @pytest.mark.shared_data
    @pytest.mark.parametrize("name", ["enhanced_and_luts/vlut_04.dcm", "enhanced_and_luts/mlut_18.dcm"])
    def test_lookup_tables_are_applied(self, shared_data: Path, name: str) -> None:
        picture = drawn(render_thumbnail(shared_data / name))

        assert picture.max() > 200
        assert picture.std() > 20

    @quietly()
    def test_every_pydicom_file_is_drawn_or_refused(self, pydicom_files: Path) -> None:
        for path in pydicom_files.glob("*.dcm"):
            with suppress(Unprocessable):
                assert drawn(render_thumbnail(path, size=32)).size > 0
