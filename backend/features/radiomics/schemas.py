from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from backend.core.schemas import Characters, Schema
from backend.features.jobs.schemas import JobRead
from backend.models.extraction_task import TaskState
from backend.models.region import RegionOrigin

RegionName = Annotated[str, StringConstraints(min_length=1, max_length=400), Characters]
ModalityKey = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_a-z]*$", max_length=32)]


class EngineRead(Schema):
    available: bool
    reason: str | None = Field(description="Why features cannot be computed here.")
    versions: dict[str, str]


class PresetOfRun(Schema):
    id: UUID
    name: str
    version: int


class RegionSource(StrEnum):
    """Who drew a region: it came with a file, or a reader drew it here."""

    IMPORTED = "imported"
    READING = "reading"


class RunCreate(Schema):
    """Of a set or of a study, all regions that can be used; or just the regions named."""

    preset_id: UUID
    set_id: UUID | None = None
    study_id: UUID | None = None
    region_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=10_000)
    region_names: list[RegionName] | None = Field(
        default=None, min_length=1, max_length=1_000, description="Only regions of these names; empty: of any."
    )
    origins: list[RegionSource] = Field(
        default=[RegionSource.IMPORTED, RegionSource.READING],
        min_length=1,
        description="Readers' regions are used only of a set, and only by those who may extract from it.",
    )
    modality_map: dict[UUID, ModalityKey] = Field(
        default={}, max_length=10_000, description="Series → the section of the preset it is computed by."
    )
    round: int | None = Field(
        default=None, ge=1, le=1_000_000, description="Whose readings are used; the set's present round if empty."
    )
    include_open_readings: bool = Field(default=False, description="Also readings that are not done yet.")

    @model_validator(mode="after")
    def one_scope(self) -> "RunCreate":
        if sum(scope is not None for scope in (self.set_id, self.study_id, self.region_ids)) != 1:
            raise ValueError("name exactly one of set_id, study_id and region_ids")
        return self


class PlanRule(StrEnum):
    """How a region came to a series: drawn on it, or carried over from another of the same frame of reference."""

    REFERENCED = "referenced"
    COMBINED = "combined"


class PlanState(StrEnum):
    READY = "ready"
    SKIPPED = "skipped"


class PlanCode(StrEnum):
    """Why something is skipped, or what to know of it."""

    NO_SECTION = "no_section"
    NO_REGION = "no_region"
    IMAGES_MISSING = "images_missing"
    REGION_FAILED = "region_failed"
    EMPTY = "empty"
    OFF_IMAGE = "off_image"
    PARTLY_OFF_IMAGE = "partly_off_image"
    ONE_VOXEL = "one_voxel"
    ONE_SLICE = "one_slice"
    TOO_FEW_SLICES = "too_few_slices"
    ANOTHER_FRAME_OF_REFERENCE = "another_frame_of_reference"
    GEOMETRY_MISMATCH = "geometry_mismatch"
    NOT_SUV = "not_suv"
    NOT_CHOSEN = "not_chosen"
    OPEN_SHAPES_ONLY = "open_shapes_only"


class PlanReason(Schema):
    code: PlanCode
    message: str = Field(description="The same in words.")


class TaskWarning(Schema):
    code: str
    message: str


class PlanItem(Schema):
    """A region on a series: what a run would compute, or why not."""

    series_id: UUID | None = Field(description="Empty where the images are not here.")
    series_description: str | None
    modality: str | None
    modality_key: str | None = Field(description="The section of the preset that serves it.")
    patient_label: str | None
    study_date: date | None = Field(description="As far as the set's identity rule shows it.")
    region_id: UUID | None = Field(description="Empty where a series has no region, or a reader's is not drawn yet.")
    region_name: str | None
    origin: RegionOrigin | None
    reader_name: str | None
    rule: PlanRule
    voxel_count: int | None = Field(description="Empty while the region has no mask on this series.")
    volume_mm3: float | None
    slice_count: int | None
    state: PlanState
    reason: PlanReason | None = Field(description="Why it is skipped.")
    warnings: list[PlanReason]


class PlannedName(Schema):
    name: str
    region_count: int
    study_count: int


class SeriesToMap(Schema):
    """A series that no section serves as it is, though one may know better."""

    series_id: UUID
    series_number: int | None
    description: str | None = Field(description="As far as the set's identity rule shows it.")
    modality: str
    patient_label: str | None
    suggested_key: str | None


class ExtractionPlan(Schema):
    ready_count: int
    skipped_count: int
    items: list[PlanItem]
    region_names: list[PlannedName] = Field(description="All names of regions there are, chosen or not.")
    series_to_map: list[SeriesToMap]
    section_keys: list[str] = Field(description="The modality keys of the preset, in its order.")


class RunRead(Schema):
    """A run as far as the caller may see it: readers' regions count only for those who may see them."""

    id: UUID
    name: str
    set_id: UUID | None
    study_id: UUID | None
    preset: PresetOfRun
    job: JobRead
    task_count: int
    done_count: int
    failed_count: int
    cancelled_count: int
    reused_count: int
    stale_count: int = Field(description="Values whose region has changed since.")
    modalities: list[str] = Field(description="The modality keys of its tasks.")
    region_names: list[str]
    seconds_left: float | None = Field(description="Estimated from its pace so far; empty while that is unknown.")
    created_at: datetime


class TaskRead(Schema):
    id: UUID
    region_id: UUID
    region_name: str
    origin: RegionOrigin
    reader_name: str | None = Field(description="Who drew it, if a reader did.")
    series_id: UUID
    modality: str
    modality_key: str = Field(description="The section of the preset it is computed by.")
    patient_label: str | None
    state: TaskState
    error: str | None = Field(description="Why it failed.")
    warnings: list[TaskWarning]
    seconds: float | None
    reused: bool = Field(description="Its values are those of an equal task before it.")
    is_stale: bool = Field(description="The region has changed since its features were computed.")
    provenance: dict[str, Any] | None = Field(description="Versions, settings, hashes of image and region.")
