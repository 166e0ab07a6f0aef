"""The segments of a JPEG file (ITU-T T.81 B.1), to leave out those that are not the picture."""

import re
import struct
from collections.abc import Iterator

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APP_0, _APP_14, _APP_15 = 0xE0, 0xEE, 0xEF
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # within a scan, 0 is stuffing and D0 to D7 restarts


def without_metadata(content: bytes) -> bytes:
    """Drop APPn and COM segments, but for JFIF and Adobe's, which say how colours are meant, and all after the end.

    Raises ValueError where the file is no whole JPEG.
    """
    return b"".join(segment for marker, segment in _segments(content) if not _is_metadata(marker, segment))


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    yield _START, content[:2]
    position = 2
    while position + 4 <= len(content) or content[position : position + 2] == bytes((0xFF, _END)):
        if content[position] != 0xFF:  # noqa: PLR2004 - the first byte of every marker
            raise ValueError(f"there is no marker at byte {position}")
        marker = content[position + 1]
        if marker == 0xFF:  # noqa: PLR2004 - a fill byte
            position += 1
            continue
        if marker == _END:
            yield marker, content[position : position + 2]
            return
        (length,) = struct.unpack(">H", content[position + 2 : position + 4])
        after = position + 2 + length
        if marker == _SCAN:
            found = _NEXT_MARKER.search(content, after)
            after = found.start() if found else len(content)
        yield marker, content[position:after]
        position = after
    raise ValueError("the file ends before its picture does")


def _is_metadata(marker: int, segment: bytes) -> bool:
    if marker == _APP_0 and segment[4:8] == b"JFIF":
        return False
    if marker == _APP_14 and segment[4:9] == b"Adobe":
        return False
    return marker == _COMMENT or _APP_0 <= marker <= _APP_15


_CODESTREAM_START, _TILE, _CODESTREAM_COMMENT = 0x4F, 0x90, 0x64  # ITU-T T.800 A.2
_JPEG_LS_COLOUR = 0xE8  # in JPEG-LS, how colours are meant
_WITHOUT_LENGTH = (_START, _CODESTREAM_START)
_LENGTH_BYTES, _REGISTRATION_BYTES = 2, 2


def with_comments_blanked(frame: bytes) -> bytes:
    """Overwrite what an encapsulated frame says besides its picture (COM, APPn), before its first scan or tile.

    For JPEG, JPEG-LS and JPEG 2000 codestreams; everything stays at its place. What is none of these is left as it is.
    """
    blanked: bytearray | None = None
    position = 0
    while position + 4 <= len(frame) and frame[position] == 0xFF:  # noqa: PLR2004 - the first byte of every marker
        marker = frame[position + 1]
        if marker in _WITHOUT_LENGTH:
            position += 2
            continue
        if marker in (_SCAN, _TILE):
            break
        after = position + 2 + int.from_bytes(frame[position + 2 : position + 4], "big")
        if _says_something(marker, frame[position:after]):
            start = position + 2 + _LENGTH_BYTES + (_REGISTRATION_BYTES if marker == _CODESTREAM_COMMENT else 0)
            end = min(after, len(frame))
            blanked = blanked or bytearray(frame)
            blanked[start:end] = bytes(max(end - start, 0))
        position = after
    return bytes(blanked) if blanked else frame


def _says_something(marker: int, segment: bytes) -> bool:
    if marker == _CODESTREAM_COMMENT:
        return True
    return marker != _JPEG_LS_COLOUR and _is_metadata(marker, segment)
