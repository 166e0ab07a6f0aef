"""Letting people in who came by a join code that needs approval, or who were removed before."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.groups.errors import GroupNotFound
from backend.features.groups.members import MemberService
from backend.features.groups.schemas import MemberRead
from backend.features.invitations.answers import read_request
from backend.features.invitations.errors import JoinRequestNotFound
from backend.features.invitations.schemas import JoinRequestRead
from backend.models.group import Group
from backend.models.invitation import Invitation
from backend.models.join_request import JoinRequest, JoinRequestState
from backend.repositories.groups import GroupRepository
from backend.repositories.join_requests import JoinRequestRepository
from backend.repositories.organizations import OrganizationMembershipRepository


class JoinRequestService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.requests = JoinRequestRepository(work.db)
        self.groups = GroupRepository(work.db)
        self.centre = OrganizationMembershipRepository(work.db)

    async def listing(self, group_id: UUID, caller: Caller, page: Page) -> Listing[JoinRequestRead]:
        if await self.groups.get_visible(group_id, caller) is None:
            raise GroupNotFound
        caller.require(Action.MANAGE_MEMBERS, in_=group_id)
        found = await self.requests.pending_of_group(group_id, page)
        items = [read_request(request, person) for request, person in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def accept(self, request_id: UUID, caller: Caller) -> MemberRead:
        request, group = await self._held(request_id, caller)
        members = MemberService(self.work)
        await members.join(group, request.user_id, request.role, caller)
        return await members.get(group.id, request.user_id)

    async def decline(self, request_id: UUID, caller: Caller) -> None:
        request, group = await self._held(request_id, caller)
        await self.requests.put(group, request.user_id, request.role, JoinRequestState.DECLINED)
        self._record(caller, "group.join_declined", group, request)
        await self.work.flush()

    async def is_needed(self, invitation: Invitation, user_id: UUID) -> bool:
        """Whether an admin must say yes: the code says so, or the person was turned away since it was made.

        An invitation to an address, made after that, is a yes by itself.
        """
        before = await self.requests.of(invitation.group_id, user_id)
        if invitation.requires_approval:
            return True
        if before is None or before.state is JoinRequestState.PENDING:
            return before is not None and invitation.email is None
        return invitation.email is None or before.updated_at > invitation.created_at

    async def is_pending(self, group_id: UUID, user_id: UUID) -> bool:
        before = await self.requests.of(group_id, user_id)
        return before is not None and before.state is JoinRequestState.PENDING

    async def ask(self, invitation: Invitation, group: Group, caller: Caller) -> None:
        request = await self.requests.put(
            group, caller.user_id, invitation.role, JoinRequestState.PENDING, invitation.id
        )
        await self.work.flush()
        self._record(caller, "group.join_requested", group, request)
        await self.work.flush()

    async def _held(self, request_id: UUID, caller: Caller) -> tuple[JoinRequest, Group]:
        """Somebody who waits, their group held until the end of the unit of work."""
        request = await self.requests.get_visible(request_id, caller)
        if request is None:
            raise JoinRequestNotFound
        caller.require(Action.MANAGE_MEMBERS, in_=request.group_id)
        # In the order in which joining takes hold of them.
        await self.centre.locked(request.organization_id, request.user_id)
        group = await self.groups.locked(request.group_id)
        if group is None or not await self.is_pending(request.group_id, request.user_id):
            raise JoinRequestNotFound
        return request, group

    def _record(self, caller: Caller, action: str, group: Group, request: JoinRequest) -> None:
        audit.record(
            self.work,
            caller,
            action,
            group.id,
            organization_id=group.organization_id,
            user_id=str(request.user_id),
            role=request.role.value,
        )
