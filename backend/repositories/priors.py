"""Questions about earlier examinations of a patient."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Action, Caller
from backend.models.instance import Instance
from backend.models.sample_image import SampleImage
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.instances import visible_instance
from backend.repositories.series import in_sets, visible_series, without_set

MOST_STUDIES = 20


class PriorRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def own_studies(self, sample_id: UUID) -> list[Study]:
        rows = await self.db.scalars(select(Study).where(_has_series(_shown_by_sample(sample_id))))
        return list(rows)

    async def is_open(self, sample_id: UUID, caller: Caller) -> bool:
        """Whether the caller sees what a sample shows for another reason than a set: they know whose it is."""
        closed = exists(select(Series.id).where(_shown_by_sample(sample_id), not_(without_set(caller))))
        return not await self.db.scalar(select(closed))

    async def before(
        self, patient_id: UUID, until: date | None, own_ids: Sequence[UUID], offered: ColumnElement[bool]
    ) -> list[Study]:
        """The latest first; those of which no date is known at the end."""
        statement = select(Study).where(
            Study.patient_id == patient_id, Study.id.not_in(own_ids), _has_series(and_(offered, _has_image()))
        )
        if until is not None:
            statement = statement.where(or_(Study.study_date.is_(None), Study.study_date <= until))
        undated = Study.study_date.is_(None)
        rows = await self.db.scalars(statement.order_by(undated, Study.study_date.desc(), Study.id).limit(MOST_STUDIES))
        return list(rows)

    async def series(self, study_ids: Sequence[UUID], offered: ColumnElement[bool]) -> list[Series]:
        rows = await self.db.scalars(
            select(Series)
            .where(Series.study_id.in_(study_ids), offered)
            .order_by(Series.series_number, Series.created_at, Series.id)
        )
        return list(rows)

    async def images(self, series_ids: Sequence[UUID], caller: Caller) -> dict[UUID, list[Instance]]:
        """What the caller sees of several series, by instance number."""
        rows = await self.db.scalars(
            select(Instance)
            .join(Series, Series.id == Instance.series_id)
            .where(Instance.series_id.in_(series_ids), Instance.is_image.is_(True), visible_instance(caller))
            .order_by(Instance.instance_number, Instance.sop_instance_uid)
        )
        found: dict[UUID, list[Instance]] = {}
        for instance in rows:
            found.setdefault(instance.series_id, []).append(instance)
        return found


def offered_beside(identity: Identity, caller: Caller, *, is_open: bool) -> ColumnElement[bool]:
    """Which series may be shown beside a sample: that they are of one patient must not tell more than each by itself.

    A series that the caller's sets show under another rule would name the patient of the sample, or be named by it;
    so would one that the caller knows by having brought it, unless they know the sample as well (`is_open`).
    """
    mine = SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP))
    alike = and_(visible_series(caller), not_(in_sets(and_(mine, SampleSet.identity != identity))))
    if identity is Identity.FULL or is_open:
        return alike
    return and_(alike, not_(without_set(caller)))


def _has_series(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(Series.id).where(Series.study_id == Study.id, condition).correlate(Study))


def _has_image() -> ColumnElement[bool]:
    images = select(Instance.id).where(Instance.series_id == Series.id, Instance.is_image.is_(True))
    return exists(images.correlate(Series))


def _shown_by_sample(sample_id: UUID) -> ColumnElement[bool]:
    whole = select(SampleImage.series_id).where(SampleImage.sample_id == sample_id, SampleImage.series_id.is_not(None))
    single = (
        select(Instance.series_id)
        .join(SampleImage, SampleImage.instance_id == Instance.id)
        .where(SampleImage.sample_id == sample_id)
    )
    return or_(Series.id.in_(whole), Series.id.in_(single))
