"""Signing in, staying signed in, signing out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.permissions import Caller
from backend.core.security import TokenSigner, password_matches
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.features.auth.errors import DemoAccountRefused, SessionEnded, WrongCredentials
from backend.features.auth.schemas import GroupOfMe, Me, OrganizationOfMe
from backend.models.refresh_token import RefreshToken
from backend.models.user import User
from backend.repositories.groups import GroupRepository
from backend.repositories.organizations import OrganizationRepository
from backend.repositories.refresh_tokens import RefreshTokenRepository
from backend.repositories.users import UserRepository

REFRESH_GRACE = timedelta(seconds=30)


@dataclass(frozen=True)
class Session:
    """A pair of tokens, and whose they are."""

    user_id: UUID
    session_id: UUID
    access_token: str
    refresh_token: str
    csrf_token: str


class AuthService:
    def __init__(self, work: UnitOfWork, signer: TokenSigner, settings: Settings) -> None:
        self.work = work
        self.signer = signer
        self.settings = settings
        self.users = UserRepository(work.db)
        self.tokens = RefreshTokenRepository(work.db)
        self.organizations = OrganizationRepository(work.db)
        self.groups = GroupRepository(work.db)

    async def check(self, email: str, password: str) -> User:
        """The person with these credentials. Reads only: hashing takes its time, and no writer should wait for it."""
        user = await self.users.by_email(email)
        if not await password_matches(password, user.password_hash if user else None) or user is None:
            raise WrongCredentials
        if not user.is_active:
            raise WrongCredentials
        if user.is_demo and self.settings.is_production:
            raise DemoAccountRefused
        return user

    async def begin_session(self, user: User, user_agent: str | None) -> Session:
        """Sign in a person whose password was just checked, unless it was changed since or the account switched off."""
        person = await self.users.locked(user.id)
        if person is None or not person.is_active or person.password_hash != user.password_hash:
            raise WrongCredentials
        begun = now()
        token = self.tokens.add(
            RefreshToken(
                user_id=person.id,
                rotated_at=begun,
                expires_at=begun + timedelta(days=self.settings.refresh_token_days),
                user_agent=(user_agent or "")[:200] or None,
            )
        )
        await self.work.flush()
        await self._record("session.begun", token.id, person.id)
        return self._session(token)

    async def refresh(self, refresh_token: str) -> Session:
        """Rotate. The token just replaced is good for half a minute more, for the answer that got lost."""
        claims = self.signer.read_refresh_token(refresh_token)
        token = await self.tokens.locked(claims.session_id)
        if token is None or token.revoked_at is not None or token.expires_at <= now():
            raise SessionEnded
        if await self.tokens.user_of_open(token.id, token.user_id) is None:
            raise SessionEnded
        if claims.counter == token.counter:
            token.counter += 1
            token.rotated_at = now()
            await self.work.flush()
            return self._session(token)
        if claims.counter == token.counter - 1 and now() - token.rotated_at <= REFRESH_GRACE:
            return self._session(token)
        raise SessionEnded

    async def end_session(self, session_id: UUID) -> None:
        token = await self.tokens.locked(session_id)
        if token is not None and token.revoked_at is None:
            token.revoked_at = now()
            await self._record("session.ended", token.id, token.user_id)
        await self.work.flush()

    async def me(self, caller_id: UUID) -> Me:
        user = await self.users.get(caller_id)
        if user is None:
            raise SessionEnded
        organizations = await self.organizations.of_user(user.id)
        groups = await self.groups.of_user(user.id)
        return Me(
            id=user.id,
            email=user.email,
            name=user.name,
            title=user.title,
            specialty=user.specialty,
            practice_start_year=user.practice_start_year,
            system_role=user.system_role,
            organizations=[OrganizationOfMe(id=o.id, name=o.name, role=m.role) for o, m in organizations],
            groups=[GroupOfMe(id=g.id, name=g.name, role=m.role) for g, m in groups],
        )

    def _session(self, token: RefreshToken) -> Session:
        issued_at: datetime = token.rotated_at
        lifetime = timedelta(minutes=self.settings.access_token_minutes)
        return Session(
            user_id=token.user_id,
            session_id=token.id,
            access_token=self.signer.access_token(token.user_id, token.id, issued_at, lifetime),
            refresh_token=self.signer.refresh_token(token.id, token.counter),
            csrf_token=self.signer.csrf_token(token.id),
        )

    async def _record(self, action: str, session_id: UUID, user_id: UUID) -> None:
        organization = await self.organizations.default()
        if organization is not None:
            audit.record(self.work, Caller(user_id=user_id), action, session_id, organization_id=organization.id)
            await self.work.flush()
