"""Questions about centres."""

from uuid import UUID

from sqlalchemy import select

from backend.models.organization import DEFAULT_CENTER_KEY, Organization
from backend.models.organization_membership import OrganizationMembership
from backend.repositories.base import Repository


class OrganizationRepository(Repository[Organization]):
    model = Organization

    async def default(self) -> Organization | None:
        return await self.one_or_none(self.select().where(Organization.center_key == DEFAULT_CENTER_KEY))

    async def of_user(self, user_id: UUID) -> list[tuple[Organization, OrganizationMembership]]:
        rows = await self.db.execute(
            select(Organization, OrganizationMembership)
            .join(OrganizationMembership, OrganizationMembership.organization_id == Organization.id)
            .where(OrganizationMembership.user_id == user_id)
            .order_by(Organization.name)
        )
        return list(rows.all())
