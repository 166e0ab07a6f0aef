"""pyradiomics behind one function: image and mask on one grid in, named numbers out."""

import json
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.engine import load_pyradiomics
from backend.imaging.feature_log import FailedFeatures
from backend.imaging.itk import simple_itk
from backend.imaging.mask import Box, bounding_box
from backend.imaging.reading import quietly
from backend.imaging.region_errors import EmptyRegion, FillsImage, OneVoxel, TooFewDimensions, TooSmall
from backend.imaging.resampling import cropped_grid, whole_box
from backend.imaging.volume import Volume, to_sitk

DIAGNOSTICS = "diagnostics_"
SMALL_INTEGER_BYTES = 4
EXTRACTORS_KEPT = 8
_PREFIXES = {"LoG": "log-sigma", "LBP2D": "lbp-2D", "LBP3D": "lbp-3D"}

# What pyradiomics says of regions it does not take, and what it means.
_REFUSALS: tuple[tuple[str, type[Unprocessable], str], ...] = (
    (r"only contains 1 segmented voxel", OneVoxel, ""),
    (
        r"number of dimensions (\d+), minimum required (\d+)",
        TooFewDimensions,
        "The region extends along {} of the three axes; this preset asks for {} (minimumROIDimensions).",
    ),
    (
        r"minimum size: ([\d.e+]+), ROI size: ([\d.e+]+)",
        TooSmall,
        "This preset asks for more than {} voxels (minimumROISize); the region has {}.",
    ),
    (
        r"not present in mask|No labels found in this mask",
        EmptyRegion,
        "Nothing of the region is left once the preset's settings for pyradiomics are applied to its mask.",
    ),
)


@dataclass(frozen=True)
class Computed:
    """NaN stands where a feature cannot be computed; `reasons` says why.

    `missing_image_types` were asked for, but pyradiomics leaves out filters that do not fit the image.
    """

    names: tuple[str, ...]
    values: tuple[float, ...]
    reasons: dict[str, str]
    settings: dict[str, Any]
    missing_image_types: tuple[str, ...]


def require_accepted(parameters: dict[str, Any]) -> None:
    """Raise Unprocessable where pyradiomics does not accept the parameters, Unavailable where it is missing."""
    _extractor(json.dumps(parameters))


@quietly()
def compute_features(volume: Volume, mask: NDArray[np.bool_], parameters: dict[str, Any]) -> Computed:
    """Compute all features that the parameters ask for. Raises Unprocessable, by name, for regions without any."""
    extractor = _extractor(json.dumps(parameters))
    image, region = _images(volume, mask, parameters)
    with FailedFeatures() as failed, _refusals_by_name():
        found = extractor.execute(image, region)
    named = {str(name): _number(value) for name, value in found.items() if not name.startswith(DIAGNOSTICS)}
    reasons = {name: failed.reason(name) for name, value in named.items() if not math.isfinite(value)}
    values = tuple(value if math.isfinite(value) else math.nan for value in named.values())
    settings = {key: value for key, value in extractor.settings.items() if key != "additionalInfo"}
    return Computed(tuple(named), values, reasons, settings, _missing_image_types(named, parameters))


def _missing_image_types(names: Iterable[str], parameters: dict[str, Any]) -> tuple[str, ...]:
    """Shape is of the original image only, so without another class there is nothing to miss."""
    classes = set(parameters.get("featureClass") or ("firstorder",))
    if classes <= {"shape", "shape2D"}:
        return ()
    found = {name.split("_", 1)[0] for name in names}
    wanted = {kind: _PREFIXES.get(kind, kind.lower()) for kind in parameters.get("imageType") or {}}
    return tuple(kind for kind, prefix in wanted.items() if not any(name.startswith(prefix) for name in found))


@lru_cache(maxsize=EXTRACTORS_KEPT)
@quietly()
def _extractor(parameters: str) -> Any:
    """Make an extractor, once for equal parameters: checking them takes longer than a small region does."""
    library = load_pyradiomics()
    try:
        return library.RadiomicsFeatureExtractor(_with_label(json.loads(parameters)), additionalInfo=False)
    except Exception as error:  # pykwalify has exceptions of its own for what its schema does not allow
        raise Unprocessable(f"pyradiomics does not accept the preset: {error}") from error


def _with_label(parameters: dict[str, Any]) -> dict[str, Any]:
    """Masks here are of ones: whatever label the parameter file names, that is the one."""
    return {**parameters, "setting": {**(parameters.get("setting") or {}), "label": 1, "additionalInfo": False}}


def _images(volume: Volume, mask: NDArray[np.bool_], parameters: dict[str, Any]) -> tuple[Any, Any]:
    """Give image and mask to pyradiomics, cut to the region where that cannot change a number.

    Filters and resampling look beyond the region and normalisation at the whole image, so they get all of it.
    """
    is_local = _is_local(parameters)
    box = _around(mask) if is_local else whole_box(volume.geometry)
    values, inside = _wide_enough(volume.array[box]), mask[box].astype(np.uint8)
    if inside.all():  # which pyradiomics takes for no region at all
        if not is_local:
            raise FillsImage
        values, inside = np.pad(values, 1, mode="edge"), np.pad(inside, 1)
    geometry = replace(cropped_grid(volume.geometry, box), shape_zyx=inside.shape)
    image = to_sitk(Volume(values, geometry))
    region = simple_itk().GetImageFromArray(inside)
    region.CopyInformation(image)
    return image, region


def _around(mask: NDArray[np.bool_]) -> Box:
    z, y, x = (
        slice(max(side.start - 1, 0), min(side.stop + 1, size))
        for side, size in zip(bounding_box(mask), mask.shape, strict=True)
    )
    return z, y, x


def _is_local(parameters: dict[str, Any]) -> bool:
    settings = parameters.get("setting") or {}
    has_filters = set(parameters.get("imageType") or {"Original": {}}) != {"Original"}
    looks_around = any(settings.get(key) for key in ("resampledPixelSpacing", "normalize", "padDistance", "preCrop"))
    return not has_filters and not looks_around


def _wide_enough(array: NDArray[Any]) -> NDArray[Any]:
    """Widen small integers: pyradiomics adds two bin widths to the largest value in its own type, which may not fit."""
    if array.dtype.kind in "iu" and array.dtype.itemsize < SMALL_INTEGER_BYTES:
        return array.astype(np.int32)
    return array


@contextmanager
def _refusals_by_name() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        for pattern, kind, message in _REFUSALS:
            found = re.search(pattern, str(error))
            if found:
                raise kind(message.format(*found.groups()) or None) from error
        raise Unprocessable(f"pyradiomics refuses this region: {error}") from error


def _number(value: Any) -> float:
    return float(np.asarray(value).reshape(-1)[0]) if np.size(value) == 1 else math.nan
