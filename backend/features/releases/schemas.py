from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.schemas import Characters, FreeText, Name, Round, Schema
from backend.features.exports.schemas import FormatKey
from backend.imaging.releases.differences import Change
from backend.models.examination import ExaminationKind
from backend.models.job import JobState

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), Characters]
MOST_ROUNDS = 1_000


class ReleaseCreate(Schema):
    name: Name
    notes: FreeText | None = Field(default=None, description="What people should know of it.")
    kinds: list[ExaminationKind] = Field(
        default=[ExaminationKind.READING, ExaminationKind.ADJUDICATION],
        min_length=1,
        description="Which kinds of readings it states.",
    )
    rounds: list[Round] | None = Field(default=None, max_length=MOST_ROUNDS, description="Only these rounds; else all.")
    only_done: bool = Field(default=True, description="Leave out what is still being read.")
    names: bool = Field(default=False, description="Name the readers; else they are Reader 1, Reader 2, …")


class ReleaseRequest(Schema):
    """Which readings a release states."""

    kinds: list[ExaminationKind]
    rounds: list[int] | None
    only_done: bool
    names: bool


class ReleaseSummary(Schema):
    samples: int
    samples_unread: int = Field(description="Of these, without a reading that is stated.")
    readings: int
    objects: int
    labels: int
    photographs: int = Field(description="Kept as long as the release is.")


class MakerRead(Schema):
    id: UUID
    name: str


class ReleaseRead(Schema):
    id: UUID
    group_id: UUID
    set_id: UUID | None = Field(description="Empty once the set is deleted; the release stays.")
    source_id: UUID = Field(description="The id of the set, also once it is deleted: what is of one set compares.")
    set_name: str = Field(description="What the set was called when it was frozen.")
    number: int = Field(description="Counts the releases of a set, from 1.")
    name: str
    notes: str | None
    request: ReleaseRequest
    summary: ReleaseSummary | None = Field(description="How much it states; empty until it is frozen.")
    content_hash: str | None = Field(description="SHA-256 of what it states: the same after a withdrawal.")
    size_bytes: int | None = Field(description="Length of the manifest.")
    withdrawn_count: int
    made_by: MakerRead
    created_at: datetime
    frozen_at: datetime | None
    job_id: UUID
    state: JobState = Field(description="Of the job that freezes it.")
    done: int
    total: int
    message: str | None
    error_code: str | None


class ReleaseSampleRead(Schema):
    """A sample as a release states it; of one that is withdrawn only its place is left."""

    id: str
    position: int | None
    title: str | None
    modality: str | None
    sha256: str = Field(description="Of the sample with its readings, as the manifest has it.")
    readings: int
    objects: int
    withdrawn_reason: str | None


class ReleaseVerification(Schema):
    is_intact: bool = Field(description="Whether the manifest says what its hashes say.")
    content_hash: str
    checked: int = Field(description="Samples whose hash was computed anew.")
    withdrawn: int = Field(description="Samples of which the hash alone is left.")
    altered: list[str] = Field(description="Samples that are not what their hash says.")


class WithdrawalCreate(Schema):
    sample_ids: list[UUID] = Field(min_length=1, max_length=1000)
    reason: Reason = Field(description="Told with every export and every download.")
    from_all: bool = Field(default=False, description="Also from all other releases of the same set.")


class WithdrawalRead(Schema):
    sample_id: UUID
    position: int = Field(description="Its place in the set when it was frozen.")
    reason: str
    withdrawn_by: MakerRead
    created_at: datetime


class ReleaseExportCreate(Schema):
    format: FormatKey


class ObjectChangeRead(Schema):
    id: str
    reading_id: str
    reader: str
    label: str
    change: Change
    fields: list[str] = Field(description="What of it differs.")
    dice: float | None = Field(description="Of its pixels before and after; empty where it is no area in both.")


class SampleChangeRead(Schema):
    id: str
    title: str
    position: int
    change: Change
    fields: list[str] = Field(description="What of its images or of the readings themselves differs.")
    objects: list[ObjectChangeRead]


class LabelChangeRead(Schema):
    id: str
    name: str
    change: Change | None = Field(description="Of the label itself; empty where only its objects differ.")
    fields: list[str]
    added: int = Field(description="Objects with this label.")
    removed: int
    changed: int


class DifferencesRead(Schema):
    set_fields: list[str] = Field(description="What of the set itself differs: name, guideline …")
    unchanged: int = Field(description="Samples in which nothing differs.")
    counts: dict[Change, int] = Field(description="Samples that differ, by how.")
    labels: list[LabelChangeRead]
    samples: list[SampleChangeRead] = Field(description="Samples that differ, by their place; one page.")
    total: int = Field(description="Samples that differ, in all.")
    page: int
    page_size: int
