"""Exports of a release: what it states, in the formats of exports, also once its set is gone."""

from uuid import UUID

from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.exports.gathering import Whose
from backend.features.exports.schemas import ExportCreate, ExportRead
from backend.features.exports.service import ExportService, ExportSource, read_export
from backend.features.releases.errors import ReleaseNotFrozen
from backend.features.releases.schemas import ReleaseExportCreate
from backend.features.releases.service import choice_of
from backend.features.releases.sight import ReleaseSight
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
        source = ExportSource(
            organization_id=release.organization_id,
            title=f"release {release.number} of {release.set_name}",
            url=f"/releases/{release_id}/exports",
            release_id=release_id,
        )
        asked = _asked(release, body, caller)
        return await ExportService(self.work).begin(source, asked, caller, release_id=str(release_id))


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
