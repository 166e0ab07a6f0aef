"""Decisions over readings that differ."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.adjudication.deciding import Deciding
from backend.features.adjudication.errors import (
    AdjudicationNotFound,
    AlreadyDecided,
    AlreadyUndone,
    NoSuchObject,
    NoSuchReading,
    NothingToDecide,
    NotOfThisWay,
    ReadingsChanged,
)
from backend.features.adjudication.schemas import (
    AdjudicationCase,
    AnonymousMasks,
    ComparisonRead,
    DecisionCreate,
    DecisionRead,
    QueueItem,
)
from backend.features.adjudication.service import AdjudicationService
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.examinations.errors import InvalidOperation
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.repositories.adjudications import QueueState

router = APIRouter(tags=["adjudication"])


@router.get(
    "/sets/{set_id}/adjudications",
    response_model=Paged[QueueItem],
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def list_adjudications(
    set_id: UUID,
    caller: CurrentCaller,
    work: Reading,
    page: Paging,
    state: Annotated[QueueState, Query()] = QueueState.OPEN,
) -> Listing[QueueItem]:
    """List the samples that several have read in this round, those whose readings differ the most first."""
    return await AdjudicationService(work).queue(set_id, caller, state, page)


@router.get(
    "/sets/{set_id}/samples/{sample_id}/adjudication",
    response_model=AdjudicationCase,
    responses=problems(SetNotFound, SampleNotFound, NotPermitted, BlindInSet),
)
async def get_adjudication(set_id: UUID, sample_id: UUID, caller: CurrentCaller, work: Reading) -> AdjudicationCase:
    """The readings of a sample without their readers, and the decision over them that stands."""
    return await AdjudicationService(work).case(set_id, sample_id, caller)


@router.get(
    "/sets/{set_id}/samples/{sample_id}/adjudication/masks",
    response_model=list[AnonymousMasks],
    responses=problems(SetNotFound, SampleNotFound, NotPermitted, BlindInSet),
)
async def get_adjudication_masks(
    set_id: UUID, sample_id: UUID, caller: CurrentCaller, work: Reading
) -> list[AnonymousMasks]:
    """Show what the masks of the readings mark, without their readers."""
    return await AdjudicationService(work).masks(set_id, sample_id, caller)


@router.post(
    "/sets/{set_id}/adjudications/comparison",
    response_model=ComparisonRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def compare_readings(set_id: UUID, caller: CurrentCaller, work: Work) -> ComparisonRead:
    """Compare, as a job, the readings that are not compared yet or have changed since."""
    return await AdjudicationService(work).compare(set_id, caller)


@router.post(
    "/sets/{set_id}/samples/{sample_id}/adjudication",
    response_model=DecisionRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(
        SetNotFound,
        SampleNotFound,
        NotPermitted,
        BlindInSet,
        SetArchived,
        NothingToDecide,
        AlreadyDecided,
        ReadingsChanged,
        NoSuchReading,
        NoSuchObject,
        NotOfThisWay,
        InvalidOperation,
    ),
)
async def decide_adjudication(
    set_id: UUID, sample_id: UUID, body: DecisionCreate, caller: CurrentCaller, work: Work
) -> DecisionRead:
    """Decide over the readings of a sample: choose one, merge objects of several, or send what was drawn anew.

    The decision is a reading of its own that names those it is over; they stay as they are.
    """
    return await Deciding(work).decide(set_id, sample_id, body, caller)


@router.post(
    "/adjudications/{adjudication_id}/undo",
    response_model=DecisionRead,
    responses=problems(AdjudicationNotFound, NotPermitted, SetArchived, AlreadyUndone),
)
async def undo_adjudication(adjudication_id: UUID, caller: CurrentCaller, work: Work) -> DecisionRead:
    """Undo a decision. It stays on record; the sample waits for a decision again."""
    return await Deciding(work).undo(adjudication_id, caller)
