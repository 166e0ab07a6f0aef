"""Questions about regions of interest."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import selectinload

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.examination import Examination
from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.region import Region, RegionState
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet, Sight
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.base import Repository
from backend.repositories.blinding import readable_by, sees_imported_of
from backend.repositories.patients import PatientRepository
from backend.repositories.series import visible_series


class ReaderKey(NamedTuple):
    """What makes shapes of a reader one region: a lesion without a tracking UID has ''."""

    examination_id: UUID
    label_id: UUID
    tracking_uid: str
    series_id: UUID


# Came with a file: what readers draw follows their readings, and is in no list of a set, a sample or a study.
imported = Region.examination_id.is_(None)


def region_is_seen(caller: Caller) -> ColumnElement[bool]:
    """Whether a region came with a file, was drawn by the caller, or in a set that the caller may extract from.

    Of regions that came with files, who sees their series sees them: that has to be asked besides. Both only as far as
    the rules of the sets allow that the caller reads in.
    """
    shown = (
        select(Examination.id)
        .join(SampleSet, SampleSet.id == Examination.set_id)
        .where(
            Examination.id == Region.examination_id,
            readable_by(caller),
            or_(
                Examination.reader_id == caller.user_id,
                SampleSet.group_id.in_(caller.groups_where(Action.EXTRACT_FROM_SET)),
            ),
        )
    )
    return or_(and_(imported, ~_is_kept_from(caller)), exists(shown.correlate(Region)))


def _is_kept_from(caller: Caller) -> ColumnElement[bool]:
    """Whether a region that came with a file lies on a sample that the caller is to read without it.

    Whichever other way they have to the images: who reads a sample must not look its regions up beside it.
    """
    reads_without = select(SampleSet.id).where(
        SampleSet.id == Sample.set_id,
        SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
        SampleSet.readers_see_imported != Sight.ALWAYS,
        ~sees_imported_of(caller, Sample.id),
    )
    return _shown(exists(reads_without.correlate_except(SampleSet)))


class RegionRepository(Repository[Region]):
    model = Region

    def with_series(self) -> Select[Region]:
        return self.select().options(selectinload(Region.series))

    async def of_set(self, set_id: UUID) -> list[Region]:
        """Every region on the series of a set, with its series, in the order of the samples."""
        return await self.all(self._ordered(self.with_series().where(_in_set(set_id), imported)))

    async def in_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[Region]:
        found = self.with_series().where(_in_set(set_id), imported, region_is_seen(caller))
        return await self.listing(self._ordered(found), page)

    async def on_sample(self, sample_id: UUID, caller: Caller, page: Page) -> Listing[Region]:
        shown = self.with_series().where(_shown(Sample.id == sample_id), imported, region_is_seen(caller))
        return await self.listing(self._ordered(shown), page)

    async def patients(self, regions: Sequence[Region]) -> dict[UUID, Patient]:
        """Whose images regions lie on, by their series."""
        return await PatientRepository(self.db).of_series({item.series_id for item in regions if item.series_id})

    async def visible_by_ids(self, region_ids: Sequence[UUID], caller: Caller) -> list[Region]:
        """Those of the regions that the caller sees, and whose series, with their series."""
        seen = exists(select(Series.id).where(Series.id == Region.series_id, visible_series(caller)).correlate(Region))
        found = self.with_series().where(Region.id.in_(region_ids), seen, region_is_seen(caller))
        return await self.all(self._ordered(found))

    async def of_series(self, series_ids: Sequence[UUID], caller: Caller) -> list[Region]:
        """Those that came with files, as far as the caller sees them."""
        found = self.with_series().where(Region.series_id.in_(series_ids), imported, region_is_seen(caller))
        return await self.all(self._ordered(found))

    async def without_images(self, study_ids: Collection[UUID], caller: Caller) -> list[tuple[Region, UUID]]:
        """The regions of structures of these studies that lie on no series, where the caller sees the structures."""
        rows = await self.db.execute(
            self._ordered(self.select())
            .join(Instance, Instance.id == Region.source_instance_id)
            .join(Series, Series.id == Instance.series_id)
            .where(Region.series_id.is_(None), Series.study_id.in_(study_ids), visible_series(caller))
            .add_columns(Series.study_id)
        )
        return [(region, study_id) for region, study_id in rows]

    async def of_readings(self, examination_ids: Collection[UUID]) -> dict[ReaderKey, Region]:
        """The regions of readings that were asked for, by what they are of."""
        found = await self.all(
            self.select().where(Region.examination_id.in_(examination_ids), Region.label_id.is_not(None))
        )
        return {
            ReaderKey(region.examination_id, region.label_id, region.tracking_uid or "", region.series_id): region
            for region in found
            if region.examination_id and region.label_id and region.series_id
        }

    async def of_source(self, instance_id: UUID) -> dict[int, Region]:
        """The regions of a structure file by their number there."""
        found = await self.all(self.select().where(Region.source_instance_id == instance_id))
        return {region.roi_number: region for region in found if region.roi_number is not None}

    async def sources_on(self, series_ids: Sequence[UUID]) -> set[UUID]:
        """The structure files with regions on these series."""
        rows = await self.db.scalars(
            select(Region.source_instance_id).where(Region.series_id.in_(series_ids), imported).distinct()
        )
        return {source_id for source_id in rows if source_id}

    async def waiting_sources(self, series_ids: Sequence[UUID]) -> set[UUID]:
        """The structure files of the patients of these series whose regions have no images yet."""
        patients = select(Study.patient_id).join(Series, Series.study_id == Study.id).where(Series.id.in_(series_ids))
        rows = await self.db.scalars(
            select(Region.source_instance_id)
            .join(Instance, Instance.id == Region.source_instance_id)
            .join(Series, Series.id == Instance.series_id)
            .join(Study, Study.id == Series.study_id)
            .where(Region.state != RegionState.READY, Region.series_id.is_(None), Study.patient_id.in_(patients))
            .distinct()
        )
        return {source_id for source_id in rows if source_id}

    @staticmethod
    def _ordered(statement: Select[Region]) -> Select[Region]:
        return statement.order_by(Region.series_id, Region.name, Region.roi_number, Region.id)


def _in_set(set_id: UUID) -> ColumnElement[bool]:
    return _shown(Sample.set_id == set_id)


def _shown(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a region lies on a series of such a sample, or on one of which a sample has single instances."""
    whole = (
        select(SampleImage.id)
        .join(Sample, Sample.id == SampleImage.sample_id)
        .where(condition, SampleImage.series_id == Region.series_id)
    )
    single = (
        select(SampleImage.id)
        .join(Sample, Sample.id == SampleImage.sample_id)
        .join(Instance, Instance.id == SampleImage.instance_id)
        .where(condition, Instance.series_id == Region.series_id)
    )
    return or_(exists(whole.correlate(Region)), exists(single.correlate(Region)))
