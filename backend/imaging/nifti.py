"""The header of NIfTI-1 files (https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h), packed by gzip or not."""

import gzip
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from backend.imaging.geometry import FloatArray
from backend.imaging.volume_header import BrokenVolume, UnsupportedVolume, VolumeHeader

HEADER_BYTES = 348
LARGEST_OFFSET = 64 * 2**20  # extensions of the header lie before the voxels
MAGIC = slice(344, 348)
ONE_FILE, TWO_FILES = b"n+1\0", b"ni1\0"
GZIP = b"\x1f\x8b"
MILLIMETRES = {1: 1000.0, 3: 0.001}  # of metres and of micrometres; everything else is taken for millimetres
KINDS = {
    2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8", 1280: "u8",
}  # fmt: skip
TO_LPS = np.array([-1.0, -1.0, 1.0])  # NIfTI counts to the right and to the front


def unpacked_head(head: bytes) -> bytes:
    """The first bytes of what a head begins, unpacked if it is gzip."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEADER_BYTES)
    except zlib.error:
        return b""


def is_nifti(head: bytes) -> bool:
    return unpacked_head(head)[MAGIC] in (ONE_FILE, TWO_FILES)


def read_nifti_header(path: Path) -> VolumeHeader:
    """Read a header. Raises BrokenVolume, UnsupportedVolume."""
    with path.open("rb") as file:
        is_packed = file.read(2) == GZIP
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            head = file.read(HEADER_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenVolume(f"The file cannot be unpacked: {error}", "truncated", "byte 0") from error
    if head[MAGIC] == TWO_FILES:
        raise UnsupportedVolume("The voxels lie in another file; send one .nii or .nii.gz.", "bytes 344-347")
    order = next((order for order in "<>" if struct.unpack(f"{order}i", head[:4])[0] == HEADER_BYTES), None)
    if order is None:
        raise BrokenVolume("The header does not begin with its own length.", place="bytes 0-3")
    fields = _Fields(head, order)
    slope, intercept = fields.numbers("f", 112, 2)
    has_slope = bool(np.isfinite(slope)) and slope != 0
    axes, origin, is_placed = _grid(fields)
    return VolumeHeader(
        shape_ijk=_shape(fields),
        kind=_kind(fields),
        packing="gzip whole" if is_packed else "raw",
        offset=_offset(fields),
        slope=slope if has_slope else 1.0,
        intercept=intercept if has_slope else 0.0,
        origin_xyz_mm=origin,
        axes_xyz_mm=axes,
        is_placed=is_placed,
    ).checked()


class _Fields:
    def __init__(self, head: bytes, order: str) -> None:
        self.head, self.order = head, order

    def numbers(self, letter: str, offset: int, count: int) -> tuple[Any, ...]:
        return struct.unpack_from(f"{self.order}{count}{letter}", self.head, offset)


def _offset(fields: _Fields) -> int:
    (offset,) = fields.numbers("f", 108, 1)
    if not np.isfinite(offset) or offset > LARGEST_OFFSET:
        raise BrokenVolume(f"Voxels that begin at byte {offset:g} are none that are looked for.", place="vox_offset")
    return max(int(offset), HEADER_BYTES + 4)


def _shape(fields: _Fields) -> tuple[int, int, int]:
    count, *sizes = fields.numbers("h", 40, 8)
    if not 1 <= count <= 7:  # noqa: PLR2004 - what the header has room for
        raise BrokenVolume(f"{count} dimensions are none that a file of this kind can have.", place="dim")
    if any(size > 1 for size in sizes[3:count]):
        counts = " x ".join(map(str, sizes[:count]))
        raise UnsupportedVolume(f"Several volumes in one file ({counts}) are not taken in; send each alone.", "dim")
    i, j, k = ([*sizes[:count], 1, 1, 1])[:3]
    return i, j, k


def _kind(fields: _Fields) -> np.dtype[Any]:
    (code,) = fields.numbers("h", 70, 1)
    if code not in KINDS:
        raise UnsupportedVolume(f"Voxels of data type {code} (colour or complex) are not taken in.", "datatype")
    return np.dtype(fields.order + KINDS[code])


def _grid(fields: _Fields) -> tuple[FloatArray, FloatArray, bool]:
    """Axes and origin by the first method that the header gives: sform, then qform, then sizes alone."""
    qform, sform = fields.numbers("h", 252, 2)
    pixdim = np.array(fields.numbers("f", 76, 4), dtype=np.float64)
    millimetres = MILLIMETRES.get(fields.numbers("b", 123, 1)[0] & 7, 1.0)
    if sform > 0:
        rows = np.array(fields.numbers("f", 280, 12), dtype=np.float64).reshape(3, 4)
        axes, origin = rows[:, :3], rows[:, 3]
    elif qform > 0:
        handed = np.array([1.0, 1.0, -1.0 if pixdim[0] < 0 else 1.0])
        axes = _rotation(*fields.numbers("f", 256, 3)) * (pixdim[1:] * handed)
        origin = np.array(fields.numbers("f", 268, 3), dtype=np.float64)
    else:
        axes, origin = np.diag(pixdim[1:]), np.zeros(3)
    return axes * TO_LPS[:, None] * millimetres, origin * TO_LPS * millimetres, bool(sform > 0 or qform > 0)


def _rotation(b: float, c: float, d: float) -> FloatArray:
    a = np.sqrt(max(1.0 - (b * b + c * c + d * d), 0.0))
    return np.array(
        [
            [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
        ]
    )
