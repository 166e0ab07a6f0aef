"""Signing in with cookies (browsers) or with tokens (programs)."""

from contextlib import suppress
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status

from backend.core.errors import NotSignedIn
from backend.core.problems import problems
from backend.core.security import TokenSigner
from backend.core.settings import Settings
from backend.core.work import Reading, Work, begin_reading
from backend.features.auth.caller import ACCESS_COOKIE, CSRF_COOKIE, REFRESH_COOKIE, CurrentCaller
from backend.features.auth.errors import DemoAccountRefused, SessionEnded, TooManySignIns, WrongCredentials
from backend.features.auth.schemas import Credentials, Me, RefreshRequest, TokenPair
from backend.features.auth.service import AuthService, Session
from backend.models.user import User

router = APIRouter(prefix="/auth", tags=["auth"])
REFRESH_PATH = "/api/v1/auth"


def auth_service(work: Work, request: Request) -> AuthService:
    return AuthService(work, request.app.state.signer, request.app.state.settings)


Auth = Annotated[AuthService, Depends(auth_service)]


async def signing_in(credentials: Credentials, request: Request) -> User:
    """Check the credentials before any transaction that writes."""
    address = request.client.host if request.client else "unknown"
    if request.app.state.sign_in_limit.is_exceeded(f"{address}|{credentials.email}"):
        raise TooManySignIns
    async with begin_reading(request.app.state.database) as work:
        service = AuthService(work, request.app.state.signer, request.app.state.settings)
        return await service.check(credentials.email, credentials.password)


SigningIn = Annotated[User, Depends(signing_in)]
SIGN_IN_PROBLEMS = problems(WrongCredentials, DemoAccountRefused, TooManySignIns)


@router.post("/sign-in", response_model=Me, responses=SIGN_IN_PROBLEMS)
async def sign_in(user: SigningIn, request: Request, response: Response, auth: Auth) -> Me:
    """Sign a browser in: sets an HttpOnly cookie, and one whose value goes into X-CSRF-Token."""
    session = await auth.begin_session(user.id, request.headers.get("User-Agent"))
    _set_cookies(response, request, session)
    return await auth.me(user.id)


@router.post("/refresh", response_model=Me, responses=problems(SessionEnded))
async def refresh_session(request: Request, response: Response, auth: Auth) -> Me:
    """Renew a browser's sign-in with its refresh cookie."""
    cookie = request.cookies.get(REFRESH_COOKIE)
    if not cookie:
        raise SessionEnded
    session = await auth.refresh(cookie)
    _set_cookies(response, request, session)
    return await auth.me(session.user_id)


@router.post("/sign-out", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out(request: Request, response: Response, auth: Auth) -> None:
    """End the sign-in and forget the cookies; fine to repeat."""
    signer: TokenSigner = request.app.state.signer
    cookie = request.cookies.get(REFRESH_COOKIE)
    if cookie:
        with suppress(NotSignedIn):  # forged or foreign: there is nothing to end
            await auth.end_session(signer.read_refresh_token(cookie).session_id)
    for name, path in ((ACCESS_COOKIE, "/"), (CSRF_COOKIE, "/"), (REFRESH_COOKIE, REFRESH_PATH)):
        response.delete_cookie(name, path=path)


@router.get("/me", response_model=Me)
async def get_me(caller: CurrentCaller, request: Request, work: Reading) -> Me:
    """Show who is signed in, with all roles."""
    return await AuthService(work, request.app.state.signer, request.app.state.settings).me(caller.user_id)


@router.post("/token", response_model=TokenPair, responses=SIGN_IN_PROBLEMS)
async def issue_token(user: SigningIn, request: Request, auth: Auth) -> TokenPair:
    """Sign a program in: answers a pair of tokens, sets no cookie."""
    return _pair(await auth.begin_session(user.id, request.headers.get("User-Agent")), request.app.state.settings)


@router.post("/token/refresh", response_model=TokenPair, responses=problems(SessionEnded))
async def refresh_token(body: RefreshRequest, request: Request, auth: Auth) -> TokenPair:
    """Exchange a refresh token for the next pair."""
    return _pair(await auth.refresh(body.refresh_token), request.app.state.settings)


def _pair(session: Session, settings: Settings) -> TokenPair:
    return TokenPair(
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        expires_in=settings.access_token_minutes * 60,
    )


def _set_cookies(response: Response, request: Request, session: Session) -> None:
    settings: Settings = request.app.state.settings
    kept = int(timedelta(days=settings.refresh_token_days).total_seconds())
    secure = request.url.scheme == "https"
    response.set_cookie(ACCESS_COOKIE, session.access_token, max_age=kept, httponly=True, samesite="lax", secure=secure)
    response.set_cookie(
        REFRESH_COOKIE,
        session.refresh_token,
        max_age=kept,
        path=REFRESH_PATH,
        httponly=True,
        samesite="strict",
        secure=secure,
    )
    response.set_cookie(CSRF_COOKIE, session.csrf_token, max_age=kept, samesite="strict", secure=secure)
