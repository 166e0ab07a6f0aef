from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.models.job import JobKind, JobState


class JobRead(Schema):
    id: UUID
    kind: JobKind
    title: str
    state: JobState
    done: int = Field(description="Units finished.")
    total: int = Field(description="Units in all; 0 while unknown.")
    message: str | None = Field(description="What happens now, or what went wrong.")
    error_code: str | None
    result_url: str | None = Field(description="The page of the product that shows the result.")
    attempt: int = Field(description="How often the step was begun that was tried most often.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
