"""Training of readers by cases whose answer is known."""

from uuid import UUID

from fastapi import APIRouter, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.examinations.errors import ExaminationNotFound, NotAssignee
from backend.features.packages.schemas import PackageRead
from backend.features.packages.service import PackageService
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.features.training.errors import (
    NoKnownAnswers,
    NotACase,
    NotATraining,
    NotDoneYet,
    NothingToTake,
    TrainingPassed,
)
from backend.features.training.feedback import FeedbackService
from backend.features.training.known_answers import KnownAnswerService
from backend.features.training.schemas import (
    FeedbackRead,
    KnownAnswerRead,
    KnownAnswersTake,
    KnownAnswersTaken,
    TrainingRead,
    TrainingResultRead,
    TrainingUpdate,
)
from backend.features.training.service import TrainingService

router = APIRouter(tags=["training"])


@router.get("/sets/{set_id}/training", response_model=TrainingRead, responses=problems(SetNotFound))
async def get_training(set_id: UUID, caller: CurrentCaller, work: Reading) -> TrainingRead:
    """Show whether a set is a training, and how far the caller is with it."""
    return await TrainingService(work).get(set_id, caller)


@router.get(
    "/sets/{set_id}/training/results",
    response_model=Paged[TrainingResultRead],
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def list_training_results(
    set_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[TrainingResultRead]:
    """List the attempts at a training that came to their end, the latest first."""
    return await TrainingService(work).results(set_id, caller, page)


@router.get(
    "/sets/{set_id}/known-answers",
    response_model=Paged[KnownAnswerRead],
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def list_known_answers(
    set_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[KnownAnswerRead]:
    """List the samples of a set whose answer is known."""
    return await KnownAnswerService(work).listing(set_id, caller, page)


@router.put("/sets/{set_id}/training", response_model=TrainingRead, responses=problems(SetNotFound, NotPermitted))
async def update_training(set_id: UUID, body: TrainingUpdate, caller: CurrentCaller, work: Work) -> TrainingRead:
    """Make a set a training, or change its mark."""
    return await TrainingService(work).update(set_id, body, caller)


@router.delete(
    "/sets/{set_id}/training",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(SetNotFound, NotPermitted),
)
async def remove_training(set_id: UUID, caller: CurrentCaller, work: Work) -> None:
    """Let a set be no training any more; nobody needs to pass it then."""
    await TrainingService(work).remove(set_id, caller)


@router.post(
    "/sets/{set_id}/known-answers",
    response_model=KnownAnswersTaken,
    responses=problems(SetNotFound, NotPermitted, BlindInSet, NothingToTake, SetArchived),
)
async def take_known_answers(
    set_id: UUID, body: KnownAnswersTake, caller: CurrentCaller, work: Work
) -> KnownAnswersTaken:
    """Say that finished readings, one's own if no one is named, or decisions are the right answers."""
    return await KnownAnswerService(work).take(set_id, body, caller)


@router.post(
    "/sets/{set_id}/training/start",
    response_model=PackageRead,
    responses=problems(SetNotFound, NotPermitted, NotATraining, NoKnownAnswers, TrainingPassed, SetArchived),
)
async def start_training(set_id: UUID, caller: CurrentCaller, work: Work) -> PackageRead:
    """Give the caller the cases of a training in a package; again, in another order, after an attempt that failed."""
    package_id = await TrainingService(work).start(set_id, caller)
    return await PackageService(work).get(package_id, caller)


@router.post(
    "/examinations/{examination_id}/feedback",
    response_model=FeedbackRead,
    responses=problems(ExaminationNotFound, NotAssignee, NotPermitted, NotATraining, NotACase, NotDoneYet),
)
async def give_feedback(examination_id: UUID, caller: CurrentCaller, work: Work) -> FeedbackRead:
    """Mark one's reading of a training case, once, and show the known answer."""
    return await FeedbackService(work).give(examination_id, caller)
