"""Closed shapes of a reading as a DICOM SEG (PS3.3 A.51): a binary segment for each label and lesion."""

from collections.abc import Sequence
from pathlib import Path

import highdicom as hd
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.sr.codedict import codes
from pydicom.uid import generate_uid

from backend.core.errors import Unprocessable
from backend.imaging.exchange.codes import MAKER, concept_of
from backend.imaging.exchange.document import DocumentImage, DocumentReading
from backend.imaging.exchange.sources import UNICODE, Group, SampleSource, long_string, person_name, save
from backend.imaging.reading import quietly
from backend.imaging.shapes import Shape, inside

SERIES_NUMBER = 700


@quietly()
def write_seg(source: SampleSource, reading: DocumentReading, image: DocumentImage, path: Path) -> None:
    """Write what a reading encloses on an image. Raises Unprocessable where that is not possible."""
    groups = [group for group in source.groups(reading, image) if group.closed]
    shapes = [[source.shape_of(drawn) for drawn in group.closed] for group in groups]
    uids = [
        one.sop_instance_uid for one in image.slices if any(_lies_on(one.sop_instance_uid, some) for some in shapes)
    ]
    if not uids:
        raise Unprocessable("The reading encloses nothing on this image.")
    headers = [source.header_of(uid) for uid in uids]
    pixels = np.stack([_segment(headers, some) for some in shapes], axis=-1)
    try:
        save(_segmentation(headers, pixels, groups, source, reading), path)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unprocessable(f"No segmentation can refer to this image: {error}") from error


def _lies_on(uid: str, shapes: Sequence[Shape]) -> bool:
    return any(shape.sop_instance_uid == uid for shape in shapes)


def _segment(headers: Sequence[FileDataset], shapes: Sequence[Shape]) -> NDArray[np.uint8]:
    """A plane for each frame of the instances, in their order."""
    planes: list[NDArray[np.uint8]] = []
    for header in headers:
        for frame in range(1, int(header.get("NumberOfFrames") or 1) + 1):
            plane = np.zeros((int(header.Rows), int(header.Columns)), dtype=np.uint8)
            for shape in shapes:
                if (shape.sop_instance_uid, shape.frame) == (str(header.SOPInstanceUID), frame):
                    plane |= inside(shape.geometry, plane.shape).astype(np.uint8)
            planes.append(plane)
    return np.stack(planes)


def _segmentation(
    headers: Sequence[FileDataset],
    pixels: NDArray[np.uint8],
    groups: Sequence[Group],
    source: SampleSource,
    reading: DocumentReading,
) -> hd.seg.Segmentation:
    if not pixels.any():
        raise Unprocessable("The shapes of the reading hold no pixel centre of this image.")
    return hd.seg.Segmentation(
        source_images=list(headers),
        pixel_array=pixels,
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[_described(number, group) for number, group in enumerate(groups, start=1)],
        series_instance_uid=generate_uid(),
        series_number=SERIES_NUMBER,
        sop_instance_uid=generate_uid(),
        instance_number=1,
        manufacturer=MAKER,
        manufacturer_model_name=MAKER,
        software_versions="1",
        device_serial_number="0",
        content_creator_name=person_name(reading.written_by),
        content_description=long_string(f"Reading {reading.id}"),
        content_label="READING",
        specific_character_set=UNICODE,
        series_description=long_string(f"{source.document.set.name}: {reading.written_by}, round {reading.round}"),
    )


def _described(number: int, group: Group) -> hd.seg.SegmentDescription:
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=long_string(group.label.name),
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=concept_of(group.label),
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.MANUAL,
        tracking_uid=group.tracking_uid,
        tracking_id=long_string(group.label.name) if group.tracking_uid else None,
    )
