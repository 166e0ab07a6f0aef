"""Questions about stored bytes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, delete, exists, or_, select

from backend.models.instance import Instance
from backend.models.job import Job, JobState
from backend.models.organization import Organization
from backend.models.release_file import ReleaseFile
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.stored_file import StoredFile
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob
from backend.repositories.base import Repository
from backend.repositories.releases import kept_by_a_release
from backend.repositories.uploads import ACCEPTED

AT_ONCE = 500


class StoredFileRepository(Repository[StoredFile]):
    model = StoredFile

    async def known_hashes(self, organization_id: UUID, hashes: Sequence[str]) -> set[str]:
        """Those of the hashes whose bytes the centre has."""
        rows = await self.db.scalars(
            select(StoredFile.sha256).where(
                StoredFile.organization_id == organization_id, StoredFile.sha256.in_(hashes)
            )
        )
        return set(rows)

    async def hold_intake(self, organization_id: UUID) -> None:
        """One import of a centre files at a time, so that no two accept the same UID."""
        await self.db.execute(select(Organization.id).where(Organization.id == organization_id).with_for_update())

    async def only_in_samples(self, sample_ids: Sequence[UUID]) -> list[StoredFile]:
        """The files shown by these samples that nothing else shows, and that no delivery is about to."""
        shown = select(SampleImage.id).where(SampleImage.file_id == StoredFile.id).correlate(StoredFile)
        filed = select(Instance.id).where(Instance.file_id == StoredFile.id).correlate(StoredFile)
        return await self.all(
            self.select().where(
                exists(shown.where(SampleImage.sample_id.in_(sample_ids))),
                ~exists(shown.where(SampleImage.sample_id.not_in(sample_ids))),
                ~exists(filed),
                ~kept_by_a_release(),
                StoredFile.sha256.not_in(_on_its_way()),
            )
        )

    async def only_in_set(self, set_id: UUID) -> list[StoredFile]:
        """The files shown by a set that nothing else shows, and that no other delivery is about to."""
        shown = select(SampleImage.id).join(Sample, Sample.id == SampleImage.sample_id)
        shown = shown.where(SampleImage.file_id == StoredFile.id).correlate(StoredFile)
        filed = select(Instance.id).where(Instance.file_id == StoredFile.id).correlate(StoredFile)
        return await self.all(
            self.select().where(
                exists(shown.where(Sample.set_id == set_id)),
                ~exists(shown.where(Sample.set_id != set_id)),
                ~exists(filed),
                ~kept_by_a_release(),
                StoredFile.sha256.not_in(
                    _on_its_way().where(or_(UploadJob.set_id.is_(None), UploadJob.set_id != set_id))
                ),
            )
        )

    async def only_in_releases(self, release_ids: Sequence[UUID]) -> list[StoredFile]:
        """The files stated by these releases that nothing shows, no other release states, and no delivery brings."""
        shown = select(SampleImage.id).where(SampleImage.file_id == StoredFile.id).correlate(StoredFile)
        filed = select(Instance.id).where(Instance.file_id == StoredFile.id).correlate(StoredFile)
        stated = select(ReleaseFile.file_id).where(ReleaseFile.release_id.in_(release_ids))
        return await self.all(
            self.select().where(
                StoredFile.id.in_(stated),
                ~kept_by_a_release(but_not=release_ids),
                ~exists(shown),
                ~exists(filed),
                StoredFile.sha256.not_in(_on_its_way()),
            )
        )

    async def delete_all(self, files: Sequence[StoredFile]) -> None:
        ids = [file.id for file in files]
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            await self.db.execute(
                delete(StoredFile).where(StoredFile.id.in_(some)).execution_options(synchronize_session=False)
            )

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


def _on_its_way() -> Select[str]:
    """What deliveries that have not ended brought."""
    return (
        select(UploadItem.sha256)
        .join(UploadJob, UploadJob.id == UploadItem.upload_id)
        .outerjoin(Job, Job.id == UploadJob.job_id)
        .where(or_(Job.id.is_(None), Job.state != JobState.DONE), UploadItem.sha256.is_not(None))
    )
