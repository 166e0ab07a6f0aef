"""Changing single things in DICOM files for tests."""

from collections.abc import Callable
from pathlib import Path

import pydicom
from pydicom.dataset import FileDataset

from backend.imaging.reading import quietly


@quietly()
def changed(source: Path, target: Path, change: Callable[[FileDataset], object]) -> Path:
    dataset = pydicom.dcmread(source)
    change(dataset)
    target.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(target)
    return target


def without(*keywords: str) -> Callable[[FileDataset], None]:
    def change(dataset: FileDataset) -> None:
        for keyword in keywords:
            delattr(dataset, keyword)

    return change


def with_values(**values: object) -> Callable[[FileDataset], None]:
    def change(dataset: FileDataset) -> None:
        for keyword, value in values.items():
            setattr(dataset, keyword, value)

    return change
