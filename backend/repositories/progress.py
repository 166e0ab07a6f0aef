"""Questions about how far people are, in sets as a whole: each asked once, however many sets and readers there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository
from backend.repositories.package_search import PackageFilter, conditions
from backend.repositories.packages import counted

Key = tuple[UUID, UUID | None]  # a set, and a reader or nobody


@dataclass(frozen=True)
class Held:
    """What lies in the packages of a reader, or of nobody."""

    packages: int = 0
    samples: int = 0


@dataclass(frozen=True)
class Read:
    """Readings of a reader in the current round; of the done ones, how many are tentative or of bad quality."""

    begun: int = 0
    done: int = 0
    tentative: int = 0
    bad_quality: int = 0


@dataclass(frozen=True)
class DoneReading:
    id: UUID
    begun_at: datetime
    done_at: datetime


class ProgressRepository(Repository[Examination]):
    model = Examination

    async def held(self, set_ids: Collection[UUID], own_in: Collection[UUID], caller_id: UUID) -> dict[Key, Held]:
        """By set and reader. Of the sets `own_in`, only what the caller has."""
        items = await self.db.execute(
            select(Package.set_id, Package.assignee_id, func.count())
            .join(PackageItem, PackageItem.package_id == Package.id)
            .where(Package.set_id.in_(set_ids), _shown(Package.set_id, Package.assignee_id, own_in, caller_id))
            .group_by(Package.set_id, Package.assignee_id)
        )
        samples = {(row[0], row[1]): row[2] for row in items}
        packages = await self.db.execute(
            select(Package.set_id, Package.assignee_id, func.count())
            .where(Package.set_id.in_(set_ids), _shown(Package.set_id, Package.assignee_id, own_in, caller_id))
            .group_by(Package.set_id, Package.assignee_id)
        )
        return {
            (set_id, reader_id): Held(count, samples.get((set_id, reader_id), 0))
            for set_id, reader_id, count in packages
        }

    async def overdue(self, sample_set: SampleSet, only: UUID | None) -> dict[UUID, int]:
        """By reader, the packages that should be read by now and are not; with `only`, of that person alone."""
        late = conditions(PackageFilter(overdue=True, reader=only), sample_set, only)
        rows = await self.db.execute(
            select(Package.assignee_id, func.count())
            .where(Package.set_id == sample_set.id, *late)
            .group_by(Package.assignee_id)
        )
        return {reader_id: count for reader_id, count in rows if reader_id is not None}

    async def read(self, set_ids: Collection[UUID], own_in: Collection[UUID], caller_id: UUID) -> dict[Key, Read]:
        """By set and reader. Of the sets `own_in`, only what the caller has read."""
        is_done = Examination.state == ExaminationState.DONE
        rows = await self.db.execute(
            select(
                Examination.set_id,
                Examination.reader_id,
                func.count(),
                counted(is_done),
                counted(and_(is_done, Examination.tentative)),
                counted(and_(is_done, Examination.bad_quality)),
            )
            .join(SampleSet, SampleSet.id == Examination.set_id)
            .where(
                Examination.set_id.in_(set_ids),
                Examination.round == SampleSet.round,
                Examination.kind == ExaminationKind.READING,
                _shown(Examination.set_id, Examination.reader_id, own_in, caller_id),
            )
            .group_by(Examination.set_id, Examination.reader_id)
        )
        return {
            (set_id, reader_id): Read(begun, int(done), int(tentative), int(bad))
            for set_id, reader_id, begun, done, tentative, bad in rows
        }

    async def latest_done(self, sample_set: SampleSet, reader_id: UUID, limit: int) -> list[DoneReading]:
        """The readings that somebody was done with last in the current round."""
        rows = await self.db.execute(
            select(Examination.id, Examination.created_at, Examination.done_at)
            .where(
                Examination.set_id == sample_set.id,
                Examination.reader_id == reader_id,
                Examination.round == sample_set.round,
                Examination.kind == ExaminationKind.READING,
                Examination.state == ExaminationState.DONE,
            )
            .order_by(Examination.done_at.desc(), Examination.id)
            .limit(limit)
        )
        return [DoneReading(key, begun_at, done_at or begun_at) for key, begun_at, done_at in rows]

    async def done_in_packages(self, package_ids: Collection[UUID]) -> dict[UUID, list[DoneReading]]:
        """The readings that the readers of packages are done with in the current round."""
        rows = await self.db.execute(
            select(Package.id, Examination.id, Examination.created_at, Examination.done_at)
            .join(PackageItem, PackageItem.package_id == Package.id)
            .join(SampleSet, SampleSet.id == Package.set_id)
            .join(
                Examination,
                and_(
                    Examination.sample_id == PackageItem.sample_id,
                    Examination.reader_id == Package.assignee_id,
                    Examination.round == SampleSet.round,
                    Examination.kind == ExaminationKind.READING,
                    Examination.state == ExaminationState.DONE,
                ),
            )
            .where(Package.id.in_(package_ids))
        )
        found: dict[UUID, list[DoneReading]] = {}
        for package_id, key, begun_at, done_at in rows:
            found.setdefault(package_id, []).append(DoneReading(key, begun_at, done_at or begun_at))
        return found

    async def moments(self, examination_ids: Sequence[UUID]) -> dict[UUID, list[datetime]]:
        """When something was done in readings, in order."""
        rows = await self.db.execute(
            select(AnnotationOperation.examination_id, AnnotationOperation.created_at)
            .where(AnnotationOperation.examination_id.in_(examination_ids))
            .order_by(AnnotationOperation.examination_id, AnnotationOperation.sequence_number)
        )
        found: dict[UUID, list[datetime]] = {}
        for examination_id, at in rows:
            found.setdefault(examination_id, []).append(at)
        return found


def _shown(
    set_id: InstrumentedAttribute[UUID],
    reader_id: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    own_in: Collection[UUID],
    caller_id: UUID,
) -> ColumnElement[bool]:
    own: ColumnElement[bool] = reader_id == caller_id
    return or_(set_id.not_in(own_in), own) if own_in else true()
