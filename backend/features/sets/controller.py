"""Sets of a group."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import GroupNotFound
from backend.features.sets.errors import ReadersFixed, SetNotFound, TaskFixed
from backend.features.sets.schemas import SetCreate, SetRead, SetUpdate
from backend.features.sets.service import SetService

router = APIRouter(tags=["sets"])


def set_service(work: Work) -> SetService:
    return SetService(work)


def set_reader(work: Reading) -> SetService:
    return SetService(work)


Sets = Annotated[SetService, Depends(set_service)]
SetsToRead = Annotated[SetService, Depends(set_reader)]


@router.get("/groups/{group_id}/sets", response_model=Paged[SetRead], responses=problems(GroupNotFound))
async def list_sets(group_id: UUID, caller: CurrentCaller, sets: SetsToRead, page: Paging) -> Listing[SetRead]:
    """List the sets of a group, by name."""
    return await sets.listing(group_id, caller, page)


@router.get("/sets/{set_id}", response_model=SetRead, responses=problems(SetNotFound))
async def get_set(set_id: UUID, caller: CurrentCaller, sets: SetsToRead) -> SetRead:
    """Show a set with its counts."""
    return await sets.get(set_id, caller)


@router.post(
    "/groups/{group_id}/sets",
    response_model=SetRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(GroupNotFound, NotPermitted),
)
async def create_set(group_id: UUID, body: SetCreate, caller: CurrentCaller, sets: Sets) -> SetRead:
    """Make a set in a group."""
    return await sets.create(group_id, caller, body)


@router.patch(
    "/sets/{set_id}",
    response_model=SetRead,
    responses=problems(SetNotFound, NotPermitted, ReadersFixed, TaskFixed),
)
async def update_set(set_id: UUID, body: SetUpdate, caller: CurrentCaller, sets: Sets) -> SetRead:
    """Change what is sent; leave the rest. Packages filled already keep their size."""
    return await sets.update(set_id, caller, body)
