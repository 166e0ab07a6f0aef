"""Join codes of groups, and joining by them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.rate_limit import tried_too_often
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import GroupNotFound
from backend.features.groups.schemas import GroupRead
from backend.features.invitations.errors import InvitationEnded, InvitationNotFound, TooManyCodes
from backend.features.invitations.schemas import InvitationCreate, InvitationPreview, InvitationRead, JoinCode
from backend.features.invitations.service import InvitationService

router = APIRouter(tags=["invitations"])


async def invitation_service(work: Work, request: Request) -> InvitationService:
    return InvitationService(work, request.app.state.signer)


async def invitation_reader(work: Reading, request: Request) -> InvitationService:
    return InvitationService(work, request.app.state.signer)


Invitations = Annotated[InvitationService, Depends(invitation_service)]
InvitationsToRead = Annotated[InvitationService, Depends(invitation_reader)]


async def tried_code(body: JoinCode, caller: CurrentCaller, request: Request) -> str:
    """The code that a person tries, unless there were too many of them."""
    if await tried_too_often(request, "join-code", str(caller.user_id)):
        raise TooManyCodes
    return body.code


TriedCode = Annotated[str, Depends(tried_code)]
CODE_PROBLEMS = problems(InvitationNotFound, InvitationEnded, TooManyCodes)


@router.get(
    "/groups/{group_id}/invitations",
    response_model=Paged[InvitationRead],
    responses=problems(GroupNotFound, NotPermitted),
)
async def list_invitations(
    group_id: UUID, caller: CurrentCaller, invitations: InvitationsToRead, page: Paging
) -> Listing[InvitationRead]:
    """List the join codes of a group, newest first."""
    return await invitations.listing(group_id, caller, page)


@router.post(
    "/groups/{group_id}/invitations",
    response_model=InvitationRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(GroupNotFound, NotPermitted),
)
async def create_invitation(
    group_id: UUID, body: InvitationCreate, caller: CurrentCaller, invitations: Invitations
) -> InvitationRead:
    """Make a join code: whoever holds it may join."""
    return await invitations.create(group_id, caller, body)


@router.delete(
    "/invitations/{invitation_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(InvitationNotFound, NotPermitted),
)
async def revoke_invitation(invitation_id: UUID, caller: CurrentCaller, invitations: Invitations) -> None:
    """Let nobody else in by a code; fine to repeat."""
    await invitations.revoke(invitation_id, caller)


@router.post("/invitations/preview", response_model=InvitationPreview, responses=CODE_PROBLEMS)
async def preview_invitation(
    code: TriedCode, caller: CurrentCaller, invitations: InvitationsToRead
) -> InvitationPreview:
    """Show what a code opens, before joining."""
    return await invitations.preview(code, caller)


@router.post("/invitations/accept", response_model=GroupRead, responses=CODE_PROBLEMS)
async def accept_invitation(code: TriedCode, caller: CurrentCaller, invitations: Invitations) -> GroupRead:
    """Join a group by a code. A member already stays what it is."""
    return await invitations.accept(code, caller)
