"""Sets of a group."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.versions import IfMatch, StaleVersion, tagged
from backend.core.work import Reading, Work, begin_work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.groups.errors import GroupNotFound
from backend.features.sets.cloning import SetCloning
from backend.features.sets.errors import ReadersFixed, SetBusy, SetNotFound, TaskFixed
from backend.features.sets.removal import SetRemoval
from backend.features.sets.schemas import SetClone, SetContents, SetCreate, SetRead, SetUpdate
from backend.features.sets.service import SetService

router = APIRouter(tags=["sets"])


async def set_service(work: Work) -> SetService:
    return SetService(work)


async def set_reader(work: Reading) -> SetService:
    return SetService(work)


Sets = Annotated[SetService, Depends(set_service)]
SetsToRead = Annotated[SetService, Depends(set_reader)]


@router.get("/groups/{group_id}/sets", response_model=Paged[SetRead], responses=problems(GroupNotFound))
async def list_sets(
    group_id: UUID,
    caller: CurrentCaller,
    sets: SetsToRead,
    page: Paging,
    archived: Annotated[bool | None, Query(description="Only the archived ones, or only the others.")] = None,
    trainings: Annotated[bool, Query(description="Only trainings with cases whose answer is known.")] = False,
) -> Listing[SetRead]:
    """List the sets of a group, by name; the archived ones last."""
    return await sets.listing(group_id, archived, caller, page, trainings=trainings)


@router.get("/sets", response_model=Paged[SetRead])
async def list_my_sets(
    caller: CurrentCaller,
    sets: SetsToRead,
    page: Paging,
    search: Annotated[str | None, Query(max_length=200, description="Words of its name or its group's.")] = None,
    archived: Annotated[bool | None, Query(description="Only the archived ones, or only the others.")] = None,
) -> Listing[SetRead]:
    """List the sets of all groups of the caller, those made last first."""
    return await sets.matching(search, archived, caller, page)


@router.get("/sets/{set_id}", response_model=SetRead, responses=problems(SetNotFound))
async def get_set(set_id: UUID, caller: CurrentCaller, sets: SetsToRead, response: Response) -> SetRead:
    """Show a set with its counts."""
    return tagged(response, await sets.get(set_id, caller))


@router.get("/sets/{set_id}/contents", response_model=SetContents, responses=problems(SetNotFound, NotPermitted))
async def get_set_contents(set_id: UUID, caller: CurrentCaller, work: Reading) -> SetContents:
    """Count what would be deleted with a set."""
    return await SetRemoval(work).contents(set_id, caller)


@router.post(
    "/groups/{group_id}/sets",
    response_model=SetRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(GroupNotFound, NotPermitted),
)
async def create_set(group_id: UUID, body: SetCreate, caller: CurrentCaller, sets: Sets, response: Response) -> SetRead:
    """Make a set in a group."""
    return tagged(response, await sets.create(group_id, caller, body))


@router.post(
    "/sets/{set_id}/clone",
    response_model=SetRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(SetNotFound, GroupNotFound, NotPermitted),
)
async def clone_set(
    set_id: UUID, body: SetClone, caller: CurrentCaller, request: Request, response: Response
) -> SetRead:
    """Make a set with the settings, labels and guideline of another; without its samples and readings."""
    state = request.app.state
    cloning = SetCloning(lambda: begin_work(state.database, state.queue), state.storage)
    return tagged(response, await cloning.clone(set_id, caller, body))


@router.patch(
    "/sets/{set_id}",
    response_model=SetRead,
    responses=problems(SetNotFound, NotPermitted, BlindInSet, ReadersFixed, TaskFixed, StaleVersion),
)
async def update_set(
    set_id: UUID, body: SetUpdate, caller: CurrentCaller, sets: Sets, made_on: IfMatch, response: Response
) -> SetRead:
    """Change what is sent; leave the rest. Packages filled already keep their size."""
    return tagged(response, await sets.update(set_id, caller, body, made_on))


@router.delete(
    "/sets/{set_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(BlindInSet, SetNotFound, NotPermitted, SetBusy),
)
async def delete_set(set_id: UUID, caller: CurrentCaller, work: Work, request: Request) -> None:
    """Delete a set with its samples, packages, readings and labels. The images of the centre stay."""
    await SetRemoval(work).delete(set_id, caller, request.app.state.storage)
