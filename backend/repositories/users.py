"""Questions about people and their roles."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError

from backend.core.database import Base, now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller, SystemRole
from backend.models.membership import Membership
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.repositories.base import Repository


@dataclass(frozen=True)
class SignedIn:
    """The person of an open sign-in, with all roles that count now."""

    caller: Caller
    is_demo: bool


# A row for every pair of a centre and a group: people are in one or two centres. Of plain columns, without the mapping
# of objects: every request asks this.
_TABLES = Base.metadata.tables
_USERS, _SIGN_INS = _TABLES["users"], _TABLES["refresh_tokens"]
_IN_CENTRE, _IN_GROUP = _TABLES["organization_memberships"], _TABLES["memberships"]
SIGNED_IN = (
    select(
        _USERS.c.system_role,
        _USERS.c.is_demo,
        _IN_CENTRE.c.organization_id,
        _IN_CENTRE.c.role,
        _IN_GROUP.c.group_id,
        _IN_GROUP.c.role,
    )
    .join_from(_USERS, _SIGN_INS, _SIGN_INS.c.user_id == _USERS.c.id)
    .outerjoin(_IN_CENTRE, _IN_CENTRE.c.user_id == _USERS.c.id)
    .outerjoin(_IN_GROUP, _IN_GROUP.c.user_id == _USERS.c.id)
    .where(
        _SIGN_INS.c.id == bindparam("session_id"),
        _SIGN_INS.c.user_id == bindparam("user_id"),
        _SIGN_INS.c.revoked_at.is_(None),
        _SIGN_INS.c.expires_at > bindparam("instant"),
        _USERS.c.is_active.is_(True),
    )
    .order_by(_IN_CENTRE.c.joined_at)
)


class UserRepository(Repository[User]):
    model = User

    async def by_email(self, email: str) -> User | None:
        return await self.one_or_none(self.select().where(User.email == email))

    async def names(self, user_ids: Collection[UUID]) -> dict[UUID, str]:
        rows = await self.db.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
        return dict(rows.all())

    async def exist(self) -> bool:
        return await self.db.scalar(select(User.id).limit(1)) is not None

    async def has_demo(self) -> bool:
        return await self.db.scalar(select(User.id).where(User.is_demo.is_(True)).limit(1)) is not None

    async def matching(self, search: str | None, page: Page) -> Listing[User]:
        return await self.listing(self._search(search).order_by(User.email), page)

    async def insert(self, user: User) -> bool:
        """Write a new person; false if the e-mail is taken, even by somebody who was a moment quicker."""
        try:
            async with self.db.begin_nested():
                self.db.add(user)
        except IntegrityError:
            return False
        return True

    async def locked(self, user_id: UUID) -> User | None:
        """The person, held until the end of the unit of work."""
        statement = self.select().where(User.id == user_id).with_for_update()
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def locked_system_admins(self) -> list[User]:
        """All who can manage accounts, held until the end: of two who resign at once, one is refused."""
        return await self.all(
            self.select()
            .where(User.system_role == SystemRole.ADMIN, User.is_active.is_(True))
            .order_by(User.id)
            .with_for_update()
        )

    async def caller(self, user: User, session_id: UUID | None = None) -> Caller:
        """The person with all roles that count now."""
        organizations = await self.db.execute(
            select(OrganizationMembership.organization_id, OrganizationMembership.role)
            .where(OrganizationMembership.user_id == user.id)
            .order_by(OrganizationMembership.joined_at)
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

    async def signed_in(self, session_id: UUID, user_id: UUID) -> SignedIn | None:
        """Who has this sign-in, if it is open. Every request asks, so it is one statement, made once."""
        found = await self.db.execute(SIGNED_IN, {"session_id": session_id, "user_id": user_id, "instant": now()})
        rows = found.all()
        if not rows:
            return None
        system_role, is_demo, *_ = rows[0]
        caller = Caller(
            user_id=user_id,
            session_id=session_id,
            system_role=system_role,
            organizations={organization: role for *_, organization, role, _, _ in rows if organization},
            groups={group: role for *_, group, role in rows if group},
        )
        return SignedIn(caller, is_demo)

    def _search(self, search: str | None) -> Select[User]:
        if not search:
            return self.select()
        return self.select().where(
            or_(
                User.email.contains(search.lower(), autoescape=True),
                func.lower(User.name).contains(search.lower(), autoescape=True),
            )
        )
