from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.features.samples.schemas import SampleRead
from backend.models.examination import ExaminationState


class PackageStatus(StrEnum):
    """Derived, never stored: from the assignee and the readings of the current round."""

    FREE = "free"
    ASSIGNED = "assigned"
    STARTED = "started"
    DONE = "done"


class AssigneeRead(Schema):
    id: UUID
    name: str


class PackageRead(Schema):
    id: UUID
    set_id: UUID
    set_name: str
    is_set_archived: bool = Field(description="Closed to reading, as its set is.")
    group_id: UUID
    group_name: str
    position: int = Field(description="Its number in the set, from 1.")
    name: str
    assignee: AssigneeRead | None = Field(description="Who works on it; empty while it is free.")
    status: PackageStatus
    sample_count: int
    begun_count: int = Field(description="Samples that the assignee has begun in the current round, the done ones too.")
    done_count: int = Field(description="Samples that the assignee is done with in the current round.")
    created_at: datetime


class PackageItemRead(Schema):
    sample: SampleRead
    position: int = Field(description="Order in the package, from 1.")
    examination_id: UUID | None = Field(description="The assignee's reading; empty until begun.")
    state: ExaminationState | None
    tentative: bool
    bad_quality: bool
    no_finding: bool
    annotation_count: int


class PackagesAssign(Schema):
    package_ids: list[UUID] = Field(min_length=1, max_length=500)
    user_id: UUID | None = Field(description="Empty: nobody; the packages are free again.")


class AssigneeUpdate(Schema):
    user_id: UUID | None = Field(description="Empty: nobody; the package is free again.")
