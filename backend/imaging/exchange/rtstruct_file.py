"""Shapes of a reading as an RT Structure Set (PS3.3 A.19): an ROI for each label and lesion, contours in mm."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, RTStructureSetStorage, generate_uid
from pydicom.valuerep import DSfloat

from backend.core.errors import Unprocessable
from backend.imaging.exchange.codes import MAKER
from backend.imaging.exchange.document import DocumentImage, DocumentObject, DocumentReading
from backend.imaging.exchange.flat_shapes import CLOSED, Outline, box_of, outline_of, points_of
from backend.imaging.exchange.sources import (
    OF_PATIENT,
    OF_STUDY,
    UNICODE,
    Group,
    SampleSource,
    long_string,
    person_name,
    save,
)
from backend.imaging.exchange.spread import outlines_of_mask
from backend.imaging.lines import LINE_KINDS
from backend.imaging.painted import MASK
from backend.imaging.reading import quietly
from backend.imaging.slices import Slice, read_slices

TYPE_OF = {"point": "POINT", **dict.fromkeys(LINE_KINDS, "OPEN_PLANAR")}
DETACHED_STUDY = "1.2.840.10008.3.1.2.3.1"
Planes = dict[tuple[str, int], Slice]


@quietly()
def write_rtstruct(source: SampleSource, reading: DocumentReading, image: DocumentImage, path: Path) -> None:
    """Write what a reading has drawn on an image. Raises Unprocessable where there is nothing, or no place in mm."""
    groups = [layer for group in source.groups(reading, image) for layer in _layers(group)]
    if not groups:
        raise Unprocessable("The reading has drawn nothing on this image.")
    shapes = [source.shape_of(drawn) for group in groups for drawn in group.objects]
    used = {shape.sop_instance_uid for shape in shapes}
    for uid in used:
        source.header_of(uid)  # refuses what is no DICOM
    planes = read_slices([source.path_of(uid) for uid in sorted(used)])
    by_place = {(plane.sop_instance_uid, plane.frame_index + 1): plane for plane in planes}
    save(_structures(source, reading, image, groups, by_place), path)


def _layers(group: Group) -> list[Group]:
    """Contours of one ROI on one plane are combined by exclusive or: shapes that overlap go into ROIs of their own."""
    layers: list[list[DocumentObject]] = []
    for drawn in group.objects:
        if drawn.kind == "image_label":
            continue
        for layer in layers:
            if not any(_meet(drawn, other) for other in layer):
                layer.append(drawn)
                break
        else:
            layers.append([drawn])
    return [Group(group.label, group.tracking_uid, tuple(layer)) for layer in layers]


def _meet(one: DocumentObject, other: DocumentObject) -> bool:
    if (one.sop_instance_uid, one.frame) != (other.sop_instance_uid, other.frame) or {one.kind, other.kind} - CLOSED:
        return False
    a, b = box_of(one.geometry), box_of(other.geometry)
    assert a is not None and b is not None  # noqa: S101, PT018 - closed shapes have one
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _structures(
    source: SampleSource,
    reading: DocumentReading,
    image: DocumentImage,
    groups: Sequence[Group],
    planes: Planes,
) -> FileDataset:
    first = source.header_of(next(iter(planes.values())).sop_instance_uid)
    frame_uid = str(first.get("FrameOfReferenceUID") or "")
    if not frame_uid:
        raise Unprocessable("The image has no frame of reference: contours have no place in it.")
    found = _begun(first, source, reading)
    found.ReferencedFrameOfReferenceSequence = [_referenced(frame_uid, first, image, source)]
    found.StructureSetROISequence, found.ROIContourSequence, found.RTROIObservationsSequence = [], [], []
    for number, group in enumerate(groups, start=1):
        found.StructureSetROISequence.append(_roi(number, group, frame_uid))
        found.ROIContourSequence.append(_contours(number, group, source, planes))
        found.RTROIObservationsSequence.append(_observation(number, group, reading))
    return found


def _begun(first: FileDataset, source: SampleSource, reading: DocumentReading) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = RTStructureSetStorage
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    found = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    now = datetime.now().astimezone()
    found.SpecificCharacterSet = UNICODE
    found.SOPClassUID, found.SOPInstanceUID = RTStructureSetStorage, meta.MediaStorageSOPInstanceUID
    for name in ("PatientName", "PatientID", "StudyInstanceUID", *OF_STUDY, *OF_PATIENT):
        setattr(found, name, first.get(name) or "")
    found.Modality, found.SeriesInstanceUID = "RTSTRUCT", generate_uid()
    found.SeriesNumber, found.Manufacturer, found.OperatorsName = 701, MAKER, person_name(reading.written_by)
    found.SeriesDescription = long_string(f"{source.document.set.name}: {reading.written_by}, round {reading.round}")
    found.FrameOfReferenceUID, found.PositionReferenceIndicator = first.get("FrameOfReferenceUID"), ""
    found.StructureSetLabel, found.StructureSetName = "READING", long_string(f"Reading {reading.id}")
    found.StructureSetDate, found.StructureSetTime = now.strftime("%Y%m%d"), now.strftime("%H%M%S")
    found.ApprovalStatus = "UNAPPROVED"
    return found


def _referenced(frame_uid: str, first: FileDataset, image: DocumentImage, source: SampleSource) -> Dataset:
    frame, study, series = Dataset(), Dataset(), Dataset()
    series.SeriesInstanceUID = image.series_instance_uid
    sop_class = str(first.SOPClassUID)
    series.ContourImageSequence = [_image(sop_class, one.sop_instance_uid) for one in image.slices]
    study.ReferencedSOPClassUID, study.ReferencedSOPInstanceUID = DETACHED_STUDY, image.study_instance_uid
    study.RTReferencedSeriesSequence = [series]
    frame.FrameOfReferenceUID, frame.RTReferencedStudySequence = frame_uid, [study]
    return frame


def _image(sop_class_uid: str, sop_instance_uid: str, frame: int | None = None) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class_uid, sop_instance_uid
    if frame is not None:
        item.ReferencedFrameNumber = frame
    return item


def _roi(number: int, group: Group, frame_uid: str) -> Dataset:
    item = Dataset()
    item.ROINumber, item.ReferencedFrameOfReferenceUID = number, frame_uid
    item.ROIName, item.ROIGenerationAlgorithm = long_string(group.label.name), "MANUAL"
    if group.tracking_uid:
        item.ROIDescription = group.tracking_uid
    return item


def _observation(number: int, group: Group, reading: DocumentReading) -> Dataset:
    item = Dataset()
    item.ObservationNumber = item.ReferencedROINumber = number
    item.ROIObservationLabel = group.label.name.replace("\\", "/")[:16]
    item.RTROIInterpretedType, item.ROIInterpreter = "", person_name(reading.written_by)
    return item


def _contours(number: int, group: Group, source: SampleSource, planes: Planes) -> Dataset:
    item = Dataset()
    item.ReferencedROINumber = number
    item.ROIDisplayColor = [int(group.label.color[start : start + 2], 16) for start in (1, 3, 5)]
    item.ContourSequence = [
        _contour(drawn, points, source, planes) for drawn in group.objects for points in _strokes(drawn)
    ]
    return item


def _strokes(drawn: DocumentObject) -> list[Outline]:
    """One, but for two axes, which are two lines, and for the parts of a mask."""
    if drawn.kind == MASK:
        return outlines_of_mask(drawn.geometry)
    points = outline_of(drawn.geometry) or points_of(drawn.geometry)
    return [points[:2], points[2:]] if drawn.kind == "bidirectional" else [points]


def _contour(drawn: DocumentObject, points: Outline, source: SampleSource, planes: Planes) -> Dataset:
    shape = source.shape_of(drawn)
    plane = planes.get((shape.sop_instance_uid, shape.frame))
    if plane is None:
        raise Unprocessable("A shape lies on a frame that the image does not have.")
    is_multi_frame = int(source.header_of(shape.sop_instance_uid).get("NumberOfFrames") or 1) > 1
    item = Dataset()
    sop_class = str(source.header_of(shape.sop_instance_uid).SOPClassUID)
    item.ContourImageSequence = [_image(sop_class, shape.sop_instance_uid, shape.frame if is_multi_frame else None)]
    item.ContourGeometricType = TYPE_OF.get(drawn.kind, "CLOSED_PLANAR")
    places = _in_mm(_without_repeats(points), plane)
    item.NumberOfContourPoints = len(places)
    item.ContourData = [DSfloat(value, auto_format=True) for place in places for value in place]
    return item


def _without_repeats(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [points[0], *(later for before, later in pairwise(points) if later != before)]


def _in_mm(points: Iterable[tuple[float, float]], plane: Slice) -> list[list[float]]:
    """PS3.3 C.7.6.2.1.1, whose indices are of pixel centres: half a pixel less than ours."""
    origin, row, column = (
        np.array(part) for part in (plane.position_xyz_mm, plane.row_direction, plane.column_direction)
    )
    between_rows, between_columns = plane.spacing_yx_mm
    found = [origin + row * between_columns * (x - 0.5) + column * between_rows * (y - 0.5) for x, y in points]
    return [[float(value) for value in place] for place in found]
