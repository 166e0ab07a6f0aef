"""Readings of samples."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from backend.core.errors import NotPermitted
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.examinations.errors import (
    ExaminationChanged,
    ExaminationNotFound,
    InvalidOperation,
    KindNotInTask,
    LabelArchived,
    LabelOfAnotherSet,
    NotAssignee,
    NothingRead,
    NotInPackage,
    NotOnThisSample,
    ObjectsContradictNoFinding,
    ShapeOutsideImage,
)
from backend.features.examinations.schemas import Acknowledgement, ExaminationRead, OperationBatch
from backend.features.examinations.service import ExaminationService
from backend.features.packages.errors import PackageNotFound
from backend.features.sets.errors import SetArchived

router = APIRouter(tags=["examinations"])


async def examination_service(work: Work) -> ExaminationService:
    return ExaminationService(work)


Examinations = Annotated[ExaminationService, Depends(examination_service)]


@router.get("/examinations/{examination_id}", response_model=ExaminationRead, responses=problems(ExaminationNotFound))
async def get_examination(examination_id: UUID, caller: CurrentCaller, work: Reading) -> ExaminationRead:
    """Show a reading with its objects."""
    return await ExaminationService(work).get(examination_id, caller)


@router.post(
    "/packages/{package_id}/samples/{sample_id}/examination",
    response_model=ExaminationRead,
    responses=problems(PackageNotFound, NotInPackage, NotAssignee, NotPermitted, SetArchived),
)
async def open_examination(
    package_id: UUID, sample_id: UUID, caller: CurrentCaller, examinations: Examinations
) -> ExaminationRead:
    """The caller's reading of a sample of their package; begun on the first call, the same one after."""
    return await examinations.open(package_id, sample_id, caller)


@router.post(
    "/examinations/{examination_id}/operations",
    response_model=Acknowledgement,
    responses=problems(
        ExaminationNotFound,
        NotAssignee,
        SetArchived,
        ExaminationChanged,
        InvalidOperation,
        LabelOfAnotherSet,
        LabelArchived,
        NotOnThisSample,
        ShapeOutsideImage,
        KindNotInTask,
        ObjectsContradictNoFinding,
        NothingRead,
    ),
)
async def apply_operations(
    examination_id: UUID, body: OperationBatch, caller: CurrentCaller, examinations: Examinations
) -> Acknowledgement:
    """Apply a batch of operations, all or nothing; safe to repeat.

    On 409 the problem carries `examination`, the server's state, and `acknowledged`, what the journal has already.
    """
    return await examinations.apply(examination_id, body, caller)
