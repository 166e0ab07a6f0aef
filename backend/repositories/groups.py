"""Questions about groups and their members."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, GroupRole
from backend.models.group import Group
from backend.models.membership import Membership
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.base import Repository


@dataclass(frozen=True)
class GroupCounts:
    members: int = 0
    sets: int = 0


class GroupRepository(Repository[Group]):
    model = Group

    def visible_to(self, caller: Caller) -> Select[Group]:
        return self.select().where(Group.id.in_(caller.groups_where(Action.SEE_GROUP)))

    async def get_visible(self, group_id: UUID, caller: Caller) -> Group | None:
        return await self.one_or_none(self.visible_to(caller).where(Group.id == group_id))

    async def visible(self, caller: Caller, page: Page) -> Listing[Group]:
        return await self.listing(self.visible_to(caller).order_by(Group.name, Group.id), page)

    async def of_user(self, user_id: UUID) -> list[tuple[Group, Membership]]:
        rows = await self.db.execute(
            select(Group, Membership)
            .join(Membership, Membership.group_id == Group.id)
            .where(Membership.user_id == user_id)
            .order_by(Group.name)
        )
        return list(rows.all())

    async def counts(self, group_ids: list[UUID]) -> dict[UUID, GroupCounts]:
        """Members and sets of several groups in two queries."""
        members = await self.db.execute(
            select(Membership.group_id, func.count())
            .where(Membership.group_id.in_(group_ids))
            .group_by(Membership.group_id)
        )
        sets = await self.db.execute(
            select(SampleSet.group_id, func.count())
            .where(SampleSet.group_id.in_(group_ids))
            .group_by(SampleSet.group_id)
        )
        members_of, sets_of = dict(members.all()), dict(sets.all())
        return {key: GroupCounts(members_of.get(key, 0), sets_of.get(key, 0)) for key in group_ids}


class MembershipRepository(Repository[Membership]):
    model = Membership

    async def of_group(self, group_id: UUID, page: Page) -> Listing[tuple[Membership, User]]:
        members = select(Membership.user_id).where(Membership.group_id == group_id)
        total = await self.count(members)
        rows = await self.db.execute(
            select(Membership, User)
            .join(User, User.id == Membership.user_id)
            .where(Membership.group_id == group_id)
            .order_by(User.name, User.id)
            .limit(page.page_size)
            .offset(page.offset)
        )
        return Listing(list(rows.all()), total, page.page, page.page_size)

    async def of(self, group_id: UUID, user_id: UUID) -> Membership | None:
        return await self.db.get(Membership, (group_id, user_id))

    async def role_of(self, group_id: UUID, user_id: UUID) -> GroupRole | None:
        membership = await self.of(group_id, user_id)
        return membership.role if membership else None

    async def locked_admins(self, group_id: UUID) -> list[Membership]:
        """The group's admins, held until the end of the unit of work: of two who leave at once, one is refused."""
        return await self.all(
            self.select()
            .where(Membership.group_id == group_id, Membership.role == GroupRole.ADMIN)
            .order_by(Membership.user_id)
            .with_for_update()
        )
