"""Frames with fewer pixels of the same values."""

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import FileDataset

from backend.imaging.display import Window
from backend.imaging.frames import decode_frame
from backend.imaging.phantoms import DemoHospital
from backend.imaging.reduced import reduced, reduced_frame
from backend.imaging.rendering import Rendering, render_frame
from backend.tests.imaging.dicom_editing import changed, with_values


def header(**values: object) -> FileDataset:
    dataset = FileDataset("", {})
    for keyword, value in ({"BitsStored": 16, "HighBit": 15} | values).items():
        setattr(dataset, keyword, value)
    return dataset


def of_blocks(values: NDArray[np.uint16], by: int) -> list[list[int]]:
    return [
        [round(float(values[top : top + by, left : left + by].mean())) for left in range(0, values.shape[1], by)]
        for top in range(0, values.shape[0], by)
    ]


class TestReduced:
    @pytest.mark.parametrize("by", [1, 2, 3, 7, 64])
    def test_gives_the_mean_of_each_block_also_at_the_edges(self, by: int) -> None:
        values = (np.arange(11 * 17, dtype=np.uint16) * 331 % 4096).reshape(11, 17)

        assert np.allclose(reduced(values, header(), by), of_blocks(values, by), atol=0.5)

    def test_keeps_signs_and_drops_bits_beside_the_values(self) -> None:
        values = np.array([[-2, -4], [-6, -8]], dtype=np.int16)
        overlaid = np.array([[0x8002, 4], [6, 0x8008]], dtype=np.uint16)

        assert reduced(values, header(PixelRepresentation=1), 2).tolist() == [[-5]]
        assert reduced(overlaid, header(BitsStored=12, HighBit=11), 2).tolist() == [[5]]

    def test_colour_is_reduced_by_channel(self) -> None:
        values = np.zeros((2, 2, 3), dtype=np.uint8)
        values[..., 0], values[0, 0, 1] = 200, 100

        assert reduced(values, header(BitsStored=8, HighBit=7), 2).tolist() == [[[200, 25, 0]]]

    def test_numbers_of_colours_are_not_mixed(self) -> None:
        values = np.array([[3, 200], [200, 200]], dtype=np.uint8)

        assert reduced(values, header(PhotometricInterpretation="PALETTE COLOR"), 2).tolist() == [[3]]


def test_a_frame_comes_as_it_is_decoded_but_smaller(hospital: DemoHospital) -> None:
    frame = reduced_frame(hospital.ct_series[5], 1, 3)

    assert (frame.rows, frame.columns, frame.bits_allocated) == (64, 64, 16)
    whole = np.frombuffer(decode_frame(hospital.ct_series[5], 1).data, "<u2").reshape(192, 192)
    assert np.frombuffer(frame.data, "<u2").reshape(64, 64).tolist() == of_blocks(whole, 3)


def test_a_frame_that_is_drawn_in_several_parts_has_no_seams(hospital: DemoHospital, tmp_path: Path) -> None:
    values = np.add.outer(np.arange(3000), np.arange(2100)).astype(np.uint16)
    size = {"Rows": 3000, "Columns": 2100, "BitsAllocated": 16, "BitsStored": 16, "HighBit": 15}
    grey = {"PixelRepresentation": 0, "PhotometricInterpretation": "MONOCHROME2", "PixelData": values.tobytes()}
    large = changed(hospital.radiograph, tmp_path / "large.dcm", with_values(**size, **grey))
    window = Window(2550, 5100, "linear-exact")

    drawn = Image.open(io.BytesIO(render_frame(large, 1, Rendering("image/png", window))))

    assert np.abs(np.asarray(drawn, dtype=float) - values / 5100 * 255).max() <= 0.5
