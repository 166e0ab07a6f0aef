from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.models.upload_item import Outcome


class UploadState(StrEnum):
    OPEN = "open"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class UploadCreate(Schema):
    set_id: UUID | None = Field(default=None, description="The set that the images become samples of.")


class UploadCounts(Schema):
    received: int = Field(description="Files in all; an archive and its members count each.")
    stored: int
    stored_with_warning: int
    already_stored: int
    quarantined: int
    refused: int
    pending: int = Field(description="Not yet read.")


class UploadRead(Schema):
    id: UUID
    set_id: UUID | None
    job_id: UUID | None = Field(description="The job that reads the files; empty while files are being sent.")
    state: UploadState
    counts: UploadCounts
    created_at: datetime


class RemarkRead(Schema):
    code: str = Field(description="A stable name: truncated, uid_conflict …")
    place: str = Field(description="The tag, the byte or the member that it is about.")
    message: str


class UploadItemRead(Schema):
    id: UUID
    path: str = Field(description="As sent; a member of an archive follows a '!'.")
    size_bytes: int
    outcome: Outcome | None = Field(description="What became of it; empty while it is not yet read.")
    remarks: list[RemarkRead]
    media_type: str | None = Field(description="By content, not by name.")
