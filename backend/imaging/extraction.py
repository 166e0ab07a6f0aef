"""Radiomic features: an image, its regions and a preset in, named numbers out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backend.imaging.engine import EngineStatus, engine_status
from backend.imaging.volume import Volume

__all__ = [
    "DEFAULT_PRESET",
    "CaseRegion",
    "EngineStatus",
    "ExtractionCase",
    "TaskResult",
    "engine_status",
    "extract_each",
    "extract_features",
    "extract_region",
]

DEFAULT_PRESET: dict[str, Any] = {
    "format": "isocenter-preset/1",
    "any": {"preprocessing": [], "mask_preprocessing": [], "pyradiomics": {}},
}


@dataclass(frozen=True)
class CaseRegion:
    """One task: `mask_path` holds an encoded mask (`encode_mask`) on the grid of the case's series."""

    task_id: str
    mask_path: str
    label: str


@dataclass(frozen=True)
class ExtractionCase:
    """All tasks of one series in a run."""

    image_paths: tuple[str, ...]
    modality: str
    series_hash: str
    regions: tuple[CaseRegion, ...]
    preset: dict[str, Any]


@dataclass(frozen=True)
class TaskResult:
    """Values follow names; NaN stands where a feature cannot be computed and `reasons` says why."""

    task_id: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    reasons: dict[str, str]
    provenance: dict[str, Any]
    seconds: float
    error: str | None


def extract_features(case: ExtractionCase) -> list[TaskResult]:
    return list(extract_each(case))


def extract_each(case: ExtractionCase) -> Iterator[TaskResult]:
    """Extract region after region, so that each result can be kept as it comes; the volume is read once."""
    raise NotImplementedError


def extract_region(volume: Volume, region: CaseRegion, case: ExtractionCase) -> TaskResult:
    raise NotImplementedError
