"""Reading DICOM files tolerantly: odd values are judged by inspection, not by warnings of a library."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pydicom
from pydicom.dataset import FileDataset

from backend.core.errors import ApplicationError, Unprocessable


class FileDamaged(Unprocessable):
    message = "The file is damaged."


@contextmanager
def quietly() -> Iterator[None]:
    """Keep libraries from warning of what is checked here by name. Works as a decorator too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
    """Turn what pydicom raises on damaged values, of whatever kind, into an Unprocessable that names the file."""
    try:
        yield
    except ApplicationError:
        raise
    except (
        ArithmeticError,
        AttributeError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise FileDamaged(f"{Path(path).name} is damaged: {error}") from error


def read_dataset(path: Path, *, pixels: bool = False) -> FileDataset:
    """Read a stored DICOM file, without its pixels unless asked. Raises Unprocessable naming the file."""
    try:
        return pydicom.dcmread(path, force=True, stop_before_pixels=not pixels)
    except Exception as error:
        raise FileDamaged(f"{Path(path).name} cannot be read as DICOM: {error}") from error
