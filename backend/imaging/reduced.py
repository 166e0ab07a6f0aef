"""Frames too large for a screen's graphics: fewer pixels, of the same values."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset

from backend.imaging.frames import DecodedFrame, decoded_frame
from backend.imaging.pixels import decode_pixels, within_bits_stored
from backend.imaging.reading import quietly, read_dataset


@quietly()
def reduced_frame(path: Path, frame_number: int, factor: int) -> DecodedFrame:
    """Decode a frame, counted from 1, with a pixel for each block of `factor` by `factor`. Raises Unprocessable."""
    header = read_dataset(path)
    values = decode_pixels(Path(path), header, frame_number - 1)
    return decoded_frame(reduced(values, header, factor), header)


def reduced(values: NDArray[Any], header: FileDataset, factor: int) -> NDArray[Any]:
    """Give the mean of each block, or its first pixel where values are names: of colours, of segments.

    Blocks at the right and lower edge may reach beyond the image; the mean is of what they have of it.
    """
    if factor == 1:
        return values
    if _are_names(header):
        return values[::factor, ::factor]
    values = within_bits_stored(values, header)
    total = np.zeros((*_blocks(values, factor), *values.shape[2:]), dtype=np.float64)
    count = np.zeros(_blocks(values, factor), dtype=np.uint16)
    for top in range(factor):
        for left in range(factor):
            part = values[top::factor, left::factor]
            rows, columns = part.shape[:2]
            total[:rows, :columns] += part
            count[:rows, :columns] += 1
    total /= count.reshape(*count.shape, *(1 for _ in values.shape[2:]))
    return (np.rint(total, out=total) if values.dtype.kind in "iu" else total).astype(values.dtype)


def _blocks(values: NDArray[Any], factor: int) -> tuple[int, int]:
    rows, columns = values.shape[:2]
    return -(-rows // factor), -(-columns // factor)


def _are_names(header: FileDataset) -> bool:
    return bool(header.get("PhotometricInterpretation") == "PALETTE COLOR" or header.get("BitsAllocated") == 1)
