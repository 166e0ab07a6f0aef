"""A few attributes of a plain DICOM header, many times faster than reading all of it.

Only for what nearly every file of a series is: a preamble, file meta, little endian and uncompressed. It tolerates
nothing: where anything is odd it gives nothing, and the file is read by pydicom, which has the last word.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

HEAD_BYTES = 64 * 1024  # headers of single slices are a tenth of that
LONG_VRS = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"})
UNDEFINED = 0xFFFFFFFF
PIXEL_DATA = 0x7FE00010
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
META_LENGTH, TRANSFER_SYNTAX = 0x00020000, 0x00020010

# Tag → keyword and how its value is written.
WANTED: Mapping[int, tuple[str, str]] = {
    0x00080018: ("SOPInstanceUID", "UI"),
    0x00180050: ("SliceThickness", "DS"),
    0x00200032: ("ImagePositionPatient", "DS"),
    0x00200037: ("ImageOrientationPatient", "DS"),
    0x00200052: ("FrameOfReferenceUID", "UI"),
    0x00280002: ("SamplesPerPixel", "US"),
    0x00280008: ("NumberOfFrames", "IS"),
    0x00280010: ("Rows", "US"),
    0x00280011: ("Columns", "US"),
    0x00280030: ("PixelSpacing", "DS"),
    0x00280100: ("BitsAllocated", "US"),
    0x00280101: ("BitsStored", "US"),
    0x00280102: ("HighBit", "US"),
    0x00280103: ("PixelRepresentation", "US"),
    0x00281052: ("RescaleIntercept", "DS"),
    0x00281053: ("RescaleSlope", "DS"),
    0x00541001: ("Units", "CS"),
}
# Sequences that say where frames lie, or what values mean: read by pydicom.
BEYOND_US = frozenset({0x00283000, 0x52009229, 0x52009230})


class _Odd(Exception):
    """Not as plain as it has to be here."""


@dataclass(frozen=True)
class ScannedHeader:
    """What was found, by keyword, and where the value of Pixel Data begins and how long it is."""

    values: Mapping[str, Any]
    pixel_offset: int
    pixel_length: int

    def get(self, keyword: str, default: Any = None) -> Any:
        return self.values.get(keyword, default)

    def __contains__(self, keyword: str) -> bool:
        return keyword in self.values


def scan_header(path: Path) -> ScannedHeader | None:
    """Read the attributes of `WANTED`; nothing where the file is not plain."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        return _scanned(head)
    except (_Odd, struct.error, ValueError, UnicodeDecodeError):
        return None


def _scanned(head: bytes) -> ScannedHeader:
    position, is_implicit = _after_meta(head)
    values: dict[str, Any] = {}
    last = 0
    while True:
        tag, representation, length, start = _element(head, position, is_implicit)
        if tag <= last or tag in BEYOND_US:
            raise _Odd
        if tag == PIXEL_DATA:
            if length == UNDEFINED:
                raise _Odd
            return ScannedHeader(values, start, length)
        if length == UNDEFINED:
            position = _after_items(head, start, is_implicit or representation == b"UN")
        else:
            position = start + length
            if tag in WANTED:
                keyword, kind = WANTED[tag]
                values[keyword] = _value(_bytes(head, start, length), kind)
        last = tag


def _after_meta(head: bytes) -> tuple[int, bool]:
    if head[128:132] != b"DICM":
        raise _Odd
    tag, _, length, start = _element(head, 132, is_implicit=False)
    if tag != META_LENGTH:
        raise _Odd
    end = start + length + struct.unpack_from("<I", head, start)[0]
    position = start + length
    while position < end:
        tag, _, length, start = _element(head, position, is_implicit=False)
        if tag == TRANSFER_SYNTAX:
            syntax = _bytes(head, start, length).rstrip(b"\0 ").decode("ascii")
            if syntax not in (ImplicitVRLittleEndian, ExplicitVRLittleEndian):
                raise _Odd
            return end, syntax == ImplicitVRLittleEndian
        position = start + length
    raise _Odd


def _element(head: bytes, position: int, is_implicit: bool) -> tuple[int, bytes, int, int]:
    """Tag, VR, length, and where the value begins."""
    group, number = struct.unpack_from("<HH", head, position)
    tag = group << 16 | number
    if is_implicit or group == ITEM >> 16:
        return tag, b"", struct.unpack_from("<I", head, position + 4)[0], position + 8
    representation = head[position + 4 : position + 6]
    if representation in LONG_VRS:
        return tag, representation, struct.unpack_from("<I", head, position + 8)[0], position + 12
    if not (representation.isalpha() and representation.isupper()):
        raise _Odd
    return tag, representation, struct.unpack_from("<H", head, position + 6)[0], position + 8


def _after_items(head: bytes, position: int, is_implicit: bool) -> int:
    """Step over the items of a sequence of undefined length."""
    while True:
        tag, _, length, start = _element(head, position, is_implicit)
        if tag == SEQUENCE_END:
            return start
        if tag != ITEM:
            raise _Odd
        position = start + length if length != UNDEFINED else _after_item(head, start, is_implicit)


def _after_item(head: bytes, position: int, is_implicit: bool) -> int:
    while True:
        tag, representation, length, start = _element(head, position, is_implicit)
        if tag == ITEM_END:
            return start
        if length != UNDEFINED:
            position = start + length
        else:  # unknown ones hold implicit elements, whatever is around them (PS3.5 6.2.2)
            position = _after_items(head, start, is_implicit or representation == b"UN")


def _bytes(head: bytes, start: int, length: int) -> bytes:
    if start + length > len(head):
        raise _Odd
    return head[start : start + length]


def _value(content: bytes, representation: str) -> Any:
    """The value as pydicom has it: a list where there are several, None where there is none."""
    if representation == "US":
        (number,) = struct.unpack("<H", content)
        return number
    text = content.decode("ascii").rstrip("\0 ").lstrip(" ")
    if not text:
        return None
    if representation in ("UI", "CS"):
        if "\\" in text:
            raise _Odd
        return text
    numbers = [float(part) if representation == "DS" else int(part) for part in text.split("\\")]
    return numbers if len(numbers) > 1 else numbers[0]
