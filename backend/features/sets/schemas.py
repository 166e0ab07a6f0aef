from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.core.permissions import GroupRole
from backend.core.schemas import FreeText, Name, Schema
from backend.models.sample_set import Grouping, Identity, Task

PackageSize = Annotated[int, Field(ge=1, le=1000, description="Samples in a full package.")]
WHAT_IS_GROUPED = (
    "What of images yet to come becomes one sample: `study_fusion` the PET and the CT of a study, `mammography` its "
    "four views; `none` each by itself. Samples that are there already stay as they are."
)
ReadersPerSample = Annotated[int, Field(ge=1, le=10, description="How many people read each sample.")]


class SetCreate(Schema):
    name: Name
    task: Task
    description: FreeText | None = None
    guideline: FreeText | None = Field(default=None, description="How to read; shown in the reading room.")
    package_size: PackageSize = 20
    readers_per_sample: ReadersPerSample = 1
    identity: Identity = Field(default=Identity.PSEUDONYM, description="What readers see of the patient.")
    sample_grouping: Grouping = Field(default=Grouping.NONE, description=WHAT_IS_GROUPED)


class SetUpdate(Schema):
    name: Name | None = None
    task: Task | None = None
    description: FreeText | None = None
    guideline: FreeText | None = None
    package_size: PackageSize | None = None
    readers_per_sample: ReadersPerSample | None = None
    identity: Identity | None = None
    sample_grouping: Grouping | None = Field(default=None, description=WHAT_IS_GROUPED)
    is_archived: bool | None = Field(default=None, description="True closes the set to reading; false opens it again.")


class SetRead(Schema):
    id: UUID
    group_id: UUID
    name: str
    description: str | None
    guideline: str | None
    task: Task
    package_size: int
    readers_per_sample: int
    identity: Identity
    sample_grouping: Grouping
    round: int = Field(description="The current round of reading, from 1.")
    version: int
    sample_count: int
    package_count: int
    examination_count: int = Field(description="Readings begun in the current round.")
    done_count: int = Field(description="Readings done in the current round.")
    region_count: int
    label_count: int = Field(description="Labels that are offered; archived ones are not counted.")
    free_package_count: int = Field(description="Packages that nobody reads yet.")
    my_role: GroupRole | None
    created_at: datetime
    archived_at: datetime | None = Field(description="Since when it is closed to reading; it can still be looked at.")


class SetContents(Schema):
    """What is deleted with a set, and what is left without it."""

    samples: int
    packages: int
    readings: int
    objects: int
    labels: int
    extraction_runs: int = Field(
        description="Not deleted: values stay with those who asked for them, but those of readers' regions go."
    )
