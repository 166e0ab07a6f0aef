from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.schemas import Characters, Schema
from backend.features.examinations.schemas import Uid
from backend.features.examinations.shapes import Coordinate

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000), Characters]


class ThreadCreate(Schema):
    image_id: UUID
    sop_instance_uid: Uid | None = Field(default=None, description="The slice, for a series.")
    frame: int = Field(default=1, ge=1, le=100_000)
    x: Coordinate
    y: Coordinate
    examination_id: UUID | None = Field(
        default=None, description="The reading it is about: its reader sees the thread. Readers: their own, unsaid."
    )
    alias: str | None = Field(
        default=None, max_length=8, description="The same by its letter, for who decides over readings without names."
    )
    content: Words


class CommentCreate(Schema):
    content: Words


class CommentUpdate(Schema):
    content: Words


class ThreadUpdate(Schema):
    is_resolved: bool


class CommentRead(Schema):
    id: UUID
    author: str | None = Field(description="Empty: Reviewer, or Reader; who is blind does not learn who it is.")
    is_mine: bool
    content: str = Field(description="Empty once it is deleted.")
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


class ThreadRead(Schema):
    id: UUID
    sample_id: UUID
    image_id: UUID
    sop_instance_uid: str | None
    frame: int
    x: float
    y: float
    is_about_reading: bool
    is_mine: bool
    resolved_at: datetime | None
    comments: list[CommentRead]
