"""Who is calling: from the browser's cookie, or from a program's bearer token."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from backend.core.errors import NotSignedIn
from backend.core.permissions import Caller, token_allows
from backend.core.security import AccessClaims, TokenSigner
from backend.core.work import begin_glance, begin_work
from backend.features.auth.errors import CsrfFailed, SessionEnded
from backend.features.tokens.errors import TokenTooNarrow
from backend.features.tokens.service import PREFIX, ApiTokenService
from backend.repositories.api_tokens import ApiTokenRepository
from backend.repositories.users import UserRepository

ACCESS_COOKIE = "isocenter_access"
REFRESH_COOKIE = "isocenter_refresh"
CSRF_COOKIE = "isocenter_csrf"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


# Only for the API's description: the header itself is read below, beside the cookie.
bearer = HTTPBearer(auto_error=False, description="An access token from /api/v1/auth/token, or an API token (`iso_…`).")


async def current_caller(request: Request, _: Annotated[object, Security(bearer)] = None) -> Caller:
    """The caller with all roles that count now.

    Read in a unit of work of its own, closed before the request's body is read: an upload holds no transaction.
    """
    bearer_token = _bearer_token(request)
    if bearer_token.startswith(PREFIX):
        return await _by_api_token(bearer_token, request)
    signer: TokenSigner = request.app.state.signer
    claims = _claims(request, signer)
    async with begin_glance(request.app.state.database) as work:
        found = await UserRepository(work.db).signed_in(claims.session_id, claims.user_id)
    if found is None or (found.is_demo and request.app.state.settings.is_production):
        raise SessionEnded
    return found.caller


async def _by_api_token(token: str, request: Request) -> Caller:
    """The owner of a token, as far as it goes; its use is noted once an hour."""
    state = request.app.state
    async with begin_glance(state.database) as work:
        found = await ApiTokenService(work).holder(token)
    if found is None or (found[1].is_demo and state.settings.is_production):
        raise NotSignedIn("This token does not hold: it is unknown, has expired or was revoked.")
    caller, _, is_stale = found
    assert caller.token_scope is not None  # noqa: S101 - limited_to sets it
    if not token_allows(caller.token_scope, request.scope["route"].name, request.method):
        raise TokenTooNarrow(f"A token of scope {caller.token_scope.value} does not allow this.")
    if is_stale and caller.token_id is not None:
        async with begin_work(state.database, state.queue) as work:
            await ApiTokenRepository(work.db).used(caller.token_id)
    return caller


def _bearer_token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _claims(request: Request, signer: TokenSigner) -> AccessClaims:
    if token := _bearer_token(request):
        return signer.read_access_token(token)
    cookie = request.cookies.get(ACCESS_COOKIE)
    if not cookie:
        raise NotSignedIn
    claims = signer.read_access_token(cookie)
    # Only cookies travel by themselves, so only they need the proof that our own page sent the request.
    sent = request.headers.get(CSRF_HEADER)
    if request.method not in SAFE_METHODS and not signer.csrf_matches(sent, claims.session_id):
        raise CsrfFailed
    return claims


CurrentCaller = Annotated[Caller, Depends(current_caller)]
