"""What people do with their own account: profile, password, sign-ins."""

from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.security import password_matches
from backend.core.work import UnitOfWork
from backend.features.auth.errors import SessionEnded, SessionNotFound, WrongPassword
from backend.features.auth.schemas import MeUpdate, SessionRead
from backend.models.refresh_token import RefreshToken
from backend.models.user import User
from backend.repositories.organizations import OrganizationRepository
from backend.repositories.refresh_tokens import RefreshTokenRepository
from backend.repositories.users import UserRepository


class AccountService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.users = UserRepository(work.db)
        self.tokens = RefreshTokenRepository(work.db)
        self.organizations = OrganizationRepository(work.db)

    async def update(self, caller: Caller, body: MeUpdate) -> None:
        user = await self._held(caller)
        changed = body.model_dump(exclude_unset=True)
        for field, value in changed.items():
            if not (field == "name" and value is None):
                setattr(user, field, value)
        await self._record(caller, "user.updated", user.id, fields=sorted(changed))

    async def check_password(self, caller: Caller, password: str) -> str:
        """The hash that this password fits. Reads only: hashing takes its time, and no writer should wait for it."""
        user = await self.users.get(caller.user_id)
        if user is None or not await password_matches(password, user.password_hash):
            raise WrongPassword
        return user.password_hash

    async def change_password(self, caller: Caller, checked_hash: str, new_hash: str) -> None:
        """Put the new password in the place of the one that was checked; all other sign-ins end."""
        user = await self._held(caller)
        if user.password_hash != checked_hash:  # changed since
            raise WrongPassword
        user.password_hash = new_hash
        ended = await self.tokens.revoke_all(user.id, besides=caller.session_id)
        await self._record(caller, "user.password_changed", user.id, sessions_ended=ended)

    async def sessions(self, caller: Caller, page: Page) -> Listing[SessionRead]:
        found = await self.tokens.open_of(caller.user_id, page)
        items = [_read(token, caller) for token in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def revoke(self, session_id: UUID, caller: Caller) -> None:
        """End one of one's own sign-ins, wherever it is; fine to repeat."""
        token = await self.tokens.locked(session_id)
        if token is None or token.user_id != caller.user_id:
            raise SessionNotFound
        if token.revoked_at is None:
            token.revoked_at = now()
            await self._record(caller, "session.revoked", token.id)

    async def revoke_others(self, caller: Caller) -> None:
        ended = await self.tokens.revoke_all(caller.user_id, besides=caller.session_id)
        await self._record(caller, "user.sessions_revoked", caller.user_id, sessions_ended=ended)

    async def _held(self, caller: Caller) -> User:
        user = await self.users.locked(caller.user_id)
        if user is None:
            raise SessionEnded
        return user

    async def _record(self, caller: Caller, action: str, object_id: UUID, **details: object) -> None:
        organization = await self.organizations.default()
        if organization is not None:
            audit.record(self.work, caller, action, object_id, organization_id=organization.id, **details)
        await self.work.flush()


def _read(token: RefreshToken, caller: Caller) -> SessionRead:
    return SessionRead(
        id=token.id,
        user_agent=token.user_agent,
        created_at=token.created_at,
        last_used_at=token.rotated_at,
        expires_at=token.expires_at,
        is_current=token.id == caller.session_id,
    )
