"""Who belongs to a centre, and as what."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, OrganizationRole
from backend.core.work import UnitOfWork
from backend.features.groups.members import MemberService
from backend.features.organizations.errors import (
    AlreadyOrganizationMember,
    LastOrganizationAdmin,
    OrganizationMemberNotFound,
    OwnRole,
)
from backend.features.organizations.schemas import OrganizationMemberRead
from backend.features.organizations.service import OrganizationService
from backend.features.users.errors import UserNotFound
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.repositories.organizations import OrganizationMembershipRepository
from backend.repositories.users import UserRepository


class OrganizationMemberService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.members = OrganizationMembershipRepository(work.db)
        self.users = UserRepository(work.db)

    async def listing(self, organization_id: UUID, caller: Caller, page: Page) -> Listing[OrganizationMemberRead]:
        await self._require_managing(organization_id, caller)
        found = await self.members.of_organization(organization_id, page)
        return Listing([_read(m, u) for m, u in found.items], found.total, found.page, found.page_size)

    async def add(
        self, organization_id: UUID, caller: Caller, *, email: str, role: OrganizationRole
    ) -> OrganizationMemberRead:
        await self._require_managing(organization_id, caller)
        user = await self.users.by_email(email)
        if user is None:
            raise UserNotFound
        _refuse_own_role(organization_id, user.id, caller)
        if await self.members.locked(organization_id, user.id) is not None:
            raise AlreadyOrganizationMember
        membership = self.members.add(
            OrganizationMembership(organization_id=organization_id, user_id=user.id, role=role)
        )
        self._record(caller, "organization.member_added", organization_id, user.id, role=role.value)
        await self.work.flush()
        return _read(membership, user)

    async def change_role(
        self, organization_id: UUID, user_id: UUID, caller: Caller, role: OrganizationRole
    ) -> OrganizationMemberRead:
        await self._require_managing(organization_id, caller)
        _refuse_own_role(organization_id, user_id, caller)
        membership, user = await self._member(organization_id, user_id, stays_admin=role is OrganizationRole.ADMIN)
        membership.role = role
        self._record(caller, "organization.role_changed", organization_id, user_id, role=role.value)
        await self.work.flush()
        return _read(membership, user)

    async def remove(self, organization_id: UUID, user_id: UUID, caller: Caller) -> None:
        """Take somebody out of a centre, and out of its groups."""
        await self._require_managing(organization_id, caller)
        membership, _ = await self._member(organization_id, user_id, stays_admin=False)
        await self.members.delete(membership)
        self._record(caller, "organization.member_removed", organization_id, user_id)
        await self.work.flush()  # from here on nobody lets this person into a group as a member of the centre
        await MemberService(self.work).remove_from_all(organization_id, user_id, caller)

    async def _require_managing(self, organization_id: UUID, caller: Caller) -> None:
        await OrganizationService(self.work).visible(organization_id, caller)
        caller.require(Action.MANAGE_ORGANIZATION_MEMBERS, in_=organization_id)

    async def _member(
        self, organization_id: UUID, user_id: UUID, *, stays_admin: bool
    ) -> tuple[OrganizationMembership, User]:
        """A member, held; refused for the last admin, who is to stay one."""
        admins = await self.members.locked_admins(organization_id)
        membership = await self.members.locked(organization_id, user_id)
        user = await self.users.get(user_id)
        if membership is None or user is None:
            raise OrganizationMemberNotFound
        if not stays_admin and [admin.user_id for admin in admins] == [user_id]:
            raise LastOrganizationAdmin
        return membership, user

    def _record(self, caller: Caller, action: str, organization_id: UUID, user_id: UUID, **details: object) -> None:
        audit.record(
            self.work,
            caller,
            action,
            organization_id,
            organization_id=organization_id,
            user_id=str(user_id),
            **details,
        )


def _refuse_own_role(organization_id: UUID, user_id: UUID, caller: Caller) -> None:
    """Who keeps accounts sees no images by that: the way into a centre leads through somebody else."""
    if user_id == caller.user_id and caller.organizations.get(organization_id) is not OrganizationRole.ADMIN:
        raise OwnRole


def _read(membership: OrganizationMembership, user: User) -> OrganizationMemberRead:
    return OrganizationMemberRead(
        user_id=user.id,
        email=user.email,
        name=user.name,
        title=user.title,
        specialty=user.specialty,
        role=membership.role,
        joined_at=membership.joined_at,
    )
