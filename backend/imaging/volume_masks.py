"""Masks given as a volume of labels: what they are called, whose grid they share, and which voxels each label has."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.facts import DicomFacts, InstanceFacts, PatientFacts, SeriesFacts, StudyFacts
from backend.imaging.geometry import FloatArray, SeriesGeometry
from backend.imaging.region_errors import GeometryMismatch
from backend.imaging.region_info import RegionInfo
from backend.imaging.volume_file import (
    grid_difference,
    read_labels,
    read_volume_header,
    read_voxels,
    volume_geometry,
    volume_uid,
)

GRID_TOLERANCE = 0.01  # of a voxel


def read_label_regions(path: Path) -> tuple[RegionInfo, ...]:
    """A region per label. Raises Unprocessable where the voxels are no labels."""
    labels = read_labels(path)
    if labels is None:
        raise Unprocessable(f"{path.name} holds no labels.")
    names = read_volume_header(path).label_names
    return tuple(RegionInfo(label, names.get(label) or f"Label {label}", None, (), "", 1) for label in labels)


def grid_differences(path: Path, others: Sequence[Path]) -> list[str | None]:
    """What keeps the grid of a mask from being that of each of some images."""
    header = read_volume_header(path)
    return [grid_difference(header, read_volume_header(other)) for other in others]


def labels_on_grid(path: Path, geometry: SeriesGeometry) -> NDArray[Any]:
    """The labels (z, y, x) on the grid of a series. Raises Unprocessable where it is another."""
    header = read_volume_header(path)
    own = volume_geometry(path, header)
    apart = geometry.patient_to_index(_corners(own)) - _corner_indices(own)
    if own.shape_zyx != geometry.shape_zyx or np.abs(apart).max() > GRID_TOLERANCE:
        raise GeometryMismatch("The mask is on another grid than the series.")
    return read_voxels(path, header)


def mask_facts(sha256: str, study_instance_uid: str, image_series_uid: str) -> DicomFacts:
    """A mask as an object of the study of its image: its UIDs follow from its bytes, it has no pixels to look at."""
    return DicomFacts(
        patient=PatientFacts("", "", "", None, ""),
        study=StudyFacts(study_instance_uid, None, None, "", "", ""),
        series=SeriesFacts(volume_uid(sha256, "series"), "SEG", "", None, "", "", ""),
        instance=InstanceFacts(
            sop_instance_uid=volume_uid(sha256, "instance"), sop_class_uid="", transfer_syntax_uid="",
            instance_number=1, rows=None, columns=None, frame_count=1, image_position_mm=None, image_orientation=None,
            pixel_spacing_mm=None, photometric="", bits_allocated=None,
        ),
        attributes={},
        frame_ranges=None,
        referenced_series_uids=(image_series_uid,),
        referenced_sop_uids=(),
        is_image=False,
        structure="mask",
    )  # fmt: skip


def _corner_indices(geometry: SeriesGeometry) -> FloatArray:
    z, y, x = geometry.shape_zyx
    return np.array([(0, 0, 0), (x - 1, 0, 0), (0, y - 1, 0), (0, 0, z - 1)], dtype=np.float64)


def _corners(geometry: SeriesGeometry) -> FloatArray:
    """Where the first voxel and the ends of the three axes lie in the patient."""
    steps = np.reshape(geometry.direction, (3, 3)) * np.asarray(geometry.spacing_zyx_mm[::-1])
    return np.asarray(_corner_indices(geometry) @ steps.T + np.asarray(geometry.origin_xyz_mm))
