"""Questions about what readers read once more, for those who may not know: that it is there says they were done."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Caller
from backend.models.examination import Examination
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_set import SampleSet
from backend.repositories.blinding import is_sighted
from backend.repositories.package_search import is_repeat

FIRST_KEY, AFTER_LAST_KEY = "repeat:", "repeat;"  # content keys of repeats lie between: found by their index


@dataclass(frozen=True)
class Unknown:
    """How much of a set somebody does not know of."""

    samples: int = 0
    packages: int = 0
    free_packages: int = 0


class RepeatRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def unknown(self, set_ids: Collection[UUID], reader_id: UUID) -> dict[UUID, Unknown]:
        """By set, of sets in which somebody is blind; those without such are left out."""
        samples = select(Sample.set_id, func.count()).where(Sample.id.in_(repeats_of_others(set_ids, reader_id)))
        counted = dict((await self.db.execute(samples.group_by(Sample.set_id))).all())
        if not counted:
            return {}
        is_free = case((Package.assignee_id.is_(None), 1), else_=0)
        packages = await self.db.execute(
            select(Package.set_id, func.count(), func.sum(is_free))
            .where(Package.id.in_(packages_of_repeats(set_ids, reader_id)))
            .group_by(Package.set_id)
        )
        trays = {set_id: (count, int(free)) for set_id, count, free in packages}
        return {set_id: Unknown(count, *trays.get(set_id, (0, 0))) for set_id, count in counted.items()}


def repeats_of_others(set_ids: Collection[UUID], reader_id: UUID) -> Select[UUID]:
    """What is read once more in sets, but by this person."""
    return select(Sample.id).where(
        Sample.set_id.in_(set_ids),
        Sample.content_key >= FIRST_KEY,
        Sample.content_key < AFTER_LAST_KEY,
        Sample.purpose == SamplePurpose.REPEAT,
        ~_is_of(reader_id),
    )


def packages_of_repeats(set_ids: Collection[UUID], reader_id: UUID) -> Select[UUID]:
    """The packages that it lies in."""
    return select(PackageItem.package_id).where(PackageItem.sample_id.in_(repeats_of_others(set_ids, reader_id)))


def is_known_sample(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller may know of a sample of their groups."""
    in_sight = select(SampleSet.id).where(SampleSet.id == Sample.set_id, is_sighted(caller))
    return or_(Sample.purpose != SamplePurpose.REPEAT, _is_of(caller.user_id), exists(in_sight.correlate(Sample)))


def is_known_package(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller may know of a package that their role lets them see."""
    in_sight = select(SampleSet.id).where(SampleSet.id == Package.set_id, is_sighted(caller))
    return or_(Package.assignee_id == caller.user_id, exists(in_sight.correlate(Package)), ~is_repeat())


def _is_of(reader_id: UUID) -> ColumnElement[bool]:
    """Whether a sample lies in a package of somebody, or they have begun to read it."""
    lies = (
        select(PackageItem.sample_id)
        .join(Package, Package.id == PackageItem.package_id)
        .where(PackageItem.sample_id == Sample.id, Package.assignee_id == reader_id)
    )
    begun = select(Examination.id).where(Examination.sample_id == Sample.id, Examination.reader_id == reader_id)
    return or_(exists(lies.correlate(Sample)), exists(begun.correlate(Sample)))
