"""Centres, their members and, for their admins, their groups."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import GroupNotFound, LastAdmin
from backend.features.groups.schemas import GroupRead
from backend.features.organizations.errors import (
    AlreadyOrganizationMember,
    CenterKeyTaken,
    LastOrganizationAdmin,
    OrganizationMemberNotFound,
    OrganizationNotFound,
    OwnRole,
)
from backend.features.organizations.members import OrganizationMemberService
from backend.features.organizations.schemas import (
    OrganizationCreate,
    OrganizationGroupRead,
    OrganizationMemberCreate,
    OrganizationMemberRead,
    OrganizationMemberUpdate,
    OrganizationRead,
    OrganizationUpdate,
)
from backend.features.organizations.service import OrganizationService
from backend.features.users.errors import UserNotFound

router = APIRouter(prefix="/organizations", tags=["organizations"])


async def organization_service(work: Work) -> OrganizationService:
    return OrganizationService(work)


async def organization_reader(work: Reading) -> OrganizationService:
    return OrganizationService(work)


async def member_service(work: Work) -> OrganizationMemberService:
    return OrganizationMemberService(work)


async def member_reader(work: Reading) -> OrganizationMemberService:
    return OrganizationMemberService(work)


Organizations = Annotated[OrganizationService, Depends(organization_service)]
OrganizationsToRead = Annotated[OrganizationService, Depends(organization_reader)]
Members = Annotated[OrganizationMemberService, Depends(member_service)]
MembersToRead = Annotated[OrganizationMemberService, Depends(member_reader)]


@router.get("", response_model=Paged[OrganizationRead])
async def list_organizations(
    caller: CurrentCaller, organizations: OrganizationsToRead, page: Paging
) -> Listing[OrganizationRead]:
    """List the centres that the caller belongs to; all of them for the system's admin."""
    return await organizations.listing(caller, page)


@router.get("/{organization_id}", response_model=OrganizationRead, responses=problems(OrganizationNotFound))
async def get_organization(
    organization_id: UUID, caller: CurrentCaller, organizations: OrganizationsToRead
) -> OrganizationRead:
    """Show a centre."""
    return await organizations.get(organization_id, caller)


@router.post(
    "",
    response_model=OrganizationRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(NotPermitted, CenterKeyTaken),
)
async def create_organization(
    body: OrganizationCreate, caller: CurrentCaller, organizations: Organizations
) -> OrganizationRead:
    """Make a centre."""
    return await organizations.create(caller, body)


@router.patch(
    "/{organization_id}", response_model=OrganizationRead, responses=problems(OrganizationNotFound, NotPermitted)
)
async def update_organization(
    organization_id: UUID, body: OrganizationUpdate, caller: CurrentCaller, organizations: Organizations
) -> OrganizationRead:
    """Rename a centre; its key stays."""
    return await organizations.update(organization_id, caller, body)


@router.get(
    "/{organization_id}/members",
    response_model=Paged[OrganizationMemberRead],
    responses=problems(OrganizationNotFound, NotPermitted),
)
async def list_organization_members(
    organization_id: UUID, caller: CurrentCaller, members: MembersToRead, page: Paging
) -> Listing[OrganizationMemberRead]:
    """List the members of a centre, by name."""
    return await members.listing(organization_id, caller, page)


@router.post(
    "/{organization_id}/members",
    response_model=OrganizationMemberRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(OrganizationNotFound, UserNotFound, NotPermitted, OwnRole, AlreadyOrganizationMember),
)
async def add_organization_member(
    organization_id: UUID, body: OrganizationMemberCreate, caller: CurrentCaller, members: Members
) -> OrganizationMemberRead:
    """Add a person who has an account, by e-mail."""
    return await members.add(organization_id, caller, email=body.email, role=body.role)


@router.patch(
    "/{organization_id}/members/{user_id}",
    response_model=OrganizationMemberRead,
    responses=problems(OrganizationNotFound, OrganizationMemberNotFound, NotPermitted, OwnRole, LastOrganizationAdmin),
)
async def update_organization_member(
    organization_id: UUID, user_id: UUID, body: OrganizationMemberUpdate, caller: CurrentCaller, members: Members
) -> OrganizationMemberRead:
    """Change a member's role; the last admin stays."""
    return await members.change_role(organization_id, user_id, caller, body.role)


@router.delete(
    "/{organization_id}/members/{user_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(
        OrganizationNotFound, OrganizationMemberNotFound, NotPermitted, LastOrganizationAdmin, LastAdmin
    ),
)
async def remove_organization_member(
    organization_id: UUID, user_id: UUID, caller: CurrentCaller, members: Members
) -> None:
    """Take a member out of the centre and its groups; the last admin of either stays."""
    await members.remove(organization_id, user_id, caller)


@router.get(
    "/{organization_id}/groups",
    response_model=Paged[OrganizationGroupRead],
    responses=problems(OrganizationNotFound, NotPermitted),
)
async def list_organization_groups(
    organization_id: UUID, caller: CurrentCaller, organizations: OrganizationsToRead, page: Paging
) -> Listing[OrganizationGroupRead]:
    """List the groups of a centre, for its admin."""
    return await organizations.list_groups(organization_id, caller, page)


@router.post(
    "/{organization_id}/groups/{group_id}/enter",
    response_model=GroupRead,
    responses=problems(OrganizationNotFound, GroupNotFound, NotPermitted),
)
async def enter_group(
    organization_id: UUID, group_id: UUID, caller: CurrentCaller, organizations: Organizations
) -> GroupRead:
    """Become admin of a group of one's centre; the audit keeps that."""
    return await organizations.enter_group(organization_id, group_id, caller)
