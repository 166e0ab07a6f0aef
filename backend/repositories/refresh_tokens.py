"""Questions about sign-ins."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.models.refresh_token import RefreshToken
from backend.models.user import User
from backend.repositories.base import Repository


class RefreshTokenRepository(Repository[RefreshToken]):
    model = RefreshToken

    async def user_of_open(self, session_id: UUID, user_id: UUID) -> User | None:
        """The person of a sign-in that is neither over nor revoked."""
        rows = await self.db.scalars(
            select(User)
            .join(RefreshToken, RefreshToken.user_id == User.id)
            .where(
                RefreshToken.id == session_id,
                RefreshToken.user_id == user_id,
                RefreshToken.revoked_at.is_(None),
                RefreshToken.expires_at > now(),
                User.is_active.is_(True),
            )
        )
        return rows.one_or_none()

    async def locked(self, session_id: UUID) -> RefreshToken | None:
        statement = self.select().where(RefreshToken.id == session_id).with_for_update()
        return await self.one_or_none(statement)

    async def open_of(self, user_id: UUID, page: Page) -> Listing[RefreshToken]:
        """A person's sign-ins that still hold, the one last used first."""
        statement = self.select().where(
            RefreshToken.user_id == user_id, RefreshToken.revoked_at.is_(None), RefreshToken.expires_at > now()
        )
        return await self.listing(statement.order_by(RefreshToken.rotated_at.desc(), RefreshToken.id.desc()), page)

    async def revoke_all(self, user_id: UUID, *, besides: UUID | None = None) -> int:
        """End a person's sign-ins, all but one; tells how many."""
        statement = update(RefreshToken).where(
            RefreshToken.user_id == user_id, RefreshToken.revoked_at.is_(None), RefreshToken.expires_at > now()
        )
        if besides is not None:
            statement = statement.where(RefreshToken.id != besides)
        ended: Any = await self.db.execute(statement.values(revoked_at=now()))
        return int(ended.rowcount)
