from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Color, FreeText, Name, Schema


class LabelCreate(Schema):
    name: Name
    color: Color
    description: FreeText | None = None


class LabelUpdate(Schema):
    name: Name | None = None
    color: Color | None = None
    description: FreeText | None = None
    is_archived: bool | None = Field(default=None, description="True: offered for no new objects; those there keep it.")
    position: int | None = Field(default=None, ge=1, description="Its new place; the others close up.")


class LabelRead(Schema):
    id: UUID
    set_id: UUID
    name: str
    color: str
    description: str | None
    position: int = Field(description="Order in the palette, from 1; also its digit key.")
    version: int
    archived_at: datetime | None = Field(description="Since when it is not offered for new objects.")


class LabelContents(Schema):
    """What is deleted with a label."""

    objects: int
    readings: int = Field(description="Readings that hold these objects.")
