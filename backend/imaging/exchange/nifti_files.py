"""Readings as NIfTI masks on the grids of their series, and as nnU-Net wants them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.exchange.document import Document, DocumentImage, DocumentReading
from backend.imaging.exchange.nifti_notes import FILE_NAME, FORMAT
from backend.imaging.exchange.places import file_name
from backend.imaging.exchange.sources import Group, SampleSource
from backend.imaging.itk import simple_itk
from backend.imaging.shapes import rasterise_shapes
from backend.imaging.volume import SeriesGeometry, read_grid, read_volume, to_sitk

ENDING = ".nii.gz"


def write_image(paths: Sequence[Path], path: Path) -> None:
    """A series as a volume in modality units; SimpleITK turns LPS into the RAS of NIfTI."""
    simple_itk().WriteImage(to_sitk(read_volume(paths)), str(path), useCompression=True)


def write_masks(
    source: SampleSource, reading: DocumentReading, image: DocumentImage, folder: Path
) -> list[tuple[str, Path]]:
    """A mask for each label and lesion, which may overlap, and a list of them. Gives their names and files."""
    grid = read_grid(list(source.paths[image.id]))
    written, listed = [], []
    for number, group in enumerate(_closed(source, reading, image), start=1):
        name = f"{number:03d}-{file_name(group.label.name)}{ENDING}"
        array = rasterise_shapes(grid, [source.shape_of(drawn) for drawn in group.closed]).array
        path = folder / f"{reading.id}-{image.id}-{number}{ENDING}"
        _write(array.astype(np.uint8), grid.geometry, path)
        written.append((name, path))
        concept = dict(group.label.concept) if group.label.concept else None
        said = {"file": name, "label": group.label.name, "concept": concept, "tracking_uid": group.tracking_uid}
        listed.append(said)
    described = {
        "format": FORMAT,
        "reader": reading.written_by,
        "round": reading.round,
        "reading_id": reading.id,
        "series_instance_uid": image.series_instance_uid,
        "masks": listed,
    }
    path = folder / f"{reading.id}-{image.id}.json"
    path.write_text(json.dumps(described, ensure_ascii=False, indent=2), encoding="utf-8")
    return [*written, (FILE_NAME, path)]


def write_label_map(source: SampleSource, reading: DocumentReading, image: DocumentImage, path: Path) -> int:
    """All labels in one volume, by their place among the labels from 1; gives how many voxels have several labels."""
    grid = read_grid(list(source.paths[image.id]))
    found = np.zeros(grid.geometry.shape_zyx, dtype=np.uint8)
    several = np.zeros(grid.geometry.shape_zyx, dtype=np.bool_)
    for group in _closed(source, reading, image):
        number = label_numbers(source.document)[group.label.name]
        marked = rasterise_shapes(grid, [source.shape_of(drawn) for drawn in group.closed]).array
        several |= marked & (found > 0) & (found != number)
        found[marked] = number
    _write(found, grid.geometry, path)
    return int(np.count_nonzero(several))


def label_numbers(document: Document) -> dict[str, int]:
    """nnU-Net counts labels without a gap; 0 is the background."""
    return {label.name: number for number, label in enumerate(document.labels, start=1)}


def dataset_description(document: Document, cases: int, channels: Mapping[str, str]) -> bytes:
    described: dict[str, Any] = {
        "channel_names": dict(channels),
        "labels": {"background": 0, **label_numbers(document)},
        "numTraining": cases,
        "file_ending": ENDING,
        "name": document.set.name,
        "reference": document.set.id,
    }
    return json.dumps(described, ensure_ascii=False, indent=2).encode()


def _closed(source: SampleSource, reading: DocumentReading, image: DocumentImage) -> list[Group]:
    groups = [group for group in source.groups(reading, image) if group.closed]
    if len(label_numbers(source.document)) > np.iinfo(np.uint8).max:
        raise Unprocessable("A label map of bytes has room for 255 labels.")
    return groups


def _write(array: NDArray[np.uint8], geometry: SeriesGeometry, path: Path) -> None:
    image = simple_itk().GetImageFromArray(array)
    image.SetSpacing(geometry.spacing_zyx_mm[::-1])
    image.SetOrigin(geometry.origin_xyz_mm)
    image.SetDirection(geometry.direction)
    simple_itk().WriteImage(image, str(path), useCompression=True)
