"""Headers of series, read for a few attributes only, and pixels that are stored as they are, read right after them.

A series has hundreds of files: reading each header whole, and then once more for its pixels, takes most of the time.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from backend.core.errors import Unprocessable
from backend.imaging.pixels import within_bits_stored

PIXEL_DATA = b"\xe0\x7f\x10\x00"
BYTES_OF_A_PIXEL = (1, 2, 4)


@dataclass(frozen=True)
class PlainPixels:
    """Where the pixels of one frame are in their file, uncompressed and little endian."""

    offset: int
    shape_yx: tuple[int, int]
    kind: str
    bits: pydicom.Dataset  # Bits Stored and High Bit

    def frame(self, index: int) -> "PlainPixels":
        rows, columns = self.shape_yx
        bytes_of_frame = rows * columns * np.dtype(self.kind).itemsize
        return PlainPixels(self.offset + index * bytes_of_frame, self.shape_yx, self.kind, self.bits)


def read_some(path: Path, keywords: list[str]) -> tuple[FileDataset, PlainPixels | None]:
    """Read some attributes of a file, and where its first frame is if its pixels are plain. Raises Unprocessable."""
    try:
        with path.open("rb") as file:
            header = pydicom.dcmread(file, force=True, stop_before_pixels=True, specific_tags=[*keywords])
            return header, _plain_pixels(file, header)
    except Exception as error:
        raise Unprocessable(f"{path.name} cannot be read as DICOM: {error}") from error


def read_plain_pixels(path: Path, pixels: PlainPixels) -> NDArray[Any]:
    rows, columns = pixels.shape_yx
    values = np.fromfile(path, pixels.kind, rows * columns, offset=pixels.offset)
    return within_bits_stored(values.reshape(rows, columns), pixels.bits)


def _plain_pixels(file: IO[bytes], header: FileDataset) -> PlainPixels | None:
    """Find the pixels behind the header just read; None where they are not surely what they seem."""
    syntax = header.file_meta.get("TransferSyntaxUID") if getattr(header, "file_meta", None) else None
    if syntax not in (ImplicitVRLittleEndian, ExplicitVRLittleEndian) or header.get("SamplesPerPixel", 1) != 1:
        return None
    allocated = header.get("BitsAllocated") or 0
    rows, columns = header.get("Rows") or 0, header.get("Columns") or 0
    if allocated % 8 or allocated // 8 not in BYTES_OF_A_PIXEL:
        return None
    head = file.read(12)
    if len(head) < 12 or head[:4] != PIXEL_DATA:  # noqa: PLR2004 - tag, VR, two bytes, length
        return None
    is_implicit = syntax == ImplicitVRLittleEndian
    (length,) = struct.unpack("<I", head[4:8] if is_implicit else head[8:12])
    wanted = rows * columns * (allocated // 8) * int(header.get("NumberOfFrames") or 1)
    start = file.tell() - (4 if is_implicit else 0)
    if not 0 < wanted <= length or file.seek(0, 2) - start < wanted:
        return None
    kind = f"<{'i' if header.get('PixelRepresentation', 0) == 1 else 'u'}{allocated // 8}"
    return PlainPixels(start, (rows, columns), kind, _bits(header))


def _bits(header: FileDataset) -> pydicom.Dataset:
    bits = pydicom.Dataset()
    for keyword in ("BitsStored", "HighBit"):
        if keyword in header:
            setattr(bits, keyword, header.get(keyword))
    return bits
