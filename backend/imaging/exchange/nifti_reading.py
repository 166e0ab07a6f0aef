"""Reads NIfTI masks, one label map or a file for each label, as masks on the slices of the series they lie on."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import ApplicationError
from backend.imaging.exchange.incoming import AnnotationError, Incoming
from backend.imaging.exchange.mask_grid import turn_onto
from backend.imaging.exchange.nifti_notes import MaskNotes
from backend.imaging.exchange.structure_reading import masked
from backend.imaging.reading import quietly
from backend.imaging.region_errors import EmptyRegion
from backend.imaging.volume import read_grid
from backend.imaging.volume_file import LARGEST_LABEL, MOST_LABELS, read_planes, read_volume_header
from backend.imaging.volume_header import VolumeHeader

ALL_MARKED = (1, 255)  # as masks of one label have it
Labels = list[tuple[str, tuple[int, ...]]]


class NotLabels(AnnotationError):
    message = f"The voxels are no labels: whole numbers from 0 on, at most {MOST_LABELS} different ones."


@quietly()
def read_masks(path: Path, name: str, images: Sequence[Path], notes: MaskNotes, given: Mapping[int, str]) -> Incoming:
    """Each label as a mask. Voxels are unpacked only once the grid is that of the series.

    Raises:
        GeometryMismatch, MaskUnplaced: It does not lie on the series.
        NotLabels, EmptyRegion: There is nothing in it that could be a region.
    """
    header, grid, incoming = read_volume_header(path), read_grid(images), Incoming()
    turn = turn_onto(header, grid.geometry)
    array = turn(_labels(path, header))
    known = {"concept": notes.concept, "tracking_uid": notes.tracking_uid, "author": notes.author}
    found = tuple(int(value) for value in np.unique(array) if value)
    if not found:
        raise EmptyRegion("No voxel of the mask is marked.")
    for label, values in _named(name, found, notes, given):
        item = f"{PurePath(name).name} ({label})"
        try:
            incoming.objects.append(masked(item, np.isin(array, values), grid, {**known, "label": label}))
        except ApplicationError as error:
            incoming.refuse(item, error)
    return incoming


def _labels(path: Path, header: VolumeHeader) -> NDArray[np.int32]:
    """As (k, j, i). Raises NotLabels as soon as a plane is none of labels."""
    array = np.empty(header.shape_ijk[::-1], dtype=np.int32)
    found: set[int] = set()
    scale, shift = header.slope, header.intercept
    for index, plane in enumerate(read_planes(path, header)):
        values = plane if (scale, shift) == (1.0, 0.0) else plane * scale + shift
        if not np.isfinite(values).all() or (values != np.rint(values)).any():
            raise NotLabels
        if values.min() < 0 or values.max() > LARGEST_LABEL:
            raise NotLabels
        array[index] = values
        found.update(np.unique(array[index]).tolist())
        if len(found - {0}) > MOST_LABELS:
            raise NotLabels
    return array


def _named(name: str, found: Sequence[int], notes: MaskNotes, given: Mapping[int, str]) -> Labels:
    """What the file beside it says of a mask; else each value by the person's word, by its data set, or as it is."""
    if notes.label is not None:
        return [(notes.label, tuple(found))]
    named: Labels = [(given[value], (value,)) for value in found if value in given]
    named += [(label, values) for label, values in notes.values.items() if set(values) & (set(found) - set(given))]
    left = set(found) - {value for _, values in named for value in values}
    if not named and len(found) == 1 and found[0] in ALL_MARKED:
        return [(_stem(name), tuple(found))]
    return named + [(f"Label {value}", (value,)) for value in sorted(left)]


def _stem(name: str) -> str:
    """The name of a file of one label; our own are numbered."""
    stem = PurePath(name.replace("\\", "/")).name.removesuffix(".gz").removesuffix(".nii")
    number, dash, rest = stem.partition("-")
    return rest if dash and number.isdigit() and rest else stem
