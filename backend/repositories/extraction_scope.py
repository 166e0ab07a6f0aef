"""Questions about the images that a run may go over."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Caller
from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.repositories.series import in_sets, visible_series


@dataclass(frozen=True)
class ScopedSeries:
    """A series of images with whose it is."""

    series: Series
    study: Study
    patient: Patient


@dataclass(frozen=True)
class ImageSize:
    """Rows and columns of the images of a series: the least and the most."""

    rows: tuple[int, int]
    columns: tuple[int, int]

    @property
    def is_uniform(self) -> bool:
        return self.rows[0] == self.rows[1] and self.columns[0] == self.columns[1]


class ExtractionScopeRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def of_set(self, set_id: UUID) -> list[ScopedSeries]:
        return await self._all(_image_series().where(in_sets(SampleSet.id == set_id)))

    async def of_studies(self, study_ids: Collection[UUID], caller: Caller) -> list[ScopedSeries]:
        """Those of the studies' series that the caller sees."""
        return await self._all(_image_series().where(Series.study_id.in_(study_ids), visible_series(caller)))

    async def studies_of(self, series_ids: Collection[UUID]) -> set[UUID]:
        return set(await self.db.scalars(select(Series.study_id).where(Series.id.in_(series_ids)).distinct()))

    async def image_sizes(self, series_ids: Collection[UUID]) -> dict[UUID, ImageSize]:
        row, column = Instance.row_count, Instance.column_count
        rows = await self.db.execute(
            select(Instance.series_id, func.min(row), func.max(row), func.min(column), func.max(column))
            .where(Instance.series_id.in_(series_ids), Instance.is_image.is_(True))
            .group_by(Instance.series_id)
        )
        return {
            series_id: ImageSize((low, high), (left, right))
            for series_id, low, high, left, right in rows
            if low is not None and high is not None and left is not None and right is not None
        }

    async def attributes(self, series_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
        """The technical attributes of one image of each series."""
        first = (
            select(func.min(Instance.id))
            .where(Instance.series_id.in_(series_ids), Instance.is_image.is_(True))
            .group_by(Instance.series_id)
        )
        rows = await self.db.execute(select(Instance.series_id, Instance.attributes).where(Instance.id.in_(first)))
        return dict(rows.all())

    async def file_hashes(self, series_ids: Collection[UUID]) -> dict[UUID, list[str]]:
        """The hashes of the stored images of each series, in an order of their own."""
        rows = await self.db.execute(
            select(Instance.series_id, StoredFile.sha256)
            .join(StoredFile, StoredFile.id == Instance.file_id)
            .where(Instance.series_id.in_(series_ids), Instance.is_image.is_(True))
            .order_by(StoredFile.sha256)
        )
        found: dict[UUID, list[str]] = {}
        for series_id, sha256 in rows:
            found.setdefault(series_id, []).append(sha256)
        return found

    async def _all(self, statement: Select[*tuple[Any, ...]]) -> list[ScopedSeries]:
        return [ScopedSeries(*row) for row in await self.db.execute(statement)]


def _image_series() -> Select[*tuple[Any, ...]]:
    images = select(Instance.id).where(Instance.series_id == Series.id, Instance.is_image.is_(True))
    return (
        select(Series, Study, Patient)
        .join(Study, Study.id == Series.study_id)
        .join(Patient, Patient.id == Study.patient_id)
        .where(exists(images.correlate(Series)))
        .order_by(Patient.pseudonym, Study.id, Series.series_number, Series.series_instance_uid)
    )
