"""How far readers are."""

from uuid import UUID

from fastapi import APIRouter

from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import GroupNotFound
from backend.features.packages.controller import Filters
from backend.features.progress.schemas import GroupProgress, PackageProgress, SetProgress
from backend.features.progress.service import ProgressService
from backend.features.sets.errors import SetNotFound

router = APIRouter(tags=["progress"])


@router.get("/sets/{set_id}/progress", response_model=SetProgress, responses=problems(SetNotFound))
async def get_set_progress(set_id: UUID, caller: CurrentCaller, work: Reading) -> SetProgress:
    """Show how far the readers of a set are; who is blind in it, how far they are themselves.

    Of sets with ten thousand samples to be read and more, it is up to five seconds old.
    """
    return await ProgressService(work).of_set(set_id, caller)


@router.get("/sets/{set_id}/progress/packages", response_model=Paged[PackageProgress], responses=problems(SetNotFound))
async def list_package_progress(
    set_id: UUID, caller: CurrentCaller, work: Reading, page: Paging, wanted: Filters
) -> Listing[PackageProgress]:
    """List the packages of a set with how long a sample takes; of others' only where one is not blind."""
    return await ProgressService(work).of_packages(set_id, wanted, caller, page)


@router.get("/groups/{group_id}/progress", response_model=GroupProgress, responses=problems(GroupNotFound))
async def get_group_progress(group_id: UUID, caller: CurrentCaller, work: Reading) -> GroupProgress:
    """Show how far the sets of a group are, and each of its readers over all of them."""
    return await ProgressService(work).of_group(group_id, caller)
