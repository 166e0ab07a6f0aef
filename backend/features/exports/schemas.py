"""Exports over the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from backend.core.permissions import Caller
from backend.core.schemas import Round, Schema
from backend.features.exports.gathering import Choice, Whose
from backend.imaging.exchange.formats import FORMATS, Level, Trait
from backend.models.examination import ExaminationKind
from backend.models.job import JobState

FormatKey = StrEnum("FormatKey", {key.upper(): key for key in FORMATS})  # type: ignore[misc] # as the table has them
MOST_ROUNDS = 1_000


class LimitRead(Schema):
    trait: Trait
    level: Level = Field(description="changed; aside: kept where only this product looks; lost.")
    note: str


class ExportFormatRead(Schema):
    key: FormatKey
    title: str
    description: str
    suffix: str
    limits: list[LimitRead] = Field(description="What it cannot carry as it is.")


class ExportCreate(Schema):
    format: FormatKey
    whose: Whose = Field(default=Whose.OWN, description="One's own readings, or all: those alone who may see all.")
    kinds: list[ExaminationKind] = Field(
        default=[ExaminationKind.READING], min_length=1, description="Which kinds of readings."
    )
    rounds: list[Round] | None = Field(default=None, max_length=MOST_ROUNDS, description="Only these rounds; else all.")
    only_done: bool = Field(default=False, description="Leave out what is still being read.")
    names: bool = Field(default=False, description="Name the readers; else they are Reader 1, Reader 2, …")

    def choice(self, caller: Caller) -> Choice:
        return Choice(
            caller=caller,
            whose=self.whose,
            kinds=frozenset(self.kinds),
            rounds=frozenset(self.rounds) if self.rounds is not None else None,
            only_done=self.only_done,
            names=self.names,
        )


class LossRead(Schema):
    trait: Trait
    level: Level
    count: int
    message: str


class ExportSummary(Schema):
    """What a file holds, or would hold."""

    samples: int
    samples_unread: int = Field(description="Of these, without a reading that is done.")
    readings: int
    readings_open: int = Field(description="Of these, still being read.")
    objects: int
    losses: list[LossRead] = Field(description="What the format cannot carry of it as it is; the worst first.")
    withdrawn: list[str] = Field(
        default=[], description="What was withdrawn from the release, so is not in it, and why."
    )
    problems: list[str] = Field(default=[], description="What could not be written, and why.")


class ExportRead(Schema):
    id: UUID
    set_id: UUID | None
    job_id: UUID
    format: str
    state: JobState
    done: int
    total: int
    message: str | None = Field(description="What happens now, or what went wrong.")
    error_code: str | None
    request: ExportCreate
    summary: ExportSummary | None
    file_name: str | None
    size_bytes: int | None
    sha256: str | None
    created_at: datetime
    expires_at: datetime
