"""Questions about sets."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.examination import Examination, ExaminationState
from backend.models.instance import Instance
from backend.models.package import Package
from backend.models.region import Region
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository


@dataclass(frozen=True)
class SetCounts:
    samples: int = 0
    packages: int = 0
    examinations: int = 0
    done: int = 0
    regions: int = 0


class SampleSetRepository(Repository[SampleSet]):
    model = SampleSet

    def visible_to(self, caller: Caller) -> Select[SampleSet]:
        return self.select().where(SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)))

    async def get_visible(self, set_id: UUID, caller: Caller) -> SampleSet | None:
        return await self.one_or_none(self.visible_to(caller).where(SampleSet.id == set_id))

    async def of_group(self, group_id: UUID, page: Page) -> Listing[SampleSet]:
        statement = self.select().where(SampleSet.group_id == group_id)
        return await self.listing(statement.order_by(SampleSet.name, SampleSet.id), page)

    async def locked(self, set_id: UUID) -> SampleSet | None:
        """The set, held until the end of the unit of work: samples and packages are numbered one after the other."""
        statement = self.select().where(SampleSet.id == set_id).with_for_update()
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def counts(self, set_ids: list[UUID]) -> dict[UUID, SetCounts]:
        """What hangs on several sets, in one query a kind."""
        samples = await self._per_set(select(Sample.set_id, func.count()), Sample.set_id, set_ids)
        packages = await self._per_set(select(Package.set_id, func.count()), Package.set_id, set_ids)
        of_current_round = (
            select(Examination.set_id, func.count())
            .join(SampleSet, SampleSet.id == Examination.set_id)
            .where(Examination.round == SampleSet.round)
        )
        examinations = await self._per_set(of_current_round, Examination.set_id, set_ids)
        done = await self._per_set(
            of_current_round.where(Examination.state == ExaminationState.DONE), Examination.set_id, set_ids
        )
        regions = await self._per_set(
            select(Sample.set_id, func.count(Region.id.distinct()))
            .join(SampleImage, SampleImage.sample_id == Sample.id)
            .outerjoin(Instance, Instance.id == SampleImage.instance_id)
            .join(Region, Region.series_id == func.coalesce(SampleImage.series_id, Instance.series_id)),
            Sample.set_id,
            set_ids,
        )
        return {
            key: SetCounts(*(count.get(key, 0) for count in (samples, packages, examinations, done, regions)))
            for key in set_ids
        }

    async def _per_set(self, statement: Select[UUID, int], column: object, ids: list[UUID]) -> dict[UUID, int]:
        rows = await self.db.execute(statement.where(column.in_(ids)).group_by(column))  # type: ignore[attr-defined,arg-type] # a column
        return dict(rows.all())
