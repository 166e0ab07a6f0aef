"""What an inspected file says of itself. Plain values that travel between processes."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

Kind = Literal["dicom", "photo", "archive", "volume", "unknown"]
Outcome = Literal["stored", "stored_with_warning", "quarantined", "refused"]
ByteRange = tuple[int, int]  # offset and length in the file
FrameRanges = tuple[tuple[ByteRange, ...], ...]  # one entry per frame, one range per fragment


@dataclass(frozen=True)
class Remark:
    """Something people must know of a file: a stable code, the tag or byte it is about, and a sentence."""

    code: str
    place: str
    message: str


@dataclass(frozen=True)
class PatientFacts:
    patient_id: str
    issuer: str
    name: str
    birth_date: date | None
    sex: str


@dataclass(frozen=True)
class StudyFacts:
    study_instance_uid: str
    date: date | None
    time: time | None
    description: str
    accession_number: str
    study_id: str


@dataclass(frozen=True)
class SeriesFacts:
    """`modality` is derived from the SOP class where the file gives none; a `missing_modality` remark says so."""

    series_instance_uid: str
    modality: str
    description: str
    number: int | None
    body_part: str
    frame_of_reference_uid: str
    laterality: str


@dataclass(frozen=True)
class InstanceFacts:
    sop_instance_uid: str
    sop_class_uid: str
    transfer_syntax_uid: str
    instance_number: int | None
    rows: int | None
    columns: int | None
    frame_count: int
    image_position_mm: tuple[float, float, float] | None
    image_orientation: tuple[float, float, float, float, float, float] | None
    pixel_spacing_mm: tuple[float, float] | None  # between rows, between columns
    photometric: str
    bits_allocated: int | None


@dataclass(frozen=True)
class DicomFacts:
    """The identity, geometry and technical attributes of one DICOM file.

    `attributes` is a DICOM JSON model (PS3.18 F.2) of technical tags only: nothing in it identifies a person.
    `frame_ranges` is None where frames cannot be cut out of the file as they are; `decode_frame` serves those.
    """

    patient: PatientFacts
    study: StudyFacts
    series: SeriesFacts
    instance: InstanceFacts
    attributes: dict[str, dict[str, Any]]
    frame_ranges: FrameRanges | None
    referenced_series_uids: tuple[str, ...]
    referenced_sop_uids: tuple[str, ...]
    is_image: bool
    structure: Literal["rtstruct", "seg", "mask"] | None


@dataclass(frozen=True)
class PhotoFacts:
    """Width and height as shown, after the EXIF orientation."""

    width: int
    height: int
    mode: str
    bit_depth: int
    has_metadata: bool
    needs_display_copy: bool


@dataclass(frozen=True)
class Inspection:
    kind: Kind
    outcome: Outcome
    remarks: tuple[Remark, ...]
    media_type: str
    dicom: DicomFacts | None = None
    photo: PhotoFacts | None = None
