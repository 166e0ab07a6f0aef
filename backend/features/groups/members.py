"""Who belongs to a group, and as what. A group's members change one after the other: each verb holds the group."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, GroupRole, OrganizationRole
from backend.core.work import UnitOfWork
from backend.features.groups.errors import AlreadyMember, GroupNotFound, LastAdmin, MemberNotFound
from backend.features.groups.schemas import MemberRead
from backend.features.users.errors import UserNotFound
from backend.models.group import Group
from backend.models.join_request import JoinRequestState
from backend.models.membership import Membership
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.repositories.groups import GroupRepository, MembershipRepository
from backend.repositories.join_requests import JoinRequestRepository
from backend.repositories.organizations import OrganizationMembershipRepository
from backend.repositories.packages import PackageRepository
from backend.repositories.users import UserRepository

REMOVED = "group.member_removed"


class MemberService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.groups = GroupRepository(work.db)
        self.members = MembershipRepository(work.db)
        self.users = UserRepository(work.db)
        self.organization_members = OrganizationMembershipRepository(work.db)
        self.packages = PackageRepository(work.db)
        self.requests = JoinRequestRepository(work.db)

    async def listing(self, group_id: UUID, caller: Caller, page: Page) -> Listing[MemberRead]:
        if await self.groups.get_visible(group_id, caller) is None:
            raise GroupNotFound
        found = await self.members.of_group(group_id, page)
        return Listing([_read(m, u) for m, u in found.items], found.total, found.page, found.page_size)

    async def add(self, group_id: UUID, caller: Caller, *, email: str, role: GroupRole) -> MemberRead:
        """Add a person of the same centre, by e-mail. Whoever is not of the centre is not known here."""
        group = await self._allowed(Action.MANAGE_MEMBERS, group_id, caller)
        user = await self.users.by_email(email)
        if user is None or await self.organization_members.locked(group.organization_id, user.id) is None:
            raise UserNotFound
        await self._hold(group_id)
        if await self.members.of(group_id, user.id) is not None:
            raise AlreadyMember
        membership = self.members.add(Membership(group_id=group_id, user_id=user.id, role=role))
        await self.requests.forget(group_id, user.id)
        self._record(caller, "group.member_added", group, user_id=str(user.id), role=role.value)
        await self.work.flush()
        return _read(membership, user)

    async def join(self, group: Group, user_id: UUID, role: GroupRole, caller: Caller) -> bool:
        """Let somebody in who holds a key to the group; false for a member, whose role stays.

        Whoever is of another centre becomes a member of this one. Holds the group.
        """
        place = await self.organization_members.locked(group.organization_id, user_id)
        await self._hold(group.id)
        if await self.members.of(group.id, user_id) is not None:
            return False
        if place is None:
            self.organization_members.add(
                OrganizationMembership(
                    organization_id=group.organization_id, user_id=user_id, role=OrganizationRole.MEMBER
                )
            )
        self.members.add(Membership(group_id=group.id, user_id=user_id, role=role))
        await self.requests.forget(group.id, user_id)
        self._record(caller, "group.member_joined", group, user_id=str(user_id), role=role.value)
        await self.work.flush()
        return True

    async def get(self, group_id: UUID, user_id: UUID) -> MemberRead:
        return _read(*await self._member(group_id, user_id))

    async def change_role(self, group_id: UUID, user_id: UUID, caller: Caller, role: GroupRole) -> MemberRead:
        group = await self._allowed(Action.MANAGE_MEMBERS, group_id, caller)
        await self._hold(group_id)
        membership, user = await self._member(group_id, user_id)
        if role is not GroupRole.ADMIN:
            await self._guard_last_admin(membership, group)
        membership.role = role
        self._record(caller, "group.role_changed", group, user_id=str(user_id), role=role.value)
        await self.work.flush()
        return _read(membership, user)

    async def remove(self, group_id: UUID, user_id: UUID, caller: Caller) -> None:
        group = await self._allowed(Action.MANAGE_MEMBERS, group_id, caller)
        await self._hold(group_id)
        await self._end(group, user_id, caller, REMOVED)

    async def leave(self, group_id: UUID, caller: Caller) -> None:
        group = await self._allowed(Action.SEE_GROUP, group_id, caller)
        await self._hold(group_id)
        await self._end(group, caller.user_id, caller, "group.member_left")

    async def remove_from_all(self, organization_id: UUID, user_id: UUID, caller: Caller) -> None:
        """Take somebody who leaves a centre out of its groups; for a caller who may decide on that."""
        for group_id in await self.members.groups_of(user_id, organization_id):
            group = await self._hold(group_id)
            if await self.members.of(group_id, user_id) is not None:
                await self._end(group, user_id, caller, REMOVED)

    async def _allowed(self, action: Action, group_id: UUID, caller: Caller) -> Group:
        group = await self.groups.get_visible(group_id, caller)
        if group is None:
            raise GroupNotFound
        caller.require(action, in_=group_id)
        return group

    async def _hold(self, group_id: UUID) -> Group:
        group = await self.groups.locked(group_id)
        if group is None:
            raise GroupNotFound
        return group

    async def _member(self, group_id: UUID, user_id: UUID) -> tuple[Membership, User]:
        membership = await self.members.of(group_id, user_id)
        user = await self.users.get(user_id)
        if membership is None or user is None:
            raise MemberNotFound
        return membership, user

    async def _end(self, group: Group, user_id: UUID, caller: Caller, action: str) -> None:
        """End a membership: their packages are free for others, begun or not; what they have read stays theirs.

        Whoever was removed comes back only if an admin says so.
        """
        membership, _ = await self._member(group.id, user_id)
        await self._guard_last_admin(membership, group)
        await self.members.delete(membership)
        freed = await self.packages.free_all_of(group.id, user_id)
        if action == REMOVED:
            await self.requests.put(group, user_id, membership.role, JoinRequestState.REMOVED)
        self._record(caller, action, group, user_id=str(user_id), packages_freed=freed)
        await self.work.flush()

    async def _guard_last_admin(self, membership: Membership, group: Group) -> None:
        if membership.role is not GroupRole.ADMIN:
            return
        if not await self.members.has_other_admin(group.id, membership.user_id):
            raise LastAdmin(f"The group {group.name} would have no admin left. Make somebody else admin first.")

    def _record(self, caller: Caller, action: str, group: Group, **details: object) -> None:
        audit.record(self.work, caller, action, group.id, organization_id=group.organization_id, **details)


def _read(membership: Membership, user: User) -> MemberRead:
    return MemberRead(
        user_id=user.id,
        email=user.email,
        name=user.name,
        title=user.title,
        specialty=user.specialty,
        role=membership.role,
        joined_at=membership.joined_at,
    )
