"""Questions about what is read once more, or by one more reader."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from backend.core.permissions import RULES, Action
from backend.models.blinding_lift import BlindingLift
from backend.models.distribution import Distribution
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.membership import Membership
from backend.models.overlap_decision import OverlapDecision
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository

KEPT = 300  # comparisons shown of a set: the latest


@dataclass(frozen=True)
class Pair:
    """A reading, and what it is to be like: the known answer, or what the same person read before."""

    reading: Examination
    purpose: SamplePurpose
    original_id: UUID


class RereadingRepository(Repository[OverlapDecision]):
    model = OverlapDecision

    async def sets_to_look_after(self) -> list[UUID]:
        """Open sets in which something is read once more, or by one more where readers disagree."""
        rows = await self.db.scalars(
            select(Distribution.set_id)
            .join(SampleSet, SampleSet.id == Distribution.set_id)
            .where(SampleSet.archived_at.is_(None), or_(Distribution.repeat_share > 0, Distribution.extra_readers > 0))
            .order_by(Distribution.set_id)
        )
        return list(rows)

    async def done_before(self, sample_set: SampleSet, before: datetime) -> list[tuple[UUID, UUID]]:
        """By reader who may still read here: the samples that they were done with by then, the first time in order."""
        may_read = exists(
            select(Membership.user_id).where(
                Membership.group_id == sample_set.group_id,
                Membership.user_id == Examination.reader_id,
                Membership.role.in_(RULES[Action.READ_SAMPLE].group),
            )
        )
        has_lifted = exists(
            select(BlindingLift.id).where(
                BlindingLift.set_id == sample_set.id,
                BlindingLift.user_id == Examination.reader_id,
                BlindingLift.round == sample_set.round,
            )
        )
        rows = await self.db.execute(
            select(Examination.reader_id, Examination.sample_id)
            .join(Sample, Sample.id == Examination.sample_id)
            .where(
                *_done(sample_set),
                Examination.done_at <= before,
                Sample.purpose == SamplePurpose.READING,
                may_read,
                ~has_lifted,
            )
            .order_by(Examination.reader_id, Examination.done_at, Examination.id)
        )
        return [(reader_id, sample_id) for reader_id, sample_id in rows]

    async def copies_with_keys(self, set_id: UUID, prefix: str) -> set[str]:
        rows = await self.db.scalars(
            select(Sample.content_key).where(Sample.set_id == set_id, Sample.content_key.startswith(prefix))
        )
        return set(rows)

    async def has_more_to_read(self, sample_set: SampleSet, reader_id: UUID) -> bool:
        """Whether something lies in a reader's packages that they are not done with."""
        done = select(Examination.id).where(
            *_done(sample_set), Examination.sample_id == PackageItem.sample_id, Examination.reader_id == reader_id
        )
        waiting = (
            select(PackageItem.sample_id)
            .join(Package, Package.id == PackageItem.package_id)
            .where(
                Package.set_id == sample_set.id, Package.assignee_id == reader_id, ~exists(done.correlate(PackageItem))
            )
        )
        return await self.db.scalar(waiting.limit(1)) is not None

    async def fully_read(self, sample_set: SampleSet, most: int, limit: int) -> list[tuple[UUID, int]]:
        """Samples whose readers are all done, as many as they have, at least two; of which nothing was decided yet."""
        slots = (
            select(PackageItem.sample_id.label("sample_id"), func.count().label("readers"))
            .where(PackageItem.set_id == sample_set.id)
            .group_by(PackageItem.sample_id)
            .subquery()
        )
        read = (
            select(func.count())
            .where(*_done(sample_set), Examination.sample_id == Sample.id)
            .correlate(Sample)
            .scalar_subquery()
        )
        decided = exists(
            select(OverlapDecision.sample_id).where(
                OverlapDecision.sample_id == Sample.id,
                OverlapDecision.round == sample_set.round,
                OverlapDecision.readers == slots.c.readers,
            )
        )
        rows = await self.db.execute(
            select(Sample.id, slots.c.readers)
            .join(slots, slots.c.sample_id == Sample.id)
            .where(
                Sample.purpose == SamplePurpose.READING,
                slots.c.readers >= 2,  # noqa: PLR2004 - one reading alone is like nothing
                slots.c.readers < most,
                read >= slots.c.readers,
                ~decided,
            )
            .order_by(Sample.position)
            .limit(limit)
        )
        return [(sample_id, readers) for sample_id, readers in rows]

    async def done_readings(self, sample_set: SampleSet, sample_ids: Collection[UUID]) -> list[Examination]:
        statement = select(Examination).where(*_done(sample_set), Examination.sample_id.in_(sample_ids))
        return list(await self.db.scalars(statement.order_by(Examination.created_at, Examination.id)))

    async def decision_counts(self, set_id: UUID) -> tuple[int, int]:
        """Of how many samples it was asked whether their readers agree, and for how many one more was asked."""
        rows = await self.db.execute(
            select(OverlapDecision.is_extended, func.count())
            .where(OverlapDecision.set_id == set_id)
            .group_by(OverlapDecision.is_extended)
        )
        counts = dict(rows.all())
        return sum(counts.values()), counts.get(True, 0)

    async def compared(self, sample_set: SampleSet) -> list[Pair]:
        """The latest readings of repeats and controls that were done, of all rounds."""
        rows = await self.db.execute(
            select(Examination, Sample.purpose, Sample.original_id)
            .join(Sample, Sample.id == Examination.sample_id)
            .where(
                Examination.set_id == sample_set.id,
                Examination.kind == ExaminationKind.READING,
                Examination.state == ExaminationState.DONE,
                Sample.original_id.is_not(None),
            )
            .order_by(Examination.done_at.desc(), Examination.id)
            .limit(KEPT)
        )
        return [Pair(reading, purpose, original_id) for reading, purpose, original_id in rows if original_id]

    async def first_readings(self, pairs: Sequence[Pair]) -> dict[tuple[UUID, UUID], Examination]:
        """By reader and sample: what somebody read of an original, the earliest round first kept."""
        original, wanted = aliased(Examination), {pair.original_id for pair in pairs}
        rows = await self.db.scalars(
            select(original)
            .where(original.sample_id.in_(wanted), *_is_done_reading(original))
            .order_by(original.round.desc())
        )
        return {(reading.reader_id, reading.sample_id): reading for reading in rows}

    async def readings(self, examination_ids: Collection[UUID]) -> dict[UUID, Examination]:
        rows = await self.db.scalars(select(Examination).where(Examination.id.in_(examination_ids)))
        return {examination.id: examination for examination in rows}

    async def image_positions(self, sample_ids: Collection[UUID]) -> dict[UUID, int]:
        """Where images stand in their samples: the same in what is shown once more."""
        rows = await self.db.execute(
            select(SampleImage.id, SampleImage.position).where(SampleImage.sample_id.in_(sample_ids))
        )
        return dict(rows.all())


def _done(sample_set: SampleSet) -> tuple[ColumnElement[bool], ...]:
    return (
        Examination.set_id == sample_set.id,
        Examination.round == sample_set.round,
        *_is_done_reading(Examination),
    )


def _is_done_reading(table: type[Examination]) -> tuple[ColumnElement[bool], ...]:
    return (and_(table.kind == ExaminationKind.READING, table.state == ExaminationState.DONE),)
