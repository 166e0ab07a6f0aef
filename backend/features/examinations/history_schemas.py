"""The history of readings over the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.features.examinations.schemas import Operation


class ActorRead(Schema):
    id: UUID
    name: str


class OperationRead(Schema):
    version: int = Field(description="The reading's version after it.")
    actor: ActorRead
    created_at: datetime
    operation: Operation = Field(description="As it was sent.")


class ObjectHistoryRead(Schema):
    """An object that a reading has or had, and whose hand is on it."""

    id: UUID
    made_by: ActorRead
    made_at: datetime
    changed_by: ActorRead = Field(description="Who put or deleted it last.")
    changed_at: datetime
    version: int = Field(description="The reading's version after that.")
    operation_count: int
    is_there: bool = Field(description="False once it is deleted.")


class RestoreWrite(Schema):
    """Back to how a reading, or one object of it, was: as operations on top of what there is, nothing is undone."""

    base_version: int = Field(ge=0, description="The version of the reading that is looked at.")
    version: int = Field(ge=0, description="The version to go back to.")
    object_id: UUID | None = Field(default=None, description="Only this object; empty: the whole reading.")
