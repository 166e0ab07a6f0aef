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


class LabelRead(Schema):
    id: UUID
    set_id: UUID
    name: str
    color: str
    description: str | None
    position: int = Field(description="Order in the palette, from 1; also its digit key.")
