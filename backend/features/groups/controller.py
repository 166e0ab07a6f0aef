"""Groups of readers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import AlreadyMember, GroupNotFound, LastAdmin, MemberNotFound
from backend.features.groups.schemas import (
    GroupCreate,
    GroupRead,
    GroupUpdate,
    MemberCreate,
    MemberRead,
    MemberUpdate,
)
from backend.features.groups.service import GroupService
from backend.features.users.errors import UserNotFound

router = APIRouter(prefix="/groups", tags=["groups"])


def group_service(work: Work) -> GroupService:
    return GroupService(work)


def group_reader(work: Reading) -> GroupService:
    return GroupService(work)


Groups = Annotated[GroupService, Depends(group_service)]
GroupsToRead = Annotated[GroupService, Depends(group_reader)]


@router.get("", response_model=Paged[GroupRead])
async def list_groups(caller: CurrentCaller, groups: GroupsToRead, page: Paging) -> Listing[GroupRead]:
    """List the groups that the caller belongs to."""
    return await groups.listing(caller, page)


@router.get("/{group_id}", response_model=GroupRead, responses=problems(GroupNotFound))
async def get_group(group_id: UUID, caller: CurrentCaller, groups: GroupsToRead) -> GroupRead:
    """Show a group."""
    return await groups.get(group_id, caller)


@router.post("", response_model=GroupRead, status_code=status.HTTP_201_CREATED, responses=problems(NotPermitted))
async def create_group(body: GroupCreate, caller: CurrentCaller, groups: Groups) -> GroupRead:
    """Make a group; its maker becomes its admin."""
    return await groups.create(caller, name=body.name, description=body.description)


@router.patch("/{group_id}", response_model=GroupRead, responses=problems(GroupNotFound, NotPermitted))
async def update_group(group_id: UUID, body: GroupUpdate, caller: CurrentCaller, groups: Groups) -> GroupRead:
    """Change what is sent; leave the rest."""
    return await groups.update(group_id, caller, body)


@router.get("/{group_id}/members", response_model=Paged[MemberRead], responses=problems(GroupNotFound))
async def list_members(
    group_id: UUID, caller: CurrentCaller, groups: GroupsToRead, page: Paging
) -> Listing[MemberRead]:
    """List the members of a group, by name."""
    return await groups.list_members(group_id, caller, page)


@router.post(
    "/{group_id}/members",
    response_model=MemberRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(GroupNotFound, UserNotFound, NotPermitted, AlreadyMember),
)
async def add_member(group_id: UUID, body: MemberCreate, caller: CurrentCaller, groups: Groups) -> MemberRead:
    """Add a person of the same centre, by e-mail."""
    return await groups.add_member(group_id, caller, email=body.email, role=body.role)


@router.patch(
    "/{group_id}/members/{user_id}",
    response_model=MemberRead,
    responses=problems(GroupNotFound, MemberNotFound, NotPermitted, LastAdmin),
)
async def update_member(
    group_id: UUID, user_id: UUID, body: MemberUpdate, caller: CurrentCaller, groups: Groups
) -> MemberRead:
    """Change a member's role; the last admin stays."""
    return await groups.change_role(group_id, user_id, caller, body.role)


@router.delete(
    "/{group_id}/members/{user_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(GroupNotFound, MemberNotFound, NotPermitted, LastAdmin),
)
async def remove_member(group_id: UUID, user_id: UUID, caller: CurrentCaller, groups: Groups) -> None:
    """Take a member out of the group; the last admin stays."""
    await groups.remove_member(group_id, user_id, caller)
