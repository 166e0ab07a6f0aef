"""Questions about sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from backend.core.database import now
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

    async def revoke(self, session_id: UUID, at: datetime) -> None:
        await self.db.execute(
            update(RefreshToken)
            .where(RefreshToken.id == session_id, RefreshToken.revoked_at.is_(None))
            .values(revoked_at=at)
        )
