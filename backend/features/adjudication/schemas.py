from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from backend.core.schemas import FreeText, Schema
from backend.features.examinations.schemas import (
    MAX_OBJECTS,
    MAX_OPERATIONS,
    AnnotationRead,
    AnnotationWrite,
    MaskRead,
    PaintMask,
)
from backend.features.examinations.shapes import Geometry, PatientPlane
from backend.features.jobs.schemas import JobRead
from backend.features.packages.schemas import AssigneeRead
from backend.features.samples.schemas import SampleRead
from backend.models.adjudication import DecisionWay
from backend.models.annotation import AnnotationKind


class QueueItem(Schema):
    sample: SampleRead
    reading_count: int
    likeness: float | None = Field(description="Mean over pairs of readers, 0 to 1; empty where it is not known.")
    is_compared: bool
    is_stale: bool = Field(description="A reading has changed since they were compared.")
    adjudication_id: UUID | None = Field(description="The decision that stands.")


class AnonymousObject(Schema):
    """An object that does not say when it was drawn: who knows when whom read would know whose it is."""

    id: UUID
    label_id: UUID
    image_id: UUID
    kind: AnnotationKind
    sop_instance_uid: str | None
    frame: int
    plane: PatientPlane | None = Field(default=None, description="Of a shape whose points are in the patient.")
    geometry: Geometry
    tracking_uid: str | None
    is_target: bool
    comment: str | None
    attributes: dict[str, Any] | None
    length_mm: float | None
    short_mm: float | None = None
    angle_deg: float | None = None
    voxel_count: int | None = None
    volume_mm3: float | None = None


class AnonymousReading(Schema):
    """One reader's reading. Who it is of is not said; the same letter means another reader in another sample."""

    alias: str
    version: int
    tentative: bool
    bad_quality: bool
    no_finding: bool
    comment: str | None
    annotations: list[AnonymousObject]


class AnonymousMasks(Schema):
    """What the masks of one of the readings mark."""

    alias: str
    version: int
    masks: list[MaskRead]


class DecisionRead(Schema):
    id: UUID
    way: DecisionWay
    adjudicator: AssigneeRead
    examination_id: UUID
    round: int
    bad_quality: bool
    no_finding: bool
    comment: str | None
    annotations: list[AnnotationRead]
    parents: dict[str, int] = Field(description="The readings it was made over, with their versions then.")
    created_at: datetime
    undone_at: datetime | None


class AdjudicationCase(Schema):
    sample: SampleRead
    round: int
    readings: list[AnonymousReading]
    decision: DecisionRead | None = Field(description="The decision that stands.")


class PickedObject(Schema):
    alias: str = Field(max_length=8)
    annotation_id: UUID


class DecisionCreate(Schema):
    way: DecisionWay
    versions: dict[str, int] = Field(
        max_length=1_000, description="The readings that were looked at: their versions, by alias."
    )
    chosen: str | None = Field(default=None, max_length=8, description="The reading that holds, for choose.")
    picked: list[PickedObject] = Field(
        default_factory=list, max_length=MAX_OBJECTS, description="The objects that hold, for merge."
    )
    annotations: list[AnnotationWrite] = Field(
        default_factory=list, max_length=MAX_OBJECTS, description="The objects that hold, for redraw."
    )
    strokes: list[PaintMask] = Field(
        default_factory=list,
        max_length=MAX_OPERATIONS,
        description="What those of them mark that are masks, for redraw.",
    )
    bad_quality: bool = Field(default=False, description="Of merge and redraw; choose takes the reading's.")
    comment: FreeText | None = None


class ComparisonRead(Schema):
    job: JobRead | None = Field(description="Empty: everything is compared.")
    sample_count: int
