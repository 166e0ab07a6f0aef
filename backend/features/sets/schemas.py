from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.core.permissions import GroupRole
from backend.core.schemas import FreeText, Name, Schema
from backend.features.sets.hanging import WHAT_HANGS, HangingRules
from backend.models.sample_set import Grouping, Identity, Sight, Task

PackageSize = Annotated[int, Field(ge=1, le=1000, description="Samples in a full package.")]
WHAT_IS_GROUPED = (
    "What of images yet to come becomes one sample: `study_fusion` the PET and the CT of a study, `mammography` its "
    "four views; `none` each by itself. Samples that are there already stay as they are."
)
WHOSE_READINGS = (
    "Whose readings a reader sees besides their own: nobody's, others' of a sample once their own of it is done, those "
    "of rounds that are over, or all. Also who leads or reviews the set is a reader if they read in it."
)
WHOSE_IMPORTED = "From when a reader sees readings and regions that came with files or from models, in the same words."
ReadersPerSample = Annotated[int, Field(ge=1, le=10, description="How many people read each sample.")]


class SetCreate(Schema):
    name: Name
    task: Task
    description: FreeText | None = None
    guideline: FreeText | None = Field(default=None, description="How to read, in Markdown; shown in the reading room.")
    package_size: PackageSize = 20
    readers_per_sample: ReadersPerSample = 1
    identity: Identity = Field(default=Identity.PSEUDONYM, description="What readers see of the patient.")
    sample_grouping: Grouping = Field(default=Grouping.NONE, description=WHAT_IS_GROUPED)
    readers_see_readings: Sight = Field(default=Sight.NEVER, description=WHOSE_READINGS)
    readers_see_imported: Sight = Field(default=Sight.ALWAYS, description=WHOSE_IMPORTED)
    hanging: HangingRules | None = Field(default=None, description=WHAT_HANGS)


class SetClone(Schema):
    name: Name
    group_id: UUID | None = Field(default=None, description="Where to; empty: the group of the set.")


class SetUpdate(Schema):
    name: Name | None = None
    task: Task | None = None
    description: FreeText | None = None
    guideline: FreeText | None = None
    package_size: PackageSize | None = None
    readers_per_sample: ReadersPerSample | None = None
    identity: Identity | None = None
    sample_grouping: Grouping | None = Field(default=None, description=WHAT_IS_GROUPED)
    readers_see_readings: Sight | None = Field(default=None, description=WHOSE_READINGS)
    readers_see_imported: Sight | None = Field(default=None, description=WHOSE_IMPORTED)
    hanging: HangingRules | None = Field(default=None, description=WHAT_HANGS)
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
    readers_see_readings: Sight
    readers_see_imported: Sight
    hanging: HangingRules | None = Field(description=WHAT_HANGS)
    is_blind: bool = Field(description="The caller must not learn what others have read in it, or whether they have.")
    round: int = Field(description="The current round of reading, from 1.")
    version: int
    sample_count: int
    package_count: int
    examination_count: int | None = Field(description="Readings begun in the current round; not told to who is blind.")
    done_count: int | None = Field(description="Readings done in the current round; not told to who is blind.")
    region_count: int | None = Field(description="Not told to readers who do not see yet what came with files.")
    label_count: int = Field(description="Labels that are offered; archived ones are not counted.")
    free_package_count: int = Field(description="Packages that nobody reads yet.")
    my_role: GroupRole | None
    created_at: datetime
    archived_at: datetime | None = Field(description="Since when it is closed to reading; it can still be looked at.")


class SetContents(Schema):
    """What is deleted with a set, and what is left without it."""

    samples: int
    packages: int
    readings: int | None = Field(description="Not told to who is blind in the set.")
    objects: int | None = Field(description="Not told to who is blind in the set.")
    labels: int
    extraction_runs: int | None = Field(
        description="Not deleted: values stay with those who asked for them, but those of readers' regions go. Not "
        "told to who is blind in the set."
    )
