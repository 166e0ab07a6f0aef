"""Join codes of groups, and joining by them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.rate_limit import tried_too_often
from backend.core.work import Reading, Work, begin_work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import GroupNotFound
from backend.features.groups.schemas import MemberRead
from backend.features.invitations.errors import (
    InvitationEnded,
    InvitationForAnother,
    InvitationNotFound,
    JoinRequestNotFound,
    NoAddress,
    NoMailServer,
    NotMailed,
    TooManyCodes,
)
from backend.features.invitations.mailing import InvitationMailing
from backend.features.invitations.requests import JoinRequestService
from backend.features.invitations.schemas import (
    InvitationCreate,
    InvitationPreview,
    InvitationRead,
    JoinAnswer,
    JoinCode,
    JoinRequestRead,
)
from backend.features.invitations.service import InvitationService
from backend.features.mail.mailer import Mailer

router = APIRouter(tags=["invitations"])


async def invitation_service(work: Work, request: Request) -> InvitationService:
    return InvitationService(work, request.app.state.signer)


async def invitation_reader(work: Reading, request: Request) -> InvitationService:
    return InvitationService(work, request.app.state.signer)


async def invitation_mailing(request: Request) -> InvitationMailing:
    state = request.app.state
    address = state.settings.public_url or str(request.base_url)
    return InvitationMailing(
        lambda: begin_work(state.database, state.queue), state.signer, Mailer(state.settings), address
    )


Mailing = Annotated[InvitationMailing, Depends(invitation_mailing)]
Invitations = Annotated[InvitationService, Depends(invitation_service)]
InvitationsToRead = Annotated[InvitationService, Depends(invitation_reader)]


async def tried_code(body: JoinCode, caller: CurrentCaller, request: Request) -> str:
    """The code that a person tries, unless there were too many of them."""
    if await tried_too_often(request, "join-code", str(caller.user_id)):
        raise TooManyCodes
    return body.code


TriedCode = Annotated[str, Depends(tried_code)]
CODE_PROBLEMS = problems(InvitationNotFound, InvitationEnded, InvitationForAnother, TooManyCodes)


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
    group_id: UUID, body: InvitationCreate, caller: CurrentCaller, mailing: Mailing
) -> InvitationRead:
    """Make a join code: whoever holds it may join. With an address it is for that person alone, and is sent there."""
    return await mailing.create(group_id, caller, body)


@router.post(
    "/invitations/{invitation_id}/mail",
    response_model=InvitationRead,
    responses=problems(InvitationNotFound, NotPermitted, InvitationEnded, NoAddress, NoMailServer, NotMailed),
)
async def mail_invitation(invitation_id: UUID, caller: CurrentCaller, mailing: Mailing) -> InvitationRead:
    """Send an invitation to its address again."""
    return await mailing.send_again(invitation_id, caller)


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


@router.post("/invitations/accept", response_model=JoinAnswer, responses=CODE_PROBLEMS)
async def accept_invitation(code: TriedCode, caller: CurrentCaller, invitations: Invitations) -> JoinAnswer:
    """Join a group by a code, or ask to where that needs approval. A member already stays what it is."""
    return await invitations.accept(code, caller)


@router.get(
    "/groups/{group_id}/join-requests",
    response_model=Paged[JoinRequestRead],
    responses=problems(GroupNotFound, NotPermitted),
)
async def list_join_requests(
    group_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[JoinRequestRead]:
    """List who waits to be let in, the longest first."""
    return await JoinRequestService(work).listing(group_id, caller, page)


@router.post(
    "/join-requests/{request_id}/accept",
    response_model=MemberRead,
    responses=problems(JoinRequestNotFound, NotPermitted),
)
async def accept_join_request(request_id: UUID, caller: CurrentCaller, work: Work) -> MemberRead:
    """Let somebody in."""
    return await JoinRequestService(work).accept(request_id, caller)


@router.post(
    "/join-requests/{request_id}/decline",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(JoinRequestNotFound, NotPermitted),
)
async def decline_join_request(request_id: UUID, caller: CurrentCaller, work: Work) -> None:
    """Turn somebody away; they may ask again."""
    await JoinRequestService(work).decline(request_id, caller)
