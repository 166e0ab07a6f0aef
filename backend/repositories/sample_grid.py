"""Questions about many samples of a set at once: which fit a filter, and how far each is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.paging import Page
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.instance import Instance
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.user import User
from backend.repositories.repeats import repeats_of_others
from backend.repositories.studies import contains


class SampleState(StrEnum):
    """Derived from the readings of the current round that the caller may see: one's own, or all of them."""

    UNREAD = "unread"
    BEGUN = "begun"
    DONE = "done"


class SampleSort(StrEnum):
    POSITION = "position"
    NEWEST = "-position"
    MODALITY = "modality"
    MODALITY_REVERSED = "-modality"


@dataclass(frozen=True)
class SampleFilter:
    """Which samples of a set are wanted; what is not said does not matter."""

    search: str | None = None
    modality: str | None = None
    state: SampleState | None = None
    reader: UUID | None = None
    package_id: UUID | None = None
    sort: SampleSort = SampleSort.POSITION


@dataclass(frozen=True)
class Tray:
    """A package that holds a sample, with its reader's reading in the current round."""

    sample_id: UUID
    package_id: UUID
    position: int
    reader_id: UUID | None
    reader_name: str | None
    state: ExaminationState | None


ORDERS = {
    SampleSort.POSITION: (Sample.position,),
    SampleSort.NEWEST: (Sample.position.desc(),),
    SampleSort.MODALITY: (Sample.modality, Sample.position),
    SampleSort.MODALITY_REVERSED: (Sample.modality.desc(), Sample.position),
}


class SampleGridRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def matching(
        self, sample_set: SampleSet, wanted: SampleFilter, only: UUID | None, page: Page
    ) -> tuple[list[UUID], int]:
        """One page of the samples of a set that fit, and how many fit in all.

        With `only`, nothing counts here or below but what that person reads.
        """
        statement = select(Sample.id).where(Sample.set_id == sample_set.id, *_conditions(sample_set, wanted, only))
        if only is not None:
            statement = statement.where(Sample.id.not_in(repeats_of_others([sample_set.id], only)))
        total = (await self.db.execute(select(func.count()).select_from(statement.subquery()))).scalar_one()
        ordered = statement.order_by(*ORDERS[wanted.sort]).limit(page.page_size).offset(page.offset)
        return list(await self.db.scalars(ordered)), total

    async def trays(self, sample_ids: Sequence[UUID], sample_set: SampleSet, only: UUID | None) -> list[Tray]:
        """The packages of samples, by their number."""
        rows = await self.db.execute(
            select(PackageItem.sample_id, Package.id, Package.position, User.id, User.name, Examination.state)
            .join(Package, Package.id == PackageItem.package_id)
            .outerjoin(User, User.id == Package.assignee_id)
            .outerjoin(
                Examination,
                and_(
                    Examination.sample_id == PackageItem.sample_id,
                    Examination.reader_id == Package.assignee_id,
                    Examination.round == sample_set.round,
                    Examination.kind == ExaminationKind.READING,
                ),
            )
            .where(PackageItem.sample_id.in_(sample_ids), _seen(Package.assignee_id, only))
            .order_by(Package.position)
        )
        return [Tray(*row) for row in rows]

    async def states(
        self, sample_ids: Sequence[UUID], sample_set: SampleSet, reader: UUID | None, only: UUID | None
    ) -> dict[UUID, SampleState]:
        """How far samples are read, as the filter has it."""
        begun, done = _readings(sample_set, reader, only)
        rows = await self.db.execute(select(Sample.id, begun, done).where(Sample.id.in_(sample_ids)))
        readers = _readers(sample_set, reader, only)
        return {sample_id: _state(begun, done, readers) for sample_id, begun, done in rows}


def _state(begun: int, done: int, readers: int) -> SampleState:
    if not begun:
        return SampleState.UNREAD
    return SampleState.DONE if done >= readers else SampleState.BEGUN


def _readers(sample_set: SampleSet, reader: UUID | None, only: UUID | None) -> int:
    """How many must be done for a sample to be."""
    return sample_set.readers_per_sample if only is None and reader is None else 1


def _conditions(sample_set: SampleSet, wanted: SampleFilter, only: UUID | None) -> list[ColumnElement[bool]]:
    conditions = [_mentions(word, sample_set.identity) for word in (wanted.search or "").split()]
    if wanted.modality is not None:
        conditions.append(Sample.modality == wanted.modality)
    if wanted.reader is not None:
        conditions.append(_in_tray(Package.assignee_id == wanted.reader, only))
    if wanted.package_id is not None:
        conditions.append(_in_tray(Package.id == wanted.package_id, only))
    if wanted.state is not None:
        begun, done = _readings(sample_set, wanted.reader, only)
        readers = _readers(sample_set, wanted.reader, only)
        conditions.append(
            {
                SampleState.UNREAD: begun == 0,
                SampleState.BEGUN: and_(begun > 0, done < readers),
                SampleState.DONE: done >= readers,
            }[wanted.state]
        )
    return conditions


def _readings(
    sample_set: SampleSet, reader: UUID | None, only: UUID | None
) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """How many readings of this round are begun, and how many of those are done."""
    begun = select(func.count()).where(
        Examination.sample_id == Sample.id,
        Examination.round == sample_set.round,
        Examination.kind == ExaminationKind.READING,
        _seen(Examination.reader_id, only),
    )
    if reader is not None:
        begun = begun.where(Examination.reader_id == reader)
    done = begun.where(Examination.state == ExaminationState.DONE)
    return _counted(begun), _counted(done)


def _counted(statement: Select[int]) -> ScalarSelect[int]:
    return statement.correlate(Sample).scalar_subquery()


def _in_tray(condition: ColumnElement[bool], only: UUID | None) -> ColumnElement[bool]:
    tray = select(PackageItem.sample_id).join(Package, Package.id == PackageItem.package_id)
    own = tray.where(PackageItem.sample_id == Sample.id, condition, _seen(Package.assignee_id, only))
    return exists(own.correlate(Sample))


def _seen(
    person: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None], only: UUID | None
) -> ColumnElement[bool]:
    return true() if only is None else person == only


def _mentions(word: str, identity: Identity) -> ColumnElement[bool]:
    """Only what the set shows is searched: an answer to a hidden name would tell it."""
    shown = [contains(Sample.title, word)]
    of_patient = select(Patient.id).where(Patient.id == Sample.patient_id).correlate(Sample)
    if identity is Identity.PSEUDONYM:
        shown.append(exists(of_patient.where(contains(Patient.pseudonym, word))))
    if identity is Identity.FULL:
        named = or_(contains(Patient.name, word), contains(Patient.medical_record_number, word))
        shown += [exists(of_patient.where(named)), _describes(word)]
    return or_(*shown)


def _describes(word: str) -> ColumnElement[bool]:
    """Whether the series of the sample's images speak of it."""
    of_sample = (
        select(SampleImage.id)
        .outerjoin(Instance, Instance.id == SampleImage.instance_id)
        .join(Series, Series.id == func.coalesce(SampleImage.series_id, Instance.series_id))
        .where(SampleImage.sample_id == Sample.id, contains(Series.description, word))
    )
    return exists(of_sample.correlate(Sample))
