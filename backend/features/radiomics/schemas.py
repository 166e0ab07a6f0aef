from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field, model_validator

from backend.core.schemas import Schema
from backend.features.jobs.schemas import JobRead
from backend.models.extraction_task import TaskState


class EngineRead(Schema):
    available: bool
    reason: str | None = Field(description="Why features cannot be computed here.")
    versions: dict[str, str]


class PresetRead(Schema):
    id: UUID
    name: str
    version: int
    description: str
    content: str = Field(description="JSON text, `isocenter-preset/1`; the order of keys is kept.")
    content_hash: str
    created_at: datetime


class PresetOfRun(Schema):
    id: UUID
    name: str
    version: int


class RunCreate(Schema):
    """Of a set, all regions that are ready; or just the regions named."""

    preset_id: UUID
    set_id: UUID | None = None
    region_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=10_000)

    @model_validator(mode="after")
    def one_scope(self) -> "RunCreate":
        if (self.set_id is None) == (self.region_ids is None):
            raise ValueError("name either set_id or region_ids")
        return self


class RunRead(Schema):
    id: UUID
    name: str
    set_id: UUID | None
    preset: PresetOfRun
    job: JobRead
    task_count: int
    done_count: int
    failed_count: int
    created_at: datetime


class TaskRead(Schema):
    id: UUID
    region_id: UUID
    region_name: str
    series_id: UUID
    modality: str
    patient_label: str | None
    state: TaskState
    error: str | None = Field(description="Why it failed.")
    seconds: float | None
    is_stale: bool = Field(description="The region has changed since its features were computed.")
    provenance: dict[str, Any] | None = Field(description="Versions, settings, hashes of image and region.")


class FeatureRow(Schema):
    task_id: UUID
    patient_label: str | None
    modality: str
    region_name: str
    values: list[float | None] = Field(description="In the order of `columns`; null: not computable.")
    reasons: dict[str, str] = Field(description="Feature → why it is not computable.")


class FeatureTable(Schema):
    columns: list[str]
    items: list[FeatureRow]
    total: int
    page: int
    page_size: int
