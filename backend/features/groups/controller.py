"""Groups of readers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.versions import IfMatch, StaleVersion, tagged
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import AlreadyMember, GroupNotFound, LastAdmin, MemberNotFound
from backend.features.groups.members import MemberService
from backend.features.groups.schemas import (
    GroupContents,
    GroupCreate,
    GroupRead,
    GroupUpdate,
    MemberCreate,
    MemberRead,
    MemberUpdate,
)
from backend.features.groups.service import GroupService
from backend.features.organizations.errors import OrganizationNotFound
from backend.features.sets.errors import SetBusy
from backend.features.users.errors import UserNotFound

router = APIRouter(prefix="/groups", tags=["groups"])


async def group_service(work: Work) -> GroupService:
    return GroupService(work)


async def group_reader(work: Reading) -> GroupService:
    return GroupService(work)


async def member_service(work: Work) -> MemberService:
    return MemberService(work)


async def member_reader(work: Reading) -> MemberService:
    return MemberService(work)


Groups = Annotated[GroupService, Depends(group_service)]
GroupsToRead = Annotated[GroupService, Depends(group_reader)]
Members = Annotated[MemberService, Depends(member_service)]
MembersToRead = Annotated[MemberService, Depends(member_reader)]


@router.get("", response_model=Paged[GroupRead])
async def list_groups(caller: CurrentCaller, groups: GroupsToRead, page: Paging) -> Listing[GroupRead]:
    """List the groups that the caller belongs to."""
    return await groups.listing(caller, page)


@router.get("/{group_id}", response_model=GroupRead, responses=problems(GroupNotFound))
async def get_group(group_id: UUID, caller: CurrentCaller, groups: GroupsToRead, response: Response) -> GroupRead:
    """Show a group."""
    return tagged(response, await groups.get(group_id, caller))


@router.get("/{group_id}/contents", response_model=GroupContents, responses=problems(GroupNotFound, NotPermitted))
async def get_group_contents(group_id: UUID, caller: CurrentCaller, groups: GroupsToRead) -> GroupContents:
    """Count what would go with the group."""
    return await groups.contents(group_id, caller)


@router.post(
    "",
    response_model=GroupRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(NotPermitted, OrganizationNotFound),
)
async def create_group(body: GroupCreate, caller: CurrentCaller, groups: Groups, response: Response) -> GroupRead:
    """Make a group in one of the caller's centres; its maker becomes its admin."""
    return tagged(response, await groups.create(caller, body))


@router.patch("/{group_id}", response_model=GroupRead, responses=problems(GroupNotFound, NotPermitted, StaleVersion))
async def update_group(
    group_id: UUID, body: GroupUpdate, caller: CurrentCaller, groups: Groups, made_on: IfMatch, response: Response
) -> GroupRead:
    """Change what is sent; leave the rest."""
    return tagged(response, await groups.update(group_id, caller, body, made_on))


@router.delete(
    "/{group_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(GroupNotFound, NotPermitted, SetBusy),
)
async def delete_group(group_id: UUID, caller: CurrentCaller, groups: Groups, request: Request) -> None:
    """Delete a group with its sets and all readings in them; the images of the centre stay."""
    await groups.delete(group_id, caller, request.app.state.storage)


@router.post("/{group_id}/leave", status_code=status.HTTP_204_NO_CONTENT, responses=problems(GroupNotFound, LastAdmin))
async def leave_group(group_id: UUID, caller: CurrentCaller, members: Members) -> None:
    """Leave a group; the last admin stays. What the caller has not begun to read is free for others."""
    await members.leave(group_id, caller)


@router.get("/{group_id}/members", response_model=Paged[MemberRead], responses=problems(GroupNotFound))
async def list_members(
    group_id: UUID, caller: CurrentCaller, members: MembersToRead, page: Paging
) -> Listing[MemberRead]:
    """List the members of a group, by name."""
    return await members.listing(group_id, caller, page)


@router.post(
    "/{group_id}/members",
    response_model=MemberRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(GroupNotFound, UserNotFound, NotPermitted, AlreadyMember),
)
async def add_member(group_id: UUID, body: MemberCreate, caller: CurrentCaller, members: Members) -> MemberRead:
    """Add a person of the same centre, by e-mail."""
    return await members.add(group_id, caller, email=body.email, role=body.role)


@router.patch(
    "/{group_id}/members/{user_id}",
    response_model=MemberRead,
    responses=problems(GroupNotFound, MemberNotFound, NotPermitted, LastAdmin),
)
async def update_member(
    group_id: UUID, user_id: UUID, body: MemberUpdate, caller: CurrentCaller, members: Members
) -> MemberRead:
    """Change a member's role; the last admin stays."""
    return await members.change_role(group_id, user_id, caller, body.role)


@router.delete(
    "/{group_id}/members/{user_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(GroupNotFound, MemberNotFound, NotPermitted, LastAdmin),
)
async def remove_member(group_id: UUID, user_id: UUID, caller: CurrentCaller, members: Members) -> None:
    """Take a member out of the group; the last admin stays."""
    await members.remove(group_id, user_id, caller)
