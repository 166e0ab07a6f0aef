"""Readings of samples."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.versions import IfMatch, StaleVersion, tagged
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindingLifted, BlindInSet
from backend.features.examinations.errors import (
    AttributeMissing,
    AttributeUnfit,
    AttributeUnknown,
    EmptyShape,
    ExaminationChanged,
    ExaminationNotFound,
    InvalidOperation,
    KindNotInTask,
    LabelArchived,
    LabelOfAnotherSet,
    MaskChanged,
    MaskUnfit,
    NoSuchMask,
    NotAssignee,
    NothingRead,
    NotInPackage,
    NotOnThisSample,
    ObjectsContradictNoFinding,
    RoundNotBegun,
    RoundOver,
    ShapeOutsideImage,
    VersionNotFound,
)
from backend.features.examinations.history import ReadingHistory
from backend.features.examinations.history_schemas import ObjectHistoryRead, OperationRead, RestoreWrite
from backend.features.examinations.masks import MaskService
from backend.features.examinations.rounds import RoundService
from backend.features.examinations.schemas import (
    Acknowledgement,
    ExaminationRead,
    ExaminationWrite,
    MasksRead,
    OperationBatch,
    ReaderExaminationRead,
)
from backend.features.examinations.service import ExaminationService
from backend.features.packages.errors import PackageNotFound
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.features.sets.schemas import SetRead

router = APIRouter(tags=["examinations"])
MAX_VERSION = 2**31 - 1


async def examination_service(work: Work) -> ExaminationService:
    return ExaminationService(work)


Examinations = Annotated[ExaminationService, Depends(examination_service)]
# What a reading may answer to a change.
REFUSALS = (
    ExaminationNotFound,
    NotAssignee,
    SetArchived,
    RoundOver,
    BlindingLifted,
    ExaminationChanged,
    MaskChanged,
    InvalidOperation,
    LabelOfAnotherSet,
    LabelArchived,
    AttributeUnknown,
    AttributeUnfit,
    AttributeMissing,
    NotOnThisSample,
    EmptyShape,
    ShapeOutsideImage,
    NoSuchMask,
    MaskUnfit,
    KindNotInTask,
    ObjectsContradictNoFinding,
    NothingRead,
)


@router.get(
    "/sets/{set_id}/samples/{sample_id}/examinations",
    response_model=Paged[ReaderExaminationRead],
    responses=problems(SetNotFound, SampleNotFound),
)
async def list_examinations(
    set_id: UUID, sample_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[ReaderExaminationRead]:
    """List the readings of a sample, the latest round first: one's own, and others' as the rule of the set has it."""
    return await ExaminationService(work).of_sample(set_id, sample_id, caller, page)


@router.get("/examinations/{examination_id}", response_model=ExaminationRead, responses=problems(ExaminationNotFound))
async def get_examination(examination_id: UUID, caller: CurrentCaller, work: Reading) -> ExaminationRead:
    """Show a reading with its objects."""
    return await ExaminationService(work).get(examination_id, caller)


@router.post(
    "/packages/{package_id}/samples/{sample_id}/examination",
    response_model=ExaminationRead,
    responses=problems(PackageNotFound, NotInPackage, NotAssignee, NotPermitted, SetArchived, BlindingLifted),
)
async def open_examination(
    package_id: UUID, sample_id: UUID, caller: CurrentCaller, examinations: Examinations
) -> ExaminationRead:
    """The caller's reading of a sample of their package; begun on the first call, the same one after."""
    return await examinations.open(package_id, sample_id, caller)


@router.put("/examinations/{examination_id}", response_model=ExaminationRead, responses=problems(*REFUSALS))
async def put_examination(
    examination_id: UUID, body: ExaminationWrite, caller: CurrentCaller, examinations: Examinations
) -> ExaminationRead:
    """Write the whole reading at once, for programs: a batch of the operations that lead there.

    Equal to what is there, it changes nothing. On 409 the problem carries `examination`, the server's state.
    """
    return await examinations.put(examination_id, body, caller)


@router.post("/examinations/{examination_id}/operations", response_model=Acknowledgement, responses=problems(*REFUSALS))
async def apply_operations(
    examination_id: UUID, body: OperationBatch, caller: CurrentCaller, examinations: Examinations
) -> Acknowledgement:
    """Apply a batch of operations, all or nothing; safe to repeat.

    On 409 the problem carries `examination`, the server's state, `base`, the version that the batch was made on, and
    `acknowledged`, what the journal has already. It is MaskChanged where a stroke was made on other voxels than those
    there are: then `mask` names its object, the picture, and the hash of what is there, and `operation_id` the stroke.
    """
    return await examinations.apply(examination_id, body, caller)


@router.get(
    "/examinations/{examination_id}/operations",
    response_model=Paged[OperationRead],
    responses=problems(ExaminationNotFound),
)
async def list_operations(
    examination_id: UUID,
    caller: CurrentCaller,
    work: Reading,
    page: Paging,
    object_id: Annotated[UUID | None, Query(description="Only what was done to this object.")] = None,
    after: Annotated[int, Query(ge=0, le=MAX_VERSION, description="Only what came after this version.")] = 0,
) -> Listing[OperationRead]:
    """List what was done in a reading, by whom and when, the last first."""
    return await ReadingHistory(work).operations(examination_id, caller, page, object_id=object_id, after=after)


@router.get(
    "/examinations/{examination_id}/objects",
    response_model=Paged[ObjectHistoryRead],
    responses=problems(ExaminationNotFound),
)
async def list_objects(
    examination_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[ObjectHistoryRead]:
    """List every object that a reading has or had: who made it, and who changed it last."""
    return await ReadingHistory(work).objects(examination_id, caller, page)


@router.get(
    "/examinations/{examination_id}/masks",
    response_model=MasksRead,
    responses=problems(ExaminationNotFound, VersionNotFound),
)
async def get_masks(
    examination_id: UUID,
    caller: CurrentCaller,
    work: Reading,
    annotation_id: Annotated[UUID | None, Query(description="Only of this object.")] = None,
    version: Annotated[
        int | None, Query(ge=0, le=MAX_VERSION, description="As they were after so many operations.")
    ] = None,
) -> MasksRead:
    """Show what the masks of a reading mark, picture by picture."""
    return await MaskService(work).of_reading(examination_id, caller, annotation_id=annotation_id, version=version)


@router.get(
    "/examinations/{examination_id}/versions/{version}",
    response_model=ExaminationRead,
    responses=problems(ExaminationNotFound, VersionNotFound),
)
async def get_examination_version(
    examination_id: UUID,
    version: Annotated[int, Path(ge=0, le=MAX_VERSION)],
    caller: CurrentCaller,
    work: Reading,
) -> ExaminationRead:
    """Show a reading as it was after so many operations."""
    return await ExaminationService(work).version(examination_id, version, caller)


@router.post(
    "/examinations/{examination_id}/restore",
    response_model=ExaminationRead,
    responses=problems(VersionNotFound, *REFUSALS),
)
async def restore_examination(
    examination_id: UUID, body: RestoreWrite, caller: CurrentCaller, examinations: Examinations
) -> ExaminationRead:
    """Bring a reading, or one object of it, back to how it was, as a new version. Safe to repeat: 409 says it is done.

    On 409 the problem carries `examination`, the server's state, and `base`, the version that was looked at.
    """
    return await examinations.restore(examination_id, body, caller)


@router.post(
    "/sets/{set_id}/rounds",
    response_model=SetRead,
    responses=problems(SetNotFound, NotPermitted, BlindInSet, SetArchived, RoundNotBegun, StaleVersion),
)
async def start_round(set_id: UUID, caller: CurrentCaller, work: Work, made_on: IfMatch, response: Response) -> SetRead:
    """Begin the next round: everything is to be read again. Packages keep their readers; readings stay as they are."""
    return tagged(response, await RoundService(work).start(set_id, caller, made_on))
