"""Regions of artificial patients: an RT Structure Set and a DICOM SEG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import RTStructureSetStorage

from backend.imaging.geometry import FloatArray
from backend.imaging.phantom_dicom import STUDY_TIME, ArtificialPatient, new_object, save, uid

Outline = Callable[[float], FloatArray | None]  # z in mm to the (x, y) of a contour, None where there is none
OUTLINE_POINTS = 64


@dataclass(frozen=True)
class PhantomRoi:
    name: str
    kind: str
    colour: tuple[int, int, int]
    outline: Outline


def ellipsoid_outline(centre: Sequence[float], radii: Sequence[float]) -> Outline:
    """Outline the cut of an ellipsoid at each z."""

    def outline(z: float) -> FloatArray | None:
        rest = 1 - ((z - centre[2]) / radii[2]) ** 2
        if rest <= 0.01:  # noqa: PLR2004 - the tip is too small for a polygon
            return None
        angle = np.linspace(0, 2 * np.pi, OUTLINE_POINTS, endpoint=False)
        ring = np.column_stack((radii[0] * np.cos(angle), radii[1] * np.sin(angle))) * np.sqrt(rest)
        return np.asarray(ring + np.asarray(centre[:2]))

    return outline


def write_structure_set(
    path: Path, images: Sequence[Path], patient: ArtificialPatient, rois: Sequence[PhantomRoi]
) -> Path:
    """Write an RTSTRUCT (PS3.3 A.19.3) on axial slices."""
    slices = [dcmread(image, stop_before_pixels=True) for image in images]
    dataset = new_object(patient, str(RTStructureSetStorage), "RTSTRUCT", 91, 1)
    dataset.SeriesDescription, dataset.OperatorsName = "Regions", ""
    dataset.StructureSetLabel, dataset.StructureSetName = "PHANTOM", "Phantom regions"
    dataset.StructureSetDate, dataset.StructureSetTime = dataset.StudyDate, dataset.StudyTime
    dataset.FrameOfReferenceUID = slices[0].FrameOfReferenceUID
    dataset.PositionReferenceIndicator = ""
    dataset.ReferencedFrameOfReferenceSequence = DicomSequence([_referenced_frame(slices)])
    numbered = list(enumerate(rois, start=1))
    dataset.StructureSetROISequence = DicomSequence(
        [
            _item(ROINumber=number, ReferencedFrameOfReferenceUID=slices[0].FrameOfReferenceUID, ROIName=roi.name,
                  ROIGenerationAlgorithm="MANUAL")
            for number, roi in numbered
        ]
    )  # fmt: skip
    dataset.ROIContourSequence = DicomSequence([_contours(number, roi, slices) for number, roi in numbered])
    dataset.RTROIObservationsSequence = DicomSequence(
        [
            _item(
                ObservationNumber=number, ReferencedROINumber=number, RTROIInterpretedType=roi.kind, ROIInterpreter=""
            )
            for number, roi in numbered
        ]
    )
    dataset.ApprovalStatus = "UNAPPROVED"
    save(dataset, path)
    return path


def write_segmentation(
    path: Path, images: Sequence[Path], patient: ArtificialPatient, segments: dict[str, NDArray[np.bool_]]
) -> Path:
    """Write a binary SEG of (z, y, x) masks, which may overlap, on the slices given in that order."""
    import highdicom as hd
    from pydicom.sr.codedict import codes

    descriptions = [
        hd.seg.SegmentDescription(
            segment_number=number,
            segment_label=name,
            segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
            segmented_property_type=codes.SCT.Lesion,
            algorithm_type=hd.seg.SegmentAlgorithmTypeValues.MANUAL,
        )
        for number, name in enumerate(segments, start=1)
    ]
    segmentation: Any = hd.seg.Segmentation(
        source_images=[dcmread(image) for image in images],
        pixel_array=np.stack(list(segments.values()), axis=-1).astype(np.uint8),
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=descriptions,
        series_instance_uid=uid(patient.patient_id, "SEG", 92, "series"),
        series_number=92,
        sop_instance_uid=uid(patient.patient_id, "SEG", 92, 1),
        instance_number=1,
        manufacturer="Isocenter",
        manufacturer_model_name="Phantom",
        software_versions="1",
        device_serial_number="1",
        series_description="Segments",
        content_label="PHANTOM",
        omit_empty_frames=True,
    )
    _make_repeatable(segmentation, patient)
    path.parent.mkdir(parents=True, exist_ok=True)
    segmentation.save_as(path, enforce_file_format=True)
    return path


def _make_repeatable(segmentation: Any, patient: ArtificialPatient) -> None:
    """Replace what the library takes from the clock and from chance."""
    organization = uid(patient.patient_id, "SEG", 92, "dimensions")
    for item in (*segmentation.DimensionOrganizationSequence, *segmentation.DimensionIndexSequence):
        item.DimensionOrganizationUID = organization
    day = patient.study_date.strftime("%Y%m%d")
    for keyword in ("ContentDate", "SeriesDate", "InstanceCreationDate"):
        if keyword in segmentation:
            setattr(segmentation, keyword, day)
    for keyword in ("ContentTime", "SeriesTime", "InstanceCreationTime"):
        if keyword in segmentation:
            setattr(segmentation, keyword, STUDY_TIME)
    for item in segmentation.get("ContributingEquipmentSequence") or ():
        item.ContributionDateTime = day + STUDY_TIME


def _contours(number: int, roi: PhantomRoi, slices: Sequence[FileDataset]) -> Dataset:
    contours = []
    for image in slices:
        z = float(image.ImagePositionPatient[2])
        outline = roi.outline(z)
        if outline is None:
            continue
        points = np.column_stack((outline, np.full(len(outline), z)))
        contours.append(
            _item(
                ContourImageSequence=DicomSequence([_reference(image)]),
                ContourGeometricType="CLOSED_PLANAR",
                NumberOfContourPoints=len(points),
                ContourData=[f"{value:.4f}" for value in points.ravel()],
            )
        )
    return _item(ROIDisplayColor=list(roi.colour), ReferencedROINumber=number, ContourSequence=DicomSequence(contours))


def _referenced_frame(slices: Sequence[FileDataset]) -> Dataset:
    series = _item(
        SeriesInstanceUID=slices[0].SeriesInstanceUID,
        ContourImageSequence=DicomSequence([_reference(image) for image in slices]),
    )
    study = _item(
        ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1",
        ReferencedSOPInstanceUID=slices[0].StudyInstanceUID,
        RTReferencedSeriesSequence=DicomSequence([series]),
    )
    return _item(FrameOfReferenceUID=slices[0].FrameOfReferenceUID, RTReferencedStudySequence=DicomSequence([study]))


def _reference(image: FileDataset) -> Dataset:
    return _item(ReferencedSOPClassUID=image.SOPClassUID, ReferencedSOPInstanceUID=image.SOPInstanceUID)


def _item(**values: object) -> Dataset:
    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item
