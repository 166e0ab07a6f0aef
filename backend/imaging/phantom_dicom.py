"""DICOM objects of artificial patients: identity and image modules, with UIDs that are always the same."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

from backend.imaging.geometry import FloatArray

STUDY_TIME = "093000"
_IMPLEMENTATION_UID = generate_uid(entropy_srcs=["isocenter", "implementation"])


@dataclass(frozen=True)
class ArtificialPatient:
    name: str
    patient_id: str
    sex: str
    birth_date: date
    study_date: date
    study_description: str


@dataclass(frozen=True)
class SlicePlan:
    """A series of parallel slices to write: where the first pixel lies and how rows, columns and slices run."""

    patient: ArtificialPatient
    sop_class_uid: str
    modality: str
    series_number: int
    description: str
    origin_xyz_mm: tuple[float, float, float]
    spacing_zyx_mm: tuple[float, float, float]
    attributes: dict[str, Any] = field(default_factory=dict)
    axes: tuple[tuple[float, float, float], ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))  # along a row, down a column
    slope: float | None = None
    intercept: float = 0.0
    bits_stored: int = 12

    @property
    def normal(self) -> FloatArray:
        return np.cross(self.axes[0], self.axes[1])


def uid(*parts: object) -> UID:
    """Make a UID that is the same whenever the same thing is made."""
    return generate_uid(entropy_srcs=["isocenter phantom", *(str(part) for part in parts)])


def write_slices(folder: Path, array: NDArray[Any], plan: SlicePlan) -> tuple[Path, ...]:
    """Write stored values (z, y, x) as one file a slice; the rescale of the plan turns them into units."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index, values in enumerate(array):
        dataset = new_object(plan.patient, plan.sop_class_uid, plan.modality, plan.series_number, index + 1)
        dataset.SeriesDescription = plan.description
        dataset.FrameOfReferenceUID = frame_of_reference_uid(plan.patient)
        dataset.PositionReferenceIndicator = ""
        _place(dataset, index, plan)
        for keyword, value in plan.attributes.items():
            setattr(dataset, keyword, value)
        if plan.slope is not None:
            dataset.RescaleIntercept, dataset.RescaleSlope = plan.intercept, plan.slope
        set_pixels(dataset, values, plan.bits_stored)
        paths.append(folder / f"{index + 1:04d}.dcm")
        save(dataset, paths[-1])
    return tuple(paths)


def new_object(
    patient: ArtificialPatient, sop_class_uid: str, modality: str, series_number: int, instance_number: int
) -> FileDataset:
    """Begin an object with the patient, study, series and equipment modules."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(sop_class_uid)
    meta.MediaStorageSOPInstanceUID = uid(patient.patient_id, modality, series_number, instance_number)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = _IMPLEMENTATION_UID
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.PatientName, dataset.PatientID, dataset.PatientSex = patient.name, patient.patient_id, patient.sex
    dataset.PatientBirthDate = patient.birth_date.strftime("%Y%m%d")
    dataset.StudyInstanceUID = uid(patient.patient_id, "study")
    dataset.StudyDate, dataset.StudyTime = patient.study_date.strftime("%Y%m%d"), STUDY_TIME
    dataset.StudyDescription, dataset.StudyID = patient.study_description, "1"
    dataset.AccessionNumber, dataset.ReferringPhysicianName = "", ""
    dataset.Modality = modality
    dataset.SeriesInstanceUID = series_uid(patient, modality, series_number)
    dataset.SeriesNumber, dataset.InstanceNumber = series_number, instance_number
    dataset.SeriesDate, dataset.SeriesTime = dataset.StudyDate, STUDY_TIME
    dataset.ContentDate, dataset.ContentTime = dataset.StudyDate, STUDY_TIME
    dataset.Manufacturer, dataset.ManufacturerModelName = "Isocenter", "Phantom"
    dataset.DeviceSerialNumber, dataset.SoftwareVersions = "1", "1"
    return dataset


def series_uid(patient: ArtificialPatient, modality: str, series_number: int) -> str:
    return uid(patient.patient_id, modality, series_number, "series")


def frame_of_reference_uid(patient: ArtificialPatient) -> str:
    return uid(patient.patient_id, "frame of reference")


def set_pixels(dataset: FileDataset, values: NDArray[Any], bits_stored: int) -> None:
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = (
        1,
        dataset.get("PhotometricInterpretation", "MONOCHROME2"),
    )
    dataset.Rows, dataset.Columns = values.shape
    dataset.BitsAllocated = values.dtype.itemsize * 8
    dataset.BitsStored = bits_stored
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(values.dtype.kind == "i")
    dataset.PixelData = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<"))).tobytes()


def save(dataset: FileDataset, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path, enforce_file_format=True)


def _place(dataset: FileDataset, index: int, plan: SlicePlan) -> None:
    distance, down, across = plan.spacing_zyx_mm
    position = np.asarray(plan.origin_xyz_mm) + plan.normal * distance * index
    dataset.ImagePositionPatient = [round(float(value), 6) for value in position]
    dataset.ImageOrientationPatient = [round(value, 8) for axis in plan.axes for value in axis]
    dataset.PixelSpacing = [down, across]
    dataset.SliceThickness = distance
    dataset.SliceLocation = round(float(position @ plan.normal), 6)
