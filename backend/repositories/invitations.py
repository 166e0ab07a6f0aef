"""Questions about join codes, and the conditional update by which one is used."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.group import Group
from backend.models.invitation import Invitation
from backend.models.organization import Organization
from backend.models.user import User
from backend.repositories.base import Repository


class InvitationRepository(Repository[Invitation]):
    model = Invitation

    async def of_group(self, group_id: UUID, page: Page) -> Listing[tuple[Invitation, User]]:
        """The join codes of a group with their makers, newest first."""
        total = await self.count(select(Invitation.id).where(Invitation.group_id == group_id))
        rows = await self.db.execute(
            select(Invitation, User)
            .join(User, User.id == Invitation.created_by_id)
            .where(Invitation.group_id == group_id)
            .order_by(Invitation.created_at.desc(), Invitation.id.desc())
            .limit(page.page_size)
            .offset(page.offset)
        )
        return Listing(list(rows.all()), total, page.page, page.page_size)

    async def get_visible(self, invitation_id: UUID, caller: Caller) -> Invitation | None:
        groups = caller.groups_where(Action.SEE_GROUP)
        return await self.one_or_none(
            self.select().where(Invitation.id == invitation_id, Invitation.group_id.in_(groups))
        )

    async def by_code(self, code_sha256: str) -> Invitation | None:
        statement = self.select().where(Invitation.code_sha256 == code_sha256)
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def whereto(self, invitation: Invitation) -> tuple[Group, Organization, User]:
        """The group that a join code opens, its centre, and who invites."""
        rows = await self.db.execute(
            select(Group, Organization, User)
            .select_from(Invitation)
            .join(Group, Group.id == Invitation.group_id)
            .join(Organization, Organization.id == Invitation.organization_id)
            .join(User, User.id == Invitation.created_by_id)
            .where(Invitation.id == invitation.id)
        )
        return rows.one()

    async def use(self, invitation_id: UUID) -> bool:
        """Count one use; false if it is over. Of two who use it for the last time, the database lets one pass."""
        used: Any = await self.db.execute(
            update(Invitation)
            .where(
                Invitation.id == invitation_id,
                Invitation.revoked_at.is_(None),
                Invitation.expires_at > now(),
                or_(Invitation.max_uses.is_(None), Invitation.use_count < Invitation.max_uses),
            )
            .values(use_count=Invitation.use_count + 1)
            .execution_options(synchronize_session=False)
        )
        return bool(used.rowcount)
