"""Questions about what is drawn of studies, series and instances."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Action, Caller
from backend.models.instance import Instance
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.instances import FrameSource, frame_columns, shown_by, visible_instance

T = TypeVar("T", UUID, int)


@dataclass(frozen=True)
class PictureName:
    """The UIDs that name what is to be drawn: a study, a series of it, or an instance of that."""

    study: str
    series: str | None = None
    instance: str | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        named = [Study.study_instance_uid == self.study]
        if self.series is not None:
            named.append(Series.series_instance_uid == self.series)
        if self.instance is not None:
            named.append(Instance.sop_instance_uid == self.instance)
        return named


class PictureRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def of_set(self, set_id: UUID, name: PictureName, caller: Caller) -> FrameSource | None:
        """The image that stands for what is named, among those that samples of this set show to the caller."""
        mine = select(SampleSet.organization_id).where(
            SampleSet.id == set_id, SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP))
        )
        shown = and_(Instance.organization_id.in_(mine), shown_by(Sample.set_id == set_id))
        return await self._representative(name, shown)

    async def visible(self, name: PictureName, caller: Caller) -> FrameSource | None:
        """The image that stands for what is named, among those that the caller sees in whichever way."""
        return await self._representative(name, visible_instance(caller))

    async def _representative(self, name: PictureName, condition: ColumnElement[bool]) -> FrameSource | None:
        """Of the first series the instance in the middle; an instance that is named stands for itself."""
        conditions = [*name.conditions, condition]
        if name.instance is None:
            conditions.append(Instance.is_image.is_(True))
        series_id = await self.db.scalar(
            _placed(select(Series.id), conditions)
            .order_by(Series.series_number.is_(None), Series.series_number, Series.id)
            .limit(1)
        )
        if series_id is None:
            return None
        conditions.append(Series.id == series_id)
        count = (await self.db.execute(_placed(select(func.count(Instance.id)), conditions))).scalar_one()
        rows = await self.db.execute(
            frame_columns()
            .where(*conditions)
            .order_by(Instance.instance_number, Instance.sop_instance_uid)
            .offset(count // 2)
            .limit(1)
        )
        row = rows.one_or_none()
        return FrameSource(*row) if row else None


def _placed(statement: Select[T], conditions: list[ColumnElement[bool]]) -> Select[T]:
    return (
        statement.select_from(Instance)
        .join(Series, Series.id == Instance.series_id)
        .join(Study, Study.id == Series.study_id)
        .where(*conditions)
    )
