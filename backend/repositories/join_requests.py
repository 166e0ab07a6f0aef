"""Questions about those who wait to be let into a group."""

from uuid import UUID

from sqlalchemy import delete, select

from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller, GroupRole
from backend.models.group import Group
from backend.models.join_request import JoinRequest, JoinRequestState
from backend.models.user import User
from backend.repositories.base import Repository


class JoinRequestRepository(Repository[JoinRequest]):
    model = JoinRequest

    async def pending_of_group(self, group_id: UUID, page: Page) -> Listing[tuple[JoinRequest, User]]:
        """Who waits, the longest first."""
        waiting = select(JoinRequest.id).where(
            JoinRequest.group_id == group_id, JoinRequest.state == JoinRequestState.PENDING
        )
        rows = await self.db.execute(
            select(JoinRequest, User)
            .join(User, User.id == JoinRequest.user_id)
            .where(JoinRequest.id.in_(waiting))
            .order_by(JoinRequest.updated_at, JoinRequest.id)
            .limit(page.page_size)
            .offset(page.offset)
        )
        return Listing(
            [(request, user) for request, user in rows], await self.count(waiting), page.page, page.page_size
        )

    async def get_visible(self, request_id: UUID, caller: Caller) -> JoinRequest | None:
        groups = caller.groups_where(Action.SEE_GROUP)
        return await self.one_or_none(
            self.select().where(
                JoinRequest.id == request_id,
                JoinRequest.group_id.in_(groups),
                JoinRequest.state == JoinRequestState.PENDING,
            )
        )

    async def of(self, group_id: UUID, user_id: UUID) -> JoinRequest | None:
        statement = self.select().where(JoinRequest.group_id == group_id, JoinRequest.user_id == user_id)
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def put(
        self, group: Group, user_id: UUID, role: GroupRole, state: JoinRequestState, invitation_id: UUID | None = None
    ) -> JoinRequest:
        """There is one a person and group: a later one takes the place of the one before."""
        request = await self.of(group.id, user_id) or self.add(
            JoinRequest(organization_id=group.organization_id, group_id=group.id, user_id=user_id, was_removed=False)
        )
        request.role, request.state, request.invitation_id, request.updated_at = role, state, invitation_id, now()
        request.was_removed = request.was_removed or state is JoinRequestState.REMOVED
        return request

    async def forget(self, group_id: UUID, user_id: UUID) -> None:
        """Whoever is a member waits no longer."""
        await self.db.execute(
            delete(JoinRequest)
            .where(JoinRequest.group_id == group_id, JoinRequest.user_id == user_id)
            .execution_options(synchronize_session=False)
        )
