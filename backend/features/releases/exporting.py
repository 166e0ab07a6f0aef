"""Exports of a release: what it states, in the formats of exports, also once its set is gone."""

from uuid import UUID

from backend.core import audit
from backend.core.database import new_id, now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.exports.gathering import Whose
from backend.features.exports.schemas import ExportCreate, ExportRead
from backend.features.exports.service import KEPT_FOR, ExportService, read_export
from backend.features.jobs.service import JobService
from backend.features.releases.errors import ReleaseNotFrozen
from backend.features.releases.schemas import ReleaseExportCreate
from backend.features.releases.service import choice_of
from backend.features.releases.sight import ReleaseSight
from backend.imaging.exchange.formats import FORMATS
from backend.models.export import Export
from backend.models.job import JobKind
from backend.models.release import Release
from backend.repositories.exports import ExportRepository


class ReleaseExports:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.exports = ExportRepository(work.db)

    async def of_release(self, release_id: UUID, caller: Caller, page: Page) -> Listing[ExportRead]:
        await ReleaseSight(self.work).visible(release_id, caller)
        found = await self.exports.own_of_release(release_id, caller, page)
        return Listing([read_export(export) for export in found.items], found.total, found.page, found.page_size)

    async def start(self, release_id: UUID, body: ReleaseExportCreate, caller: Caller) -> ExportRead:
        release = await ReleaseSight(self.work).visible(release_id, caller)
        if release.manifest_key is None:
            raise ReleaseNotFrozen
        target, export_id = FORMATS[body.format], new_id()
        job = await JobService(self.work).begin(
            JobKind.EXPORT,
            f"Export release {release.number} of {release.set_name} as {target.title}",
            [{"export_id": str(export_id)}],
            lane=Lane.HEAVY if target.per_sample else Lane.FAST,
            caller=caller,
            organization_id=release.organization_id,
            params={"export_id": str(export_id)},
            result_url=f"/releases/{release_id}/exports",
        )
        self.exports.add(
            Export(
                id=export_id,
                organization_id=release.organization_id,
                owner_id=caller.user_id,
                release_id=release_id,
                job_id=job.id,
                format=target.key,
                request=_asked(release, body, caller).model_dump(mode="json"),
                expires_at=now() + KEPT_FOR,
            )
        )
        await self.work.flush()
        audit.record(
            self.work,
            caller,
            "export.started",
            export_id,
            organization_id=release.organization_id,
            release_id=str(release_id),
            format=target.key,
        )
        await self.work.flush()
        return read_export(await ExportService(self.work).own(export_id, caller))


def _asked(release: Release, body: ReleaseExportCreate, caller: Caller) -> ExportCreate:
    """As the release was asked for: it states nothing else."""
    choice = choice_of(release, caller)
    return ExportCreate(
        format=body.format,
        whose=Whose.ALL,
        kinds=sorted(choice.kinds),
        rounds=sorted(choice.rounds) if choice.rounds is not None else None,
        only_done=choice.only_done,
        names=choice.names,
    )
