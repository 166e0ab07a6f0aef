"""Photographs: PNG and JPEG pictures, and the copies of them that people are shown."""

import struct
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageOps

from backend.core.errors import Unprocessable
from backend.imaging.facts import PhotoFacts, Remark
from backend.imaging.findings import Finding, quarantine, refusal, warning
from backend.imaging.jpeg_segments import without_metadata
from backend.imaging.reading import quietly

MOST_PIXELS = 200_000_000
_SIXTEEN_BIT_MODES = ("I;16", "I;16B", "I;16L", "I", "F")
_UPRIGHT = 1
_METADATA_KEYS = ("exif", "icc_profile", "xmp", "photoshop", "comment", "Comment", "XML:com.adobe.xmp")


def photo_facts(path: Path, findings: list[Finding]) -> PhotoFacts | None:
    """Decode a picture wholly, adding to the findings. None when it cannot be shown."""
    try:
        with _opened(path) as image:
            if image.width * image.height > MOST_PIXELS:
                message = f"{image.width} x {image.height} pixels are more than is taken in."
                findings.append(refusal("declared_size_too_large", "header", message))
                return None
            image.load()
            return _facts(image, findings)
    except (OSError, ValueError, SyntaxError, struct.error, EOFError) as error:
        code = "truncated" if "truncated" in str(error).lower() or isinstance(error, EOFError) else "unreadable_header"
        findings.append(quarantine(code, f"{path.stat().st_size} bytes", f"The picture cannot be decoded: {error}"))
        return None


@quietly()
def write_display_copy(path: Path, target: Path) -> tuple[Remark, ...]:
    """Write an upright copy without metadata: JPEG stays JPEG where no rotation is needed, the rest becomes PNG.

    The pixels are untouched, but for 16-bit grey, which is spread over 8 bits with a remark. Raises Unprocessable.
    """
    try:
        with _opened(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unprocessable(f"{image.width} x {image.height} pixels are too many to copy.")
            if image.format == "JPEG" and _orientation(image) == _UPRIGHT and image.mode in ("L", "RGB"):
                target.write_bytes(without_metadata(path.read_bytes()))
                return ()
            upright = ImageOps.exif_transpose(image)
            shown, remarks = _in_eight_bits(upright)
            _plain(shown).save(target, format="PNG")
            return remarks
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        raise Unprocessable(f"The picture cannot be decoded: {error}") from error


def upright_picture(path: Path) -> Image.Image:
    """Read a photograph as it is meant to be seen, 8 bits a channel. Raises Unprocessable."""
    try:
        with _opened(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unprocessable(f"{image.width} x {image.height} pixels are too many to show.")
            shown, _ = _in_eight_bits(ImageOps.exif_transpose(image))
            return _plain(shown)
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        raise Unprocessable(f"The picture cannot be decoded: {error}") from error


def _opened(path: Path) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded
    return Image.open(path, formats=("PNG", "JPEG"))


def _facts(image: Image.Image, findings: list[Finding]) -> PhotoFacts:
    orientation = _orientation(image)
    is_turned = orientation >= 5  # noqa: PLR2004 - EXIF 5 to 8 swap width and height
    width, height = (image.height, image.width) if is_turned else (image.width, image.height)
    has_metadata = bool(image.getexif()) or any(image.info.get(key) for key in _METADATA_KEYS) or _has_text(image)
    is_deep = image.mode in _SIXTEEN_BIT_MODES
    if is_deep:
        message = "16 bits a pixel are shown with 8; the file itself is kept as it is."
        findings.append(warning("reduced_bit_depth", "IHDR", message))
    if getattr(image, "n_frames", 1) > 1:
        findings.append(warning("several_pictures", "file", "Only the first picture of the file is shown."))
    return PhotoFacts(
        width=width,
        height=height,
        mode=image.mode,
        bit_depth=16 if is_deep else 1 if image.mode == "1" else 8,
        has_metadata=has_metadata,
        needs_display_copy=has_metadata or orientation != _UPRIGHT or image.mode not in ("L", "RGB", "RGBA"),
    )


def _orientation(image: Image.Image) -> int:
    value = image.getexif().get(ExifTags.Base.Orientation, _UPRIGHT)
    return value if value in range(1, 9) else _UPRIGHT


def _has_text(image: Image.Image) -> bool:
    return bool(getattr(image, "text", None))


def _in_eight_bits(image: Image.Image) -> tuple[Image.Image, tuple[Remark, ...]]:
    if image.mode not in _SIXTEEN_BIT_MODES:
        return image, ()
    values = np.asarray(image, dtype=np.float64)
    low, high = float(values.min()), float(values.max())
    spread = (values - low) * (255.0 / (high - low)) if high > low else np.zeros_like(values)
    remark = Remark("reduced_bit_depth", "IHDR", f"Shown with 8 bits: {low:g} is black and {high:g} is white.")
    return Image.fromarray(np.rint(spread).astype(np.uint8)), (remark,)


def _plain(image: Image.Image) -> Image.Image:
    """Drop everything but the pixels, in a mode every browser shows."""
    has_transparency = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    shown = (
        image
        if image.mode in ("L", "RGB") and not has_transparency
        else image.convert("RGBA" if has_transparency else "L" if image.mode == "1" else "RGB")
    )
    plain = Image.new(shown.mode, shown.size)
    plain.paste(shown)
    return plain
