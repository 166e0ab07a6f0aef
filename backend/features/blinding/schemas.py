from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import FreeText, Schema


class BlindingLiftCreate(Schema):
    reason: FreeText = Field(min_length=3, description="Why; kept, with who and when.")


class PersonRead(Schema):
    id: UUID
    name: str


class BlindingLiftRead(Schema):
    id: UUID
    person: PersonRead
    round: int = Field(description="The round of reading in which it was lifted; in the next they are blind again.")
    reason: str
    created_at: datetime
