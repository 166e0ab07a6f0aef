"""Frames as pictures that everyone can show: windowed, cut, fitted into a viewport (PS3.18 8.3.5)."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image

from backend.core.errors import Unprocessable
from backend.imaging.display import Window, displayed
from backend.imaging.frames import with_square_pixels
from backend.imaging.pixels import decode_pixels
from backend.imaging.reading import quietly, read_dataset, refusing_damage

Form = Literal["image/jpeg", "image/png"]
JPEG_QUALITY = 90
MUCH_LARGER = 8  # from here on the mean of the pixels is as good as a filter, and many times faster


@dataclass(frozen=True)
class Viewport:
    """The largest size of the picture, and which part of the image it shows: all, where no source is given."""

    width: int
    height: int
    source: tuple[int, int, int, int] | None = None  # left, top, width, height


@dataclass(frozen=True)
class Rendering:
    """How a frame is to be drawn."""

    form: Form = "image/jpeg"
    window: Window | None = None
    viewport: Viewport | None = None


@quietly()
def render_frame(path: Path, frame_number: int, rendering: Rendering) -> bytes:
    """Draw a frame, counted from 1, without metadata.

    Raises Unprocessable for what cannot be decoded, or lies outside of the image.
    """
    path = Path(path)
    header = read_dataset(path)
    values = decode_pixels(path, header, frame_number - 1)
    with refusing_damage(path):
        shown = Image.fromarray(displayed(values, header, frame_number - 1, rendering.window))
    cut = _cut(shown, rendering.viewport)
    return _written(_fitted(with_square_pixels(cut, header), rendering.viewport), rendering.form)


def picture_width(picture: bytes) -> int:
    """Read how wide a picture is, without decoding it."""
    return Image.open(BytesIO(picture)).width


def _cut(picture: Image.Image, viewport: Viewport | None) -> Image.Image:
    if viewport is None or viewport.source is None:
        return picture
    left, top, width, height = viewport.source
    if left + width > picture.width or top + height > picture.height:
        raise Unprocessable(f"The part asked for reaches beyond the image of {picture.width} x {picture.height}.")
    return picture.crop((left, top, left + width, top + height))


def _fitted(picture: Image.Image, viewport: Viewport | None) -> Image.Image:
    """As large as fits into the viewport, in its own proportions."""
    if viewport is None:
        return picture
    scale = min(viewport.width / picture.width, viewport.height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if size == picture.size:
        return picture
    filter_ = Image.Resampling.BOX if scale * MUCH_LARGER < 1 else Image.Resampling.LANCZOS
    return picture.resize(size, filter_)


def _written(picture: Image.Image, form: Form) -> bytes:
    drawn = BytesIO()
    if form == "image/png":
        picture.save(drawn, format="PNG", compress_level=3)
    else:
        picture.save(drawn, format="JPEG", quality=JPEG_QUALITY)
    return drawn.getvalue()
