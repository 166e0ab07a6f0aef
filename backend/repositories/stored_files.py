"""Questions about stored bytes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.models.organization import Organization
from backend.models.stored_file import StoredFile
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob
from backend.repositories.base import Repository
from backend.repositories.uploads import ACCEPTED


class StoredFileRepository(Repository[StoredFile]):
    model = StoredFile

    async def by_hashes(self, organization_id: UUID, hashes: Sequence[str]) -> dict[str, StoredFile]:
        found = await self.all(
            self.select().where(StoredFile.organization_id == organization_id, StoredFile.sha256.in_(hashes))
        )
        return {file.sha256: file for file in found}

    async def hold_intake(self, organization_id: UUID) -> None:
        """One import of a centre files at a time, so that no two accept the same UID."""
        await self.db.execute(select(Organization.id).where(Organization.id == organization_id).with_for_update())

    async def photographs_of_upload(self, upload_id: UUID) -> list[UUID]:
        """The photographs that a delivery brought, or brought again, in its order."""
        rows = await self.db.scalars(
            select(StoredFile.id)
            .join(UploadItem, UploadItem.sha256 == StoredFile.sha256)
            .join(UploadJob, UploadJob.id == UploadItem.upload_id)
            .where(
                UploadItem.upload_id == upload_id,
                UploadItem.outcome.in_(ACCEPTED),
                StoredFile.organization_id == UploadJob.organization_id,
                StoredFile.pixel_width.is_not(None),
            )
            .order_by(UploadItem.id)
        )
        return list(dict.fromkeys(rows))
