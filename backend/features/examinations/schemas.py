"""Readings over the wire. Points are in image pixels, the origin at the outer top-left corner of the first pixel."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from backend.core.schemas import FreeText, Schema
from backend.models.annotation import AnnotationKind, AnnotationOrigin
from backend.models.examination import ExaminationState

MAX_PIXELS = 1_000_000
MAX_POINTS = 20_000
MAX_OPERATIONS = 500

Coordinate = Annotated[float, Field(ge=-MAX_PIXELS, le=MAX_PIXELS, allow_inf_nan=False)]
Extent = Annotated[float, Field(gt=0, le=MAX_PIXELS, allow_inf_nan=False)]
Uid = Annotated[str, Field(max_length=64, pattern=r"^[0-9.]+$")]


class Point(Schema):
    x: Coordinate = Field(description="Along the columns, in pixels.")
    y: Coordinate = Field(description="Along the rows, in pixels.")


class ImageLabelGeometry(Schema):
    """The whole image."""

    kind: Literal["image_label"]


class BoxGeometry(Schema):
    kind: Literal["box"]
    x: Coordinate
    y: Coordinate
    width: Extent
    height: Extent


class PolygonGeometry(Schema):
    """Closed: the last point joins the first."""

    kind: Literal["polygon"]
    points: list[Point] = Field(min_length=3, max_length=MAX_POINTS)


Geometry = Annotated[ImageLabelGeometry | BoxGeometry | PolygonGeometry, Field(discriminator="kind")]


class AnnotationWrite(Schema):
    id: UUID = Field(description="Made by the client; unique in the reading.")
    label_id: UUID
    image_id: UUID = Field(description="The sample image it lies on.")
    kind: AnnotationKind
    sop_instance_uid: Uid | None = Field(default=None, description="The slice; needed for shapes on a series.")
    frame: int = Field(default=1, ge=1, le=100_000, description="Frame of the instance, from 1.")
    geometry: Geometry
    tracking_uid: Uid | None = Field(default=None, description="One lesion over images and time.")

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
    geometry: Geometry
    tracking_uid: str | None
    origin: AnnotationOrigin
    updated_at: datetime


class PutAnnotation(Schema):
    """Add an object, or replace the one with its id. Clears `no_finding`."""

    id: UUID = Field(description="Made by the client; a repetition is acknowledged and changes nothing.")
    kind: Literal["put_annotation"]
    annotation: AnnotationWrite


class DeleteAnnotation(Schema):
    """Take an object away; one that is not there stays away."""

    id: UUID
    kind: Literal["delete_annotation"]
    annotation_id: UUID


class SetFlags(Schema):
    """Set the flags that are sent; leave the others."""

    id: UUID
    kind: Literal["set_flags"]
    tentative: bool | None = None
    bad_quality: bool | None = None
    no_finding: bool | None = None
    comment: FreeText | None = None


class SetState(Schema):
    id: UUID
    kind: Literal["set_state"]
    state: ExaminationState


Operation = Annotated[PutAnnotation | DeleteAnnotation | SetFlags | SetState, Field(discriminator="kind")]


class OperationBatch(Schema):
    base_version: int = Field(ge=0, description="The version of the reading that the client builds on.")
    operations: list[Operation] = Field(min_length=1, max_length=MAX_OPERATIONS)


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


class Acknowledgement(Schema):
    examination: ExaminationRead
    acknowledged: list[UUID] = Field(description="Operations of the batch that are now in the journal.")
