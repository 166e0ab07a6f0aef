"""A volume as frames that viewers know: a multi-frame DICOM image of 16 bits, made beside the original.

Whole numbers that fit are kept as they are; other values are shown in 65,536 steps. Features are computed from the
original, never from this.
"""

import struct
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, MultiFrameGrayscaleWordSecondaryCaptureImageStorage
from pydicom.valuerep import DSfloat

from backend.imaging.facts import DicomFacts, Remark
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.inspection import inspect_file
from backend.imaging.reading import quietly
from backend.imaging.volume_file import (
    file_sha256,
    is_reversed,
    read_planes,
    read_volume_header,
    volume_geometry,
    volume_uid,
)
from backend.imaging.volume_header import VolumeHeader

STEPS = 2**16 - 1
SAMPLED_EVERY = 4  # of rows and columns, for the window
WINDOW_PERCENTILES = (1.0, 99.0)
NAME_LENGTH = 64
KINDS = (np.dtype("<i2"), np.dtype("<u2"))


@dataclass(frozen=True)
class _Values:
    lowest: float
    highest: float
    is_whole: bool
    is_finite: bool
    window: tuple[float, float]  # lowest and highest value shown, as stored


@dataclass(frozen=True)
class _Packing:
    """stored = (value - low) / step, as whole numbers of a kind."""

    kind: np.dtype[Any]
    low: float = 0.0
    step: float = 1.0

    def packed(self, plane: NDArray[Any]) -> NDArray[Any]:
        if (self.low, self.step) == (0.0, 1.0):
            return plane.astype(self.kind)
        scaled = (np.nan_to_num(plane.astype(np.float64), nan=self.low) - self.low) / self.step
        return np.rint(scaled).clip(0, STEPS).astype(self.kind)


@quietly()
def write_volume_frames(path: Path, name: str, target: Path) -> tuple[DicomFacts, tuple[Remark, ...]]:
    """Write the frames of a volume, and give their facts. Raises BrokenVolume where the voxels are not all there."""
    header = read_volume_header(path)
    values = _look_over(path, header)
    packing = _packing(values)
    geometry = volume_geometry(path, header)
    dataset = _described(header, geometry, packing, values)
    content = file_sha256(path)
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = volume_uid(content, "study"), volume_uid(content, "series")
    dataset.SeriesDescription = PurePosixPath(name).name.removesuffix(".gz").rsplit(".", 1)[0][:NAME_LENGTH]
    dataset.save_as(target, enforce_file_format=True)
    _append_pixels(path, header, packing, target)
    facts = inspect_file(target, target.name).dicom
    assert facts is not None  # noqa: S101 - it was just written
    return facts, () if values.is_finite else (_not_finite(),)


def _look_over(path: Path, header: VolumeHeader) -> _Values:
    lowest, highest, is_whole, is_finite = np.inf, -np.inf, True, True
    samples = []
    for plane in read_planes(path, header):
        finite = plane if plane.dtype.kind in "iu" else plane[np.isfinite(plane)]
        is_finite &= finite.size == plane.size
        if finite.size:
            lowest, highest = min(lowest, float(finite.min())), max(highest, float(finite.max()))
        is_whole &= plane.dtype.kind in "iu" or bool((finite == np.rint(finite)).all())
        samples.append(plane[::SAMPLED_EVERY, ::SAMPLED_EVERY].astype(np.float64).ravel())
    if lowest > highest:
        lowest = highest = 0.0
    sampled = np.concatenate(samples)
    sampled = sampled[np.isfinite(sampled)]
    low, high = map(float, np.percentile(sampled, WINDOW_PERCENTILES)) if sampled.size else (0.0, 1.0)
    window = (low, high) if high > low else (lowest, highest)
    return _Values(lowest, highest, is_whole and is_finite, is_finite, window)


def _packing(values: _Values) -> _Packing:
    if values.is_whole:
        for kind in KINDS:
            limits = np.iinfo(kind)
            if limits.min <= values.lowest and values.highest <= limits.max:
                return _Packing(kind)
    step = max((values.highest - values.lowest) / STEPS, float(np.finfo(np.float32).tiny))
    return _Packing(KINDS[1], values.lowest, step)


def _described(header: VolumeHeader, geometry: SeriesGeometry, packing: _Packing, values: _Values) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = MultiFrameGrayscaleWordSecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = UID(geometry.sop_instance_uids[0])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.SpecificCharacterSet, dataset.Modality = "ISO_IR 192", "OT"
    dataset.PatientID = dataset.PatientName = ""
    dataset.FrameOfReferenceUID = geometry.frame_of_reference_uid
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.NumberOfFrames, dataset.Rows, dataset.Columns = geometry.shape_zyx
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit, dataset.PixelRepresentation = 15, int(packing.kind.kind == "i")
    slope = header.slope * packing.step
    intercept = header.slope * packing.low + header.intercept
    dataset.RescaleSlope, dataset.RescaleIntercept, dataset.RescaleType = _number(slope), _number(intercept), "US"
    low, high = sorted(value * header.slope + header.intercept for value in values.window)
    dataset.WindowCenter, dataset.WindowWidth = _number((low + high) / 2), _number(max(high - low, 1e-6))
    dataset.SharedFunctionalGroupsSequence = [_shared(geometry, dataset)]
    dataset.PerFrameFunctionalGroupsSequence = [_placed(geometry, index) for index in range(geometry.shape_zyx[0])]
    return dataset


def _shared(geometry: SeriesGeometry, dataset: Dataset) -> Dataset:
    measures, orientation, transformation, group = Dataset(), Dataset(), Dataset(), Dataset()
    depth, down, across = geometry.spacing_zyx_mm
    measures.PixelSpacing = [_number(down), _number(across)]
    measures.SliceThickness = measures.SpacingBetweenSlices = _number(depth)
    axes = np.reshape(geometry.direction, (3, 3))
    orientation.ImageOrientationPatient = [_number(value) for value in (*axes[:, 0], *axes[:, 1])]
    for keyword in ("RescaleSlope", "RescaleIntercept", "RescaleType"):
        setattr(transformation, keyword, dataset[keyword].value)
    group.PixelMeasuresSequence, group.PlaneOrientationSequence = [measures], [orientation]
    group.PixelValueTransformationSequence = [transformation]
    return group


def _placed(geometry: SeriesGeometry, index: int) -> Dataset:
    position, group = Dataset(), Dataset()
    normal = np.reshape(geometry.direction, (3, 3))[:, 2]
    place = np.asarray(geometry.origin_xyz_mm) + normal * geometry.spacing_zyx_mm[0] * index
    position.ImagePositionPatient = [_number(value) for value in place]
    group.PlanePositionSequence = [position]
    return group


def _append_pixels(path: Path, header: VolumeHeader, packing: _Packing, target: Path) -> None:
    """Write the pixel element behind the header, plane by plane, so that no volume stands in memory whole."""
    i, j, k = header.shape_ijk
    frame_bytes = i * j * packing.kind.itemsize
    with target.open("r+b") as file:
        file.seek(0, 2)
        file.write(struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OW", 0, frame_bytes * k))
        start = file.tell()
        for index, plane in enumerate(read_planes(path, header)):
            place = k - 1 - index if is_reversed(header) else index
            file.seek(start + place * frame_bytes)
            file.write(packing.packed(plane).tobytes())


def _number(value: float) -> DSfloat:
    return DSfloat(float(value), auto_format=True)


def _not_finite() -> Remark:
    return Remark("not_finite", "voxels", "Some voxels are no numbers; they are shown as the lowest value.")
