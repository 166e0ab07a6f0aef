"""Questions about series, and who sees which: the one place that says so."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from backend.core.permissions import Action, Caller
from backend.models.instance import Instance
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.series_uploader import SeriesUploader
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob
from backend.repositories.base import Repository
from backend.repositories.uploads import ACCEPTED, NEW

STRICTEST_FIRST = (Identity.HIDDEN, Identity.PSEUDONYM, Identity.FULL)


def in_sets(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a series, or one of its instances, is in a sample of a set that fulfils the condition."""
    whole = (
        select(SampleImage.id)
        .join(Sample, Sample.id == SampleImage.sample_id)
        .join(SampleSet, SampleSet.id == Sample.set_id)
        .where(SampleImage.series_id == Series.id, condition)
    )
    single = (
        select(SampleImage.id)
        .join(Instance, Instance.id == SampleImage.instance_id)
        .join(Sample, Sample.id == SampleImage.sample_id)
        .join(SampleSet, SampleSet.id == Sample.set_id)
        .where(Instance.series_id == Series.id, condition)
    )
    return or_(exists(whole.correlate(Series)), exists(single.correlate(Series)))


def in_sets_of(caller: Caller) -> ColumnElement[bool]:
    return in_sets(SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)))


def without_set(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller sees a series for a reason other than a set: brought it, or may see the centre's studies."""
    brought = select(SeriesUploader.series_id).where(
        SeriesUploader.series_id == Series.id, SeriesUploader.user_id == caller.user_id
    )
    return or_(
        exists(brought.correlate(Series)),
        Series.organization_id.in_(caller.organizations_where(Action.SEE_ALL_STUDIES)),
    )


def visible_series(caller: Caller) -> ColumnElement[bool]:
    return or_(without_set(caller), in_sets_of(caller))


def strictest(identities: Sequence[Identity]) -> Identity:
    """The rule that shows least; everything where there is no rule."""
    return next((rule for rule in STRICTEST_FIRST if rule in identities), Identity.FULL)


class SeriesRepository(Repository[Series]):
    model = Series

    def visible_to(self, caller: Caller) -> Select[Series]:
        return self.select().where(visible_series(caller))

    async def is_visible(self, series_id: UUID, caller: Caller) -> bool:
        return await self.one_or_none(self.visible_to(caller).where(Series.id == series_id)) is not None

    async def by_uids(self, organization_id: UUID, uids: Sequence[str]) -> dict[str, Series]:
        found = await self.all(
            self.select().where(Series.organization_id == organization_id, Series.series_instance_uid.in_(uids))
        )
        return {series.series_instance_uid: series for series in found}

    async def studies_of(self, organization_id: UUID, uids: Sequence[str]) -> list[tuple[str, str]]:
        """Which Series Instance UIDs are taken, and the studies (UIDs) that they belong to."""
        rows = await self.db.execute(
            select(Series.series_instance_uid, Study.study_instance_uid)
            .join(Study, Study.id == Series.study_id)
            .where(Series.organization_id == organization_id, Series.series_instance_uid.in_(uids))
        )
        return [(series, study) for series, study in rows]

    async def patient_of(self, series_id: UUID) -> UUID | None:
        statement = select(Study.patient_id).join(Series, Series.study_id == Study.id)
        return await self.db.scalar(statement.where(Series.id == series_id))

    async def in_frame_of_reference(self, study_id: UUID, frame_of_reference_uid: str) -> list[Series]:
        """The series of a study to look at that share a frame of reference."""
        images = select(Instance.id).where(Instance.series_id == Series.id, Instance.is_image.is_(True))
        return await self.all(
            self.select().where(
                Series.study_id == study_id,
                Series.frame_of_reference_uid == frame_of_reference_uid,
                exists(images.correlate(Series)),
            )
        )

    async def of_study(self, study_id: UUID, caller: Caller) -> list[Series]:
        return await self.all(
            self.visible_to(caller)
            .where(Series.study_id == study_id)
            .order_by(Series.series_number, Series.created_at, Series.id)
        )

    async def identity_rules(self, series_id: UUID, caller: Caller) -> list[Identity]:
        """The rules of the caller's sets that show a series."""
        shown = select(Instance.id).where(Instance.series_id == series_id)
        rows = await self.db.scalars(
            select(SampleSet.identity)
            .join(Sample, Sample.set_id == SampleSet.id)
            .join(SampleImage, SampleImage.sample_id == Sample.id)
            .where(
                SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
                or_(SampleImage.series_id == series_id, SampleImage.instance_id.in_(shown)),
            )
            .distinct()
        )
        return list(rows)

    async def note_uploader(self, organization_id: UUID, hashes: Sequence[str], user_id: UUID) -> None:
        """Whoever sent these files, as new or once more, has brought their series."""
        known = select(SeriesUploader.series_id).where(
            SeriesUploader.series_id == Instance.series_id, SeriesUploader.user_id == user_id
        )
        found = await self.db.scalars(
            select(Instance.series_id)
            .join(StoredFile, StoredFile.id == Instance.file_id)
            .where(
                StoredFile.organization_id == organization_id,
                StoredFile.sha256.in_(hashes),
                ~exists(known.correlate(Instance)),
            )
            .distinct()
        )
        self.db.add_all(SeriesUploader(series_id=series_id, user_id=user_id) for series_id in found)
        await self.db.flush()

    async def image_counts(self, series_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int | None, int | None]]:
        """Instances, and rows and columns of the largest image, of several series."""
        rows = await self.db.execute(
            select(Instance.series_id, func.count(), func.max(Instance.row_count), func.max(Instance.column_count))
            .where(Instance.series_id.in_(series_ids))
            .group_by(Instance.series_id)
        )
        return {key: (count, height, width) for key, count, height, width in rows}

    async def image_series_of_upload(self, upload_id: UUID) -> list[UUID]:
        """The series to look at that a delivery brought files of, or brought again, in its order."""
        return await self._of_upload(upload_id, and_(UploadItem.outcome.in_(ACCEPTED), Instance.is_image.is_(True)))

    async def grown_by_upload(self, upload_id: UUID) -> list[UUID]:
        """The series to look at that have new files from a delivery."""
        return await self._of_upload(upload_id, and_(UploadItem.outcome.in_(NEW), Instance.is_image.is_(True)))

    async def _of_upload(self, upload_id: UUID, condition: ColumnElement[bool]) -> list[UUID]:
        rows = await self.db.execute(
            select(Instance.series_id, func.min(UploadItem.id))
            .join(StoredFile, StoredFile.id == Instance.file_id)
            .join(UploadItem, UploadItem.sha256 == StoredFile.sha256)
            .join(UploadJob, UploadJob.id == UploadItem.upload_id)
            .where(
                UploadItem.upload_id == upload_id, StoredFile.organization_id == UploadJob.organization_id, condition
            )
            .group_by(Instance.series_id)
            .order_by(func.min(UploadItem.id))
        )
        return [series_id for series_id, _ in rows]
