"""Deleting the releases of a group that is deleted: nothing else ends one."""

from uuid import UUID

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.samples.stored_bytes import delete_bytes, keys_of
from backend.repositories.exports import ExportRepository
from backend.repositories.releases import ReleaseRepository
from backend.repositories.stored_files import StoredFileRepository


class ReleaseRemoval:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.releases = ReleaseRepository(work.db)
        self.files = StoredFileRepository(work.db)

    async def remove_of_group(self, group_id: UUID, storage: Storage) -> int:
        """Once its sets are gone: with their manifests, and the photographs that nothing else keeps. Tells how many."""
        release_ids = await self.releases.ids_of_group(group_id)
        if not release_ids:
            return 0
        photographs = await self.files.only_in_releases(release_ids)
        keys = await self.releases.manifest_keys(release_ids)
        keys += await ExportRepository(self.work.db).keys_of_releases(release_ids)
        keys += [key for file in photographs for key in keys_of(file)]
        await self.releases.forget(release_ids)
        await self.files.delete_all(photographs)
        self.work.after_commit.append(lambda: delete_bytes(storage, keys))
        return len(release_ids)
