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
from pydicom.dataset import Dataset, FileDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from backend.core.errors import Unprocessable
from backend.imaging.header_scan import ScannedHeader, scan_header
from backend.imaging.pixels import within_bits_stored

PIXEL_DATA = b"\xe0\x7f\x10\x00"
BYTES_OF_A_PIXEL = (1, 2, 4)
Header = FileDataset | ScannedHeader


@dataclass(frozen=True)
class PlainPixels:
    """Where the pixels of one frame are in their file, uncompressed and little endian."""

    offset: int
    shape_yx: tuple[int, int]
    kind: str
    bits: tuple[int, int] | None  # Bits Stored and High Bit

    def frame(self, index: int) -> "PlainPixels":
        rows, columns = self.shape_yx
        bytes_of_frame = rows * columns * np.dtype(self.kind).itemsize
        return PlainPixels(self.offset + index * bytes_of_frame, self.shape_yx, self.kind, self.bits)


def read_some(path: Path, keywords: list[str]) -> tuple[Header, PlainPixels | None]:
    """Read some attributes of a file, and where its first frame is if its pixels are plain. Raises Unprocessable."""
    try:
        scanned = scan_header(path)
        if scanned is not None:
            return scanned, _found(scanned, scanned.pixel_offset, scanned.pixel_length, path.stat().st_size)
        with path.open("rb") as file:
            header = pydicom.dcmread(file, force=True, stop_before_pixels=True, specific_tags=[*keywords])
            return header, _plain_pixels(file, header)
    except Exception as error:
        raise Unprocessable(f"{path.name} cannot be read as DICOM: {error}") from error


def read_plain_pixels(path: Path, pixels: PlainPixels) -> NDArray[Any]:
    rows, columns = pixels.shape_yx
    values = np.fromfile(path, pixels.kind, rows * columns, offset=pixels.offset).reshape(rows, columns)
    if pixels.bits is None:
        return values
    declared = Dataset()
    declared.BitsStored, declared.HighBit = pixels.bits
    return within_bits_stored(values, declared)


def _plain_pixels(file: IO[bytes], header: FileDataset) -> PlainPixels | None:
    """Find the pixels behind the header just read; None where they are not surely what they seem."""
    syntax = header.file_meta.get("TransferSyntaxUID") if getattr(header, "file_meta", None) else None
    head = file.read(12)
    if syntax not in (ImplicitVRLittleEndian, ExplicitVRLittleEndian) or len(head) < 12 or head[:4] != PIXEL_DATA:  # noqa: PLR2004 - tag, VR, two bytes, length
        return None
    is_implicit = syntax == ImplicitVRLittleEndian
    (length,) = struct.unpack("<I", head[4:8] if is_implicit else head[8:12])
    offset = file.tell() - (4 if is_implicit else 0)
    return _found(header, offset, length, file.seek(0, 2))


def _found(header: Header, offset: int, length: int, file_bytes: int) -> PlainPixels | None:
    allocated = header.get("BitsAllocated") or 0
    rows, columns = header.get("Rows") or 0, header.get("Columns") or 0
    if allocated % 8 or allocated // 8 not in BYTES_OF_A_PIXEL or header.get("SamplesPerPixel", 1) != 1:
        return None
    wanted = rows * columns * (allocated // 8) * int(header.get("NumberOfFrames") or 1)
    if not 0 < wanted <= length or file_bytes - offset < wanted:
        return None
    kind = f"<{'i' if header.get('PixelRepresentation', 0) == 1 else 'u'}{allocated // 8}"
    return PlainPixels(offset, (rows, columns), kind, _bits(header))


def _bits(header: Header) -> tuple[int, int] | None:
    stored = int(header.get("BitsStored") or 0)
    high = header.get("HighBit")
    return (stored, stored - 1 if high is None else int(high)) if stored else None
