from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.features.examinations.schemas import AnnotationRead, MaskRead
from backend.features.packages.schemas import AssigneeRead

PassMark = Annotated[float, Field(ge=0, le=1, description="The mean likeness to the known answers to pass, 0 to 1.")]
Score = Annotated[float, Field(description="The mean likeness to the known answers, 0 to 1.")]


class TrainingUpdate(Schema):
    pass_mark: PassMark


class AttemptRead(Schema):
    """An attempt that came to its end."""

    attempt: int = Field(description="From 1.")
    cases: int
    score: Score
    pass_mark: float = Field(description="What was asked at the time.")
    is_passed: bool
    created_at: datetime


class TrainingRead(Schema):
    set_id: UUID
    is_training: bool
    pass_mark: float | None
    cases: int = Field(description="Samples whose answer is known.")
    is_passed: bool = Field(description="By the caller.")
    package_id: UUID | None = Field(description="The attempt that the caller is at.")
    marked: int = Field(description="Cases of it that are marked.")
    total: int = Field(description="Cases of it.")
    attempts: list[AttemptRead] = Field(description="Of the caller, that came to their end.")


class TrainingResultRead(AttemptRead):
    reader: AssigneeRead


class KnownAnswersTake(Schema):
    reader_id: UUID | None = Field(
        default=None, description="Whose finished readings of the current round are the answers; the caller's own."
    )
    decisions: bool = Field(default=False, description="Instead: the decisions over readings that differ.")
    sample_ids: list[UUID] | None = Field(
        default=None, min_length=1, max_length=1000, description="Of which samples; not said: of all."
    )


class KnownAnswersTaken(Schema):
    taken: int = Field(description="Samples whose answer was said or changed.")
    known: int = Field(description="Samples of the set whose answer is known now; to the blind, by themselves.")


class KnownAnswerRead(Schema):
    sample_id: UUID
    title: str
    object_count: int
    said_by: AssigneeRead
    said_at: datetime | None


class AnswerRead(Schema):
    """A known answer, on the images of the case that was read."""

    annotations: list[AnnotationRead]
    masks: list[MaskRead] = Field(default_factory=list, description="What those of them mark that are masks.")
    no_finding: bool
    bad_quality: bool
    comment: str | None


class FeedbackRead(Schema):
    examination_id: UUID
    likeness: float | None = Field(
        description="How alike reading and answer are, 0 to 1, as the reading was when it was marked; empty: it "
        "cannot be said."
    )
    pass_mark: float
    answer: AnswerRead
    marked: int = Field(description="Cases of this attempt that are marked.")
    total: int
    result: AttemptRead | None = Field(description="How the attempt ended, once its last case is marked.")
