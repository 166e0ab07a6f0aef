"""Releases: frozen states of sets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status
from fastapi.responses import StreamingResponse

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.storage import FileMissing
from backend.core.work import Reading, Work, begin_reading, begin_work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.exports.schemas import ExportRead
from backend.features.groups.errors import GroupNotFound
from backend.features.releases import comparing, reading, withdrawing
from backend.features.releases.errors import (
    NotComparable,
    NothingToWithdraw,
    ReleaseChanged,
    ReleaseNotFound,
    ReleaseNotFrozen,
)
from backend.features.releases.exporting import ReleaseExports
from backend.features.releases.schemas import (
    DifferencesRead,
    ReleaseCreate,
    ReleaseExportCreate,
    ReleaseRead,
    ReleaseSampleRead,
    ReleaseVerification,
    WithdrawalCreate,
    WithdrawalRead,
)
from backend.features.releases.service import ReleaseService
from backend.features.sets.errors import SetNotFound

router = APIRouter(tags=["releases"])
UNSEEN = problems(ReleaseNotFound, NotPermitted)


async def release_service(work: Work) -> ReleaseService:
    return ReleaseService(work)


async def release_reader(work: Reading) -> ReleaseService:
    return ReleaseService(work)


Releases = Annotated[ReleaseService, Depends(release_service)]
ReleasesToRead = Annotated[ReleaseService, Depends(release_reader)]


@router.get(
    "/sets/{set_id}/releases",
    response_model=Paged[ReleaseRead],
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def list_releases(
    set_id: UUID, caller: CurrentCaller, releases: ReleasesToRead, page: Paging
) -> Listing[ReleaseRead]:
    """List the releases of a set, the newest first."""
    return await releases.of_set(set_id, caller, page)


@router.get(
    "/groups/{group_id}/releases",
    response_model=Paged[ReleaseRead],
    responses=problems(GroupNotFound, NotPermitted),
)
async def list_group_releases(
    group_id: UUID, caller: CurrentCaller, releases: ReleasesToRead, page: Paging
) -> Listing[ReleaseRead]:
    """List the releases of a group, the newest first: also of sets that are deleted."""
    return await releases.of_group(group_id, caller, page)


@router.get("/releases/{release_id}", response_model=ReleaseRead, responses=UNSEEN)
async def get_release(release_id: UUID, caller: CurrentCaller, releases: ReleasesToRead) -> ReleaseRead:
    """Show a release: how much it states, and the hash that it is known by."""
    return await releases.get(release_id, caller)


@router.post(
    "/sets/{set_id}/releases",
    response_model=ReleaseRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def create_release(set_id: UUID, body: ReleaseCreate, caller: CurrentCaller, releases: Releases) -> ReleaseRead:
    """Freeze a set: a manifest of its samples, hashes of images, readings, labels and guideline is written."""
    return await releases.create(set_id, body, caller)


@router.get(
    "/releases/{release_id}/manifest",
    response_class=Response,
    responses=content("application/json") | UNSEEN | problems(ReleaseNotFrozen, FileMissing),
)
async def download_release_manifest(release_id: UUID, caller: CurrentCaller, request: Request) -> Response:
    """The manifest of a release: canonical JSON that proves itself; of withdrawn samples only hash and reason."""
    state = request.app.state
    release, key = await reading.frozen(release_id, caller, lambda: begin_reading(state.database))
    if not await state.storage.exists(key):
        raise FileMissing
    headers = {
        "Content-Disposition": f'attachment; filename="release-{release.number}-{release.content_hash}.json"',
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(state.storage.stream(key), media_type="application/json", headers=headers)


@router.get(
    "/releases/{release_id}/samples",
    response_model=Paged[ReleaseSampleRead],
    responses=UNSEEN | problems(ReleaseNotFrozen, FileMissing),
)
async def list_release_samples(
    release_id: UUID, caller: CurrentCaller, request: Request, page: Paging
) -> Listing[ReleaseSampleRead]:
    """List the samples that a release states, in the order of the set, the withdrawn ones too."""
    state = request.app.state
    return await reading.stated_samples(release_id, caller, page, lambda: begin_reading(state.database), state.storage)


@router.get(
    "/releases/{release_id}/verification",
    response_model=ReleaseVerification,
    responses=UNSEEN | problems(ReleaseNotFrozen, FileMissing),
)
async def verify_release(release_id: UUID, caller: CurrentCaller, request: Request) -> ReleaseVerification:
    """Compute all hashes of a manifest anew: does it say what it said when it was frozen?"""
    state = request.app.state
    return await reading.verification(release_id, caller, lambda: begin_reading(state.database), state.storage)


@router.get(
    "/releases/{release_id}/differences",
    response_model=DifferencesRead,
    responses=UNSEEN | problems(ReleaseNotFrozen, NotComparable, FileMissing),
)
async def compare_releases(
    release_id: UUID,
    caller: CurrentCaller,
    request: Request,
    page: Paging,
    since: Annotated[UUID, Query(description="The release of the same set to compare with.")],
) -> DifferencesRead:
    """Say what differs since another release: by sample, by label, and of what was redrawn by its pixels."""
    state = request.app.state
    return await comparing.differences(
        since, release_id, caller, page, lambda: begin_reading(state.database), state.storage, state.pool
    )


@router.get("/releases/{release_id}/withdrawals", response_model=Paged[WithdrawalRead], responses=UNSEEN)
async def list_release_withdrawals(
    release_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[WithdrawalRead]:
    """List what was withdrawn from a release, and why."""
    return await withdrawing.list_withdrawals(work, release_id, caller, page)


@router.post(
    "/releases/{release_id}/withdrawals",
    response_model=ReleaseRead,
    responses=UNSEEN | problems(ReleaseNotFrozen, NothingToWithdraw, ReleaseChanged, FileMissing),
)
async def withdraw_release_samples(
    release_id: UUID, body: WithdrawalCreate, caller: CurrentCaller, request: Request
) -> ReleaseRead:
    """Withdraw samples for good: what they said is erased, their hashes stay, exports leave them out and say so."""
    state = request.app.state
    return await withdrawing.withdraw(
        release_id,
        body,
        caller,
        lambda: begin_work(state.database, state.queue),
        lambda: begin_reading(state.database),
        state.storage,
    )


@router.get("/releases/{release_id}/exports", response_model=Paged[ExportRead], responses=UNSEEN)
async def list_release_exports(
    release_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[ExportRead]:
    """List the caller's exports of a release, newest first."""
    return await ReleaseExports(work).of_release(release_id, caller, page)


@router.post(
    "/releases/{release_id}/exports",
    response_model=ExportRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=UNSEEN | problems(ReleaseNotFrozen),
)
async def create_release_export(
    release_id: UUID, body: ReleaseExportCreate, caller: CurrentCaller, work: Work
) -> ExportRead:
    """Write what a release states into a file; its set need not be there any more."""
    return await ReleaseExports(work).start(release_id, body, caller)
