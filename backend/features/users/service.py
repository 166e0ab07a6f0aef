"""Accounts, as the system's admin keeps them."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, OrganizationRole, SystemRole
from backend.core.work import UnitOfWork
from backend.features.users.errors import EmailTaken, LastSystemAdmin, UserNotFound
from backend.features.users.schemas import UserUpdate
from backend.models.organization import DEFAULT_CENTER_KEY, Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.repositories.organizations import OrganizationMembershipRepository, OrganizationRepository
from backend.repositories.refresh_tokens import RefreshTokenRepository
from backend.repositories.users import UserRepository


class UserService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.users = UserRepository(work.db)
        self.sessions = RefreshTokenRepository(work.db)
        self.organizations = OrganizationRepository(work.db)
        self.organization_members = OrganizationMembershipRepository(work.db)

    async def listing(self, caller: Caller, search: str | None, page: Page) -> Listing[User]:
        caller.require(Action.MANAGE_USERS)
        return await self.users.matching(search, page)

    async def get(self, user_id: UUID, caller: Caller) -> User:
        caller.require(Action.MANAGE_USERS)
        user = await self.users.get(user_id)
        if user is None:
            raise UserNotFound
        return user

    async def create(
        self,
        caller: Caller | None,
        *,
        email: str,
        name: str,
        password_hash: str,
        organization_role: OrganizationRole | None,
        system_role: SystemRole | None = None,
        is_demo: bool = False,
    ) -> User:
        """Make an account, in the default centre if it has a role there.

        Without a caller it is the system itself that asks (set-up), or the person (registration).
        """
        if caller is not None:
            caller.require(Action.MANAGE_USERS)
        organization = await self.default_organization()
        user = User(email=email, name=name, password_hash=password_hash, system_role=system_role, is_demo=is_demo)
        if not await self.users.insert(user):
            raise EmailTaken
        if organization_role is not None:
            self.organization_members.add(
                OrganizationMembership(organization_id=organization.id, user_id=user.id, role=organization_role)
            )
        audit.record(self.work, caller, "user.created", user.id, organization_id=organization.id)
        await self.work.flush()
        return user

    async def update(self, user_id: UUID, caller: Caller, body: UserUpdate) -> User:
        """Rename, switch off or on, make administrator or not; one administrator stays."""
        caller.require(Action.MANAGE_USERS)
        changed = {
            field: value
            for field, value in body.model_dump(exclude_unset=True).items()
            if value is not None or field == "system_role"
        }
        admins = await self.users.locked_system_admins()
        user = await self.users.locked(user_id)
        if user is None:
            raise UserNotFound
        stays = changed.get("is_active", user.is_active) and changed.get("system_role", user.system_role)
        if not stays and [admin.id for admin in admins] == [user_id]:
            raise LastSystemAdmin
        for field, value in changed.items():
            setattr(user, field, value)
        if not user.is_active:
            await self.sessions.revoke_all(user_id)
        organization = await self.default_organization()
        audit.record(
            self.work, caller, "user.updated", user_id, organization_id=organization.id, fields=sorted(changed)
        )
        await self.work.flush()
        return user

    async def default_organization(self) -> Organization:
        """The centre that exists from the first start on."""
        organization = await self.organizations.default()
        if organization is None:
            organization = self.organizations.add(Organization(name="This centre", center_key=DEFAULT_CENTER_KEY))
            await self.work.flush()
        return organization
