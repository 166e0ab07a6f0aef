"""Single frames out of files: decoded for the viewer, or drawn as a thumbnail."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import FileDataset
from pydicom.uid import ExplicitVRLittleEndian

from backend.core.errors import Unprocessable
from backend.imaging.display import displayed
from backend.imaging.file_type import HEAD_BYTES, file_type
from backend.imaging.photo import upright_picture
from backend.imaging.pixels import decode_pixels
from backend.imaging.reading import quietly, read_dataset, refusing_damage

THUMBNAIL_QUALITY = 80


@dataclass(frozen=True)
class DecodedFrame:
    """Native little-endian pixels of one frame, colour by pixel, as `transfer_syntax_uid`.

    What the viewer is told of the pixels must be this, not what the file says: luminance-chrominance colour comes as
    RGB, and single bits come as bytes.
    """

    data: bytes
    rows: int
    columns: int
    samples_per_pixel: int
    bits_allocated: int
    photometric: str
    transfer_syntax_uid: str = str(ExplicitVRLittleEndian)


@quietly()
def decode_frame(path: Path, frame_number: int) -> DecodedFrame:
    """Decode a frame, counted from 1. Raises Unprocessable naming the transfer syntax that cannot be decoded."""
    header = read_dataset(path)
    return decoded_frame(decode_pixels(Path(path), header, frame_number - 1), header)


def decoded_frame(values: NDArray[Any], header: FileDataset) -> DecodedFrame:
    samples = values.shape[2] if values.ndim == 3 else 1  # noqa: PLR2004 - row, column, sample
    return DecodedFrame(
        data=_little_endian(values),
        rows=values.shape[0],
        columns=values.shape[1],
        samples_per_pixel=samples,
        bits_allocated=values.dtype.itemsize * 8,
        photometric="RGB" if samples > 1 else str(header.get("PhotometricInterpretation") or "MONOCHROME2"),
    )


@quietly()
def render_thumbnail(path: Path, frame_number: int = 1, size: int = 256) -> bytes:
    """Draw a DICOM frame or a photograph as a WebP no larger than `size` in either direction."""
    picture = _picture(Path(path), frame_number)
    picture.thumbnail((size, size), Image.Resampling.BOX if max(picture.size) > 8 * size else Image.Resampling.LANCZOS)
    drawn = BytesIO()
    picture.save(drawn, format="WEBP", quality=THUMBNAIL_QUALITY)
    return drawn.getvalue()


def _picture(path: Path, frame_number: int) -> Image.Image:
    with path.open("rb") as file:
        kind = file_type(file.read(HEAD_BYTES))
    if kind in ("png", "jpeg"):
        return upright_picture(path)
    if kind != "dicom":
        raise Unprocessable(f"{path.name} is no image.")
    header = read_dataset(path)
    values = decode_pixels(path, header, frame_number - 1)
    with refusing_damage(path):
        shown = displayed(values, header, frame_number - 1)
    return with_square_pixels(Image.fromarray(shown), header)


def with_square_pixels(picture: Image.Image, header: FileDataset) -> Image.Image:
    """Stretch the picture where pixels are not square (PS3.3 C.7.6.3.1.7)."""
    spacing = header.get("PixelSpacing") or header.get("ImagerPixelSpacing") or header.get("PixelAspectRatio")
    try:
        height, width = (float(value) for value in spacing or (1, 1))
    except (TypeError, ValueError):
        return picture
    if min(height, width) <= 0 or not 0.1 < height / width < 10 or abs(height / width - 1) < 0.01:  # noqa: PLR2004
        return picture
    return picture.resize((picture.width, max(1, round(picture.height * height / width))))


def _little_endian(values: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
