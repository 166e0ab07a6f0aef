"""What lies under a reading: the images of its sample, their slices, and the labels of its set. Asked by every save."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import Base


@dataclass(frozen=True, slots=True)
class ShownImage:
    """An image of a sample: a photograph with its size, or a series, or one instance."""

    id: UUID
    organization_id: UUID
    series_id: UUID | None
    instance_id: UUID | None
    file_id: UUID | None
    rows: int | None
    columns: int | None


@dataclass(frozen=True, slots=True)
class Slice:
    sop_instance_uid: str
    instance_id: UUID
    series_id: UUID
    frame_count: int
    rows: int | None
    columns: int | None


@dataclass(frozen=True, slots=True)
class Word:
    """A label, as far as a save needs to know it."""

    id: UUID
    name: str
    archived_at: datetime | None
    attributes: list[Any] | None


_TABLES = Base.metadata.tables
_IMAGES, _FILES, _INSTANCES, _SERIES, _LABELS = (
    _TABLES[name] for name in ("sample_images", "stored_files", "instances", "series", "labels")
)

IMAGES: Select[*tuple[Any, ...]] = (
    select(
        *[_IMAGES.c[name] for name in ("id", "organization_id", "series_id", "instance_id", "file_id")],
        _FILES.c.pixel_height,
        _FILES.c.pixel_width,
    )
    .outerjoin(_FILES, _FILES.c.id == _IMAGES.c.file_id)
    .where(_IMAGES.c.sample_id == bindparam("sample_id"))
)
SLICES: Select[*tuple[Any, ...]] = select(
    *[
        _INSTANCES.c[name]
        for name in ("sop_instance_uid", "id", "series_id", "frame_count", "row_count", "column_count")
    ]
).where(
    _INSTANCES.c.organization_id == bindparam("organization_id"),
    _INSTANCES.c.sop_instance_uid.in_(bindparam("sop_instance_uids", expanding=True)),
)
FRAMES_OF_REFERENCE: Select[*tuple[Any, ...]] = (
    select(_IMAGES.c.id, _SERIES.c.frame_of_reference_uid)
    .outerjoin(_INSTANCES, _INSTANCES.c.id == _IMAGES.c.instance_id)
    .join(_SERIES, _SERIES.c.id == func.coalesce(_IMAGES.c.series_id, _INSTANCES.c.series_id))
    .where(_IMAGES.c.sample_id == bindparam("sample_id"), _SERIES.c.frame_of_reference_uid.is_not(None))
)
WORDS = select(*[_LABELS.c[name] for name in ("id", "name", "archived_at", "attributes")]).where(
    _LABELS.c.set_id == bindparam("set_id"), _LABELS.c.id.in_(bindparam("label_ids", expanding=True))
)


class ReadingPlaceRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def images(self, sample_id: UUID) -> dict[UUID, ShownImage]:
        rows = await self.db.execute(IMAGES, {"sample_id": sample_id})
        return {row[0]: ShownImage(*row) for row in rows}

    async def slices(self, organization_id: UUID, sop_instance_uids: Collection[str]) -> dict[str, Slice]:
        sought = {"organization_id": organization_id, "sop_instance_uids": sop_instance_uids}
        return {row[0]: Slice(*row) for row in await self.db.execute(SLICES, sought)}

    async def frames_of_reference(self, sample_id: UUID) -> dict[UUID, str]:
        """Of the images of series that have one."""
        return {row[0]: row[1] for row in await self.db.execute(FRAMES_OF_REFERENCE, {"sample_id": sample_id})}

    async def words(self, set_id: UUID, label_ids: Collection[UUID]) -> dict[UUID, Word]:
        rows = await self.db.execute(WORDS, {"set_id": set_id, "label_ids": label_ids})
        return {row[0]: Word(*row) for row in rows}
