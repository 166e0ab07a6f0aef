from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Round, Schema
from backend.features.jobs.schemas import JobRead
from backend.imaging.agreement.estimates import REPLICATES, Undefined
from backend.imaging.agreement.formulas import Family, Formula
from backend.imaging.agreement.matching import CENTRES_WITHIN_PX, IOU_AT_LEAST, MatchBy
from backend.imaging.agreement.study import RaterKind

LARGEST_SEED = 2**53 - 1  # what JavaScript can hold


class AgreementRunCreate(Schema):
    rounds: list[Round] | None = Field(default=None, min_length=1, max_length=20, description="Empty: the present one.")
    label_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=200, description="Empty: all.")
    formulas: list[Formula] | None = Field(default=None, min_length=1, description="Empty: all that fit.")
    match_by: MatchBy = Field(default=MatchBy.IOU, description="What makes two objects a pair.")
    iou_at_least: float = Field(default=IOU_AT_LEAST, gt=0, le=1)
    centres_within_px: float = Field(default=CENTRES_WITHIN_PX, gt=0, le=10_000)
    tolerance_mm: float = Field(
        default=1.0, ge=0, le=1_000, description="Of surface Dice; in pixels where the images have no spacing."
    )
    replicates: int = Field(default=REPLICATES, ge=100, le=10_000, description="Of the bootstrap by case.")
    seed: int | None = Field(default=None, ge=0, le=LARGEST_SEED, description="Empty: drawn, and kept.")


class AgreementRunRead(Schema):
    id: UUID
    set_id: UUID
    owner_id: UUID
    request: AgreementRunCreate
    seed: int
    engine: str = Field(description="Version of the formulas.")
    inputs_hash: str | None = Field(description="SHA-256 of the request, the readings and their versions.")
    job: JobRead
    created_at: datetime


class FormulaRead(Schema):
    formula: Formula
    family: Family
    text: str
    source: str


class RaterRead(Schema):
    """Somebody in a round; or their second reading in it; or what is known, or what was decided."""

    key: str
    kind: RaterKind
    person_id: UUID | None
    name: str | None
    round: int
    is_repeat: bool
    case_count: int


class ComparedLabel(Schema):
    id: str
    name: str
    color: str


class AgreementValue(Schema):
    """Without raters of a whole round, with `first` alone of a reader among the others, with both of a pair."""

    formula: Formula
    label: str | None = Field(description="Empty: of the answer as a whole.")
    measure: str | None = Field(description="What was measured, of families of numbers: count, area_mm2, …")
    round: int | None
    first: str | None
    second: str | None
    value: float | None
    low: float | None = Field(description="Of the 95 % interval by resampling cases.")
    high: float | None
    case_count: int
    reason: Undefined | None = Field(description="Why there is no value.")
    interval_reason: Undefined | None = Field(description="Why there is no interval.")
    unit: str | None


class DifferencePlot(Schema):
    """A Bland-Altman plot: of each case the mean of two values, and first minus second."""

    label: str
    measure: str
    first: str
    second: str
    cases: list[int] = Field(description="Positions of the samples in the set.")
    means: list[float]
    differences: list[float]


class CaseLikeness(Schema):
    sample_id: UUID
    position: int
    likeness: float | None = Field(description="Mean over pairs of readers, 0 to 1.")
    pairs: int


class AgreementResults(Schema):
    case_count: int
    reading_count: int
    open_count: int = Field(description="Readings of these rounds that are not done, and so left out.")
    unfit_count: int = Field(description="Readings that call the image unfit and say no more: no answer.")
    raters: list[RaterRead]
    labels: list[ComparedLabel]
    values: list[AgreementValue]
    plots: list[DifferencePlot]
    cases: list[CaseLikeness] = Field(description="Those least alike first.")


class AgreementRunDetail(AgreementRunRead):
    formulas: list[FormulaRead]
    results: AgreementResults | None
