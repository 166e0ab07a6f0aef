"""Questions about keys of programs."""

from uuid import UUID

from sqlalchemy import Select, select, update

from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.models.api_token import ApiToken
from backend.models.user import User
from backend.repositories.base import Repository


class ApiTokenRepository(Repository[ApiToken]):
    model = ApiToken

    async def of_user(self, user_id: UUID, page: Page) -> Listing[ApiToken]:
        """Those that still hold, the newest first."""
        return await self.listing(self._open(user_id).order_by(ApiToken.created_at.desc(), ApiToken.id.desc()), page)

    async def count_open(self, user_id: UUID) -> int:
        return await self.count(self._open(user_id))

    async def own(self, token_id: UUID, user_id: UUID) -> ApiToken | None:
        return await self.one_or_none(self.select().where(ApiToken.id == token_id, ApiToken.user_id == user_id))

    async def by_hash(self, token_sha256: str) -> tuple[ApiToken, User] | None:
        """A key that holds, and whose it is, if their account is active."""
        rows = await self.db.execute(
            select(ApiToken, User)
            .join(User, User.id == ApiToken.user_id)
            .where(
                ApiToken.token_sha256 == token_sha256,
                ApiToken.revoked_at.is_(None),
                ApiToken.expires_at > now(),
                User.is_active.is_(True),
            )
        )
        return rows.one_or_none()

    async def used(self, token_id: UUID) -> None:
        await self.db.execute(
            update(ApiToken)
            .where(ApiToken.id == token_id)
            .values(last_used_at=now())
            .execution_options(synchronize_session=False)
        )

    def _open(self, user_id: UUID) -> Select[ApiToken]:
        return self.select().where(
            ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now()
        )
