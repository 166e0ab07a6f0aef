"""Which packages of a set are wanted, and in which order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, case, exists, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.database import now
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_set import SampleSet


class PackageStatus(StrEnum):
    """Derived, never stored: from the assignee and the readings of the current round."""

    FREE = "free"
    ASSIGNED = "assigned"
    STARTED = "started"
    DONE = "done"


class PackageSort(StrEnum):
    POSITION = "position"
    NEWEST = "-position"
    DUE = "due_on"
    PRIORITY = "-priority"


@dataclass(frozen=True)
class PackageFilter:
    """Which packages are wanted; what is not said does not matter."""

    status: PackageStatus | None = None
    reader: UUID | None = None
    overdue: bool | None = None
    priority: int | None = None
    sort: PackageSort = PackageSort.POSITION


NO_DUE_DATE_LAST = case((Package.due_on.is_(None), 1), else_=0)
Order = InstrumentedAttribute[int] | InstrumentedAttribute[date | None] | ColumnElement[int] | UnaryExpression[int]
IN_TURN: tuple[Order, ...] = (Package.priority.desc(), NO_DUE_DATE_LAST, Package.due_on, Package.position)
ORDERS: dict[PackageSort, tuple[Order, ...]] = {
    PackageSort.POSITION: (Package.position,),
    PackageSort.NEWEST: (Package.position.desc(),),
    PackageSort.DUE: (NO_DUE_DATE_LAST, Package.due_on, Package.position),
    PackageSort.PRIORITY: IN_TURN,
}


def is_repeat() -> ColumnElement[bool]:
    """Whether a package holds what its reader reads once more."""
    repeated = (
        select(PackageItem.sample_id)
        .join(Sample, Sample.id == PackageItem.sample_id)
        .where(PackageItem.package_id == Package.id, Sample.purpose == SamplePurpose.REPEAT)
    )
    return exists(repeated.correlate(Package))


def conditions(wanted: PackageFilter, sample_set: SampleSet, only: UUID | None) -> list[ColumnElement[bool]]:
    """The filter in SQL. With `only`, nobody's readings count but that person's."""
    found: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        found.append(_has_status(wanted.status, sample_set, only))
    if wanted.reader is not None:
        found.append(Package.assignee_id == wanted.reader)
    if wanted.priority is not None:
        found.append(Package.priority == wanted.priority)
    if wanted.overdue is not None:
        is_over = and_(Package.due_on.is_not(None), Package.due_on < now().date(), ~_is_done(sample_set, only))
        found.append(is_over if wanted.overdue else or_(Package.due_on.is_(None), not_(is_over)))
    return found


def _has_status(status: PackageStatus, sample_set: SampleSet, only: UUID | None) -> ColumnElement[bool]:
    if status is PackageStatus.FREE:
        return Package.assignee_id.is_(None)
    begun, done = exists(_readings(sample_set, only)), _is_done(sample_set, only)
    return and_(
        Package.assignee_id.is_not(None),
        {
            PackageStatus.ASSIGNED: ~begun,
            PackageStatus.STARTED: and_(begun, ~done),
            PackageStatus.DONE: done,
        }[status],
    )


def _is_done(sample_set: SampleSet, only: UUID | None) -> ColumnElement[bool]:
    """Whether the reader of a package is done with all that lies in it."""
    read = select(Examination.id).where(
        _is_by_reader(sample_set, only),
        Examination.sample_id == PackageItem.sample_id,
        Examination.state == ExaminationState.DONE,
    )
    any_item = select(PackageItem.sample_id).where(PackageItem.package_id == Package.id)
    left = any_item.where(~exists(read.correlate(Package, PackageItem)))
    return and_(exists(any_item.correlate(Package)), ~exists(left.correlate(Package)))


def _readings(sample_set: SampleSet, only: UUID | None) -> Select[Any]:
    return (
        select(Examination.id)
        .join(PackageItem, PackageItem.sample_id == Examination.sample_id)
        .where(PackageItem.package_id == Package.id, _is_by_reader(sample_set, only))
        .correlate(Package)
    )


def _is_by_reader(sample_set: SampleSet, only: UUID | None) -> ColumnElement[bool]:
    return and_(
        Examination.reader_id == Package.assignee_id,
        Examination.reader_id == only if only is not None else true(),
        Examination.round == sample_set.round,
        Examination.kind == ExaminationKind.READING,
    )
