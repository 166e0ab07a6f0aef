"""Questions about centres and who belongs to them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, OrganizationRole
from backend.models.group import Group
from backend.models.organization import DEFAULT_CENTER_KEY, Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.user import User
from backend.repositories.base import Repository


@dataclass(frozen=True)
class OrganizationCounts:
    members: int = 0
    groups: int = 0


class OrganizationRepository(Repository[Organization]):
    model = Organization

    def visible_to(self, caller: Caller) -> Select[Organization]:
        """One's own; to whoever manages organisations, all."""
        if caller.may(Action.MANAGE_ORGANIZATIONS):
            return self.select()
        return self.select().where(Organization.id.in_(caller.organizations_where(Action.SEE_ORGANIZATION)))

    async def get_visible(self, organization_id: UUID, caller: Caller) -> Organization | None:
        return await self.one_or_none(self.visible_to(caller).where(Organization.id == organization_id))

    async def visible(self, caller: Caller, page: Page) -> Listing[Organization]:
        return await self.listing(self.visible_to(caller).order_by(Organization.name, Organization.id), page)

    async def insert(self, organization: Organization) -> bool:
        """Write a new centre; false if its key is taken, even by one that was a moment quicker."""
        try:
            async with self.db.begin_nested():
                self.db.add(organization)
        except IntegrityError:
            return False
        return True

    async def default(self) -> Organization | None:
        return await self.one_or_none(self.select().where(Organization.center_key == DEFAULT_CENTER_KEY))

    async def all_ids(self) -> list[UUID]:
        return list((await self.db.scalars(select(Organization.id).order_by(Organization.id))).all())

    async def of_user(self, user_id: UUID) -> list[tuple[Organization, OrganizationMembership]]:
        rows = await self.db.execute(
            select(Organization, OrganizationMembership)
            .join(OrganizationMembership, OrganizationMembership.organization_id == Organization.id)
            .where(OrganizationMembership.user_id == user_id)
            .order_by(Organization.name)
        )
        return list(rows.all())

    async def counts(self, organization_ids: list[UUID]) -> dict[UUID, OrganizationCounts]:
        """Members and groups of several centres in two queries."""
        members = await self.db.execute(
            select(OrganizationMembership.organization_id, func.count())
            .where(OrganizationMembership.organization_id.in_(organization_ids))
            .group_by(OrganizationMembership.organization_id)
        )
        groups = await self.db.execute(
            select(Group.organization_id, func.count())
            .where(Group.organization_id.in_(organization_ids))
            .group_by(Group.organization_id)
        )
        members_of, groups_of = dict(members.all()), dict(groups.all())
        return {key: OrganizationCounts(members_of.get(key, 0), groups_of.get(key, 0)) for key in organization_ids}


class OrganizationMembershipRepository(Repository[OrganizationMembership]):
    model = OrganizationMembership

    async def of_organization(self, organization_id: UUID, page: Page) -> Listing[tuple[OrganizationMembership, User]]:
        members = select(OrganizationMembership.user_id).where(
            OrganizationMembership.organization_id == organization_id
        )
        total = await self.count(members)
        rows = await self.db.execute(
            select(OrganizationMembership, User)
            .join(User, User.id == OrganizationMembership.user_id)
            .where(OrganizationMembership.organization_id == organization_id)
            .order_by(User.name, User.id)
            .limit(page.page_size)
            .offset(page.offset)
        )
        return Listing(list(rows.all()), total, page.page, page.page_size)

    async def locked(self, organization_id: UUID, user_id: UUID) -> OrganizationMembership | None:
        """Somebody's place in a centre, held until the end: nobody leaves it while joining one of its groups."""
        statement = self.select().where(
            OrganizationMembership.organization_id == organization_id, OrganizationMembership.user_id == user_id
        )
        return await self.one_or_none(statement.with_for_update().execution_options(populate_existing=True))

    async def locked_admins(self, organization_id: UUID) -> list[OrganizationMembership]:
        """The centre's admins, held until the end of the unit of work: of two who leave at once, one is refused."""
        return await self.all(
            self.select()
            .where(
                OrganizationMembership.organization_id == organization_id,
                OrganizationMembership.role == OrganizationRole.ADMIN,
            )
            .order_by(OrganizationMembership.user_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
