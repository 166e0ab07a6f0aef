"""Files of annotations over the wire."""

from collections.abc import Sequence
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
    as_outlines: bool = Field(
        default=False, description="Masks become outlines along the edges of their voxels, a shape for each part."
    )
    label_names: dict[int, str] = Field(
        default={}, description="Of label maps: what their values are called, where no file beside them says it."
    )


class RefusedRead(Schema):
    item: str = Field(description="What it is in the file.")
    error: str = Field(description="The stable name of what is wrong.")
    message: str


class FileReport(Schema):
    name: str
    kind: str | None = Field(description="coco, seg, sr, rtstruct or nifti; empty where it is none of these.")
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


def named_values(written: Sequence[str]) -> dict[int, str]:
    """Labels of values as they stand in an address: value=label."""
    pairs = (one.partition("=") for one in written)
    return {int(value): label.strip() for value, _, label in pairs}
