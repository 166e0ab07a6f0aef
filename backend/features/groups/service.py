"""Groups, and who belongs to them."""

from uuid import UUID

from backend.core import audit
from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, GroupRole
from backend.core.work import UnitOfWork
from backend.features.groups.errors import AlreadyMember, GroupNotFound, LastAdmin, MemberNotFound
from backend.features.groups.schemas import GroupRead, GroupUpdate, MemberRead
from backend.features.users.errors import UserNotFound
from backend.models.group import Group
from backend.models.membership import Membership
from backend.models.user import User
from backend.repositories.groups import GroupCounts, GroupRepository, MembershipRepository
from backend.repositories.organizations import OrganizationRepository
from backend.repositories.users import UserRepository


class GroupService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.groups = GroupRepository(work.db)
        self.members = MembershipRepository(work.db)
        self.users = UserRepository(work.db)
        self.organizations = OrganizationRepository(work.db)

    async def listing(self, caller: Caller, page: Page) -> Listing[GroupRead]:
        listing = await self.groups.visible(caller, page)
        counts = await self.groups.counts([group.id for group in listing.items])
        items = [_read(group, caller, counts[group.id]) for group in listing.items]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def get(self, group_id: UUID, caller: Caller) -> GroupRead:
        group = await self._visible(group_id, caller)
        return await self._with_counts(group, caller)

    async def create(self, caller: Caller, *, name: str, description: str | None) -> GroupRead:
        """Make a group in the caller's centre; its maker is its first admin."""
        organization_id = next(iter(caller.organizations_where(Action.CREATE_GROUP)), None)
        if organization_id is None:
            raise NotPermitted("You belong to no centre that could hold a group.")
        group = self.groups.add(Group(organization_id=organization_id, name=name, description=description))
        await self.work.flush()
        self.members.add(Membership(group_id=group.id, user_id=caller.user_id, role=GroupRole.ADMIN))
        audit.record(self.work, caller, "group.created", group.id, organization_id=organization_id)
        await self.work.flush()
        return await self._with_counts(group, caller, GroupRole.ADMIN)

    async def update(self, group_id: UUID, caller: Caller, changes: GroupUpdate) -> GroupRead:
        group = await self._visible(group_id, caller)
        caller.require(Action.EDIT_GROUP, in_=group.id)
        changed = changes.model_dump(exclude_unset=True)
        for field, value in changed.items():
            if not (field == "name" and value is None):
                setattr(group, field, value)
        self._record(caller, "group.updated", group, fields=sorted(changed))
        await self.work.flush()
        return await self._with_counts(group, caller)

    async def list_members(self, group_id: UUID, caller: Caller, page: Page) -> Listing[MemberRead]:
        await self._visible(group_id, caller)
        found = await self.members.of_group(group_id, page)
        return Listing([_member(m, u) for m, u in found.items], found.total, found.page, found.page_size)

    async def add_member(self, group_id: UUID, caller: Caller, *, email: str, role: GroupRole) -> MemberRead:
        """Add a person of the same centre, by e-mail. Whoever is not of the centre is not known here."""
        group = await self._managed(group_id, caller)
        user = await self.users.by_email(email)
        if user is None or not await self._belongs(user, group.organization_id):
            raise UserNotFound
        if await self.members.of(group_id, user.id) is not None:
            raise AlreadyMember
        membership = self.members.add(Membership(group_id=group_id, user_id=user.id, role=role))
        self._record(caller, "group.member_added", group, user_id=str(user.id), role=role.value)
        await self.work.flush()
        return _member(membership, user)

    async def change_role(self, group_id: UUID, user_id: UUID, caller: Caller, role: GroupRole) -> MemberRead:
        group = await self._managed(group_id, caller)
        membership, user = await self._member(group_id, user_id)
        if role is not GroupRole.ADMIN:
            await self._guard_last_admin(membership)
        membership.role = role
        self._record(caller, "group.role_changed", group, user_id=str(user_id), role=role.value)
        await self.work.flush()
        return _member(membership, user)

    async def remove_member(self, group_id: UUID, user_id: UUID, caller: Caller) -> None:
        group = await self._managed(group_id, caller)
        membership, _ = await self._member(group_id, user_id)
        await self._guard_last_admin(membership)
        await self.members.delete(membership)
        self._record(caller, "group.member_removed", group, user_id=str(user_id))
        await self.work.flush()

    async def _visible(self, group_id: UUID, caller: Caller) -> Group:
        group = await self.groups.get_visible(group_id, caller)
        if group is None:
            raise GroupNotFound
        return group

    async def _managed(self, group_id: UUID, caller: Caller) -> Group:
        group = await self._visible(group_id, caller)
        caller.require(Action.MANAGE_MEMBERS, in_=group_id)
        return group

    async def _member(self, group_id: UUID, user_id: UUID) -> tuple[Membership, User]:
        membership = await self.members.of(group_id, user_id)
        user = await self.users.get(user_id)
        if membership is None or user is None:
            raise MemberNotFound
        return membership, user

    async def _belongs(self, user: User, organization_id: UUID) -> bool:
        return any(organization.id == organization_id for organization, _ in await self.organizations.of_user(user.id))

    async def _guard_last_admin(self, membership: Membership) -> None:
        if membership.role is not GroupRole.ADMIN:
            return
        admins = await self.members.locked_admins(membership.group_id)
        if [admin.user_id for admin in admins] == [membership.user_id]:
            raise LastAdmin

    async def _with_counts(self, group: Group, caller: Caller, role: GroupRole | None = None) -> GroupRead:
        counts = await self.groups.counts([group.id])
        return _read(group, caller, counts[group.id], role)

    def _record(self, caller: Caller, action: str, group: Group, **details: object) -> None:
        audit.record(self.work, caller, action, group.id, organization_id=group.organization_id, **details)


def _read(group: Group, caller: Caller, counts: GroupCounts, role: GroupRole | None = None) -> GroupRead:
    return GroupRead(
        id=group.id,
        organization_id=group.organization_id,
        name=group.name,
        description=group.description,
        my_role=role or caller.groups.get(group.id),
        member_count=counts.members,
        set_count=counts.sets,
        created_at=group.created_at,
    )


def _member(membership: Membership, user: User) -> MemberRead:
    return MemberRead(
        user_id=user.id, email=user.email, name=user.name, role=membership.role, joined_at=membership.joined_at
    )
