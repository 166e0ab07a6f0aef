"""Tokens for programs. No token makes, lists or revokes tokens."""

from uuid import UUID

from fastapi import APIRouter, status

from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import GroupNotFound
from backend.features.tokens.errors import ApiTokenNotFound, TooManyTokens
from backend.features.tokens.schemas import ApiTokenCreate, ApiTokenMade, ApiTokenRead
from backend.features.tokens.service import ApiTokenService
from backend.models.api_token import ApiToken

router = APIRouter(prefix="/auth/tokens", tags=["tokens"])


@router.get("", response_model=Paged[ApiTokenRead])
async def list_api_tokens(caller: CurrentCaller, work: Reading, page: Paging) -> Listing[ApiToken]:
    """List one's own tokens that still hold, newest first."""
    return await ApiTokenService(work).listing(caller, page)


@router.post(
    "",
    response_model=ApiTokenMade,
    status_code=status.HTTP_201_CREATED,
    responses=problems(GroupNotFound, TooManyTokens),
)
async def create_api_token(body: ApiTokenCreate, caller: CurrentCaller, work: Work) -> ApiTokenMade:
    """Make a token for a program. It is told in this answer and never again."""
    return await ApiTokenService(work).create(caller, body)


@router.delete("/{token_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(ApiTokenNotFound))
async def revoke_api_token(token_id: UUID, caller: CurrentCaller, work: Work) -> None:
    """End a token of one's own; fine to repeat."""
    await ApiTokenService(work).revoke(token_id, caller)
