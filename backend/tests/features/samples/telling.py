"""A patient of whom every value tells who it is, in every place that a file has for one."""

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from httpx import Response
from PIL import Image, PngImagePlugin
from pydicom.encaps import encapsulate
from pydicom.uid import ComputedRadiographyImageStorage, JPEGBaseline8Bit

from backend.imaging.phantom_dicom import ArtificialPatient
from backend.imaging.reading import quietly
from backend.tests.features.ingest.pocket import Files, changed, pocket_ct

QUILLA = ArtificialPatient(
    "ZEBROWSKI^QUILLA", "MRN-77123X", "F", date(1931, 3, 7), date(2019, 4, 19), "Control of Quilla Zebrowski"
)
# What may be shown where a set shows patients in full.
OF_THE_PATIENT = (
    "ZEBROWSKI",
    "QUILLA",
    "MRN-77123X",
    "19310307",
    "1931-03-07",
    "20190419",
    "2019-04-19",
    "ACC-90210Z",
    "Thorax of Quilla",
)
# What is shown nowhere: no viewer needs it.
OF_NOBODY_S_BUSINESS = (
    "Telltale Hospital",
    "GOSSIP",
    "CHATTER",
    "OLDNAME",
    "9-Blabber-Street",
    "Whisper protocol",
    "PRIVATE-SECRET",
)
ELSEWHERE_IN_A_FILE: dict[str, Any] = {
    "AccessionNumber": "ACC-90210Z",
    "InstitutionName": "Telltale Hospital",
    "ReferringPhysicianName": "GOSSIP^HARRIET",
    "OperatorsName": "CHATTER^OTTO",
    "OtherPatientNames": "OLDNAME^QUILLA",
    "PatientAddress": "9-Blabber-Street",
    "ProtocolName": "Whisper protocol",
    "SeriesDescription": "Thorax of Quilla",
    "ImageComments": "Quilla Zebrowski, MRN-77123X",
    "PatientComments": "Called QUILLA by all",
}


@quietly()
def telling_files(folder: Path) -> Files:
    """A CT with a region named after the patient, a radiograph compressed with comments, two photographs."""
    ct = pocket_ct(folder, QUILLA, slices=3)
    images = {
        f"zebrowski/{number}.dcm": _with_private(changed(content, **ELSEWHERE_IN_A_FILE))
        for number, content in enumerate(ct.images.values())
    }
    (structure,) = ct.structure.values()
    return images | {
        "zebrowski/regions.dcm": _with_named_region(structure),
        "zebrowski/radiograph.dcm": _radiograph(next(iter(ct.images.values()))),
        "zebrowski/photo.jpg": _jpeg(with_exif=True),
        "zebrowski/photo.png": _png(),
    }


def found_in(response: Response, values: Iterable[str]) -> set[str]:
    """Which of the values an answer tells: in its body, as any text may be written there, or in its headers."""
    said = response.content.lower() + repr(response.headers.raw).encode().lower()
    return {
        value
        for value in values
        if any(value.lower().encode(encoding) in said for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
    }


def _with_private(content: bytes) -> bytes:
    dataset = pydicom.dcmread(io.BytesIO(content))
    dataset.private_block(0x0011, "TELLTALE", create=True).add_new(0x01, "LO", "PRIVATE-SECRET of QUILLA")
    return _bytes(dataset)


def _with_named_region(content: bytes) -> bytes:
    dataset = pydicom.dcmread(io.BytesIO(content))
    dataset.StructureSetROISequence[0].ROIName = "GTV Zebrowski"
    return _bytes(dataset)


def _radiograph(like: bytes) -> bytes:
    dataset = pydicom.dcmread(io.BytesIO(changed(like, **ELSEWHERE_IN_A_FILE)))
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = ComputedRadiographyImageStorage
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid()
    dataset.SeriesInstanceUID, dataset.Modality = pydicom.uid.generate_uid(), "CR"
    dataset.Rows = dataset.Columns = 16
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.PixelRepresentation = 7, 0
    dataset.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    dataset.PixelData = encapsulate([_jpeg()])
    dataset["PixelData"].VR = "OB"
    return _bytes(dataset)


def _jpeg(*, with_exif: bool = False) -> bytes:
    """With who is on it in a comment and, if asked for, in Exif."""
    picture = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    exif = picture.getexif()
    exif[0x010E], exif[0x013B] = "QUILLA ZEBROWSKI", "GOSSIP^HARRIET"  # ImageDescription, Artist
    target = io.BytesIO()
    options = {"exif": exif} if with_exif else {}
    picture.save(target, format="JPEG", comment=b"ZEBROWSKI^QUILLA MRN-77123X", **options)
    return target.getvalue()


def _png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Patient", "ZEBROWSKI^QUILLA MRN-77123X")
    target = io.BytesIO()
    Image.fromarray(np.zeros((16, 16, 3), np.uint8)).save(target, format="PNG", pnginfo=told)
    return target.getvalue()


def _bytes(dataset: pydicom.Dataset) -> bytes:
    target = io.BytesIO()
    dataset.save_as(target)
    return target.getvalue()
