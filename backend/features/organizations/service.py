"""Centres, and the groups in them as their admins see them."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, GroupRole
from backend.core.work import UnitOfWork
from backend.features.groups.errors import GroupNotFound
from backend.features.groups.schemas import GroupRead
from backend.features.groups.service import GroupService
from backend.features.organizations.errors import CenterKeyTaken, OrganizationNotFound
from backend.features.organizations.schemas import (
    OrganizationCreate,
    OrganizationGroupRead,
    OrganizationRead,
    OrganizationUpdate,
)
from backend.features.radiomics.presets import ensure_shipped_presets
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.repositories.groups import GroupContext, GroupRepository, MembershipRepository
from backend.repositories.organizations import OrganizationCounts, OrganizationRepository


class OrganizationService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.organizations = OrganizationRepository(work.db)
        self.groups = GroupRepository(work.db)
        self.members = MembershipRepository(work.db)

    async def listing(self, caller: Caller, page: Page) -> Listing[OrganizationRead]:
        """One's own centres; all of them for whoever manages centres."""
        found = await self.organizations.visible(caller, page)
        counts = await self.organizations.counts([organization.id for organization in found.items])
        items = [_read(organization, caller, counts[organization.id]) for organization in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def get(self, organization_id: UUID, caller: Caller) -> OrganizationRead:
        return await self._with_counts(await self.visible(organization_id, caller), caller)

    async def create(self, caller: Caller, body: OrganizationCreate) -> OrganizationRead:
        """Make a centre, with the presets that every centre has."""
        caller.require(Action.MANAGE_ORGANIZATIONS)
        organization = Organization(name=body.name, center_key=body.center_key)
        if not await self.organizations.insert(organization):
            raise CenterKeyTaken
        await ensure_shipped_presets(self.work, organization.id)
        self._record(caller, "organization.created", organization)
        await self.work.flush()
        return await self._with_counts(organization, caller)

    async def update(self, organization_id: UUID, caller: Caller, body: OrganizationUpdate) -> OrganizationRead:
        organization = await self.visible(organization_id, caller)
        caller.require(Action.EDIT_ORGANIZATION, in_=organization_id)
        if body.name is not None:
            organization.name = body.name
            self._record(caller, "organization.updated", organization, fields=["name"])
        await self.work.flush()
        return await self._with_counts(organization, caller)

    async def list_groups(self, organization_id: UUID, caller: Caller, page: Page) -> Listing[OrganizationGroupRead]:
        await self.visible(organization_id, caller)
        caller.require(Action.SEE_ORGANIZATION_GROUPS, in_=organization_id)
        found = await self.groups.of_organization(organization_id, page)
        items = [_group(context, caller) for context in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def enter_group(self, organization_id: UUID, group_id: UUID, caller: Caller) -> GroupRead:
        """Become admin of a group of one's centre: an act that the audit keeps, in place of a right to look in."""
        organization = await self.visible(organization_id, caller)
        caller.require(Action.ENTER_GROUP, in_=organization_id)
        group = await self.groups.locked(group_id)
        if group is None or group.organization_id != organization_id:
            raise GroupNotFound
        membership = await self.members.of(group_id, caller.user_id)
        if membership is None:
            self.members.add(Membership(group_id=group_id, user_id=caller.user_id, role=GroupRole.ADMIN))
        else:
            membership.role = GroupRole.ADMIN
        audit.record(self.work, caller, "group.entered", group_id, organization_id=organization.id)
        await self.work.flush()
        return await GroupService(self.work).read(group, GroupRole.ADMIN)

    async def visible(self, organization_id: UUID, caller: Caller) -> Organization:
        organization = await self.organizations.get_visible(organization_id, caller)
        if organization is None:
            raise OrganizationNotFound
        return organization

    async def _with_counts(self, organization: Organization, caller: Caller) -> OrganizationRead:
        counts = await self.organizations.counts([organization.id])
        return _read(organization, caller, counts[organization.id])

    def _record(self, caller: Caller, action: str, organization: Organization, **details: object) -> None:
        audit.record(self.work, caller, action, organization.id, organization_id=organization.id, **details)


def _read(organization: Organization, caller: Caller, counts: OrganizationCounts) -> OrganizationRead:
    return OrganizationRead(
        id=organization.id,
        name=organization.name,
        center_key=organization.center_key,
        my_role=caller.organizations.get(organization.id),
        member_count=counts.members,
        group_count=counts.groups,
        created_at=organization.created_at,
    )


def _group(context: GroupContext, caller: Caller) -> OrganizationGroupRead:
    return OrganizationGroupRead(
        id=context.group.id,
        name=context.group.name,
        member_count=context.members,
        set_count=context.sets,
        my_role=caller.groups.get(context.group.id),
        created_at=context.group.created_at,
    )
