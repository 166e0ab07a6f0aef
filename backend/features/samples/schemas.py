from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.models.examination import ExaminationState
from backend.models.sample_image import ImageRole
from backend.repositories.sample_grid import SampleState


class SampleImageRead(Schema):
    id: UUID
    role: ImageRole
    position: int
    kind: Literal["series", "instance", "photo"]
    modality: str
    body_part: str | None = Field(description="(0018,0015).")
    study_instance_uid: str | None
    series_instance_uid: str | None
    sop_instance_uid: str | None = Field(description="Only for a single instance.")
    rows: int | None
    columns: int | None
    frame_count: int = Field(description="Slices of a series, frames of an instance, 1 for a photograph.")
    content_url: str | None = Field(description="The pixels of a photograph, without metadata.")


class SampleRead(Schema):
    id: UUID
    set_id: UUID
    position: int = Field(description="Order in the set, from 1.")
    title: str
    modality: str
    description: str | None = Field(description="Series description; only where the set shows full identity.")
    patient_label: str | None = Field(description="As the set's identity rule allows; empty where it hides patients.")
    image_count: int
    images: list[SampleImageRead]


class PriorRead(Schema):
    """An examination of the patient from before the one that is read."""

    study_instance_uid: str
    days_before: int | None = Field(description="How long before; empty where a date is not known.")
    study_date: date | None = Field(description="Only where the set shows full identity.")
    description: str | None = Field(description="Only where the set shows full identity.")
    images: list[SampleImageRead] = Field(description="To look at: they are not of the sample, and take no objects.")


class ReaderRead(Schema):
    id: UUID
    name: str


class SampleTray(Schema):
    """A package that holds a sample, and how far its reader is with it."""

    package_id: UUID
    position: int = Field(description="The number of the package in the set.")
    reader: ReaderRead | None = Field(description="Empty while the package is free.")
    state: ExaminationState | None = Field(description="The reader's reading in the current round; empty until begun.")


class SampleInGrid(SampleRead):
    """A sample with how far it is read."""

    state: SampleState
    packages: list[SampleTray] = Field(description="Those that the caller may see, by their number.")


SampleIds = Annotated[list[UUID], Field(min_length=1, max_length=1000)]


class SamplesPick(Schema):
    sample_ids: SampleIds


class SamplesDelete(SamplesPick):
    with_readings: bool = Field(default=False, description="Also samples that somebody has begun; their readings go.")


class SamplesMove(SamplesPick):
    to_set_id: UUID = Field(description="A set of the same centre that the caller leads too.")
    with_readings: bool = Field(
        default=False,
        description="Also samples that somebody has begun. Their readings are deleted, not moved: they speak in the "
        "labels of this set.",
    )


class SamplesContents(Schema):
    """What is deleted with samples; with their move too, but for the samples themselves."""

    samples: int
    readings: int | None = Field(description="Of all rounds; not told to who is blind in the set.")
    objects: int | None = Field(description="Not told to who is blind in the set.")
    packages: int = Field(description="Packages that would be empty, and go too.")


class SamplesGone(Schema):
    samples: int
    readings: int | None = Field(description="Not told to who is blind in the set.")
    packages: int = Field(description="Packages that this emptied, and that are gone too.")
