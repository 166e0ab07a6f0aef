"""Questions about decisions over readings that differ, and about what waits for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, and_, case, delete, func, or_, select
from sqlalchemy.orm import selectinload

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.adjudication import Adjudication
from backend.models.adjudication_parent import AdjudicationParent
from backend.models.disagreement import Disagreement
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository

FEWEST_READINGS = 2


class QueueState(StrEnum):
    """What of a queue is wanted: what differs and waits, what is decided, or all that several have read."""

    OPEN = "open"
    DECIDED = "decided"
    ALL = "all"


@dataclass(frozen=True)
class QueueRow:
    sample: Sample
    reading_count: int
    likeness: float | None
    is_compared: bool
    is_stale: bool
    adjudication_id: UUID | None


class AdjudicationRepository(Repository[Adjudication]):
    model = Adjudication

    async def get_visible(self, adjudication_id: UUID, caller: Caller) -> Adjudication | None:
        return await self.one_or_none(
            self.select()
            .join(SampleSet, SampleSet.id == Adjudication.set_id)
            .where(Adjudication.id == adjudication_id, SampleSet.group_id.in_(caller.groups_where(Action.ADJUDICATE)))
        )

    async def standing(self, sample_id: UUID, round_: int) -> Adjudication | None:
        return await self.one_or_none(
            self.select().where(
                Adjudication.sample_id == sample_id, Adjudication.round == round_, Adjudication.stands.is_(True)
            )
        )

    async def readings(self, sample_ids: Collection[UUID], round_: int) -> list[Examination]:
        """The readings of samples that are done in a round."""
        statement = select(Examination).where(Examination.sample_id.in_(sample_ids), *_is_done(round_))
        return list(await self.db.scalars(statement))

    async def last_turn(self, sample_id: UUID, person_id: UUID, round_: int) -> int:
        statement = select(func.max(Examination.turn)).where(
            Examination.sample_id == sample_id,
            Examination.reader_id == person_id,
            Examination.round == round_,
            Examination.kind == ExaminationKind.ADJUDICATION,
        )
        return await self.db.scalar(statement) or 0

    async def queue(self, sample_set: SampleSet, state: QueueState, page: Page) -> Listing[QueueRow]:
        """Samples that several have read in the present round, those that differ the most first."""
        statement = self._queue(sample_set)
        if state is QueueState.OPEN:
            statement = statement.where(
                Adjudication.id.is_(None), or_(Disagreement.likeness.is_(None), Disagreement.likeness < 1)
            )
        elif state is QueueState.DECIDED:
            statement = statement.where(Adjudication.id.is_not(None))
        ordered = statement.order_by(
            case((Disagreement.likeness.is_(None), 1), else_=0), Disagreement.likeness, Sample.position
        )
        rows = await self.db.execute(ordered.limit(page.page_size).offset(page.offset))
        return Listing([_row(*row) for row in rows], await self.count(statement), page.page, page.page_size)

    async def to_compare(self, sample_set: SampleSet) -> list[tuple[UUID, int, int]]:
        """Samples whose readings were not compared yet, or have changed since; with how many and which versions."""
        read = _read(sample_set)
        rows = await self.db.execute(
            select(read.c.sample_id, read.c.readings, read.c.versions)
            .join(Sample, Sample.id == read.c.sample_id)
            .outerjoin(Disagreement, _compared(read, sample_set))
            .where(Sample.purpose == SamplePurpose.READING, _is_not_fresh(read))
            .order_by(Sample.position)
        )
        return [(sample_id, int(readings), int(versions)) for sample_id, readings, versions in rows]

    async def keep_disagreements(self, round_: int, found: Sequence[Disagreement]) -> None:
        await self.db.execute(
            delete(Disagreement).where(
                Disagreement.round == round_, Disagreement.sample_id.in_([each.sample_id for each in found])
            )
        )
        self.db.add_all(found)

    def _queue(self, sample_set: SampleSet) -> Select[*tuple[Any, ...]]:
        read = _read(sample_set)
        return (
            select(
                Sample,
                read.c.readings,
                Disagreement.likeness,
                Disagreement.sample_id.is_not(None),
                _is_not_fresh(read),
                Adjudication.id,
            )
            .join(read, read.c.sample_id == Sample.id)
            .outerjoin(Disagreement, _compared(read, sample_set))
            .outerjoin(
                Adjudication,
                and_(
                    Adjudication.sample_id == Sample.id,
                    Adjudication.round == sample_set.round,
                    Adjudication.stands.is_(True),
                ),
            )
            .where(Sample.set_id == sample_set.id, Sample.purpose == SamplePurpose.READING)
            .options(selectinload(Sample.images))
        )

    async def parents(self, adjudication_id: UUID) -> list[AdjudicationParent]:
        statement = select(AdjudicationParent).where(AdjudicationParent.adjudication_id == adjudication_id)
        return list(await self.db.scalars(statement))


def _is_done(round_: int) -> tuple[Any, ...]:
    return (
        Examination.round == round_,
        Examination.kind == ExaminationKind.READING,
        Examination.state == ExaminationState.DONE,
    )


def _read(sample_set: SampleSet) -> Subquery:
    """Samples with the number of their readings that are done, where there are several."""
    return (
        select(
            Examination.sample_id,
            func.count().label("readings"),
            func.sum(Examination.version).label("versions"),
        )
        .where(Examination.set_id == sample_set.id, *_is_done(sample_set.round))
        .group_by(Examination.sample_id)
        .having(func.count() >= FEWEST_READINGS)
        .subquery()
    )


def _compared(read: Subquery, sample_set: SampleSet) -> Any:
    return and_(Disagreement.sample_id == read.c.sample_id, Disagreement.round == sample_set.round)


def _is_not_fresh(read: Subquery) -> Any:
    return or_(
        Disagreement.sample_id.is_(None),
        Disagreement.reading_count != read.c.readings,
        Disagreement.version_sum != read.c.versions,
    )


def _row(
    sample: Sample,
    readings: int,
    likeness: float | None,
    is_compared: bool,
    is_not_fresh: bool,
    adjudication_id: UUID | None,
) -> QueueRow:
    stale = bool(is_compared) and bool(is_not_fresh)
    return QueueRow(sample, int(readings), likeness, bool(is_compared), stale, adjudication_id)
