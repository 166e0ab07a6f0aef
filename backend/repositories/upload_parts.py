"""Questions about files that are sent in pieces."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select

from backend.models.upload_part import UploadPart
from backend.repositories.base import Repository


class UploadPartRepository(Repository[UploadPart]):
    model = UploadPart

    async def of_file(self, upload_id: UUID, path_sha256: str) -> list[UploadPart]:
        """What has arrived of a file, from its beginning on."""
        return await self.all(
            self.select()
            .where(UploadPart.upload_id == upload_id, UploadPart.path_sha256 == path_sha256)
            .order_by(UploadPart.start_byte)
        )

    async def of_upload(self, upload_id: UUID) -> list[UploadPart]:
        return await self.all(self.select().where(UploadPart.upload_id == upload_id))

    async def file_counts(self, upload_ids: Sequence[UUID]) -> dict[UUID, int]:
        """How many files of each delivery have not arrived whole."""
        rows = await self.db.execute(
            select(UploadPart.upload_id, func.count(UploadPart.path_sha256.distinct()))
            .where(UploadPart.upload_id.in_(upload_ids))
            .group_by(UploadPart.upload_id)
        )
        return {row[0]: row[1] for row in rows}

    async def drop(self, parts: Sequence[UploadPart]) -> list[str]:
        """Forget some pieces; gives the keys of their bytes."""
        await self.db.execute(
            delete(UploadPart)
            .where(UploadPart.id.in_([part.id for part in parts]))
            .execution_options(synchronize_session=False)
        )
        return [part.storage_key for part in parts]
