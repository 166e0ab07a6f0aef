"""Questions about groups and their members."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, GroupRole
from backend.models.group import Group
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.base import Repository


@dataclass(frozen=True)
class GroupContext:
    """A group with what people need to know of it at a glance."""

    group: Group
    organization_name: str
    members: int
    sets: int


class GroupRepository(Repository[Group]):
    model = Group

    def visible_to(self, caller: Caller) -> Select[Group]:
        return self.select().where(Group.id.in_(caller.groups_where(Action.SEE_GROUP)))

    async def get_visible(self, group_id: UUID, caller: Caller) -> Group | None:
        return await self.one_or_none(self.visible_to(caller).where(Group.id == group_id))

    async def locked(self, group_id: UUID) -> Group | None:
        """The group, held until the end of the unit of work: its members change one after the other."""
        statement = self.select().where(Group.id == group_id).with_for_update()
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def visible(self, caller: Caller, page: Page) -> Listing[GroupContext]:
        return await self._listing(self.visible_to(caller), page)

    async def of_organization(self, organization_id: UUID, page: Page) -> Listing[GroupContext]:
        return await self._listing(self.select().where(Group.organization_id == organization_id), page)

    async def of_user(self, user_id: UUID) -> list[tuple[Group, Membership]]:
        rows = await self.db.execute(
            select(Group, Membership)
            .join(Membership, Membership.group_id == Group.id)
            .where(Membership.user_id == user_id)
            .order_by(Group.name)
        )
        return list(rows.all())

    async def in_context(self, groups: Sequence[Group]) -> list[GroupContext]:
        """The groups with their centre and counts, in one query."""
        members = select(func.count()).where(Membership.group_id == Group.id).scalar_subquery()
        sets = select(func.count()).where(SampleSet.group_id == Group.id).scalar_subquery()
        rows = await self.db.execute(
            select(Group.id, Organization.name, members, sets)
            .join(Organization, Organization.id == Group.organization_id)
            .where(Group.id.in_([group.id for group in groups]))
        )
        around = {group_id: rest for group_id, *rest in rows}
        return [GroupContext(group, *around[group.id]) for group in groups]

    async def _listing(self, statement: Select[Group], page: Page) -> Listing[GroupContext]:
        listing = await self.listing(statement.order_by(Group.name, Group.id), page)
        return Listing(await self.in_context(listing.items), listing.total, listing.page, listing.page_size)


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
        """What somebody is in a group now, not when this unit of work first looked."""
        return await self.db.get(Membership, (group_id, user_id), populate_existing=True)

    async def role_of(self, group_id: UUID, user_id: UUID) -> GroupRole | None:
        membership = await self.of(group_id, user_id)
        return membership.role if membership else None

    async def groups_of(self, user_id: UUID, organization_id: UUID) -> list[UUID]:
        """The groups of a centre that somebody is in, always in the same order, so that they are locked in it."""
        rows = await self.db.scalars(
            select(Group.id)
            .join(Membership, Membership.group_id == Group.id)
            .where(Membership.user_id == user_id, Group.organization_id == organization_id)
            .order_by(Group.id)
        )
        return list(rows)

    async def has_other_admin(self, group_id: UUID, user_id: UUID) -> bool:
        statement = select(Membership.user_id).where(
            Membership.group_id == group_id, Membership.role == GroupRole.ADMIN, Membership.user_id != user_id
        )
        return await self.db.scalar(statement.limit(1)) is not None
