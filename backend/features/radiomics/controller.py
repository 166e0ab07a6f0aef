"""Feature extraction: presets, runs, results."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.jobs.errors import JobNotEnded
from backend.features.radiomics.errors import (
    EngineUnavailable,
    NothingToExtract,
    NothingToRetry,
    OneCentre,
    PresetNotFound,
    RunNotFound,
)
from backend.features.radiomics.planning import RunPlanning
from backend.features.radiomics.schemas import (
    EngineRead,
    ExtractionPlan,
    RunCreate,
    RunRead,
    TaskRead,
)
from backend.features.radiomics.service import RadiomicsService
from backend.features.radiomics.starting import RunStarting
from backend.features.regions.errors import RegionNotFound
from backend.features.sets.errors import SetNotFound
from backend.features.studies.errors import StudyNotFound
from backend.models.extraction_task import TaskState

router = APIRouter(tags=["radiomics"])


async def working_engine(request: Request, caller: CurrentCaller) -> None:
    """Refuse before any row is written where nothing could be computed."""
    status_ = await request.app.state.engine.status()
    if not status_.available:
        raise EngineUnavailable(status_.reason)


@router.get("/extraction-engine", response_model=EngineRead)
async def get_extraction_engine(caller: CurrentCaller, request: Request) -> EngineRead:
    """Whether this machine can compute features, and with which versions."""
    engine: EngineRead = await request.app.state.engine.status()
    return engine


@router.get("/extraction-runs", response_model=Paged[RunRead])
async def list_extraction_runs(
    caller: CurrentCaller,
    work: Reading,
    page: Paging,
    set_id: Annotated[UUID | None, Query()] = None,
    study_id: Annotated[UUID | None, Query()] = None,
) -> Listing[RunRead]:
    """List runs that the caller may see, newest first; of one set or study, if it is named."""
    return await RadiomicsService(work).list_runs(caller, page, set_id=set_id, study_id=study_id)


@router.get("/extraction-runs/{run_id}", response_model=RunRead, responses=problems(RunNotFound))
async def get_extraction_run(run_id: UUID, caller: CurrentCaller, work: Reading) -> RunRead:
    """Show a run and how far it is."""
    return await RadiomicsService(work).get_run(run_id, caller)


@router.get("/extraction-runs/{run_id}/tasks", response_model=Paged[TaskRead], responses=problems(RunNotFound))
async def list_extraction_tasks(
    run_id: UUID,
    caller: CurrentCaller,
    work: Reading,
    page: Paging,
    state: Annotated[TaskState | None, Query()] = None,
    search: Annotated[
        str | None, Query(min_length=1, max_length=200, description="Part of a region, patient or modality.")
    ] = None,
) -> Listing[TaskRead]:
    """List the regions of a run with state, error, warnings and provenance."""
    return await RadiomicsService(work).list_tasks(run_id, caller, page, state=state, search=search)


SCOPE_NOT_FOUND = (PresetNotFound, SetNotFound, StudyNotFound, RegionNotFound)


@router.post(
    "/extraction-plans", response_model=ExtractionPlan, responses=problems(*SCOPE_NOT_FOUND, NotPermitted, OneCentre)
)
async def plan_extraction(body: RunCreate, caller: CurrentCaller, work: Reading) -> ExtractionPlan:
    """Say what a run would compute, what it would leave out and why. Nothing is kept."""
    return await RunPlanning(work).plan(body, caller)


@router.post(
    "/extraction-runs",
    response_model=RunRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(*SCOPE_NOT_FOUND, NotPermitted, OneCentre, NothingToExtract, EngineUnavailable),
    dependencies=[Depends(working_engine)],
)
async def create_extraction_run(body: RunCreate, caller: CurrentCaller, work: Work) -> RunRead:
    """Compute features of the regions of a set or a study, or of the regions named: what its plan says is ready."""
    return await RunStarting(work).start(body, caller)


@router.post(
    "/extraction-runs/{run_id}/retry",
    response_model=RunRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(RunNotFound, NotPermitted, NothingToRetry, JobNotEnded, EngineUnavailable),
    dependencies=[Depends(working_engine)],
)
async def retry_extraction_run(run_id: UUID, caller: CurrentCaller, work: Work) -> RunRead:
    """Compute again what failed or was cancelled; what is done stays done."""
    return await RunStarting(work).retry(run_id, caller)


@router.post(
    "/extraction-runs/{run_id}/again",
    response_model=RunRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(RunNotFound, *SCOPE_NOT_FOUND, NotPermitted, OneCentre, NothingToExtract, EngineUnavailable),
    dependencies=[Depends(working_engine)],
)
async def repeat_extraction_run(run_id: UUID, caller: CurrentCaller, work: Work) -> RunRead:
    """Start a new run of what a run was asked for; values that nothing has changed of are taken over."""
    return await RunStarting(work).again(run_id, caller)
