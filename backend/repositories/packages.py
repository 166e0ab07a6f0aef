"""Questions about packages: who reads them, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.annotation import Annotation
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.group import Group
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.base import Repository
from backend.repositories.package_search import IN_TURN, ORDERS, PackageFilter, conditions, is_repeat
from backend.repositories.repeats import is_known_package, packages_of_repeats

TRIED_FIRST = 64


@dataclass(frozen=True)
class PackageContext:
    """A package with what people need to know where it is, and how far."""

    package: Package
    sample_set: SampleSet
    group: Group
    assignee: User | None
    sample_count: int = 0
    begun_count: int = 0
    done_count: int = 0
    tentative_count: int = 0
    bad_quality_count: int = 0


@dataclass(frozen=True)
class ItemReading:
    """A sample of a package with its assignee's reading, if begun."""

    item: PackageItem
    examination: Examination | None
    annotation_count: int


class PackageRepository(Repository[Package]):
    model = Package

    def visible_to(self, caller: Caller) -> Select[Package]:
        """One's own trays; in groups where one may see all, all."""
        return (
            self.select()
            .join(SampleSet, SampleSet.id == Package.set_id)
            .where(
                SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
                or_(
                    Package.assignee_id == caller.user_id,
                    SampleSet.group_id.in_(caller.groups_where(Action.SEE_ALL_PACKAGES)),
                ),
            )
        )

    async def get_visible(self, package_id: UUID, caller: Caller) -> Package | None:
        found = self.visible_to(caller).where(Package.id == package_id, is_known_package(caller))
        return await self.one_or_none(found)

    async def of_set(
        self, sample_set: SampleSet, wanted: PackageFilter, only: UUID | None, caller: Caller, page: Page
    ) -> Listing[PackageContext]:
        """Those that fit; with `only`, as far as that person's readings tell."""
        statement = self.visible_to(caller).where(Package.set_id == sample_set.id)
        fitting = statement.where(*conditions(wanted, sample_set, only))
        if only is not None:
            fitting = fitting.where(Package.id.not_in(packages_of_repeats([sample_set.id], only)))
        return await self._listing(fitting.order_by(*ORDERS[wanted.sort]), page)

    async def of_reader(self, caller: Caller, page: Page) -> Listing[PackageContext]:
        statement = self.visible_to(caller).where(Package.assignee_id == caller.user_id)
        return await self._listing(statement.order_by(Package.assigned_at.desc(), Package.id), page)

    async def in_context(self, packages: Sequence[Package]) -> list[PackageContext]:
        """The packages with set, group, assignee and progress, in three queries."""
        ids = [package.id for package in packages]
        rows = await self.db.execute(
            select(Package.id, SampleSet, Group, User)
            .join(SampleSet, SampleSet.id == Package.set_id)
            .join(Group, Group.id == SampleSet.group_id)
            .outerjoin(User, User.id == Package.assignee_id)
            .where(Package.id.in_(ids))
        )
        around = {package_id: (sample_set, group, user) for package_id, sample_set, group, user in rows}
        samples = await self._sample_counts(ids)
        readings = await self._reading_counts(ids)
        return [
            PackageContext(package, *around[package.id], samples.get(package.id, 0), *readings.get(package.id, ()))
            for package in packages
        ]

    async def next_free_for(self, set_id: UUID, reader_id: UUID) -> Package | None:
        """Lock the free package whose turn it is, without a sample that this reader has or had.

        By priority, then by the day it is due, then by its number. A caller racing us gets the next. What a package
        holds is asked of the first few in turn: asked of all the free ones of a large set, it takes seconds.
        """
        is_free = and_(Package.set_id == set_id, Package.assignee_id.is_(None))
        in_turn = select(Package.id).where(is_free).order_by(*IN_TURN)
        fitting = self.select().where(is_free, ~is_repeat(), ~overlaps_reader(reader_id)).order_by(*IN_TURN).limit(1)
        start, count = 0, TRIED_FIRST
        while some := list(await self.db.scalars(in_turn.offset(start).limit(count))):
            found = await self.one_or_none(fitting.where(Package.id.in_(some)).with_for_update(skip_locked=True))
            if found is not None:
                return found
            start, count = start + count, 4 * count
        return None

    async def overlaps(self, package_id: UUID, reader_id: UUID, *, has_read: bool = True) -> bool:
        """Whether somebody has a sample of a package in another; or has begun it, unless that must not show."""
        lies = overlaps_reader(reader_id) if has_read else lies_with_reader(reader_id)
        statement = select(Package.id).where(Package.id == package_id, lies)
        return await self.db.scalar(statement) is not None

    async def held_in_set(self, package_ids: Sequence[UUID], set_id: UUID, caller: Caller) -> list[Package]:
        """Those of the packages that are in a set and known to the caller, held until the end of the unit of work."""
        known = and_(Package.set_id == set_id, is_known_package(caller))
        statement = self.select().where(Package.id.in_(package_ids), known)
        ordered = statement.order_by(Package.id).with_for_update()  # in one order: no two wait for each other
        return await self.all(ordered.execution_options(populate_existing=True))

    async def free_all_of(self, group_id: UUID, reader_id: UUID) -> int:
        """Free the trays of a reader in a group, begun or not; tells how many. Readings stay."""
        of_group = select(SampleSet.id).where(SampleSet.group_id == group_id)
        freed: Any = await self.db.execute(
            update(Package)
            .where(Package.assignee_id == reader_id, Package.set_id.in_(of_group))
            .values(assignee_id=None, assigned_at=None)
            .execution_options(synchronize_session=False)
        )
        return int(freed.rowcount)

    async def last_position(self, set_id: UUID) -> int:
        return await self.db.scalar(select(func.max(Package.position)).where(Package.set_id == set_id)) or 0

    async def open_tray(self, set_id: UUID, slot: int) -> tuple[Package, int, int] | None:
        """The newest tray of a slot if nobody has it yet, how many samples lie in it, and the place of its last.

        Samples that were taken out leave their places empty.
        """
        package = await self.one_or_none(
            self.select()
            .where(Package.set_id == set_id, Package.slot == slot)
            .order_by(Package.position.desc())
            .limit(1)
        )
        if package is None or package.assignee_id is not None:
            return None
        rows = await self.db.execute(
            select(func.count(), func.max(PackageItem.position)).where(PackageItem.package_id == package.id)
        )
        count, last = rows.one()
        return package, count, last or 0

    async def contains(self, package_id: UUID, sample_id: UUID) -> bool:
        return await self.db.get(PackageItem, (package_id, sample_id)) is not None

    async def items(self, package: Package, page: Page) -> Listing[ItemReading]:
        """The samples of a package in order, each with the assignee's reading in the current round."""
        total = (await self._sample_counts([package.id])).get(package.id, 0)
        objects = (
            select(Annotation.examination_id, func.count().label("objects"))
            .group_by(Annotation.examination_id)
            .subquery()
        )
        rows = await self.db.execute(
            select(PackageItem, Examination, objects.c.objects)
            .join(SampleSet, SampleSet.id == PackageItem.set_id)
            .outerjoin(
                Examination,
                and_(
                    Examination.sample_id == PackageItem.sample_id,
                    Examination.reader_id == package.assignee_id,
                    Examination.round == SampleSet.round,
                    Examination.kind == ExaminationKind.READING,
                ),
            )
            .outerjoin(objects, objects.c.examination_id == Examination.id)
            .where(PackageItem.package_id == package.id)
            .order_by(PackageItem.position)
            .limit(page.page_size)
            .offset(page.offset)
        )
        found = [ItemReading(item, examination, count or 0) for item, examination, count in rows]
        return Listing(found, total, page.page, page.page_size)

    async def _listing(self, statement: Select[Package], page: Page) -> Listing[PackageContext]:
        listing = await self.listing(statement, page)
        return Listing(await self.in_context(listing.items), listing.total, listing.page, listing.page_size)

    async def _sample_counts(self, ids: Sequence[UUID]) -> dict[UUID, int]:
        rows = await self.db.execute(
            select(PackageItem.package_id, func.count())
            .where(PackageItem.package_id.in_(ids))
            .group_by(PackageItem.package_id)
        )
        return dict(rows.all())

    async def _reading_counts(self, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int, int, int]]:
        """Readings by the assignee in the current round: begun, done, and of the done ones tentative, bad quality."""
        is_done = Examination.state == ExaminationState.DONE
        rows = await self.db.execute(
            select(
                PackageItem.package_id,
                func.count(),
                counted(is_done),
                counted(and_(is_done, Examination.tentative)),
                counted(and_(is_done, Examination.bad_quality)),
            )
            .join(Package, Package.id == PackageItem.package_id)
            .join(SampleSet, SampleSet.id == Package.set_id)
            .join(
                Examination,
                and_(
                    Examination.sample_id == PackageItem.sample_id,
                    Examination.reader_id == Package.assignee_id,
                    Examination.round == SampleSet.round,
                    Examination.kind == ExaminationKind.READING,
                ),
            )
            .where(PackageItem.package_id.in_(ids))
            .group_by(PackageItem.package_id)
        )
        return {key: (begun, int(done), int(tentative), int(bad)) for key, begun, done, tentative, bad in rows}


def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group meet a condition."""
    return func.sum(case((condition, 1), else_=0))


def lies_with_reader(reader_id: UUID) -> ColumnElement[bool]:
    """Whether a package holds a sample that lies in another tray of this reader.

    One EXISTS in the other, from the package outwards: joined, SQLite goes through all that the reader has each time.
    """
    item, other_item, other = aliased(PackageItem), aliased(PackageItem), aliased(Package)
    is_theirs = exists().where(other.id == other_item.package_id, other.assignee_id == reader_id)
    lies_there = exists().where(
        other_item.sample_id == item.sample_id,
        other_item.package_id != Package.id,
        is_theirs.correlate_except(other),
    )
    return exists().where(item.package_id == Package.id, lies_there.correlate_except(other_item)).correlate(Package)


def overlaps_reader(reader_id: UUID) -> ColumnElement[bool]:
    """Whether a package holds a sample that lies in a tray of this reader, or that this reader has read."""
    item = aliased(PackageItem)
    is_of_this_round = exists().where(SampleSet.id == Examination.set_id, SampleSet.round == Examination.round)
    has_read = exists().where(
        Examination.sample_id == item.sample_id,
        Examination.reader_id == reader_id,
        Examination.kind == ExaminationKind.READING,
        is_of_this_round.correlate_except(SampleSet),
    )
    read = exists().where(item.package_id == Package.id, has_read.correlate_except(Examination)).correlate(Package)
    return or_(lies_with_reader(reader_id), read)
