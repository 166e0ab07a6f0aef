"""Facts of a DICOM header: identity, place in the archive, geometry, references."""

from pydicom.dataset import Dataset

from backend.imaging.dicom_header import DicomHeader
from backend.imaging.facts import DicomFacts, FrameRanges, InstanceFacts, PatientFacts, SeriesFacts, StudyFacts
from backend.imaging.header_values import HeaderValues
from backend.imaging.rtstruct import read_rois_of
from backend.imaging.segmentation import read_segments_of
from backend.imaging.sop_classes import modality_of, structure_of
from backend.imaging.suv_attributes import suv_attributes
from backend.imaging.viewer_attributes import viewer_attributes


def dicom_facts(
    header: DicomHeader, values: HeaderValues, frame_count: int, frame_ranges: FrameRanges | None
) -> DicomFacts:
    sop_class = values.text("SOPClassUID")
    structure = structure_of(sop_class)
    series_uids, sop_uids = _references(header.dataset, structure)
    has_pixels = any(keyword in header.dataset for keyword in ("Rows", "Columns"))
    return DicomFacts(
        patient=_patient(values),
        study=_study(values),
        series=_series(values),
        instance=_instance(header, values, frame_count),
        attributes=viewer_attributes(header.dataset) | suv_attributes(header.dataset),
        frame_ranges=frame_ranges,
        referenced_series_uids=series_uids,
        referenced_sop_uids=sop_uids,
        is_image=structure is None and has_pixels and (header.is_deflated or header.pixel_offset is not None),
        structure=structure,
    )


def _patient(values: HeaderValues) -> PatientFacts:
    return PatientFacts(
        patient_id=values.text("PatientID"),
        issuer=values.text("IssuerOfPatientID"),
        name=values.text("PatientName"),
        birth_date=values.date("PatientBirthDate"),
        sex=values.text("PatientSex"),
    )


def _study(values: HeaderValues) -> StudyFacts:
    return StudyFacts(
        study_instance_uid=values.text("StudyInstanceUID"),
        date=values.date("StudyDate"),
        time=values.time("StudyTime"),
        description=values.text("StudyDescription"),
        accession_number=values.text("AccessionNumber"),
        study_id=values.text("StudyID"),
    )


def _series(values: HeaderValues) -> SeriesFacts:
    return SeriesFacts(
        series_instance_uid=values.text("SeriesInstanceUID"),
        modality=values.text("Modality") or modality_of(values.text("SOPClassUID")),
        description=values.text("SeriesDescription"),
        number=values.whole("SeriesNumber"),
        body_part=values.text("BodyPartExamined"),
        frame_of_reference_uid=values.text("FrameOfReferenceUID"),
        laterality=values.text("Laterality") or values.text("ImageLaterality"),
    )


def _instance(header: DicomHeader, values: HeaderValues, frame_count: int) -> InstanceFacts:
    position = values.numbers("ImagePositionPatient", 3)
    turn = values.numbers("ImageOrientationPatient", 6)
    spacing = values.numbers("PixelSpacing", 2)
    return InstanceFacts(
        sop_instance_uid=values.text("SOPInstanceUID"),
        sop_class_uid=values.text("SOPClassUID"),
        transfer_syntax_uid=str(header.syntax),
        instance_number=values.whole("InstanceNumber"),
        rows=values.whole("Rows"),
        columns=values.whole("Columns"),
        frame_count=frame_count,
        image_position_mm=(position[0], position[1], position[2]) if position else None,
        image_orientation=(turn[0], turn[1], turn[2], turn[3], turn[4], turn[5]) if turn else None,
        pixel_spacing_mm=(spacing[0], spacing[1]) if spacing else None,
        photometric=values.text("PhotometricInterpretation"),
        bits_allocated=values.whole("BitsAllocated"),
    )


def _references(dataset: Dataset, structure: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the series and instances that the regions of a structure file are drawn on."""
    if structure is None:
        return (), ()
    try:
        regions = read_rois_of(dataset) if structure == "rtstruct" else read_segments_of(dataset)
    except Exception:  # noqa: BLE001 - damaged sequences; the regions will be refused by name when they are read
        return (), ()
    series = [region.referenced_series_uid for region in regions if region.referenced_series_uid]
    instances = [uid for region in regions for uid in region.referenced_sop_uids]
    return tuple(dict.fromkeys(series)), tuple(dict.fromkeys(instances))
