from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.features.packages.schemas import AssigneeRead, PackageRead

MEDIAN = (
    "Median active time per sample: between the operations of a reading, pauses of more than two minutes left out. Of "
    "the last 100 that each was done with; empty where there are none."
)


class Counts(Schema):
    samples: int = Field(description="To be read: each sample once for each of its readers.")
    begun: int = Field(description="In the current round, the done ones too.")
    done: int
    tentative: int = Field(description="Of the done ones: the reader is not sure.")
    bad_quality: int = Field(description="Of the done ones: not fit to be read.")


class ReaderProgress(Counts):
    reader: AssigneeRead
    packages: int
    overdue_packages: int = Field(description="Packages that should be read by now and are not.")
    median_seconds: float | None = Field(description=MEDIAN)
    last_done_at: datetime | None


class SetProgress(Counts):
    set_id: UUID
    set_name: str
    round: int
    is_own_only: bool = Field(description="The caller is blind in the set: what is counted is their own.")
    packages: int
    free_packages: int | None = Field(description="Empty where only the caller's own is counted.")
    free_samples: int | None
    median_seconds: float | None = Field(description=MEDIAN)
    readers: list[ReaderProgress]


class PackageProgress(Schema):
    package: PackageRead
    median_seconds: float | None = Field(
        description="Median active time per sample of those that its reader is done with; of others' packages only for "
        "those who are not blind in the set."
    )


class GroupReader(Counts):
    """Somebody over the sets of a group; of sets in which the caller is blind, only the caller counts."""

    reader: AssigneeRead
    packages: int


class GroupSet(Counts):
    set_id: UUID
    set_name: str
    is_archived: bool
    is_own_only: bool
    round: int


class GroupProgress(Counts):
    group_id: UUID
    sets: list[GroupSet]
    readers: list[GroupReader]
