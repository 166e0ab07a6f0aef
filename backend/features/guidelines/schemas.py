from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema


class GuidelineImageRead(Schema):
    id: UUID
    set_id: UUID
    name: str
    media_type: str
    size_bytes: int
    markdown: str = Field(description="How the guideline shows it.")
    created_at: datetime
