"""Keys of programs: made and revoked by their owners, never by a key."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.groups.errors import GroupNotFound
from backend.features.tokens.errors import ApiTokenNotFound, TooManyTokens
from backend.features.tokens.schemas import ApiTokenCreate, ApiTokenMade, ApiTokenRead
from backend.models.api_token import ApiToken
from backend.models.user import User
from backend.repositories.api_tokens import ApiTokenRepository
from backend.repositories.organizations import OrganizationRepository
from backend.repositories.users import UserRepository

PREFIX = "iso_"
MOST_TOKENS = 50
HINT_CHARACTERS = 8
USE_NOTED_AFTER = timedelta(hours=1)


def token_hash(token: str) -> str:
    """The key has 256 bits of chance: a plain hash tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


class ApiTokenService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.tokens = ApiTokenRepository(work.db)
        self.users = UserRepository(work.db)
        self.organizations = OrganizationRepository(work.db)

    async def listing(self, caller: Caller, page: Page) -> Listing[ApiToken]:
        return await self.tokens.of_user(caller.user_id, page)

    async def create(self, caller: Caller, body: ApiTokenCreate) -> ApiTokenMade:
        if body.group_id is not None and not caller.may(Action.SEE_GROUP, in_=body.group_id):
            raise GroupNotFound
        await self.users.locked(caller.user_id)
        if await self.tokens.count_open(caller.user_id) >= MOST_TOKENS:
            raise TooManyTokens
        key = PREFIX + secrets.token_urlsafe(32)
        token = self.tokens.add(
            ApiToken(
                user_id=caller.user_id,
                group_id=body.group_id,
                name=body.name,
                token_sha256=token_hash(key),
                hint=key[:HINT_CHARACTERS],
                scope=body.scope,
                expires_at=now() + timedelta(days=body.expires_in_days),
            )
        )
        await self.work.flush()
        await self._record(caller, "token.created", token)
        return ApiTokenMade(**dict(ApiTokenRead.model_validate(token)), token=key)

    async def revoke(self, token_id: UUID, caller: Caller) -> None:
        token = await self.tokens.own(token_id, caller.user_id)
        if token is None:
            raise ApiTokenNotFound
        if token.revoked_at is None:
            token.revoked_at = now()
            await self._record(caller, "token.revoked", token)
        await self.work.flush()

    async def holder(self, key: str) -> tuple[Caller, User, bool] | None:
        """Who calls by a key, as far as the key goes; whose it is; and whether its use is to be noted."""
        found = await self.tokens.by_hash(token_hash(key))
        if found is None:
            return None
        token, user = found
        caller = (await self.users.caller(user)).limited_to(token.scope, token.id, token.group_id)
        is_stale = token.last_used_at is None or now() - token.last_used_at > USE_NOTED_AFTER
        return caller, user, is_stale

    async def _record(self, caller: Caller, action: str, token: ApiToken) -> None:
        organization_id = next(iter(caller.organizations), None)
        default = await self.organizations.default() if organization_id is None else None
        organization_id = organization_id or (default.id if default else None)
        if organization_id is not None:
            scope = token.scope.value
            audit.record(self.work, caller, action, token.id, organization_id=organization_id, scope=scope)
        await self.work.flush()
