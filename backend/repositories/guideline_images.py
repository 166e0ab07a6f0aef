"""Questions about the pictures of guidelines."""

from uuid import UUID

from sqlalchemy import func, select

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.guideline_image import GuidelineImage
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository


class GuidelineImageRepository(Repository[GuidelineImage]):
    model = GuidelineImage

    async def of_set(self, set_id: UUID, page: Page) -> Listing[GuidelineImage]:
        statement = self.select().where(GuidelineImage.set_id == set_id)
        return await self.listing(statement.order_by(GuidelineImage.created_at, GuidelineImage.id), page)

    async def all_of_set(self, set_id: UUID) -> list[GuidelineImage]:
        return await self.all(self.select().where(GuidelineImage.set_id == set_id).order_by(GuidelineImage.id))

    async def count_of_set(self, set_id: UUID) -> int:
        statement = select(func.count()).select_from(GuidelineImage).where(GuidelineImage.set_id == set_id)
        return (await self.db.execute(statement)).scalar_one()

    async def keys_of_set(self, set_id: UUID) -> list[str]:
        rows = await self.db.scalars(select(GuidelineImage.storage_key).where(GuidelineImage.set_id == set_id))
        return list(rows)

    async def get_visible(self, image_id: UUID, caller: Caller) -> tuple[GuidelineImage, SampleSet] | None:
        rows = await self.db.execute(
            select(GuidelineImage, SampleSet)
            .join(SampleSet, SampleSet.id == GuidelineImage.set_id)
            .where(GuidelineImage.id == image_id, SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)))
        )
        return rows.one_or_none()
