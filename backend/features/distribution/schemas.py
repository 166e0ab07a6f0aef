from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.features.packages.schemas import AssigneeRead
from backend.features.sets.schemas import PackageSize, ReadersPerSample
from backend.models.distribution import Split
from backend.models.sample import SamplePurpose

MAX_SEED = 2**53 - 1  # what a browser counts to exactly

HOW = (
    "`upload_order`; `random`, by the seed; `by_reader`, as many for one as for the other and of modalities alike; "
    "`by_patient`, all of a patient in one package, also what comes later."
)
Seed = Annotated[int, Field(ge=0, le=MAX_SEED, description="What every random choice follows from.")]
RepeatShare = Annotated[
    float, Field(ge=0, le=1, description="Of what somebody has read, how much they read once more, unknowingly.")
]
RepeatAfter = Annotated[int, Field(ge=1, le=3650, description="Not before so many days.")]
ControlShare = Annotated[
    float, Field(ge=0, le=0.5, description="Of a new package, how much is cases with a known answer.")
]
ExtraReaders = Annotated[
    int, Field(ge=0, le=5, description="How many more read a sample, at most, where its readers disagree.")
]
AlikeFrom = Annotated[float, Field(ge=0, le=1, description="Readings at least so much alike agree.")]


class DistributionRead(Schema):
    set_id: UUID
    split: Split = Field(description=HOW)
    seed: int
    repeat_share: float
    repeat_after_days: int
    control_share: float
    extra_readers: int
    alike_from: float
    training_set_id: UUID | None = Field(description="The training that must be passed before reading here.")
    known_answers: int = Field(description="Samples of the set whose answer is known.")
    version: int = Field(description="0 until it was changed for the first time.")


class DistributionUpdate(Schema):
    split: Split | None = Field(default=None, description=HOW)
    seed: Seed | None = None
    repeat_share: RepeatShare | None = None
    repeat_after_days: RepeatAfter | None = None
    control_share: ControlShare | None = None
    extra_readers: ExtraReaders | None = None
    alike_from: AlikeFrom | None = None
    training_set_id: UUID | None = Field(
        default=None, description="A training of the same group that must be passed before reading here; empty: none."
    )


class PackagesSplit(Schema):
    """What is not said stays as the set has it."""

    split: Split | None = Field(default=None, description=HOW)
    seed: Seed | None = Field(default=None, description="Empty: a new one is drawn for `random`.")
    package_size: PackageSize | None = None
    readers_per_sample: ReadersPerSample | None = None
    reader_ids: list[UUID] = Field(
        default_factory=list, max_length=200, description="Who gets the packages, evenly; nobody: they are free."
    )
    with_assigned: bool = Field(
        default=False, description="Also packages that somebody has but has not begun. Otherwise only free ones."
    )


class SplitRead(Schema):
    split: Split
    seed: int
    packages: int = Field(description="Packages made.")
    samples: int = Field(description="Samples dealt out, each counted once for each of its readers.")
    assigned: int = Field(description="Packages that a reader was found for.")


class Passed(Schema):
    """What one pass has brought about."""

    repeats: int = Field(description="Samples that readers were given once more.")
    extra_readings: int = Field(description="Samples that one more reader was asked for.")


class DriftPoint(Schema):
    at: datetime
    purpose: SamplePurpose = Field(
        description="`control`: against the known answer. `repeat`: against their own first."
    )
    sample_id: UUID
    likeness: float | None = Field(description="0 (nothing in common) to 1 (the same); empty: it cannot be said.")


class ReaderDrift(Schema):
    reader: AssigneeRead
    points: list[DriftPoint] = Field(description="The earliest first.")


class DriftRead(Schema):
    """The latest readings of repeats and control cases of a set, by reader."""

    set_id: UUID
    readers: list[ReaderDrift]
    overlaps_checked: int = Field(description="How often it was asked whether the readers of a sample agree.")
    overlaps_extended: int = Field(description="How often one more reader was asked.")
