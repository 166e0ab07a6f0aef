"""Stored pixel values of single frames, decoded with the permissive decoders that are installed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.utils import iter_pixels
from pydicom.uid import UID

from backend.core.errors import Unprocessable
from backend.imaging.gdcm_frames import decode_grey_frames, is_ours
from backend.imaging.header_scan import ScannedHeader
from backend.imaging.reading import quietly, read_dataset

LARGEST_FRAME_BYTES = 2**30


class PixelsDamaged(Unprocessable):
    message = "The pixels cannot be decoded."


@quietly()
def stored_values(path: Path, frame_indices: Sequence[int]) -> Iterator[NDArray[Any]]:
    """Decode grey frames (counted from 0) as (row, column), without bits beyond Bits Stored (overlays, padding)."""
    header = read_dataset(path)
    for values in decode_frames(path, header, frame_indices):
        yield within_bits_stored(values, header)


def decode_pixels(path: Path, header: FileDataset, frame_index: int, *, raw: bool = False) -> NDArray[Any]:
    """Decode one frame as (row, column[, sample]); colour becomes RGB unless raw. Raises Unprocessable."""
    return next(decode_frames(path, header, [frame_index], raw=raw))


def decode_frames(
    path: Path, header: FileDataset, frame_indices: Sequence[int], *, raw: bool = False
) -> Iterator[NDArray[Any]]:
    """Decode frames one after the other, so that a long run of them never stands in memory whole."""
    if not frame_indices:
        return  # the decoder takes an empty list for all frames
    for index in frame_indices:
        require_decodable(path, header, index)
    syntax = transfer_syntax(header)
    try:
        if _has_frames_within_bytes(header, syntax):
            yield from _unpacked_bits(path, header, frame_indices)
            return
        if is_ours(syntax, int(header.get("BitsStored") or 8)):
            yield from decode_grey_frames(path, syntax, frame_indices)
            return
        source: Path | FileDataset = path
        if syntax.is_deflated or not getattr(header, "file_meta", {}).get("TransferSyntaxUID"):
            source = read_dataset(path, pixels=True)
            source.file_meta.TransferSyntaxUID = syntax
        yield from iter_pixels(source, indices=list(frame_indices), raw=raw)
    except Exception as error:
        raise PixelsDamaged(f"{path.name} ({syntax.name}, {syntax}) cannot be decoded: {error}") from error


def _has_frames_within_bytes(header: Dataset, syntax: UID) -> bool:
    """Single bits are packed through (PS3.5 8.2.1): a frame may begin in the middle of a byte, which pydicom misses."""
    pixels = int(header.get("Rows") or 0) * int(header.get("Columns") or 0)
    return header.get("BitsAllocated") == 1 and pixels % 8 != 0 and not (syntax.is_encapsulated or syntax.is_deflated)


def _unpacked_bits(path: Path, header: Dataset, frame_indices: Sequence[int]) -> Iterator[NDArray[Any]]:
    shape = int(header["Rows"].value), int(header["Columns"].value)
    size = shape[0] * shape[1]
    packed = np.frombuffer(read_dataset(path, pixels=True).PixelData, dtype=np.uint8)
    for index in frame_indices:
        first, last = index * size // 8, -(-(index + 1) * size // 8)
        bits = np.unpackbits(packed[first:last], bitorder="little")
        yield bits[index * size - first * 8 :][:size].reshape(shape)


def require_decodable(path: Path, header: Dataset, frame_index: int) -> None:
    """Refuse, before anything is allocated, what no decoder here can give."""
    syntax = transfer_syntax(header)
    frames = frame_count(header)
    if not 0 <= frame_index < frames:
        raise Unprocessable(f"{path.name} has {frames} frames; there is no frame {frame_index + 1}.")
    if frame_bytes(header) > LARGEST_FRAME_BYTES:
        raise Unprocessable(f"{path.name} declares frames of more than {LARGEST_FRAME_BYTES} bytes.")
    if not has_decoder(syntax, int(header.get("BitsStored") or 8)):
        raise Unprocessable(f"There is no decoder for transfer syntax {syntax.name} ({syntax}).")


def has_decoder(syntax: UID, bits_stored: int = 8) -> bool:
    """Say whether frames can be decoded here."""
    if is_ours(syntax, bits_stored):
        return True
    try:
        return get_decoder(syntax).is_available
    except NotImplementedError:
        return False


def transfer_syntax(header: Dataset) -> UID:
    """Give the declared transfer syntax, or the one pydicom found by looking where there is no file meta."""
    meta = getattr(header, "file_meta", None)
    declared = meta.get("TransferSyntaxUID") if meta is not None else None
    if declared:
        return UID(declared)
    is_implicit, is_little = getattr(header, "original_encoding", (True, True))
    if is_implicit:
        return UID("1.2.840.10008.1.2")
    return UID("1.2.840.10008.1.2.1" if is_little else "1.2.840.10008.1.2.2")


def frame_count(header: Dataset | ScannedHeader) -> int:
    try:
        return int(header.get("NumberOfFrames") or 1)
    except ValueError as error:
        raise Unprocessable("NumberOfFrames (0028,0008) is no number.") from error


def frame_bytes(header: Dataset) -> int:
    """Give the size of one decoded frame as declared, or 0 where the header does not say."""
    try:
        pixels = (
            int(header.get("Rows") or 0) * int(header.get("Columns") or 0) * int(header.get("SamplesPerPixel") or 1)
        )
        return pixels * max(int(header.get("BitsAllocated") or 0), 8) // 8
    except (TypeError, ValueError):
        return 0


def within_bits_stored(values: NDArray[Any], header: Dataset) -> NDArray[Any]:
    """Drop bits outside Bits Stored and extend the sign (PS3.5 8.1.1)."""
    stored = int(header.get("BitsStored") or 0)
    unused = values.dtype.itemsize * 8 - stored
    if values.dtype.kind not in "iu" or stored < 1 or unused <= 0:
        return values
    shift = max(int(header.get("HighBit", stored - 1)) - (stored - 1), 0)
    return (values << (unused - shift)) >> unused
