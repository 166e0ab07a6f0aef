"""Questions about DICOM objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import undefer

from backend.core.permissions import Action, Caller
from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.region import Region, RegionState
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.models.upload_item import Outcome, UploadItem
from backend.models.upload_job import UploadJob
from backend.repositories.base import Repository
from backend.repositories.series import without_set
from backend.repositories.uploads import NEW

PIXEL_SPACING = ("00280030", "Value")


@dataclass(frozen=True)
class FrameSource:
    """All that is needed to send a frame: plain values, for this is asked thousands of times a minute."""

    sha256: str
    storage_key: str
    transfer_syntax_uid: str
    frame_count: int
    is_image: bool
    frame_ranges: list[Any] | None
    column_count: int | None = None


@dataclass(frozen=True)
class SeriesPlace:
    series: Series
    study: Study
    patient: Patient


@dataclass(frozen=True)
class ImageFile:
    """`label` says nothing of the patient, as the name of the file might."""

    key: str
    label: str


@dataclass(frozen=True)
class SliceRow:
    """Where one image of a series lies."""

    sop_instance_uid: str
    sha256: str
    file_name: str
    frame_count: int
    image_position_mm: list[Any] | None
    image_orientation: list[Any] | None
    pixel_spacing_mm: list[Any] | None


class InstanceRepository(Repository[Instance]):
    model = Instance

    async def locked(self, instance_id: UUID) -> Instance | None:
        """The instance, held until the end of this unit of work: a structure is planned by one import at a time."""
        statement = self.select().where(Instance.id == instance_id).options(undefer(Instance.referenced_uids))
        return await self.one_or_none(statement.with_for_update())

    async def claims(self, organization_id: UUID, uids: Sequence[str]) -> list[tuple[str, str, str, UUID | None]]:
        """Which SOP Instance UIDs are taken, by which bytes, of what name, and whose."""
        rows = await self.db.execute(
            select(Instance.sop_instance_uid, StoredFile.sha256, StoredFile.file_name, StoredFile.uploaded_by_id)
            .join(StoredFile, StoredFile.id == Instance.file_id)
            .where(Instance.organization_id == organization_id, Instance.sop_instance_uid.in_(uids))
        )
        return [(uid, sha256, name, owner) for uid, sha256, name, owner in rows]

    async def series_of_uids(self, organization_id: UUID, uids: Sequence[str]) -> set[UUID]:
        """The series that instances belong to."""
        rows = await self.db.scalars(
            select(Instance.series_id)
            .where(Instance.organization_id == organization_id, Instance.sop_instance_uid.in_(uids))
            .distinct()
        )
        return set(rows)

    async def key_of(self, instance_id: UUID) -> str | None:
        """Where the bytes of an instance are."""
        statement = select(StoredFile.storage_key).join(Instance, Instance.file_id == StoredFile.id)
        return await self.db.scalar(statement.where(Instance.id == instance_id))

    async def image_files(self, series_id: UUID) -> list[ImageFile]:
        """Where the bytes of a series' images are, and how people call them."""
        rows = await self.db.execute(
            select(StoredFile.storage_key, Instance.instance_number, Instance.sop_instance_uid)
            .join(Instance, Instance.file_id == StoredFile.id)
            .where(Instance.series_id == series_id, Instance.is_image.is_(True))
            .order_by(Instance.instance_number, Instance.sop_instance_uid)
        )
        return [ImageFile(key, f"image {uid if number is None else number}") for key, number, uid in rows]

    async def seen_uids(self, series_id: UUID, caller: Caller) -> frozenset[str]:
        """Those images of a series that the caller sees, in whichever way."""
        return frozenset(await self.db.scalars(_seen_of_series(series_id, caller)))

    async def is_seen(self, series_id: UUID, sop_uid: str, caller: Caller) -> bool:
        statement = _seen_of_series(series_id, caller).where(Instance.sop_instance_uid == sop_uid)
        return await self.db.scalar(statement) is not None

    async def slices(self, series_id: UUID) -> list[SliceRow]:
        rows = await self.db.execute(
            select(
                Instance.sop_instance_uid,
                StoredFile.sha256,
                StoredFile.file_name,
                Instance.frame_count,
                Instance.image_position_mm,
                Instance.image_orientation,
                Instance.attributes[PIXEL_SPACING],  # taken out by the database: it is one of many
            )
            .join(StoredFile, StoredFile.id == Instance.file_id)
            .where(Instance.series_id == series_id, Instance.is_image.is_(True))
            .order_by(Instance.instance_number, Instance.sop_instance_uid)
        )
        return [SliceRow(*row) for row in rows]

    async def structures_of_upload(self, upload_id: UUID) -> list[UUID]:
        """The RTSTRUCTs and SEGs that a delivery brought; of those that it brought again, the unfinished."""
        of_source = select(Region.id).where(Region.source_instance_id == Instance.id).correlate(Instance)
        unfinished = not_(exists(of_source)) | exists(of_source.where(Region.state != RegionState.READY))
        rows = await self.db.scalars(
            select(Instance.id)
            .join(StoredFile, StoredFile.id == Instance.file_id)
            .join(UploadItem, UploadItem.sha256 == StoredFile.sha256)
            .join(UploadJob, UploadJob.id == UploadItem.upload_id)
            .where(
                UploadItem.upload_id == upload_id,
                or_(UploadItem.outcome.in_(NEW), and_(UploadItem.outcome == Outcome.ALREADY_STORED, unfinished)),
                StoredFile.organization_id == UploadJob.organization_id,
                Instance.structure.is_not(None),
            )
            .distinct()
        )
        return list(rows)

    async def frame_in_set(
        self, set_id: UUID, study_uid: str, series_uid: str, sop_uid: str, caller: Caller
    ) -> FrameSource | None:
        """A frame's source, if a sample of this set, seen by the caller, shows its instance."""
        rows = await self.db.execute(
            frame_columns()
            .join(SampleSet, SampleSet.organization_id == Instance.organization_id)
            .where(
                SampleSet.id == set_id,
                SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
                *named(study_uid, series_uid, sop_uid),
                shown_by(Sample.set_id == set_id),
            )
        )
        row = rows.one_or_none()
        return FrameSource(*row) if row else None

    async def frame_visible(self, study_uid: str, series_uid: str, sop_uid: str, caller: Caller) -> FrameSource | None:
        rows = await self.db.execute(
            frame_columns()
            .where(*named(study_uid, series_uid, sop_uid), visible_instance(caller))
            .order_by(Instance.id)
            .limit(1)
        )
        row = rows.one_or_none()
        return FrameSource(*row) if row else None

    async def series_in_set(
        self, sample_set: SampleSet, study_uid: str, series_uid: str
    ) -> tuple[SeriesPlace, list[Instance]] | None:
        """A series with those of its instances that samples of the set show."""
        place = await self._place(study_uid, series_uid, Series.organization_id == sample_set.organization_id)
        if place is None:
            return None
        return place, await self._with_attributes(place.series.id, shown_by(Sample.set_id == sample_set.id))

    async def series_visible(
        self, study_uid: str, series_uid: str, caller: Caller
    ) -> tuple[SeriesPlace, list[Instance]] | None:
        """A series with those of its instances that the caller sees, in whichever way."""
        seen = exists(
            select(Instance.id).where(Instance.series_id == Series.id, visible_instance(caller)).correlate(Series)
        )
        place = await self._place(study_uid, series_uid, seen)
        if place is None:
            return None
        return place, await self._with_attributes(place.series.id, visible_instance(caller))

    async def _place(self, study_uid: str, series_uid: str, condition: ColumnElement[bool]) -> SeriesPlace | None:
        rows = await self.db.execute(
            select(Series, Study, Patient)
            .join(Study, Study.id == Series.study_id)
            .join(Patient, Patient.id == Study.patient_id)
            .where(Series.series_instance_uid == series_uid, Study.study_instance_uid == study_uid, condition)
            .order_by(Series.id)
            .limit(1)
        )
        row = rows.one_or_none()
        return SeriesPlace(*row) if row else None

    async def _with_attributes(self, series_id: UUID, condition: ColumnElement[bool]) -> list[Instance]:
        return await self.all(
            self.select()
            .join(Series, Series.id == Instance.series_id)
            .where(Instance.series_id == series_id, condition)
            .order_by(Instance.instance_number, Instance.sop_instance_uid)
            .options(undefer(Instance.attributes), undefer(Instance.frame_ranges))
        )


def shown_by(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a sample that fulfils the condition shows an instance, by itself or with its series."""
    return exists(
        select(SampleImage.id)
        .join(Sample, Sample.id == SampleImage.sample_id)
        .where(or_(SampleImage.series_id == Instance.series_id, SampleImage.instance_id == Instance.id), condition)
        .correlate(Instance)
    )


def visible_instance(caller: Caller) -> ColumnElement[bool]:
    """As series are visible; of a series that is in sets only by single instances, those. Needs Series joined."""
    mine = select(SampleSet.id).where(SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)))
    return or_(without_set(caller), shown_by(and_(Sample.set_id.in_(mine))))


def _seen_of_series(series_id: UUID, caller: Caller) -> Select[str]:
    return (
        select(Instance.sop_instance_uid)
        .join(Series, Series.id == Instance.series_id)
        .where(Instance.series_id == series_id, Instance.is_image.is_(True), visible_instance(caller))
    )


def frame_columns() -> Any:
    return (
        select(
            StoredFile.sha256,
            func.coalesce(StoredFile.display_key, StoredFile.storage_key),  # frames of a volume are made, not in it
            Instance.transfer_syntax_uid,
            Instance.frame_count,
            Instance.is_image,
            Instance.frame_ranges,
            Instance.column_count,
        )
        .join(StoredFile, StoredFile.id == Instance.file_id)
        .join(Series, Series.id == Instance.series_id)
        .join(Study, Study.id == Series.study_id)
    )


def named(study_uid: str, series_uid: str, sop_uid: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Instance.sop_instance_uid == sop_uid,
        Series.series_instance_uid == series_uid,
        Study.study_instance_uid == study_uid,
    )
