from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.features.samples.schemas import SampleRead
from backend.models.examination import ExaminationState
from backend.models.sample import SamplePurpose
from backend.repositories.package_search import PackageStatus

Priority = Annotated[int, Field(ge=-1, le=1, description="1 is read first, 0 in its turn, -1 last.")]
PackageIds = Annotated[list[UUID], Field(min_length=1, max_length=500)]
EVEN_IF_BEGUN = "Also from somebody who has begun: what they have read stays theirs, as it is."


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
    status: PackageStatus = Field(description="Of another reader's, who is blind in the set learns no more than whose.")
    due_on: date | None = Field(description="The day by which it should be read.")
    priority: int
    sample_count: int
    begun_count: int | None = Field(
        description="Samples that the assignee has begun in the current round, the done ones too; empty where the "
        "caller is blind and it is another's."
    )
    done_count: int | None = Field(description="Samples that the assignee is done with in the current round; likewise.")
    tentative_count: int | None = Field(description="Of the done ones: the reader is not sure.")
    bad_quality_count: int | None = Field(description="Of the done ones: not fit to be read.")
    created_at: datetime


class PackageItemRead(Schema):
    sample: SampleRead
    position: int = Field(description="Order in the package, from 1.")
    purpose: SamplePurpose | None = Field(description="Why it lies here; only for those who are not blind in the set.")
    examination_id: UUID | None = Field(description="The assignee's reading; empty until begun.")
    state: ExaminationState | None
    tentative: bool
    bad_quality: bool
    no_finding: bool
    annotation_count: int


class PackagesAssign(Schema):
    package_ids: PackageIds
    user_id: UUID | None = Field(description="Empty: nobody; the packages are free again.")
    even_if_begun: bool = Field(default=False, description=EVEN_IF_BEGUN)


class AssigneeUpdate(Schema):
    user_id: UUID | None = Field(description="Empty: nobody; the package is free again.")
    even_if_begun: bool = Field(default=False, description=EVEN_IF_BEGUN)


class PackageUpdate(Schema):
    due_on: date | None = Field(default=None, description="Empty: no day.")
    priority: Priority | None = None


class PackagesUpdate(PackageUpdate):
    package_ids: PackageIds


class PackagesShareOut(Schema):
    reader_ids: list[UUID] = Field(min_length=1, max_length=200, description="Who gets packages, evenly.")
    package_ids: list[UUID] | None = Field(
        default=None, min_length=1, max_length=500, description="Which; not said: all that are free."
    )


class ReaderShare(Schema):
    reader: AssigneeRead
    packages: int = Field(description="Given to them now.")
    samples: int = Field(description="All that lie in their packages of this set now.")


class SharedOut(Schema):
    readers: list[ReaderShare]
    left: int = Field(description="Packages that none of them may get: each has, or has read, a sample of them.")
