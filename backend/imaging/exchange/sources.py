"""The images that a sample's files are written for: which file is which slice, and headers under the identity rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from backend.core.errors import Unprocessable
from backend.imaging.exchange.document import (
    Document,
    DocumentImage,
    DocumentLabel,
    DocumentObject,
    DocumentReading,
    DocumentSample,
)
from backend.imaging.exchange.flat_shapes import CLOSED
from backend.imaging.exchange.places import images_by_id, key_of
from backend.imaging.exchange.spread import by_picture
from backend.imaging.painted import MASK
from backend.imaging.reading import read_dataset
from backend.imaging.shapes import Shape
from backend.imaging.viewer_attributes import is_technical
from backend.imaging.volume_file import is_volume_file

FULL = "full"
UNICODE = "ISO_IR 192"  # names of readers and labels may be of any script, whatever that of the images is
OF_STUDY = ("StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "StudyID")
OF_PATIENT = ("PatientBirthDate", "PatientSex")
ALSO_KEPT = ("SpecificCharacterSet",)


@dataclass(frozen=True)
class Group:
    """What a reading says is one thing: the objects of a label that share a tracking UID, or one mask."""

    label: DocumentLabel
    tracking_uid: str | None
    objects: tuple[DocumentObject, ...]

    @property
    def closed(self) -> tuple[DocumentObject, ...]:
        return tuple(drawn for drawn in self.objects if drawn.kind in CLOSED)


@dataclass
class SampleSource:
    """One sample of a document with the files of its images."""

    document: Document
    sample: DocumentSample
    paths: Mapping[str, Sequence[Path]]
    headers: dict[str, FileDataset] = field(default_factory=dict)

    @property
    def readings(self) -> list[DocumentReading]:
        return [reading for reading in self.document.readings if reading.sample_id == self.sample.id]

    @property
    def images(self) -> list[DocumentImage]:
        """Those that are of series."""
        return [image for image in self.sample.images if image.slices]

    def path_of(self, sop_instance_uid: str) -> Path:
        for image in self.images:
            for one, path in zip(image.slices, self.paths.get(image.id, ()), strict=False):
                if one.sop_instance_uid == sop_instance_uid:
                    return path
        raise Unprocessable(f"The instance {sop_instance_uid} does not belong to this sample.")

    def header_of(self, sop_instance_uid: str) -> FileDataset:
        """The header of an instance, under the identity rule of its set."""
        if sop_instance_uid not in self.headers:
            path = self.path_of(sop_instance_uid)
            if is_volume_file(path):
                raise Unprocessable("The image is a volume that did not come as DICOM: nothing can refer to it.")
            header = read_dataset(path)
            is_full = self.document.set.identity == FULL
            self.headers[sop_instance_uid] = header if is_full else anonymous(header, self.sample.patient)
        return self.headers[sop_instance_uid]

    def groups(self, reading: DocumentReading, image: DocumentImage) -> list[Group]:
        """What a reading has on an image, by label and lesion, in the order of the labels; each mask by itself."""
        labels = {label.id: label for label in self.document.labels}
        found: dict[tuple[str, str | None, str | None], list[DocumentObject]] = {}
        for drawn in by_picture(reading.objects):
            if drawn.image_id == image.id:
                itself = drawn.id if drawn.kind == MASK else None
                found.setdefault((drawn.label_id, drawn.tracking_uid, itself), []).append(drawn)
        groups = [Group(labels[label], uid, tuple(objects)) for (label, uid, _), objects in found.items()]
        return sorted(groups, key=lambda group: group.label.position)

    def shape_of(self, drawn: DocumentObject) -> Shape:
        _, uid, frame = key_of(drawn, images_by_id(self.document))
        if uid is None:
            raise Unprocessable("A shape does not say which slice it lies on.")
        return Shape(uid, frame, drawn.geometry)


def anonymous(header: FileDataset, patient: str | None) -> FileDataset:
    """A header with what is technical alone, for whom the set calls by a pseudonym or not at all."""
    kept = Dataset()
    for element in header:
        if is_technical(element.tag) or element.keyword in ALSO_KEPT:
            kept[element.tag] = element
    kept.PatientName = kept.PatientID = patient or ""
    for name in (*OF_STUDY, *OF_PATIENT):
        setattr(kept, name, "")
    meta = getattr(header, "file_meta", None) or FileMetaDataset()
    if not meta.get("TransferSyntaxUID"):
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return FileDataset(str(header.filename or ""), kept, file_meta=meta, preamble=b"\0" * 128)


def person_name(text: str) -> str:
    """A name as the one component of a PN (PS3.5 6.2), which a caret ends: which part is the family's is not known."""
    return ("".join(" " if char in "^=\\" else char for char in text).strip()[:63] or "Unknown") + "^"


def long_string(text: str) -> str:
    """Text as an LO."""
    return text.replace("\\", "/").strip()[:64]


def save(dataset: Dataset, path: Path) -> None:
    pydicom.dcmwrite(path, dataset, enforce_file_format=True)
