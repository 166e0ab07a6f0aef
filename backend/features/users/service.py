"""Accounts, as the system's admin keeps them."""

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, OrganizationRole, SystemRole
from backend.core.work import UnitOfWork
from backend.features.users.errors import EmailTaken
from backend.models.organization import DEFAULT_CENTER_KEY, Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.repositories.organizations import OrganizationRepository
from backend.repositories.users import UserRepository


class UserService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.users = UserRepository(work.db)
        self.organizations = OrganizationRepository(work.db)

    async def listing(self, caller: Caller, search: str | None, page: Page) -> Listing[User]:
        caller.require(Action.MANAGE_USERS)
        return await self.users.matching(search, page)

    async def create(
        self,
        caller: Caller | None,
        *,
        email: str,
        name: str,
        password_hash: str,
        organization_role: OrganizationRole,
        system_role: SystemRole | None = None,
        is_demo: bool = False,
    ) -> User:
        """Make an account in the default centre. Without a caller it is the system itself that asks (set-up)."""
        if caller is not None:
            caller.require(Action.MANAGE_USERS)
        if await self.users.by_email(email) is not None:
            raise EmailTaken
        organization = await self.default_organization()
        user = self.users.add(
            User(email=email, name=name, password_hash=password_hash, system_role=system_role, is_demo=is_demo)
        )
        await self.work.flush()
        self.work.db.add(
            OrganizationMembership(organization_id=organization.id, user_id=user.id, role=organization_role)
        )
        audit.record(self.work, caller, "user.created", user.id, organization_id=organization.id)
        await self.work.flush()
        return user

    async def default_organization(self) -> Organization:
        """The centre that exists from the first start on."""
        organization = await self.organizations.default()
        if organization is None:
            organization = self.organizations.add(Organization(name="This centre", center_key=DEFAULT_CENTER_KEY))
            await self.work.flush()
        return organization
