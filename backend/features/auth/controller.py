"""Registering, signing in with cookies (browsers) or with tokens (programs), and one's own account."""

from contextlib import suppress
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status

from backend.core.errors import NotSignedIn
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.rate_limit import address_of, tried_too_often
from backend.core.security import TokenSigner, hash_password
from backend.core.settings import Settings
from backend.core.work import Reading, Work, begin_reading
from backend.features.auth.account import AccountService
from backend.features.auth.caller import ACCESS_COOKIE, CSRF_COOKIE, REFRESH_COOKIE, CurrentCaller
from backend.features.auth.errors import (
    DemoAccountRefused,
    RegistrationClosed,
    SessionEnded,
    SessionNotFound,
    TooManySignIns,
    WrongCredentials,
    WrongPassword,
)
from backend.features.auth.registration import RegistrationService
from backend.features.auth.schemas import (
    Credentials,
    Me,
    MeUpdate,
    PasswordChange,
    RefreshRequest,
    Registration,
    SessionRead,
    TokenPair,
)
from backend.features.auth.service import AuthService, Session
from backend.features.invitations.errors import InvitationEnded, InvitationNotFound
from backend.features.users.errors import EmailTaken
from backend.models.user import User

router = APIRouter(prefix="/auth", tags=["auth"])
REFRESH_PATH = "/api/v1/auth"


async def auth_service(work: Work, request: Request) -> AuthService:
    return AuthService(work, request.app.state.signer, request.app.state.settings)


Auth = Annotated[AuthService, Depends(auth_service)]


async def signing_in(credentials: Credentials, request: Request) -> User:
    """Check the credentials before any transaction that writes."""
    if await tried_too_often(request, "sign-in", f"{address_of(request)}|{credentials.email}"):
        raise TooManySignIns
    async with begin_reading(request.app.state.database) as work:
        service = AuthService(work, request.app.state.signer, request.app.state.settings)
        return await service.check(credentials.email, credentials.password)


async def registering(body: Registration, request: Request) -> str:
    """Refuse whoever may not register, then hash the password; both before any transaction that writes."""
    if await tried_too_often(request, "register", address_of(request)):
        raise TooManySignIns
    async with begin_reading(request.app.state.database) as work:
        await RegistrationService(work, request.app.state.signer, request.app.state.settings).check(body)
    return await hash_password(body.password)


async def changing_password(body: PasswordChange, caller: CurrentCaller, request: Request) -> tuple[str, str]:
    """The hash that the current password was checked against, and that of the new one."""
    if await tried_too_often(request, "password", str(caller.user_id)):
        raise TooManySignIns
    async with begin_reading(request.app.state.database) as work:
        checked = await AccountService(work).check_password(caller, body.current_password)
    return checked, await hash_password(body.new_password)


SigningIn = Annotated[User, Depends(signing_in)]
SIGN_IN_PROBLEMS = problems(WrongCredentials, DemoAccountRefused, TooManySignIns)


@router.post(
    "/register",
    response_model=Me,
    status_code=status.HTTP_201_CREATED,
    responses=problems(RegistrationClosed, EmailTaken, InvitationNotFound, InvitationEnded, TooManySignIns),
)
async def register(
    body: Registration,
    password_hash: Annotated[str, Depends(registering)],
    request: Request,
    response: Response,
    work: Work,
) -> Me:
    """Make an account of one's own and sign in, where the operator allows it; with a join code, join its group too."""
    signer, settings = request.app.state.signer, request.app.state.settings
    user = await RegistrationService(work, signer, settings).register(body, password_hash)
    auth = AuthService(work, signer, settings)
    _set_cookies(response, request, await auth.begin_session(user, request.headers.get("User-Agent")))
    return await auth.me(user.id)


@router.post("/sign-in", response_model=Me, responses=SIGN_IN_PROBLEMS)
async def sign_in(user: SigningIn, request: Request, response: Response, auth: Auth) -> Me:
    """Sign a browser in: sets an HttpOnly cookie, and one whose value goes into X-CSRF-Token."""
    session = await auth.begin_session(user, request.headers.get("User-Agent"))
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


@router.patch("/me", response_model=Me)
async def update_me(body: MeUpdate, caller: CurrentCaller, auth: Auth) -> Me:
    """Change what is sent of one's profile; null clears, but for the name."""
    await AccountService(auth.work).update(caller, body)
    return await auth.me(caller.user_id)


@router.post("/password", status_code=status.HTTP_204_NO_CONTENT, responses=problems(WrongPassword, TooManySignIns))
async def change_password(
    hashes: Annotated[tuple[str, str], Depends(changing_password)], caller: CurrentCaller, work: Work
) -> None:
    """Change one's password; all other sign-ins end."""
    await AccountService(work).change_password(caller, *hashes)


@router.get("/sessions", response_model=Paged[SessionRead])
async def list_sessions(caller: CurrentCaller, work: Reading, page: Paging) -> Listing[SessionRead]:
    """List one's own sign-ins that still hold, the one last used first."""
    return await AccountService(work).sessions(caller, page)


@router.delete("/sessions", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_other_sessions(caller: CurrentCaller, work: Work) -> None:
    """End all of one's own sign-ins but this one."""
    await AccountService(work).revoke_others(caller)


@router.delete("/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(SessionNotFound))
async def revoke_session(session_id: UUID, caller: CurrentCaller, work: Work) -> None:
    """End one of one's own sign-ins; fine to repeat."""
    await AccountService(work).revoke(session_id, caller)


@router.post("/token", response_model=TokenPair, responses=SIGN_IN_PROBLEMS)
async def issue_token(user: SigningIn, request: Request, auth: Auth) -> TokenPair:
    """Sign a program in: answers a pair of tokens, sets no cookie."""
    return _pair(await auth.begin_session(user, request.headers.get("User-Agent")), request.app.state.settings)


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
