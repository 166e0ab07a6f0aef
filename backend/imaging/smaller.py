"""Photographs drawn smaller, for what cannot hold them whole."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from backend.imaging.photo import upright_picture
from backend.imaging.reading import quietly

JPEG_QUALITY = 92


@quietly()
def smaller_picture(path: Path, size: tuple[int, int], media_type: str) -> bytes:
    """Draw an upright photograph in this size, as PNG or JPEG, without metadata. Raises Unprocessable."""
    picture = upright_picture(Path(path)).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    drawn = BytesIO()
    if media_type == "image/jpeg":
        picture.convert("L" if picture.mode == "L" else "RGB").save(drawn, format="JPEG", quality=JPEG_QUALITY)
    else:
        picture.save(drawn, format="PNG", compress_level=3)
    return drawn.getvalue()
