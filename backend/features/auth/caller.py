"""Who is calling: from the browser's cookie, or from a program's bearer token."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from backend.core.errors import NotSignedIn
from backend.core.permissions import Caller
from backend.core.security import AccessClaims, TokenSigner
from backend.core.work import begin_glance
from backend.features.auth.errors import CsrfFailed, SessionEnded
from backend.repositories.users import UserRepository

ACCESS_COOKIE = "isocenter_access"
REFRESH_COOKIE = "isocenter_refresh"
CSRF_COOKIE = "isocenter_csrf"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


# Only for the API's description: the header itself is read below, beside the cookie.
bearer = HTTPBearer(auto_error=False, description="An access token from /api/v1/auth/token.")


async def current_caller(request: Request, _: Annotated[object, Security(bearer)] = None) -> Caller:
    """The caller with all roles that count now.

    Read in a unit of work of its own, closed before the request's body is read: an upload holds no transaction.
    """
    signer: TokenSigner = request.app.state.signer
    claims = _claims(request, signer)
    async with begin_glance(request.app.state.database) as work:
        found = await UserRepository(work.db).signed_in(claims.session_id, claims.user_id)
    if found is None or (found.is_demo and request.app.state.settings.is_production):
        raise SessionEnded
    return found.caller


def _claims(request: Request, signer: TokenSigner) -> AccessClaims:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
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
