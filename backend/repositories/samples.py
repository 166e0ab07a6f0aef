"""Questions about samples and their images."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import selectinload

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.repositories.base import Repository
from backend.repositories.repeats import is_known_sample


@dataclass(frozen=True)
class Extent:
    """How large a series is: its frames in all, and the rows and columns of its largest."""

    frames: int
    rows: int | None
    columns: int | None


IMAGE_LATERALITY, VIEW_POSITION = "00200062", "00185101"


class SampleRepository(Repository[Sample]):
    model = Sample

    def visible_to(self, caller: Caller) -> Select[Sample]:
        return (
            self.select()
            .join(SampleSet, SampleSet.id == Sample.set_id)
            .where(SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)), is_known_sample(caller))
        )

    async def get_visible(self, sample_id: UUID, caller: Caller) -> Sample | None:
        return await self.one_or_none(self._whole(self.visible_to(caller).where(Sample.id == sample_id)))

    async def of_set(self, set_id: UUID, page: Page) -> Listing[Sample]:
        statement = self.select().where(Sample.set_id == set_id).order_by(Sample.position)
        return await self.listing(self._whole(statement), page)

    async def by_ids(self, sample_ids: Sequence[UUID]) -> dict[UUID, Sample]:
        found = await self.all(self._whole(self.select().where(Sample.id.in_(sample_ids))))
        return {sample.id: sample for sample in found}

    async def content_keys(self, set_id: UUID) -> set[str]:
        return set((await self.db.scalars(select(Sample.content_key).where(Sample.set_id == set_id))).all())

    async def shown_keys(self, set_id: UUID) -> set[str]:
        """What the samples of a set show, image by image: series:…, instance:… or file:…."""
        columns = (SampleImage.series_id, SampleImage.instance_id, SampleImage.file_id)
        rows = await self.db.execute(
            select(*columns).join(Sample, Sample.id == SampleImage.sample_id).where(Sample.set_id == set_id)
        )
        named = (zip(("series", "instance", "file"), row, strict=True) for row in rows)
        return {f"{kind}:{key}" for row in named for kind, key in row if key is not None}

    async def mammography_views(self, series_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
        """Laterality and view position of mammograms, by instance."""
        rows = await self.db.execute(
            select(Instance.id, Instance.attributes)
            .join(Series, Series.id == Instance.series_id)
            .where(Instance.series_id.in_(series_ids), Series.modality == "MG", Instance.frame_count == 1)
        )
        return {row[0]: (_first(row[1], IMAGE_LATERALITY), _first(row[1], VIEW_POSITION)) for row in rows}

    async def last_position(self, set_id: UUID) -> int:
        return await self.db.scalar(select(func.max(Sample.position)).where(Sample.set_id == set_id)) or 0

    async def patients(self, patient_ids: Sequence[UUID]) -> dict[UUID, Patient]:
        rows = await self.db.scalars(select(Patient).where(Patient.id.in_(patient_ids)))
        return {patient.id: patient for patient in rows}

    async def series_with_study(self, series_ids: Sequence[UUID]) -> dict[UUID, tuple[Series, Study]]:
        rows = await self.db.execute(
            select(Series, Study).join(Study, Study.id == Series.study_id).where(Series.id.in_(series_ids))
        )
        return {series.id: (series, study) for series, study in rows}

    async def extents(self, series_ids: Sequence[UUID]) -> dict[UUID, Extent]:
        rows = await self.db.execute(
            select(
                Instance.series_id,
                func.sum(Instance.frame_count),
                func.max(Instance.row_count),
                func.max(Instance.column_count),
            )
            .where(Instance.series_id.in_(series_ids), Instance.is_image.is_(True))
            .group_by(Instance.series_id)
        )
        return {key: Extent(int(frames), height, width) for key, frames, height, width in rows}

    async def images_of_series(self, series_ids: Sequence[UUID]) -> dict[UUID, list[Instance]]:
        """The image instances of several series, by instance number."""
        found = await self.db.scalars(
            select(Instance)
            .where(Instance.series_id.in_(series_ids), Instance.is_image.is_(True))
            .order_by(Instance.series_id, Instance.instance_number, Instance.sop_instance_uid)
        )
        grouped: dict[UUID, list[Instance]] = {}
        for instance in found:
            grouped.setdefault(instance.series_id, []).append(instance)
        return grouped

    async def files(self, file_ids: Sequence[UUID], organization_id: UUID) -> list[StoredFile]:
        rows = await self.db.scalars(
            select(StoredFile)
            .where(StoredFile.id.in_(file_ids), StoredFile.organization_id == organization_id)
            .order_by(StoredFile.id)
        )
        return list(rows.all())

    async def stored_file_of_instance(self, instance_id: UUID) -> StoredFile | None:
        rows = await self.db.scalars(
            select(StoredFile).join(Instance, Instance.file_id == StoredFile.id).where(Instance.id == instance_id)
        )
        return rows.one_or_none()

    async def middle_instance(self, series_id: UUID) -> Instance | None:
        """The instance in the middle of a series by number: the one that a thumbnail shows."""
        of_series = and_(Instance.series_id == series_id, Instance.is_image.is_(True))
        count = (await self.db.execute(select(func.count()).select_from(Instance).where(of_series))).scalar_one()
        rows = await self.db.scalars(
            select(Instance)
            .where(of_series)
            .order_by(Instance.instance_number, Instance.id)
            .offset(count // 2)
            .limit(1)
        )
        return rows.one_or_none()

    async def image_visible(self, image_id: UUID, caller: Caller) -> SampleImage | None:
        statement = (
            select(SampleImage)
            .join(Sample, Sample.id == SampleImage.sample_id)
            .join(SampleSet, SampleSet.id == Sample.set_id)
            .where(
                SampleImage.id == image_id,
                SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
                is_known_sample(caller),
            )
            .options(selectinload(SampleImage.file))
        )
        return (await self.db.scalars(statement)).one_or_none()

    @staticmethod
    def _whole(statement: Select[Sample]) -> Select[Sample]:
        images = selectinload(Sample.images)
        return statement.options(images.selectinload(SampleImage.instance), images.selectinload(SampleImage.file))


def _first(attributes: Mapping[str, Any], tag: str) -> str:
    """The first value of a technical attribute, as text."""
    values = attributes.get(tag, {}).get("Value") or [""]
    return str(values[0])
