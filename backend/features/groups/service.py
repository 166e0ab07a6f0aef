"""Groups: teams of readers with their sets."""

from uuid import UUID

from backend.core import audit
from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, GroupRole
from backend.core.storage import Storage
from backend.core.versions import ANY_VERSION, MadeOn
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.groups.errors import GroupNotFound
from backend.features.groups.schemas import GroupContents, GroupCreate, GroupRead, GroupUpdate
from backend.features.organizations.errors import OrganizationNotFound
from backend.features.releases.removal import ReleaseRemoval
from backend.features.sets.removal import SetRemoval
from backend.models.group import Group
from backend.models.membership import Membership
from backend.repositories.groups import GroupContext, GroupRepository, MembershipRepository
from backend.repositories.repeats import RepeatRepository
from backend.repositories.sample_sets import SampleSetRepository


class GroupService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.groups = GroupRepository(work.db)
        self.members = MembershipRepository(work.db)
        self.sets = SampleSetRepository(work.db)

    async def listing(self, caller: Caller, page: Page) -> Listing[GroupRead]:
        found = await self.groups.visible(caller, page)
        items = [_read(context, caller.groups.get(context.group.id)) for context in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def get(self, group_id: UUID, caller: Caller) -> GroupRead:
        group = await self._visible(group_id, caller)
        return await self.read(group, caller.groups.get(group_id))

    async def contents(self, group_id: UUID, caller: Caller) -> GroupContents:
        """What goes with a group when it is deleted."""
        group = await self._visible(group_id, caller)
        caller.require(Action.EDIT_GROUP, in_=group.id)
        set_ids = await self.sets.ids_of_group(group_id)
        blind = await BlindingService(self.work).blind_in(set_ids, caller)
        is_blind = bool(blind)
        unknown = await RepeatRepository(self.work.db).unknown(blind, caller.user_id)
        inside = (await self.sets.contents(set_ids)).without(unknown.values())
        return GroupContents(
            sets=len(set_ids),
            samples=inside.samples,
            packages=inside.packages,
            readings=None if is_blind else inside.readings,
            objects=None if is_blind else inside.objects,
        )

    async def create(self, caller: Caller, body: GroupCreate) -> GroupRead:
        """Make a group in one of the caller's centres; its maker is its first admin."""
        organization_id = _centre_for(body, caller)
        group = self.groups.add(Group(organization_id=organization_id, name=body.name, description=body.description))
        await self.work.flush()
        self.members.add(Membership(group_id=group.id, user_id=caller.user_id, role=GroupRole.ADMIN))
        self._record(caller, "group.created", group)
        await self.work.flush()
        return await self.read(group, GroupRole.ADMIN)

    async def update(
        self, group_id: UUID, caller: Caller, changes: GroupUpdate, made_on: MadeOn = ANY_VERSION
    ) -> GroupRead:
        group = await self._held_for(Action.EDIT_GROUP, group_id, caller)
        made_on.require(group.version)
        changed = changes.model_dump(exclude_unset=True)
        for field, value in changed.items():
            if not (field == "name" and value is None):
                setattr(group, field, value)
        self._record(caller, "group.updated", group, fields=sorted(changed))
        await self.work.flush()
        return await self.read(group, caller.groups.get(group_id))

    async def delete(self, group_id: UUID, caller: Caller, storage: Storage) -> None:
        """Delete a group with its sets and all readings in them; refused while one of them is worked on."""
        group = await self._held_for(Action.DELETE_GROUP, group_id, caller)
        set_ids = await self.sets.ids_of_group(group_id)
        for set_id in set_ids:
            sample_set = await self.sets.locked(set_id)
            if sample_set is not None:
                await SetRemoval(self.work).remove(sample_set, caller, storage)
        releases = await ReleaseRemoval(self.work).remove_of_group(group_id, storage)
        self._record(caller, "group.deleted", group, sets=len(set_ids), releases=releases)
        await self.groups.delete(group)
        await self.work.flush()

    async def read(self, group: Group, role: GroupRole | None) -> GroupRead:
        """The group as somebody with this role in it sees it."""
        (context,) = await self.groups.in_context([group])
        return _read(context, role)

    async def _visible(self, group_id: UUID, caller: Caller) -> Group:
        group = await self.groups.get_visible(group_id, caller)
        if group is None:
            raise GroupNotFound
        return group

    async def _held_for(self, action: Action, group_id: UUID, caller: Caller) -> Group:
        """A group that the caller may do something to, held until the end of the unit of work."""
        await self._visible(group_id, caller)
        caller.require(action, in_=group_id)
        group = await self.groups.locked(group_id)
        if group is None:
            raise GroupNotFound
        return group

    def _record(self, caller: Caller, action: str, group: Group, **details: object) -> None:
        audit.record(self.work, caller, action, group.id, organization_id=group.organization_id, **details)


def _centre_for(body: GroupCreate, caller: Caller) -> UUID:
    centres = caller.organizations_where(Action.CREATE_GROUP)
    if body.organization_id is None:
        if not centres:
            raise NotPermitted("You belong to no centre that could hold a group.")
        return centres[0]
    if body.organization_id not in centres:
        raise OrganizationNotFound
    return body.organization_id


def _read(context: GroupContext, role: GroupRole | None) -> GroupRead:
    group = context.group
    return GroupRead(
        id=group.id,
        organization_id=group.organization_id,
        organization_name=context.organization_name,
        name=group.name,
        description=group.description,
        version=group.version,
        my_role=role,
        member_count=context.members,
        set_count=context.sets,
        created_at=group.created_at,
    )
