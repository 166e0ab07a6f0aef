"""Where the frames of a file lie, so that a server can send them without decoding; and whether all bytes are there."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from backend.imaging.dicom_header import UNDEFINED_LENGTH, DicomHeader
from backend.imaging.facts import ByteRange, FrameRanges
from backend.imaging.findings import Finding, quarantine, warning
from backend.imaging.header_values import HeaderValues, place_of

PIXEL_PLACE = place_of("PixelData")
_ITEM, _END = 0xFFFEE000, 0xFFFEE0DD
_FRAME_STARTS = (b"\xff\xd8", b"\xff\x4f")  # JPEG and JPEG-LS SOI, JPEG 2000 SOC
_MOST_FRAGMENTS = 1_000_000


@dataclass(frozen=True)
class _Fragments:
    offset_table: tuple[int, ...]
    first_item: int  # where offsets of the table count from
    ranges: tuple[ByteRange, ...]


def frame_layout(path: Path, header: DicomHeader, frame_count: int, findings: list[Finding]) -> FrameRanges | None:
    """Find the byte ranges of each frame, adding to the findings. None where frames cannot be sent as they are."""
    if header.pixel_offset is None:
        return None
    with path.open("rb") as file:
        start, length = _value_place(file, header)
        is_open_ended = length == UNDEFINED_LENGTH
        if is_open_ended != header.syntax.is_encapsulated:
            message = "The pixel data are not packed as the transfer syntax says."
            findings.append(quarantine("pixel_length_mismatch", PIXEL_PLACE, message))
            return None
        if is_open_ended:
            fragments = _walk_fragments(file, start, header.data_size, findings)
            return _grouped(file, fragments, header, frame_count, findings) if fragments else None
    return _native(header, start, length, frame_count, findings)


def _value_place(file: BinaryIO, header: DicomHeader) -> ByteRange:
    """Read the head of the pixel element (PS3.5 7.1): where its value begins and how long it is said to be."""
    file.seek(header.pixel_offset or 0)
    head = file.read(12)
    order = "<" if header.syntax.is_little_endian else ">"
    offset, size = (4, 8) if header.syntax.is_implicit_VR else (8, 12)
    if len(head) < size:
        return header.data_size, 0
    (length,) = struct.unpack(f"{order}I", head[offset : offset + 4])
    return (header.pixel_offset or 0) + size, length


def _native(
    header: DicomHeader, start: int, length: int, frame_count: int, findings: list[Finding]
) -> FrameRanges | None:
    values = HeaderValues(header.dataset)
    present = min(length, max(header.data_size - start, 0))
    if present < length:
        message = f"The pixel data are cut off: {present} of {length} bytes."
        findings.append(quarantine("truncated", PIXEL_PLACE, message))
        return None
    bits = native_frame_bits(values)
    if not check_native_length(length, bits, frame_count, findings):
        return None
    if bits % 8 or values.whole("BitsAllocated") == 1 or not header.syntax.is_little_endian:
        return None
    return tuple(((start + index * bits // 8, bits // 8),) for index in range(frame_count))


def native_frame_bits(values: HeaderValues) -> int:
    pixels = (values.whole("Rows") or 0) * (values.whole("Columns") or 0)
    samples = values.whole("SamplesPerPixel") or 1
    if values.text("PhotometricInterpretation") == "YBR_FULL_422":
        samples = 2  # PS3.3 C.7.6.3.1.2: two luminances share their colour
    return pixels * samples * (values.whole("BitsAllocated") or 0)


def check_native_length(length: int, frame_bits: int, frame_count: int, findings: list[Finding]) -> bool:
    """Compare the length of native pixels with what the header asks for; one byte of padding is allowed."""
    needed = -(-frame_bits * frame_count // 8)
    if length < needed:
        message = f"The header asks for {needed} bytes of pixels; {length} are present."
        findings.append(quarantine("pixel_length_mismatch", PIXEL_PLACE, message))
        return False
    if length > needed + 1:
        message = f"The header asks for {needed} bytes of pixels; {length} are present, the rest is unused."
        findings.append(warning("pixel_length_mismatch", PIXEL_PLACE, message))
    return True


def _walk_fragments(file: BinaryIO, start: int, size: int, findings: list[Finding]) -> _Fragments | None:
    """Follow the items of encapsulated pixel data (PS3.5 A.4) to their end mark."""
    file.seek(start)
    ranges: list[ByteRange] = []
    while len(ranges) <= _MOST_FRAGMENTS:
        position = file.tell()
        head = file.read(8)
        if len(head) < 8:  # noqa: PLR2004 - tag and length
            findings.append(quarantine("truncated", f"byte {position}", "The pixel data end without their end mark."))
            return None
        group, element, length = struct.unpack("<HHI", head)
        if (group << 16 | element) == _END:
            break
        if (group << 16 | element) != _ITEM or length == UNDEFINED_LENGTH:
            findings.append(quarantine("unreadable_header", f"byte {position}", "The pixel data hold no proper item."))
            return None
        if position + 8 + length > size:
            findings.append(quarantine("truncated", f"byte {position}", "The file ends inside a piece of pixel data."))
            return None
        ranges.append((position + 8, length))
        file.seek(length, 1)
    if len(ranges) < 2:  # noqa: PLR2004 - the offset table, then at least one fragment
        findings.append(quarantine("no_pixel_data", PIXEL_PLACE, "The pixel data are empty."))
        return None
    table_start, table_length = ranges[0]
    file.seek(table_start)
    table = struct.unpack(f"<{table_length // 4}I", file.read(table_length // 4 * 4))
    return _Fragments(table, table_start + table_length, tuple(ranges[1:]))


def _grouped(
    file: BinaryIO, fragments: _Fragments, header: DicomHeader, frame_count: int, findings: list[Finding]
) -> FrameRanges | None:
    starts = _frame_starts(file, fragments, header, frame_count)
    if len(starts) != frame_count:
        message = f"{len(fragments.ranges)} pieces of pixel data cannot be told apart as {frame_count} frames."
        findings.append(quarantine("pixel_length_mismatch", PIXEL_PLACE, message))
        return None
    if len(fragments.ranges) > frame_count:
        message = f"{frame_count} frames lie in {len(fragments.ranges)} pieces."
        findings.append(warning("fragmented_frame", PIXEL_PLACE, message))
    ends = [*starts[1:], len(fragments.ranges)]
    return tuple(fragments.ranges[start:end] for start, end in zip(starts, ends, strict=True))


def _frame_starts(file: BinaryIO, fragments: _Fragments, header: DicomHeader, frame_count: int) -> list[int]:
    """Find the first fragment of each frame: one each, by an offset table, or by where compressed images begin."""
    count = len(fragments.ranges)
    if count == frame_count:
        return list(range(count))
    if frame_count == 1:
        return [0]
    for table in (_extended_offsets(header), fragments.offset_table):
        if len(table) == frame_count:
            by_offset = {start - 8 - fragments.first_item: index for index, (start, _) in enumerate(fragments.ranges)}
            found = [by_offset.get(offset, -1) for offset in table]
            if found[0] == 0 and found == sorted(set(found)):
                return found
    return [index for index, (start, _) in enumerate(fragments.ranges) if _begins_frame(file, start)]


def _extended_offsets(header: DicomHeader) -> tuple[int, ...]:
    value = HeaderValues(header.dataset).raw("ExtendedOffsetTable")
    if not isinstance(value, bytes):
        return ()
    return struct.unpack(f"<{len(value) // 8}Q", value[: len(value) // 8 * 8])


def _begins_frame(file: BinaryIO, start: int) -> bool:
    file.seek(start)
    return file.read(2) in _FRAME_STARTS
