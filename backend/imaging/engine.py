"""Whether features can be computed on this machine, and with which versions."""

import logging
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from backend.core.errors import Unavailable
from backend.imaging.itk import simple_itk
from backend.imaging.reading import quietly

# Rises with each change of ours that can change a value: what was computed before it is not used again.
REVISION = 1
PACKAGES = ("pyradiomics", "numpy", "scipy", "SimpleITK", "PyWavelets", "pydicom")


@dataclass(frozen=True)
class EngineStatus:
    available: bool
    reason: str  # empty when available
    versions: dict[str, str]


def engine_status() -> EngineStatus:
    """Say whether pyradiomics can be loaded; it has to be compiled, which not every machine can do."""
    try:
        load_pyradiomics()
    except Unavailable as error:
        return EngineStatus(available=False, reason=str(error), versions=library_versions())
    return EngineStatus(available=True, reason="", versions=library_versions())


@quietly()
def load_pyradiomics() -> Any:
    """Load pyradiomics' extractor: one thread, no talk but of errors (it warns of its own defaults).

    Raises Unavailable where it is missing.
    """
    try:
        extractor: Any = import_module("radiomics.featureextractor")
    except ImportError as error:
        raise Unavailable(
            "pyradiomics could not be built on this machine (it needs a C compiler and the headers of Python): "
            f"{error}. Everything but feature extraction works."
        ) from error
    logging.getLogger("radiomics").setLevel(logging.ERROR)
    simple_itk()
    return extractor


@cache
def library_versions() -> dict[str, str]:
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
