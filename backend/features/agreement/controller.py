"""How far the readers of a set agree."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.work import Reading, Work
from backend.features.agreement.errors import (
    AgreementNotReady,
    AgreementRunNotFound,
    LabelNotInSet,
    NothingToCompare,
)
from backend.features.agreement.schemas import AgreementRunCreate, AgreementRunDetail, AgreementRunRead
from backend.features.agreement.service import AgreementService
from backend.features.agreement.tables import table
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.sets.errors import SetNotFound

router = APIRouter(tags=["agreement"])


async def agreement_service(work: Work) -> AgreementService:
    return AgreementService(work)


async def agreement_reader(work: Reading) -> AgreementService:
    return AgreementService(work)


Agreement = Annotated[AgreementService, Depends(agreement_service)]
AgreementToRead = Annotated[AgreementService, Depends(agreement_reader)]


@router.get(
    "/sets/{set_id}/agreement-runs",
    response_model=Paged[AgreementRunRead],
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def list_agreement_runs(
    set_id: UUID, caller: CurrentCaller, agreement: AgreementToRead, page: Paging
) -> Listing[AgreementRunRead]:
    """List what was measured of a set, newest first."""
    return await agreement.of_set(set_id, caller, page)


@router.get(
    "/agreement-runs/{agreement_run_id}",
    response_model=AgreementRunDetail,
    responses=problems(AgreementRunNotFound, NotPermitted),
)
async def get_agreement_run(
    agreement_run_id: UUID, caller: CurrentCaller, agreement: AgreementToRead
) -> AgreementRunDetail:
    """Show a run of agreement: how far it is; its values, each with its formula and 95 % interval by case."""
    return await agreement.get(agreement_run_id, caller)


@router.get(
    "/agreement-runs/{agreement_run_id}/table",
    response_class=Response,
    responses=content("text/csv") | problems(AgreementRunNotFound, NotPermitted, AgreementNotReady),
)
async def download_agreement(agreement_run_id: UUID, caller: CurrentCaller, agreement: AgreementToRead) -> Response:
    """The values of a run as CSV, one line each."""
    lines = table(await agreement.results(agreement_run_id, caller))
    headers = {"Content-Disposition": 'attachment; filename="agreement.csv"', "Cache-Control": "private, no-store"}
    return Response("".join(lines), media_type="text/csv; charset=utf-8", headers=headers)


@router.post(
    "/sets/{set_id}/agreement-runs",
    response_model=AgreementRunRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(SetNotFound, NotPermitted, BlindInSet, LabelNotInSet, NothingToCompare),
)
async def create_agreement_run(
    set_id: UUID, body: AgreementRunCreate, caller: CurrentCaller, agreement: Agreement
) -> AgreementRunRead:
    """Measure how far the readers of a set agree, as a job."""
    return await agreement.start(set_id, body, caller)
