"""Readings over the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator, model_validator

from backend.core.schemas import Characters, FreeText, Schema
from backend.features.examinations.shapes import Geometry, PatientPlane
from backend.features.labels.attributes import MAX_ATTRIBUTES, Value, Word
from backend.imaging.calibration import SpacingSource
from backend.models.annotation import AnnotationKind, AnnotationOrigin, Space
from backend.models.examination import ExaminationKind, ExaminationState

MAX_OPERATIONS = 500
MAX_OBJECTS = 2_000
MAX_REMARK = 2_000
MAX_PICTURES = 1_000
MAX_DIFFERENCES = 8_000_000  # characters of one operation: what databases take in one packet

Uid = Annotated[str, Field(max_length=64, pattern=r"^[0-9.]+$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Remark = Annotated[str, StringConstraints(max_length=MAX_REMARK), Characters]


class AnnotationWrite(Schema):
    id: UUID = Field(description="Made by the client; unique in the reading.")
    label_id: UUID
    image_id: UUID = Field(description="The sample image it lies on.")
    kind: AnnotationKind
    sop_instance_uid: Uid | None = Field(default=None, description="The slice; needed for shapes on a series.")
    frame: int = Field(default=1, ge=1, le=100_000, description="Frame of the instance, from 1.")
    geometry: Geometry
    space: Space | None = Field(default=None, description="patient, if there is a plane; need not be said.")
    plane: PatientPlane | None = Field(
        default=None, description="Of a shape on a plane through a volume; its points are then in the patient."
    )
    tracking_uid: Uid | None = Field(default=None, description="One lesion over images and time.")
    is_target: bool = Field(
        default=False, description="Its lesion is a target: its long axis counts in the sum of diameters (RECIST)."
    )
    comment: Remark | None = Field(default=None, description="What the reader says of this object.")
    attributes: Annotated[dict[Word, Value], Field(max_length=MAX_ATTRIBUTES)] | None = Field(
        default=None, description="Values of the attributes of its label, by name."
    )

    @field_validator("attributes")
    @classmethod
    def none_is_empty(cls, attributes: dict[str, Value] | None) -> dict[str, Value] | None:
        return attributes or None

    @model_validator(mode="after")
    def plane_is_in_the_patient(self) -> "AnnotationWrite":
        if self.space is not None and (self.space is Space.PATIENT) != (self.plane is not None):
            raise ValueError("what lies in the patient has a plane, and what lies on an image has none")
        return self

    @model_validator(mode="after")
    def kinds_agree(self) -> "AnnotationWrite":
        if self.geometry.kind != self.kind.value:
            raise ValueError(f"kind is {self.kind.value} but geometry.kind is {self.geometry.kind}")
        return self


class AnnotationRead(Schema):
    id: UUID
    label_id: UUID
    image_id: UUID
    kind: AnnotationKind
    sop_instance_uid: str | None
    frame: int
    space: Space
    plane: PatientPlane | None
    geometry: Geometry
    tracking_uid: str | None
    is_target: bool
    comment: str | None
    attributes: dict[str, Value] | None
    origin: AnnotationOrigin
    updated_at: datetime
    length_mm: float | None = Field(
        default=None, description="Of a length, or of the longer of two axes, where the spacing of the image is known."
    )
    short_mm: float | None = Field(default=None, description="Of the shorter of two axes.")
    angle_deg: float | None = Field(
        default=None, description="Of an angle: between its lines in mm, or in pixels where the spacing is not known."
    )
    spacing_source: SpacingSource | None = Field(
        default=None, description="Where the spacing behind these measures is from."
    )
    voxel_count: int | None = Field(default=None, description="Of a mask: how many voxels it marks.")
    volume_mm3: float | None = Field(
        default=None, description="Of a mask, where its slices are of one size and evenly spaced."
    )


class Way(StrEnum):
    """Operations are never taken back: others that lead back follow them, and say so."""

    FORWARD = "forward"
    BACK = "back"
    AGAIN = "again"


class Step(Schema):
    """What a person did in one go, which may take several operations; undo and redo follow steps across reloads."""

    id: UUID = Field(description="Made by the client; the same for what takes the step back or makes it again.")
    way: Way = Way.FORWARD


class OperationBase(Schema):
    id: UUID = Field(description="Made by the client; a repetition is acknowledged and changes nothing.")
    step: Step | None = Field(default=None, description="Which step of the person this is of.")


class PutAnnotation(OperationBase):
    """Add an object, or replace the one with its id. Clears `no_finding`."""

    kind: Literal["put_annotation"]
    annotation: AnnotationWrite
    origin: Literal["imported", "ai", "assisted"] | None = Field(
        default=None, description="Where a new object is from, if not from the reader's own hand."
    )


class DeleteAnnotation(OperationBase):
    """Take an object away; one that is not there stays away."""

    kind: Literal["delete_annotation"]
    annotation_id: UUID


class SetFlags(OperationBase):
    """Set the flags that are sent; leave the others."""

    kind: Literal["set_flags"]
    tentative: bool | None = None
    bad_quality: bool | None = None
    no_finding: bool | None = None
    comment: FreeText | None = None


class SetState(OperationBase):
    kind: Literal["set_state"]
    state: ExaminationState


class PaintedSlice(Schema):
    """What a stroke changes on one picture. Runs count pixels row by row: unmarked ones first, none after the last
    marked one, each as unsigned LEB128. Their hash is the SHA-256 of these bytes; where nothing is marked there is
    none.
    """

    sop_instance_uid: Uid | None = Field(default=None, description="The slice; needed on a series.")
    frame: int = Field(default=1, ge=1, le=100_000, description="Frame of the instance, from 1.")
    base: Sha256 | None = Field(description="Hash of the runs that this was made on; empty: nothing was marked.")
    result: Sha256 | None = Field(description="Hash of the runs that come out.")
    difference: str = Field(description="Base64 of zlib of the runs of base XOR result.")


class PaintMask(OperationBase):
    """Change the voxels of an object that is a mask. Its inverse is the same with base and result exchanged."""

    kind: Literal["paint_mask"]
    annotation_id: UUID
    slices: list[PaintedSlice] = Field(min_length=1, max_length=MAX_PICTURES)

    @field_validator("slices")
    @classmethod
    def pictures_differ(cls, slices: list[PaintedSlice]) -> list[PaintedSlice]:
        if len({(painted.sop_instance_uid, painted.frame) for painted in slices}) < len(slices):
            raise ValueError("a picture is named twice")
        if sum(len(painted.difference) for painted in slices) > MAX_DIFFERENCES:
            raise ValueError(f"the differences have more than {MAX_DIFFERENCES} characters: send several operations")
        return slices


Operation = Annotated[PutAnnotation | DeleteAnnotation | SetFlags | SetState | PaintMask, Field(discriminator="kind")]


class OperationBatch(Schema):
    base_version: int = Field(ge=0, description="The version of the reading that the client builds on.")
    operations: list[Operation] = Field(min_length=1, max_length=MAX_OPERATIONS)


class ExaminationWrite(Schema):
    """A whole reading. What is not sent is empty: objects that are missing are deleted."""

    base_version: int = Field(ge=0, description="The version of the reading that this was made on.")
    annotations: list[AnnotationWrite] = Field(max_length=MAX_OBJECTS)
    tentative: bool = False
    bad_quality: bool = False
    no_finding: bool = False
    comment: FreeText | None = None
    state: ExaminationState = ExaminationState.OPEN

    @field_validator("annotations")
    @classmethod
    def ids_differ(cls, annotations: list[AnnotationWrite]) -> list[AnnotationWrite]:
        if len({annotation.id for annotation in annotations}) < len(annotations):
            raise ValueError("two objects have the same id")
        return annotations


class ExaminationRead(Schema):
    id: UUID
    sample_id: UUID
    set_id: UUID
    reader_id: UUID
    round: int
    state: ExaminationState
    tentative: bool
    bad_quality: bool
    no_finding: bool
    comment: str | None
    version: int = Field(description="Number of operations applied; the next batch's base_version.")
    annotations: list[AnnotationRead]
    updated_at: datetime


class ReaderExaminationRead(ExaminationRead):
    """A reading among others of the same sample."""

    reader_name: str
    kind: ExaminationKind = Field(description="imported: brought in from a file, to be taken over.")
    author: str | None = Field(description="Who read it, as the file says that it was brought in by.")


class MaskRead(Schema):
    """What a mask marks on one picture. Pictures on which it marks nothing are left out."""

    annotation_id: UUID
    sop_instance_uid: str | None
    frame: int
    hash: str = Field(description="SHA-256 of the runs: the base of what is painted next.")
    runs: str = Field(description="Base64 of zlib of the runs.")
    voxels: int


class MasksRead(Schema):
    version: int = Field(description="The version of the reading that these are of.")
    masks: list[MaskRead]


class Acknowledgement(Schema):
    examination: ExaminationRead
    acknowledged: list[UUID] = Field(description="Operations of the batch that are now in the journal.")
