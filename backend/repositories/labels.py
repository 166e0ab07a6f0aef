"""Questions about labels."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case, func, select, update

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.annotation import Annotation
from backend.models.label import Label
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository


class LabelRepository(Repository[Label]):
    model = Label

    async def of_set(self, set_id: UUID, page: Page) -> Listing[Label]:
        statement = self.select().where(Label.set_id == set_id)
        return await self.listing(statement.order_by(Label.position, Label.id), page)

    async def get_visible(self, label_id: UUID, caller: Caller) -> tuple[Label, SampleSet] | None:
        rows = await self.db.execute(
            select(Label, SampleSet)
            .join(SampleSet, SampleSet.id == Label.set_id)
            .where(Label.id == label_id, SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)))
        )
        return rows.one_or_none()

    async def fresh(self, label_id: UUID) -> Label | None:
        """As it is now, whatever this unit of work has seen of it before."""
        statement = self.select().where(Label.id == label_id)
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def named(self, set_id: UUID, name: str) -> Label | None:
        return await self.one_or_none(self.select().where(Label.set_id == set_id, Label.name == name))

    async def on_key(self, set_id: UUID, key: str) -> Label | None:
        return await self.one_or_none(self.select().where(Label.set_id == set_id, Label.shortcut == key))

    async def last_position(self, set_id: UUID) -> int:
        return await self.db.scalar(select(func.max(Label.position)).where(Label.set_id == set_id)) or 0

    async def uses(self, label_id: UUID) -> int:
        statement = select(func.count()).select_from(Annotation).where(Annotation.label_id == label_id)
        return (await self.db.execute(statement)).scalar_one()

    async def readings(self, label_id: UUID) -> int:
        """How many readings hold objects of a label."""
        statement = select(func.count(Annotation.examination_id.distinct())).where(Annotation.label_id == label_id)
        return (await self.db.execute(statement)).scalar_one()

    async def all_of_set(self, set_id: UUID) -> list[Label]:
        return await self.all(self.select().where(Label.set_id == set_id).order_by(Label.position, Label.id))

    async def place(self, label_ids: Sequence[UUID]) -> None:
        """Number labels in this order. To stand elsewhere is no edit of a label: its version stays."""
        places = [(Label.id == label_id, place) for place, label_id in enumerate(label_ids, start=1)]
        await self.db.execute(
            update(Label)
            .where(Label.id.in_(label_ids))
            .values(position=case(*places))
            .execution_options(synchronize_session=False)
        )
