"""Pixel values as they are meant to be seen: modality and VOI transformation, inversion, colour tables."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi_lut

from backend.imaging.pixels import within_bits_stored

Picture = NDArray[np.uint8]
COLOUR_DIMENSIONS = 3
PIXELS_AT_ONCE = 2**22  # of a frame of a hundred million, floating point numbers would fill the memory
Showing = Callable[[NDArray[np.float64]], NDArray[np.float64]]
Function = Literal["linear", "linear-exact", "sigmoid"]
PERCENTILES = (1.0, 99.0)  # of the values, where a file names no window


@dataclass(frozen=True)
class Window:
    """What of the values is shown, from black to white (PS3.3 C.11.2.1.2, C.11.2.1.3)."""

    center: float
    width: float
    function: Function = "linear"

    def shown(self, units: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give 0 for black to 1 for white."""
        if self.function == "sigmoid":
            return np.asarray(1 / (1 + np.exp(np.clip(-4 * (units - self.center) / self.width, -700, 700))))
        shift, width = (0.5, self.width - 1) if self.function == "linear" else (0.0, self.width)
        low = self.center - shift - width / 2
        return (units - low) / max(width, 1e-12)


def displayed(values: NDArray[Any], header: FileDataset, frame_index: int, window: Window | None = None) -> Picture:
    """Give 8-bit grey (row, column) or colour (row, column, 3). A window counts for grey, and before the file's own."""
    if values.ndim == COLOUR_DIMENSIONS:
        return _eight_bits(values, int(header.get("BitsStored") or 8))
    photometric = str(header.get("PhotometricInterpretation") or "")
    if photometric == "PALETTE COLOR":
        colours = np.asarray(apply_color_lut(values, header))
        return _eight_bits(colours[..., :3], colours.dtype.itemsize * 8)
    transform = _transformation(header, frame_index)
    show = _showing(values, header, transform, window)
    is_inverted = photometric == "MONOCHROME1"
    grey = np.empty(values.shape, dtype=np.uint8)
    rows = max(1, PIXELS_AT_ONCE // max(values.shape[1], 1))
    for top in range(0, values.shape[0], rows):
        bright = np.clip(show(_units(values[top : top + rows], header, transform)), 0.0, 1.0)
        grey[top : top + rows] = np.rint((1.0 - bright if is_inverted else bright) * 255)
    return grey


def _units(values: NDArray[Any], header: FileDataset, transform: Dataset) -> NDArray[np.float64]:
    return np.asarray(apply_modality_lut(within_bits_stored(values, header), transform), dtype=np.float64)


def _showing(values: NDArray[Any], header: FileDataset, transform: Dataset, asked: Window | None) -> Showing:
    """How units become 0 for black to 1 for white: as asked, as the file says, or as its values spread."""
    if asked is not None:
        return asked.shown
    window = _window(transform)
    if window is None and "VOILUTSequence" in transform:
        greatest = 2.0 ** int(transform.VOILUTSequence[0].LUTDescriptor[2]) - 1
        return lambda units: np.asarray(apply_voi_lut(units.astype(np.int64), transform), dtype=np.float64) / greatest
    step = math.isqrt(values.size // PIXELS_AT_ONCE) + 1
    sample = values[::step, ::step]
    low, high = window or _percentiles(_units(sample, header, transform), within_bits_stored(sample, header), header)
    return lambda units: (units - low) / max(high - low, 1e-12)


def _transformation(header: FileDataset, frame_index: int) -> Dataset:
    """Gather the transformation of a frame: from the header, its functional groups shared, then its own."""
    gathered = Dataset()
    gathered.set_original_encoding(*header.original_encoding)
    shared = header.get("SharedFunctionalGroupsSequence") or ()
    groups = header.get("PerFrameFunctionalGroupsSequence") or ()
    own = [groups[frame_index]] if frame_index < len(groups) else []
    sources: list[Dataset] = [header]
    for group in [*shared, *own]:
        for sequence in ("PixelValueTransformationSequence", "FrameVOILUTSequence"):
            sources += group.get(sequence) or ()
    for source in sources:
        for keyword in _TRANSFORMATION:
            if keyword in source:
                gathered[keyword] = source[keyword]
    return gathered


_TRANSFORMATION = (
    "RescaleSlope", "RescaleIntercept", "ModalityLUTSequence", "WindowCenter", "WindowWidth", "VOILUTSequence",
    "VOILUTFunction", "BitsStored", "PixelRepresentation",
)  # fmt: skip


def _window(transform: Dataset) -> tuple[float, float] | None:
    """Give the first window as lowest and highest value shown (PS3.3 C.11.2.1.2.1)."""
    try:
        centre, width = (
            float(value[0] if hasattr(value, "__getitem__") and not isinstance(value, str) else value)
            for value in (transform.get("WindowCenter"), transform.get("WindowWidth"))
        )
    except (TypeError, ValueError, IndexError):
        return None
    if width <= 1 or not np.isfinite(centre + width):
        return None
    return centre - 0.5 - (width - 1) / 2, centre - 0.5 + (width - 1) / 2


def _percentiles(units: NDArray[np.float64], values: NDArray[Any], header: FileDataset) -> tuple[float, float]:
    padding = header.get("PixelPaddingValue")
    inside = units[values != padding] if padding is not None else units
    finite = inside[np.isfinite(inside)]
    if not finite.size:
        return 0.0, 1.0
    low, high = np.percentile(finite, PERCENTILES)
    return (float(low), float(high)) if high > low else (float(finite.min()), float(finite.max()) + 1.0)


def _eight_bits(values: NDArray[Any], bits: int) -> Picture:
    if values.dtype == np.uint8:
        return np.asarray(values)
    return np.asarray(values >> max(bits - 8, 0)).clip(0, 255).astype(np.uint8)
