"""Exports: planned, asked for, written by a job, and fetched by whom they belong to."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id, now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.queue import Lane
from backend.core.storage import Received
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.exports.errors import ExportExpired, ExportNotFound, ExportNotReady
from backend.features.exports.gathering import Whose, gather
from backend.features.exports.schemas import ExportCreate, ExportRead, ExportSummary, LossRead
from backend.features.jobs.service import JobService
from backend.features.releases.sight import ReleaseSight
from backend.features.sets.errors import SetNotFound
from backend.imaging.exchange.document import Document
from backend.imaging.exchange.formats import FORMATS, ExportFormat
from backend.imaging.exchange.losses import losses
from backend.models.export import Export
from backend.models.job import JobKind, JobState
from backend.models.release import Release
from backend.models.sample_set import SampleSet
from backend.repositories.exports import ExportRepository
from backend.repositories.releases import ReleaseRepository
from backend.repositories.sample_sets import SampleSetRepository

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class ExportSource:
    """What an export is of, a set or a release, and where people find it."""

    organization_id: UUID
    title: str
    url: str
    set_id: UUID | None = None
    release_id: UUID | None = None


class ExportService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.exports = ExportRepository(work.db)
        self.sets = SampleSetRepository(work.db)

    async def plan(self, set_id: UUID, body: ExportCreate, caller: Caller) -> ExportSummary:
        """What an export would hold, and what its format could not carry."""
        document = await gather(self.work, await self._set(set_id, body, caller), body.choice(caller))
        return summary_of(document, FORMATS[body.format])

    async def start(self, set_id: UUID, body: ExportCreate, caller: Caller) -> ExportRead:
        sample_set = await self._set(set_id, body, caller)
        source = ExportSource(sample_set.organization_id, sample_set.name, f"/sets/{set_id}/exports", set_id=set_id)
        return await self.begin(source, body, caller, set_id=str(set_id), whose=body.whose.value)

    async def begin(self, source: ExportSource, body: ExportCreate, caller: Caller, **told: str) -> ExportRead:
        """Have an export written whose owner may have it; `told` stands in the audit beside its format."""
        target, export_id = FORMATS[body.format], new_id()
        job = await JobService(self.work).begin(
            JobKind.EXPORT,
            f"Export {source.title} as {target.title}",
            [{"export_id": str(export_id)}],
            lane=Lane.HEAVY if target.per_sample else Lane.FAST,
            caller=caller,
            organization_id=source.organization_id,
            params={"export_id": str(export_id)},
            result_url=source.url,
        )
        self.exports.add(
            Export(
                id=export_id,
                organization_id=source.organization_id,
                owner_id=caller.user_id,
                set_id=source.set_id,
                release_id=source.release_id,
                job_id=job.id,
                format=target.key,
                request=body.model_dump(mode="json"),
                expires_at=now() + KEPT_FOR,
            )
        )
        await self.work.flush()
        organization_id = source.organization_id
        told["format"] = target.key
        audit.record(self.work, caller, "export.started", export_id, organization_id=organization_id, **told)
        await self.work.flush()
        return read_export(await self.own(export_id, caller))

    async def of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[ExportRead]:
        if await self.sets.get_visible(set_id, caller) is None:
            raise SetNotFound
        found = await self.exports.own_of_set(set_id, caller, page)
        return Listing([read_export(export) for export in found.items], found.total, found.page, found.page_size)

    async def own(self, export_id: UUID, caller: Caller) -> Export:
        """An export of the caller's, while they see its set or its release."""
        export = await self.exports.own(export_id, caller)
        if export is None or not await self._sees_source(export, caller):
            raise ExportNotFound
        return export

    async def to_fetch(self, export_id: UUID, caller: Caller) -> Export:
        """An export whose file may be fetched: rights may have gone since it was written.

        Raises:
            BlindInSet: It holds readings that the caller must not know of any more.
        """
        export = await self.own(export_id, caller)
        await self.require_rights(export, caller)
        if export.file_key is None:
            raise ExportExpired if export.job.state is JobState.DONE else ExportNotReady
        return export

    async def require_rights(self, export: Export, caller: Caller) -> SampleSet | Release:
        """What an export is of, if its owner may still have what they asked for."""
        if export.release_id is not None:
            return await ReleaseSight(self.work).visible(export.release_id, caller)
        if export.set_id is None:
            raise ExportNotFound
        return await self._set(export.set_id, request_of(export), caller)

    async def states(self, export: Export, manifest_key: str | None) -> bool:
        """Whether the release of an export still states what was read of it; for sets, always."""
        if export.release_id is None:
            return True
        release = await ReleaseRepository(self.work.db).held(export.release_id)
        return release is not None and release.manifest_key == manifest_key

    async def finish(self, export: Export, file: Received, key: str, summary: ExportSummary, caller: Caller) -> None:
        """Write down where the file is, whose bytes are in the storage, and what it holds."""
        target = FORMATS[export.format]
        name = plain_name(await self._called(export))
        export.file_key, export.sha256, export.size_bytes = key, file.sha256, file.size_bytes
        export.file_name = f"{name}-{target.key}{target.suffix}"
        export.media_type = target.media_type
        export.summary = summary.model_dump(mode="json")
        export.expires_at = now() + KEPT_FOR
        audit.record(
            self.work,
            caller,
            "export.written",
            export.id,
            organization_id=export.organization_id,
            readings=summary.readings,
            objects=summary.objects,
            size_bytes=file.size_bytes,
        )
        await self.work.flush()

    async def _sees_source(self, export: Export, caller: Caller) -> bool:
        if export.release_id is not None:
            return await ReleaseRepository(self.work.db).get_visible(export.release_id, caller) is not None
        return export.set_id is not None and await self.sets.get_visible(export.set_id, caller) is not None

    async def _called(self, export: Export) -> str:
        release = await ReleaseRepository(self.work.db).get(export.release_id) if export.release_id else None
        if release is not None:
            return f"{release.set_name}-release-{release.number}"
        sample_set = await self.sets.get(export.set_id) if export.set_id else None
        return sample_set.name if sample_set else "set"

    async def _set(self, set_id: UUID, body: ExportCreate, caller: Caller) -> SampleSet:
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        if body.whose is Whose.ALL:
            await BlindingService(self.work).require_sight(sample_set, caller)
        return sample_set


def request_of(export: Export) -> ExportCreate:
    return ExportCreate.model_validate(export.request)


def summary_of(document: Document, target: ExportFormat) -> ExportSummary:
    done = {reading.sample_id for reading in document.readings if reading.state == "done"}
    return ExportSummary(
        samples=len(document.samples),
        samples_unread=sum(sample.id not in done for sample in document.samples),
        readings=len(document.readings),
        readings_open=sum(reading.state != "done" for reading in document.readings),
        objects=sum(len(reading.objects) for reading in document.readings),
        losses=[LossRead.model_validate(loss) for loss in losses(document, target)],
    )


def read_export(export: Export) -> ExportRead:
    job = export.job
    known: dict[str, Any] = {name: getattr(export, name) for name in _COLUMNS}
    return ExportRead(
        **known,
        request=request_of(export),
        summary=ExportSummary.model_validate(export.summary) if export.summary else None,
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        error_code=job.error_code,
    )


_COLUMNS = (
    "id",
    "set_id",
    "job_id",
    "format",
    "file_name",
    "size_bytes",
    "sha256",
    "created_at",
    "expires_at",
)


def plain_name(text: str) -> str:
    """Text as the name of a file that no header trips over."""
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in text)
    return Path(kept).name.strip("._")[:80] or "set"
