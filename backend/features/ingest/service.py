"""What people do with deliveries: begin one, send files, finish, look at what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.storage import Received
from backend.core.work import UnitOfWork
from backend.features.ingest.errors import (
    FilesIncomplete,
    NoOrganization,
    NothingUploaded,
    UploadFinished,
    UploadNotFound,
)
from backend.features.ingest.paths import path_hash
from backend.features.ingest.schemas import UploadCounts, UploadRead, UploadState
from backend.features.jobs.schemas import JobRead
from backend.features.jobs.service import JobService
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.models.job import Job, JobKind, JobState
from backend.models.upload_item import Outcome, UploadItem
from backend.models.upload_job import UploadJob
from backend.repositories.jobs import JobRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.upload_parts import UploadPartRepository
from backend.repositories.uploads import ItemFilter, UploadItemRepository, UploadRepository

STATE_OF_JOB = {
    JobState.QUEUED: UploadState.PROCESSING,
    JobState.RUNNING: UploadState.PROCESSING,
    JobState.DONE: UploadState.DONE,
    JobState.FAILED: UploadState.FAILED,
    JobState.CANCELLED: UploadState.CANCELLED,
}


@dataclass(frozen=True)
class Registered:
    """A file that is now part of a delivery, and the key of the bytes it replaced, which nobody needs any more."""

    item: UploadItem
    replaced_key: str | None


class IngestService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SampleSetRepository(work.db)
        self.uploads = UploadRepository(work.db)
        self.items = UploadItemRepository(work.db)
        self.parts = UploadPartRepository(work.db)

    async def recent(self, caller: Caller, page: Page) -> Listing[UploadRead]:
        listing = await self.uploads.recent(caller, page)
        items = await self._read(listing.items)
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def get(self, upload_id: UUID, caller: Caller) -> UploadRead:
        (read,) = await self._read([await self.own(upload_id, caller)])
        return read

    async def list_items(self, upload_id: UUID, wanted: ItemFilter, caller: Caller, page: Page) -> Listing[UploadItem]:
        await self.own(upload_id, caller)
        return await self.items.of_upload(upload_id, wanted, page)

    async def create(self, set_id: UUID | None, caller: Caller) -> UploadRead:
        """Begin a delivery for a set, or for the caller's own centre."""
        organization_id = await self._organization(set_id, caller)
        upload = self.uploads.add(
            UploadJob(organization_id=organization_id, owner_id=caller.user_id, set_id=set_id, job_id=None)
        )
        await self.work.flush()
        audit.record(self.work, caller, "upload.created", upload.id, organization_id=organization_id)
        await self.work.flush()
        return _read(upload, None, {}, 0)

    async def discard(self, upload_id: UUID, caller: Caller) -> list[str]:
        """Give up an upload that is still being sent; gives the keys of what has arrived of it."""
        await self.own(upload_id, caller)
        upload = await self.uploads.locked(upload_id)
        if upload is None:
            raise UploadNotFound
        if upload.job_id is not None:
            raise UploadFinished("The upload is finished: cancel the job that reads it.")
        keys = await self.uploads.drop([upload_id])
        audit.record(self.work, caller, "upload.discarded", upload_id, organization_id=upload.organization_id)
        await self.work.flush()
        return keys

    async def own(self, upload_id: UUID, caller: Caller) -> UploadJob:
        upload = await self.uploads.get_visible(upload_id, caller)
        if upload is None:
            raise UploadNotFound
        return upload

    async def require_open(self, upload_id: UUID, caller: Caller) -> None:
        """Refuse before the bytes are sent what would be refused after."""
        if (await self.own(upload_id, caller)).job_id is not None:
            raise UploadFinished

    async def hold_open(self, upload_id: UUID, caller: Caller) -> None:
        """Keep an upload from being finished until the end of the unit of work."""
        await self.own(upload_id, caller)
        upload = await self.uploads.locked(upload_id)
        if upload is None or upload.job_id is not None:
            raise UploadFinished

    async def register(self, upload_id: UUID, path: str, received: Received, caller: Caller) -> Registered:
        """Make received bytes part of a delivery. The same path again replaces what came before."""
        await self.hold_open(upload_id, caller)
        known = await self.items.at_paths(upload_id, [path_hash(path)])
        registered = self._register(upload_id, path, received, known)
        await self.work.flush()
        return registered

    async def register_all(self, upload_id: UUID, files: Sequence[tuple[str, Received]], caller: Caller) -> list[str]:
        """Register many; gives the keys of the bytes that they replaced."""
        await self.hold_open(upload_id, caller)
        known = await self.items.at_paths(upload_id, [path_hash(path) for path, _ in files])
        new: dict[str, tuple[str, Received]] = {}
        replaced = []
        for path, received in files:
            key = path_hash(path)
            if key in known:
                replaced.append(self._register(upload_id, path, received, known).replaced_key)
                continue
            if key in new:
                replaced.append(new[key][1].key)
            new[key] = (path, received)
        await self.items.insert_all(_new_item(upload_id, path, received) for path, received in new.values())
        await self.work.flush()
        return [key for key in replaced if key is not None]

    async def finish(self, upload_id: UUID, caller: Caller) -> JobRead:
        """End the sending and begin the reading. Repeated, it answers with the same job."""
        await self.own(upload_id, caller)
        upload = await self.uploads.locked(upload_id)
        if upload is None:
            raise UploadNotFound
        if upload.job_id is not None:
            job = await JobRepository(self.work.db).get(upload.job_id)
            assert job is not None  # noqa: S101 - the foreign key says so
            return await JobService(self.work).read(job)
        await self._require_open_set(upload)
        incomplete = (await self.parts.file_counts([upload_id])).get(upload_id, 0)
        if incomplete:
            raise FilesIncomplete(f"{incomplete} files have not arrived whole: send the rest of them, or discard them.")
        _, total = await self.items.totals(upload_id)
        if total == 0:
            raise NothingUploaded
        job = await JobService(self.work).begin(
            JobKind.IMPORT,
            f"Import of {total} file{'s' if total > 1 else ''}",
            [{"upload_id": str(upload_id), "set_id": str(upload.set_id) if upload.set_id else None}],
            lane=Lane.FAST,
            caller=caller,
            organization_id=upload.organization_id,
            params={"upload_id": str(upload_id)},
            total=total,
            result_url=f"/uploads/{upload_id}",
        )
        upload.job_id = job.id
        audit.record(
            self.work, caller, "upload.finished", upload_id, organization_id=upload.organization_id, files=total
        )
        await self.work.flush()
        return await JobService(self.work).read(job)

    async def _read(self, uploads: Sequence[UploadJob]) -> list[UploadRead]:
        ids = [upload.id for upload in uploads]
        counts, incomplete = await self.uploads.counts(ids), await self.parts.file_counts(ids)
        return [_read(upload, upload.job, counts[upload.id], incomplete.get(upload.id, 0)) for upload in uploads]

    async def _require_open_set(self, upload: UploadJob) -> None:
        sample_set = await self.sets.get(upload.set_id) if upload.set_id else None
        if sample_set is not None:
            require_open(sample_set)

    async def _organization(self, set_id: UUID | None, caller: Caller) -> UUID:
        if set_id is None:
            organizations = caller.organizations_where(Action.UPLOAD_IMAGES)
            if not organizations:
                raise NoOrganization
            return organizations[0]
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.ADD_SAMPLES, in_=sample_set.group_id)
        require_open(sample_set)
        return sample_set.organization_id

    def _register(self, upload_id: UUID, path: str, received: Received, known: dict[str, UploadItem]) -> Registered:
        item = known.get(path_hash(path))
        replaced = item.storage_key if item else None
        if item is None:
            item = self.items.add(UploadItem(upload_id=upload_id, path=path, path_sha256=path_hash(path)))
            known[path_hash(path)] = item
        item.size_bytes, item.sha256, item.storage_key = received.size_bytes, received.sha256, received.key
        return Registered(item, replaced)


def _new_item(upload_id: UUID, path: str, received: Received) -> dict[str, Any]:
    return {
        "upload_id": upload_id,
        "path": path,
        "path_sha256": path_hash(path),
        "size_bytes": received.size_bytes,
        "sha256": received.sha256,
        "storage_key": received.key,
    }


def _read(upload: UploadJob, job: Job | None, counts: dict[Outcome | None, int], incomplete: int) -> UploadRead:
    return UploadRead(
        id=upload.id,
        set_id=upload.set_id,
        job_id=upload.job_id,
        state=STATE_OF_JOB[job.state] if job else UploadState.OPEN,
        counts=UploadCounts(
            received=sum(counts.values()),
            pending=counts.get(None, 0),
            incomplete=incomplete,
            **{outcome.value: counts.get(outcome, 0) for outcome in Outcome},
        ),
        created_at=upload.created_at,
    )
