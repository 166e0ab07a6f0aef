"""Artificial patients made in code, for the demo and the tests."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DemoHospital:
    """What was written: files by folder, all under the folder given."""

    ct_series: tuple[Path, ...]
    ct_structure: Path
    mr_series: tuple[Path, ...]
    mr_segmentation: Path
    radiograph: Path
    photographs: tuple[Path, ...]


def write_demo_hospital(folder: Path) -> DemoHospital:
    """Write two artificial patients with CT and RTSTRUCT, MR and SEG, a radiograph and photographs."""
    raise NotImplementedError
