"""Questions about who sees whose readings: asked in SQL, so that lists, details, counts and exports agree."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.blinding_lift import BlindingLift
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample_set import SampleSet, Sight
from backend.models.user import User
from backend.repositories.base import Repository


class BlindingRepository(Repository[BlindingLift]):
    model = BlindingLift

    async def sighted_in(self, set_ids: Collection[UUID], caller: Caller) -> set[UUID]:
        """Those of the sets in which the caller may know of the readings of others."""
        found = await self.db.scalars(select(SampleSet.id).where(SampleSet.id.in_(set_ids), is_sighted(caller)))
        return set(found)

    async def sees_imported_in(self, set_ids: Collection[UUID], caller: Caller) -> set[UUID]:
        """Those of the sets in which nothing of what files and models say is kept from the caller."""
        found = await self.db.scalars(select(SampleSet.id).where(SampleSet.id.in_(set_ids), sees_imported(caller)))
        return set(found)

    async def has_lifted(self, sample_set: SampleSet, user_id: UUID) -> bool:
        """Whether somebody has lifted their blinding in the present round."""
        lift = select(BlindingLift.id).where(
            BlindingLift.set_id == sample_set.id,
            BlindingLift.user_id == user_id,
            BlindingLift.round == sample_set.round,
        )
        return await self.db.scalar(lift) is not None

    async def of_set(self, set_id: UUID, page: Page) -> Listing[tuple[BlindingLift, str]]:
        """With the names of the people, the last first."""
        statement = self.select().where(BlindingLift.set_id == set_id)
        rows = await self.db.execute(
            statement.add_columns(User.name)
            .join(User, User.id == BlindingLift.user_id)
            .order_by(BlindingLift.created_at.desc(), BlindingLift.id.desc())
            .limit(page.page_size)
            .offset(page.offset)
        )
        found = [(lift, name) for lift, name in rows]
        return Listing(found, await self.count(statement), page.page, page.page_size)

    async def free_unfinished_packages(self, set_id: UUID, reader_id: UUID) -> int:
        """Free the trays of a reader in a set that hold something they have not done; tells how many."""
        done = select(Examination.id).where(
            Examination.sample_id == PackageItem.sample_id,
            Examination.reader_id == reader_id,
            Examination.round == SampleSet.round,
            Examination.kind == ExaminationKind.READING,
            Examination.state == ExaminationState.DONE,
        )
        unfinished = (
            select(PackageItem.sample_id)
            .join(SampleSet, SampleSet.id == PackageItem.set_id)
            .where(PackageItem.package_id == Package.id, ~exists(done.correlate(PackageItem, SampleSet)))
        )
        freed: Any = await self.db.execute(
            update(Package)
            .where(Package.assignee_id == reader_id, Package.set_id == set_id, exists(unfinished.correlate(Package)))
            .values(assignee_id=None, assigned_at=None)
            .execution_options(synchronize_session=False)
        )
        return int(freed.rowcount)


def reads(user_id: UUID) -> ColumnElement[bool]:
    """Whether somebody reads in a set: holds a package of it, or has begun a reading in it, in whichever round."""
    package, reading = aliased(Package), aliased(Examination)
    holds = select(package.id).where(package.set_id == SampleSet.id, package.assignee_id == user_id)
    has_read = select(reading.id).where(
        reading.set_id == SampleSet.id, reading.reader_id == user_id, reading.kind == ExaminationKind.READING
    )
    return or_(exists(holds.correlate(SampleSet)), exists(has_read.correlate(SampleSet)))


def _stands_outside(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller leads or reviews a set without reading in it, or has lifted their blinding in its round."""
    lifted = select(BlindingLift.id).where(
        BlindingLift.set_id == SampleSet.id,
        BlindingLift.user_id == caller.user_id,
        BlindingLift.round == SampleSet.round,
    )
    return and_(
        SampleSet.group_id.in_(caller.groups_where(Action.SEE_ALL_PACKAGES)),
        or_(~reads(caller.user_id), exists(lifted.correlate(SampleSet))),
    )


def is_sighted(caller: Caller) -> ColumnElement[bool]:
    """Whether nothing in a set is kept from the caller of what others have read."""
    return or_(SampleSet.readers_see_readings == Sight.ALWAYS, _stands_outside(caller))


def sees_imported(caller: Caller) -> ColumnElement[bool]:
    """Whether nothing in a set is kept from the caller of what files and models say."""
    return or_(SampleSet.readers_see_imported == Sight.ALWAYS, _stands_outside(caller))


def sees_imported_of(caller: Caller, sample_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether the caller sees what files and models say of a sample of a set."""
    return or_(
        sees_imported(caller),
        and_(SampleSet.readers_see_imported == Sight.AFTER_OWN, _has_done(caller, sample_id)),
        and_(SampleSet.readers_see_imported == Sight.AFTER_ROUND, SampleSet.round > 1),
    )


def readable_by(caller: Caller) -> ColumnElement[bool]:
    """Whether a reading may be seen by the caller: their own, or as the rule of its set has it for its kind.

    A known answer is shown to nobody who reads: that a sample has one says what it is for.
    """
    imported, known = ExaminationKind.IMPORTED, ExaminationKind.REFERENCE
    of_others = and_(
        SampleSet.group_id.in_(
            {*caller.groups_where(Action.READ_SAMPLE), *caller.groups_where(Action.SEE_ALL_PACKAGES)}
        ),
        or_(
            and_(Examination.kind.not_in((imported, known)), _by_rule(SampleSet.readers_see_readings, caller)),
            and_(Examination.kind == imported, _by_rule(SampleSet.readers_see_imported, caller)),
            and_(Examination.kind == known, _stands_outside(caller)),
        ),
    )
    seen = select(SampleSet.id).where(
        SampleSet.id == Examination.set_id,
        SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
        or_(Examination.reader_id == caller.user_id, of_others),
    )
    return exists(seen.correlate(Examination))


def _by_rule(rule: InstrumentedAttribute[Sight], caller: Caller) -> ColumnElement[bool]:
    return or_(
        rule == Sight.ALWAYS,
        _stands_outside(caller),
        and_(rule == Sight.AFTER_OWN, _has_done(caller, Examination.sample_id, Examination.round)),
        and_(rule == Sight.AFTER_ROUND, Examination.round < SampleSet.round),
    )


def _has_done(
    caller: Caller, sample_id: InstrumentedAttribute[UUID], round_: InstrumentedAttribute[int] = SampleSet.round
) -> ColumnElement[bool]:
    own = aliased(Examination)
    done = select(own.id).where(
        own.sample_id == sample_id,
        own.round == round_,
        own.reader_id == caller.user_id,
        own.kind == ExaminationKind.READING,
        own.state == ExaminationState.DONE,
    )
    return exists(done.correlate_except(own))
