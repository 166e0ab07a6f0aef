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
    incomplete: int = Field(description="Sent in pieces, not yet whole; not counted as received.")


class UploadRead(Schema):
    id: UUID
    set_id: UUID | None
    job_id: UUID | None = Field(description="The job that reads the files; empty while files are being sent.")
    state: UploadState
    counts: UploadCounts
    created_at: datetime


class UploadFileState(Schema):
    """How far the sending of one file is. A path that nothing was sent for has received nothing."""

    path: str
    received_bytes: int = Field(description="Where the sender goes on.")
    total_bytes: int | None = Field(description="Length of the file, once its first piece has told.")
    is_whole: bool = Field(description="Whether the file is part of the upload.")


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
