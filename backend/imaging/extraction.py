"""Radiomic features: an image, its regions and a preset in, named numbers out."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from backend.core.errors import ApplicationError, Unprocessable
from backend.imaging.engine import EngineStatus, engine_status, library_versions, load_pyradiomics
from backend.imaging.feature_log import FailedFeatures
from backend.imaging.itk import simple_itk
from backend.imaging.mask import Mask, bounding_box, content_hash, decode_mask
from backend.imaging.preset import DEFAULT_PRESET, preset_hash, section_for
from backend.imaging.reading import quietly
from backend.imaging.shapes import Shape
from backend.imaging.volume import Volume, read_volume, to_sitk, volume_hash

__all__ = [
    "DEFAULT_PRESET",
    "CaseRegion",
    "EngineStatus",
    "ExtractionCase",
    "Shape",
    "TaskResult",
    "engine_status",
    "extract_each",
    "extract_features",
    "extract_region",
]

DIAGNOSTICS = "diagnostics_"
SMALL_INTEGER_BYTES = 4


@dataclass(frozen=True)
class CaseRegion:
    """One task: a region by an encoded mask (`encode_mask`), or by the shapes that a reader drew (then no path).

    It lies on the grid of the case's series; or, where `grid_paths` names the images of another series, on that one's.
    """

    task_id: str
    mask_path: str
    label: str
    shapes: tuple[Shape, ...] = ()
    grid_paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtractionCase:
    """All tasks of one series in a run. `series_hash` is the geometry hash the masks were made for, or empty.

    `modality_key` chooses the section of the preset; without one, the modality does.
    """

    image_paths: tuple[str, ...]
    modality: str
    series_hash: str
    regions: tuple[CaseRegion, ...]
    preset: dict[str, Any]
    modality_key: str = ""

    @property
    def section(self) -> dict[str, Any]:
        return section_for(self.preset, self.modality_key or self.modality)


@dataclass(frozen=True)
class TaskResult:
    """Values follow names; NaN stands where a feature cannot be computed and `reasons` says why.

    A task that failed as a whole has an `error` and no values.
    """

    task_id: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    reasons: dict[str, str]
    provenance: dict[str, Any]
    seconds: float
    error: str | None


def extract_features(case: ExtractionCase) -> list[TaskResult]:
    """Extract all regions of a series. Raises Unprocessable for what concerns all of them: the series, the preset."""
    return list(extract_each(case))


def extract_each(case: ExtractionCase) -> Iterator[TaskResult]:
    """Extract region after region, so that each result can be kept as it comes; the volume is read once."""
    _extractor(case.section["pyradiomics"])
    volume = read_volume([Path(path) for path in case.image_paths])
    if case.series_hash and case.series_hash != volume.geometry.hash:
        raise Unprocessable("The series has changed since its regions were drawn on it.")
    image_hash = volume_hash(volume)
    for region in case.regions:
        yield extract_region(volume, region, case, image_hash)


@quietly()
def extract_region(volume: Volume, region: CaseRegion, case: ExtractionCase, image_hash: str = "") -> TaskResult:
    """Extract one region of a volume that is already read. What goes wrong is told in the result."""
    started = perf_counter()
    provenance = {
        "versions": library_versions(),
        "preset_hash": preset_hash(case.preset),
        "image_hash": image_hash or volume_hash(volume),
        "geometry_hash": volume.geometry.hash,
        "modality": case.modality,
        "modality_key": case.modality_key or case.modality,
        "label": region.label,
    }
    try:
        mask = _read_mask(region, volume)
        provenance["mask_hash"] = content_hash(mask)
        result = _compute(volume, mask, case)
    except ApplicationError as error:
        result = _failed(str(error))
    except Exception as error:  # noqa: BLE001 - pyradiomics raises plain exceptions; one region must not stop others
        result = _failed(f"{type(error).__name__}: {error}")
    seconds = perf_counter() - started
    provenance |= result.provenance | {"seconds": round(seconds, 6)}
    return replace(result, task_id=region.task_id, provenance=provenance, seconds=seconds)


def _read_mask(region: CaseRegion, volume: Volume) -> Mask:
    try:
        mask = decode_mask(Path(region.mask_path).read_bytes())
    except OSError as error:
        raise Unprocessable("The mask of this region is not there.") from error
    if mask.geometry_hash != volume.geometry.hash or mask.array.shape != volume.array.shape:
        raise Unprocessable("The mask was made on another grid than that of the series.")
    if not mask.array.any():
        raise Unprocessable("The mask is empty.")
    return mask


def _compute(volume: Volume, mask: Mask, case: ExtractionCase) -> TaskResult:
    parameters = case.section["pyradiomics"]
    extractor = _extractor(parameters)
    image, region = _cropped(volume, mask, parameters)
    with FailedFeatures() as failed:
        found = extractor.execute(image, region)
    named = {str(name): _number(value) for name, value in found.items() if not name.startswith(DIAGNOSTICS)}
    reasons = {name: failed.reason(name) for name, value in named.items() if not math.isfinite(value)}
    values = tuple(value if math.isfinite(value) else math.nan for value in named.values())
    settings = {key: value for key, value in extractor.settings.items() if key != "additionalInfo"}
    return TaskResult("", tuple(named), values, reasons, {"settings": settings}, 0.0, None)


@quietly()
def _extractor(parameters: dict[str, Any]) -> Any:
    library = load_pyradiomics()
    try:
        return library.RadiomicsFeatureExtractor(_with_label(parameters), additionalInfo=False)
    except Exception as error:  # pykwalify has exceptions of its own for what its schema does not allow
        raise Unprocessable(f"pyradiomics does not accept the preset: {error}") from error


def _with_label(parameters: dict[str, Any]) -> dict[str, Any]:
    """Masks here are of ones: whatever label the parameter file names, that is the one."""
    return {**parameters, "setting": {**(parameters.get("setting") or {}), "label": 1, "additionalInfo": False}}


def _cropped(volume: Volume, mask: Mask, parameters: dict[str, Any]) -> tuple[Any, Any]:
    """Give image and mask to pyradiomics, cut to the region where that cannot change a number.

    Filters and resampling look beyond the region and normalisation at the whole image, so they get all of it.
    """
    library = simple_itk()
    image = to_sitk(Volume(_wide_enough(volume.array), volume.geometry))
    region = library.GetImageFromArray(mask.array.astype(np.uint8))
    region.CopyInformation(image)
    if not _is_local(parameters):
        return image, region
    box = bounding_box(mask.array)
    start = [max(side.start - 1, 0) for side in box]
    stop = [min(side.stop + 1, size) for side, size in zip(box, mask.array.shape, strict=True)]
    size = [after - before for before, after in zip(start, stop, strict=True)]
    cut = (size[::-1], start[::-1])
    return library.RegionOfInterest(image, *cut), library.RegionOfInterest(region, *cut)


def _is_local(parameters: dict[str, Any]) -> bool:
    settings = parameters.get("setting") or {}
    has_filters = set(parameters.get("imageType") or {"Original": {}}) != {"Original"}
    looks_around = any(settings.get(key) for key in ("resampledPixelSpacing", "normalize", "padDistance", "preCrop"))
    return not has_filters and not looks_around


def _wide_enough(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Widen small integers: pyradiomics adds two bin widths to the largest value in its own type, which may not fit."""
    if array.dtype.kind in "iu" and array.dtype.itemsize < SMALL_INTEGER_BYTES:
        return array.astype(np.int32)
    return array


def _number(value: Any) -> float:
    return float(np.asarray(value).reshape(-1)[0]) if np.size(value) == 1 else math.nan


def _failed(reason: str) -> TaskResult:
    return TaskResult("", (), (), {}, {}, 0.0, reason)
