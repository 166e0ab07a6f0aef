from typing import Literal
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.models.sample_image import ImageRole


class SampleImageRead(Schema):
    id: UUID
    role: ImageRole
    position: int
    kind: Literal["series", "instance", "photo"]
    modality: str
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
