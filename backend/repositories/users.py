"""Questions about people and their roles."""

from uuid import UUID

from sqlalchemy import Select, func, or_, select

from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.models.membership import Membership
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.repositories.base import Repository


class UserRepository(Repository[User]):
    model = User

    async def by_email(self, email: str) -> User | None:
        return await self.one_or_none(self.select().where(User.email == email))

    async def exist(self) -> bool:
        return await self.db.scalar(select(User.id).limit(1)) is not None

    async def has_demo(self) -> bool:
        return await self.db.scalar(select(User.id).where(User.is_demo.is_(True)).limit(1)) is not None

    async def matching(self, search: str | None, page: Page) -> Listing[User]:
        return await self.listing(self._search(search).order_by(User.email), page)

    async def caller(self, user: User, session_id: UUID | None = None) -> Caller:
        """The person with all roles that count now."""
        organizations = await self.db.execute(
            select(OrganizationMembership.organization_id, OrganizationMembership.role).where(
                OrganizationMembership.user_id == user.id
            )
        )
        groups = await self.db.execute(
            select(Membership.group_id, Membership.role).where(Membership.user_id == user.id)
        )
        return Caller(
            user_id=user.id,
            session_id=session_id,
            system_role=user.system_role,
            organizations=dict(organizations.all()),
            groups=dict(groups.all()),
        )

    def _search(self, search: str | None) -> Select[User]:
        if not search:
            return self.select()
        return self.select().where(
            or_(
                User.email.contains(search.lower(), autoescape=True),
                func.lower(User.name).contains(search.lower(), autoescape=True),
            )
        )
