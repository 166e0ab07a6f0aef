"""Files of annotations over the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.models.job import JobState


class ImportRequest(Schema):
    create_labels: bool = Field(default=False, description="Make labels that the set does not have.")
    edge: float = Field(
        default=0.5, gt=0, le=1, description="Of fractional segments: what is at least so much of the whole is inside."
    )


class RefusedRead(Schema):
    item: str = Field(description="What it is in the file.")
    error: str = Field(description="The stable name of what is wrong.")
    message: str


class FileReport(Schema):
    name: str
    kind: str | None = Field(description="coco, seg, sr or rtstruct; empty where it is none of these.")
    objects: int = Field(description="How many were brought in.")
    refused_count: int
    refused: list[RefusedRead] = Field(description="The first of them.")


class ImportReport(Schema):
    readings: int
    objects: int
    labels_created: list[str]
    files: list[FileReport]


class AnnotationImportRead(Schema):
    id: UUID
    set_id: UUID
    job_id: UUID
    file_name: str
    request: ImportRequest
    report: ImportReport | None
    state: JobState
    done: int
    total: int
    message: str | None
    error_code: str | None
    created_at: datetime
