"""Single frames out of files: decoded for the viewer, or drawn as a thumbnail."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DecodedFrame:
    """Native little-endian pixels of one frame, colour by pixel, as `transfer_syntax_uid` (explicit little endian)."""

    data: bytes
    rows: int
    columns: int
    samples_per_pixel: int
    bits_allocated: int
    photometric: str
    transfer_syntax_uid: str = "1.2.840.10008.1.2.1"


def decode_frame(path: Path, frame_number: int) -> DecodedFrame:
    """Decode a frame, counted from 1. Raises Unprocessable naming the transfer syntax that cannot be decoded."""
    raise NotImplementedError


def render_thumbnail(path: Path, frame_number: int = 1, size: int = 256) -> bytes:
    """Draw a DICOM frame or a photograph as a WebP no larger than `size` in either direction."""
    raise NotImplementedError
