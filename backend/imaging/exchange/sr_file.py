"""A reading as a measurement report (DICOM SR, TID 1500): a group for each object, with its place on its image."""

from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
from highdicom.sr import (
    CodedConcept,
    ImageRegion,
    MeasurementReport,
    MeasurementsAndQualitativeEvaluations,
    ObservationContext,
    ObserverContext,
    PersonObserverIdentifyingAttributes,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    SourceImageForMeasurementGroup,
    SourceImageForRegion,
    TrackingIdentifier,
)
from numpy.typing import NDArray
from pydicom.sr.codedict import codes
from pydicom.uid import generate_uid

from backend.core.errors import Unprocessable
from backend.imaging.exchange.codes import MAKER, concept_of, untracked_uid
from backend.imaging.exchange.document import DocumentLabel, DocumentObject, DocumentReading
from backend.imaging.exchange.flat_shapes import outline_of, points_of
from backend.imaging.exchange.places import images_by_id, key_of
from backend.imaging.exchange.sources import UNICODE, SampleSource, long_string, person_name, save
from backend.imaging.exchange.spread import outlined
from backend.imaging.exchange.sr_measures import MEASURED, measurements_of
from backend.imaging.reading import quietly

SERIES_NUMBER = 702


@quietly()
def write_sr(source: SampleSource, reading: DocumentReading, path: Path) -> None:
    """Write what a reading says. Raises Unprocessable where it has no object on a DICOM image."""
    labels = {label.id: label for label in source.document.labels}
    with_slices = {image.id for image in source.images}
    drawn = [one for one in outlined(reading.objects) if one.image_id in with_slices]
    if not drawn:
        raise Unprocessable("The reading has no object on a DICOM image.")
    try:
        uid = generate_uid()
        numbers = {key: number for number, key in enumerate(dict.fromkeys(one.id for one in drawn), start=1)}
        groups = [
            _group(source, one, labels[one.label_id], one.tracking_uid or untracked_uid(uid, numbers[one.id]))
            for one in drawn
        ]
        save(_report(source, reading, groups, drawn, uid), path)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unprocessable(f"No report can refer to these images: {error}") from error


def _report(
    source: SampleSource, reading: DocumentReading, groups: list[Any], drawn: list[DocumentObject], uid: str
) -> hd.sr.ComprehensiveSR:
    evidence = {uid: source.header_of(uid) for uid in (_slice_of(source, one) for one in drawn)}
    observer = ObserverContext(
        observer_type=codes.DCM.Person,
        observer_identifying_attributes=PersonObserverIdentifyingAttributes(name=person_name(reading.written_by)),
    )
    report = MeasurementReport(
        observation_context=ObservationContext(observer_person_context=observer),
        procedure_reported=codes.LN.UnspecifiedImagingProcedure
        if hasattr(codes.LN, "UnspecifiedImagingProcedure")
        else CodedConcept("363679005", "SCT", "Imaging procedure"),
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
    )
    return hd.sr.ComprehensiveSR(
        evidence=list(evidence.values()),
        content=report[0],
        series_instance_uid=generate_uid(),
        series_number=SERIES_NUMBER,
        sop_instance_uid=uid,
        instance_number=1,
        manufacturer=MAKER,
        specific_character_set=UNICODE,
        is_complete=reading.state == "done",
        series_description=long_string(f"{source.document.set.name}: {reading.written_by}, round {reading.round}"),
    )


def _slice_of(source: SampleSource, drawn: DocumentObject) -> str:
    """A label of a whole series is said of its first image: a report has no other way."""
    images = images_by_id(source.document)
    _, uid, _ = key_of(drawn, images)
    return uid or images[drawn.image_id].slices[0].sop_instance_uid


def _group(source: SampleSource, drawn: DocumentObject, label: DocumentLabel, tracking_uid: str) -> Any:
    header = source.header_of(_slice_of(source, drawn))
    is_multi_frame = int(header.get("NumberOfFrames") or 1) > 1
    place: dict[str, Any] = {
        "referenced_sop_class_uid": str(header.SOPClassUID),
        "referenced_sop_instance_uid": str(header.SOPInstanceUID),
        "referenced_frame_numbers": [drawn.frame] if is_multi_frame else None,
    }
    tracking = TrackingIdentifier(uid=tracking_uid, identifier=long_string(label.name))
    if drawn.kind == "image_label":
        return MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking,
            finding_type=concept_of(label),
            source_images=[SourceImageForMeasurementGroup(**place)],
        )
    if drawn.kind in MEASURED:
        return MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking,
            finding_type=concept_of(label),
            measurements=measurements_of(drawn.geometry, _spacing(source, drawn), SourceImageForRegion(**place)),
        )
    kind, points = _graphic(drawn)
    return PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=tracking,
        referenced_region=ImageRegion(kind, points, source_image=SourceImageForRegion(**place)),
        finding_type=concept_of(label),
    )


def _graphic(drawn: DocumentObject) -> tuple[str, NDArray[np.float64]]:
    """PS3.3 C.18.6.1.2: columns and rows from the outer corner, as ours are; a closed line ends where it began."""
    geometry = drawn.geometry
    if drawn.kind in ("point", "arrow"):
        return "POINT", np.array(points_of(geometry)[-1:], dtype=np.float64)
    if drawn.kind == "ellipse":
        return "ELLIPSE", _axes(geometry["x"], geometry["y"], geometry["width"], geometry["height"])
    points = outline_of(geometry)
    return "POLYLINE", np.array([*points, points[0]], dtype=np.float64)


def _axes(x: float, y: float, width: float, height: float) -> NDArray[np.float64]:
    """The ends of the longer axis, then of the shorter."""
    across = [(x, y + height / 2), (x + width, y + height / 2)]
    down = [(x + width / 2, y), (x + width / 2, y + height)]
    return np.array([*across, *down] if width >= height else [*down, *across], dtype=np.float64)


def _spacing(source: SampleSource, drawn: DocumentObject) -> tuple[float, float] | None:
    """Between rows and between columns, in mm, where the slice has it."""
    uid = _slice_of(source, drawn)
    slices = images_by_id(source.document)[drawn.image_id].slices
    spacing = next((one.spacing_mm for one in slices if one.sop_instance_uid == uid), None)
    return (spacing[0], spacing[1]) if spacing else None
