"""Which objects of the storage are spoken of: asked of every column that names one, whoever added it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Column, String, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import Base
from backend.models.job import Job, JobState
from backend.models.stored_file import StoredFile
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob


def key_columns() -> list[Column[str]]:
    """Every text column called `..._key`. Some name something else, which no object of the storage is called."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_key") and isinstance(column.type, String)
    ]


class StorageKeyRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def named(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that any row names."""
        found: set[str] = set()
        for column in key_columns() if keys else ():
            found.update(await self.db.scalars(select(column).where(column.in_(keys))))
        return found

    async def kept_hashes(self, organization_id: UUID, hashes: Collection[str]) -> set[str]:
        """Those of the hashes whose bytes the centre has, or is about to have by a delivery that has not ended."""
        if not hashes:
            return set()
        stored = select(StoredFile.sha256).where(
            StoredFile.organization_id == organization_id, StoredFile.sha256.in_(hashes)
        )
        found = set(await self.db.scalars(stored))
        if others := set(hashes) - found:
            found.update(
                await self.db.scalars(
                    select(UploadItem.sha256)
                    .join(UploadJob, UploadJob.id == UploadItem.upload_id)
                    .outerjoin(Job, Job.id == UploadJob.job_id)
                    .where(
                        UploadItem.sha256.in_(others),
                        UploadJob.organization_id == organization_id,
                        or_(Job.id.is_(None), Job.state != JobState.DONE),
                    )
                )
            )
        return found

    async def items(self, item_ids: Collection[UUID]) -> set[UUID]:
        """Those of the files of deliveries that are still on record."""
        if not item_ids:
            return set()
        return set(await self.db.scalars(select(UploadItem.id).where(UploadItem.id.in_(item_ids))))
