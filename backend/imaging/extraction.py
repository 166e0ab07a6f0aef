"""Radiomic features: an image, its regions and a preset in, named numbers out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from backend.core.errors import ApplicationError, Unprocessable
from backend.imaging.engine import EngineStatus, engine_status, library_versions
from backend.imaging.mask import Mask, content_hash, decode_mask
from backend.imaging.preprocessing import DrawnRegion, Prepared, prepare
from backend.imaging.preset import DEFAULT_PRESET, preset_hash, section_for
from backend.imaging.preset_steps import require_steps
from backend.imaging.pyradiomics_features import Computed, compute_features, require_accepted
from backend.imaging.reading import quietly
from backend.imaging.region_errors import AnotherFrameOfReference, EmptyRegion, GeometryMismatch, NotSuv
from backend.imaging.shapes import Shape, rasterise_shapes
from backend.imaging.volume import Grid, Volume, read_grid, read_volume, volume_hash

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

ALL_INSIDE = 0.999999

Grids = dict[tuple[str, ...], Grid]  # those of other series that were read already, by their images


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

    A task that failed as a whole has an `error` (and its name in the provenance) and no values. Warnings have a `code`
    and a `message`.
    """

    task_id: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    reasons: dict[str, str]
    provenance: dict[str, Any]
    seconds: float
    error: str | None
    warnings: tuple[dict[str, str], ...] = ()


def extract_features(case: ExtractionCase) -> list[TaskResult]:
    """Extract all regions of a series. Raises Unprocessable for what concerns all of them: the series, the preset."""
    return list(extract_each(case))


def extract_each(case: ExtractionCase) -> Iterator[TaskResult]:
    """Extract region after region, so that each result can be kept as it comes; the volume is read once."""
    section = case.section
    require_steps(section)
    require_accepted(section["pyradiomics"])
    volume = read_volume([Path(path) for path in case.image_paths])
    if case.series_hash and case.series_hash != volume.geometry.hash:
        raise Unprocessable("The series has changed since its regions were drawn on it.")
    if section.get("intensity") == "suv":
        require_suv(case.modality, volume.units)
    image_hash = volume_hash(volume)
    grids: Grids = {}
    for region in case.regions:
        yield extract_region(volume, region, case, image_hash, grids)


def require_suv(modality: str, units: str) -> None:
    """Raise NotSuv unless the stored values are SUV by body weight (Units of PS3.3 C.8.9.1.1.3)."""
    if modality != "PT":
        raise NotSuv(f"The preset asks for SUV, which only PET images have; these are {modality or 'of no modality'}.")
    if units != "GML":
        raise NotSuv(
            f"The preset asks for SUV. The PET images are in {units or 'units that they do not name'}, not GML (g/ml), "
            "and are not converted yet."
        )


@quietly()
def extract_region(
    volume: Volume, region: CaseRegion, case: ExtractionCase, image_hash: str = "", grids: Grids | None = None
) -> TaskResult:
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
        grid = _grid(volume, region, {} if grids is None else grids)
        result = _compute(volume, grid, region, case.section, provenance)
    except ApplicationError as error:
        result = _failed(error, str(error))
    except Exception as error:  # noqa: BLE001 - pyradiomics raises plain exceptions; one region must not stop others
        result = _failed(error, f"{type(error).__name__}: {error}")
    seconds = perf_counter() - started
    provenance |= result.provenance | {"seconds": round(seconds, 6)}
    return replace(result, task_id=region.task_id, provenance=provenance, seconds=seconds)


def _grid(volume: Volume, region: CaseRegion, grids: Grids) -> Grid:
    """The grid that a region was drawn on, which is of use only in the same space as the image."""
    if not region.grid_paths:
        return volume.grid
    if region.grid_paths not in grids:
        grids[region.grid_paths] = read_grid([Path(path) for path in region.grid_paths])
    grid = grids[region.grid_paths]
    own, other = volume.geometry, grid.geometry
    if own.hash != other.hash and (
        not own.frame_of_reference_uid or own.frame_of_reference_uid != other.frame_of_reference_uid
    ):
        raise AnotherFrameOfReference
    return grid


def _compute(
    volume: Volume, grid: Grid, region: CaseRegion, section: dict[str, Any], provenance: dict[str, Any]
) -> TaskResult:
    """Compute a region; what is known of it is put down in the provenance as it becomes known."""
    mask = _mask(region, grid)
    provenance["mask_hash"] = content_hash(mask)
    if region.grid_paths:
        provenance["mask_geometry_hash"] = mask.geometry_hash
    prepared = prepare(volume, DrawnRegion(mask.array, grid.geometry), section)
    provenance["intensity"] = section.get("intensity", "stored")
    provenance["preprocessing"] = list(prepared.facts)
    parameters = section["pyradiomics"]
    computed = compute_features(prepared.volume, prepared.mask, parameters)
    return TaskResult(
        "",
        computed.names,
        computed.values,
        computed.reasons,
        {"settings": computed.settings},
        0.0,
        None,
        tuple(_warnings(prepared, computed)),
    )


def _mask(region: CaseRegion, grid: Grid) -> Mask:
    if not region.mask_path:
        return rasterise_shapes(grid, region.shapes)
    try:
        mask = decode_mask(Path(region.mask_path).read_bytes())
    except OSError as error:
        raise Unprocessable("The mask of this region is not there.") from error
    if mask.geometry_hash != grid.geometry.hash or mask.array.shape != grid.geometry.shape_zyx:
        raise GeometryMismatch
    if not mask.array.any():
        raise EmptyRegion("The mask is empty.")
    return mask


def _warnings(prepared: Prepared, computed: Computed) -> Iterator[dict[str, str]]:
    if prepared.drawn_inside < ALL_INSIDE:
        share = f"{prepared.drawn_inside:.1%}"
        yield {"code": "partly_off_image", "message": f"Only {share} of the region lies in the image."}
    if not computed.settings.get("force2D") and np.count_nonzero(prepared.mask.any(axis=(1, 2))) == 1:
        message = "The region lies on one slice, and is measured as a slab as thick as that (force2D is off)."
        yield {"code": "one_slice", "message": message}
    if computed.missing_image_types:
        kinds = ", ".join(computed.missing_image_types)
        message = f"pyradiomics leaves out {kinds}: the image is too small for that filter, or the filter is not there."
        yield {"code": "filter_left_out", "message": message}


def _failed(error: Exception, reason: str) -> TaskResult:
    return TaskResult("", (), (), {}, {"error": type(error).__name__}, 0.0, reason)
