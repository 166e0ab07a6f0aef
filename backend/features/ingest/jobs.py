"""Reading a delivery: every file gets its outcome, then its series their regions and the set its samples."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.ingest.archives import Archives, refuse_nested
from backend.features.ingest.batches import Batches, as_json
from backend.features.ingest.claims import Candidate
from backend.features.ingest.errors import UploadNotFound
from backend.features.ingest.inspecting import FILES_PER_CALL, Inspector, refused
from backend.features.ingest.masks import Masks, is_sound_volume
from backend.features.ingest.series_faults import SeriesFault, series_faults
from backend.features.regions.jobs import refresh_regions
from backend.features.samples.service import SampleService
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.models.upload_item import Outcome, UploadItem
from backend.models.upload_job import UploadJob
from backend.repositories.instances import InstanceRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.series import SeriesRepository
from backend.repositories.stored_files import StoredFileRepository
from backend.repositories.uploads import UploadItemRepository, UploadRepository

FILES_LOOKED_AHEAD = 400
SECONDS_BETWEEN_TOLD = 1.0
FILES_SETTLED_AT_ONCE = 40


async def authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    """Bringing images into a set is adding samples to it; else it is bringing images to the centre."""
    upload = await UploadRepository(work.db).get(UUID(params["upload_id"]))
    if upload is None:
        raise UploadNotFound
    if upload.set_id is None:
        if params.get("set_id"):
            raise SetNotFound("The set that the files were sent to has been deleted.")
        caller.require(Action.UPLOAD_IMAGES, in_=upload.organization_id)
        return
    sample_set = await SampleSetRepository(work.db).get(upload.set_id)
    if sample_set is None:
        raise SetNotFound
    caller.require(Action.ADD_SAMPLES, in_=sample_set.group_id)
    require_open(sample_set)


async def run_import(ctx: JobContext) -> None:
    """Read a delivery. May be delivered twice or killed anywhere: what has an outcome is left alone."""
    async with ctx.begin_reading() as work:
        upload = await UploadRepository(work.db).get(UUID(ctx.params["upload_id"]))
    if upload is None:
        raise UploadNotFound
    await Import(ctx, upload).run()


IMPORT = StepKind(
    lane=Lane.FAST,
    authorise=authorise,
    run=run_import,
    give_up=nothing_to_tidy,
    cancel=nothing_to_tidy,
    reopen=nothing_to_tidy,
)


@dataclass
class Import:
    ctx: JobContext
    upload: UploadJob
    told_at: float = 0.0

    @cached_property
    def archives(self) -> Archives:
        return Archives(self.ctx, self.upload)

    @cached_property
    def inspector(self) -> Inspector:
        return Inspector(self.ctx, self.upload)

    @cached_property
    def masks(self) -> Masks:
        return Masks(self.ctx, self.upload, self.inspector)

    async def run(self) -> None:
        await self._read_files()
        await self.archives.conclude()
        await self._mark_faulty_series()
        await refresh_regions(self.ctx, self.upload.organization_id, self.upload.id, self._tell)
        await self._add_samples()
        await self._delete_left_behind()
        await self._tell(await self._summary())

    async def _read_files(self) -> None:
        at_once = max(FILES_PER_CALL * self.ctx.settings.worker_processes, FILES_SETTLED_AT_ONCE)
        while items := await self._pending():
            batches = [items[start : start + at_once] for start in range(0, len(items), at_once)]
            async for candidates in self._inspected(batches):
                await self._settle(await self._prepared(candidates))
                await self._tell_now_and_then("Reading files")
        for mask in self.masks.held:  # their images have come before them now
            await self._settle([await self.masks.placed(mask)])

    async def _inspected(self, batches: Sequence[list[UploadItem]]) -> AsyncIterator[list[Candidate]]:
        """The batches, one after the other; the parsers look at the next while one is being settled."""
        looking: asyncio.Task[list[Candidate]] | None = None
        try:
            for batch in [*batches, None]:
                candidates = await looking if looking else []
                looking = await self._look_at(batch) if batch else None
                if candidates:
                    yield candidates
        finally:
            if looking is not None:
                looking.cancel()

    async def _pending(self) -> list[UploadItem]:
        async with self.ctx.begin_reading() as work:
            waiting = [*self.archives.opened, *(mask.item_id for mask in self.masks.held)]
            return await UploadItemRepository(work.db).pending(self.upload.id, FILES_LOOKED_AHEAD, besides=waiting)

    async def _look_at(self, items: list[UploadItem]) -> asyncio.Task[list[Candidate]]:
        async with self.ctx.begin_reading() as work:
            hashes = [item.sha256 for item in items]
            known = await StoredFileRepository(work.db).known_hashes(self.upload.organization_id, hashes)
        return asyncio.create_task(self.inspector.inspect(items, known))

    async def _prepared(self, inspected: Sequence[Candidate]) -> list[Candidate]:
        """The files to settle, with what is made of them; archives are opened, and masks wait for their images."""
        prepared = []
        for candidate in inspected:
            if self.masks.is_mask(candidate):
                self.masks.held.append(candidate)
            elif is_sound_volume(candidate):
                prepared.append(await self.inspector.with_frames(candidate))
            elif not _is_sound_archive(candidate):
                prepared.append(await self.inspector.with_display_copy(candidate))
            elif candidate.is_member:
                prepared.append(refused(candidate, refuse_nested(candidate)))
            else:
                await self.archives.open(candidate)
        return prepared

    async def _settle(self, candidates: Sequence[Candidate]) -> None:
        for start in range(0, len(candidates), FILES_SETTLED_AT_ONCE):
            await Batches(self.ctx, self.upload).settle(candidates[start : start + FILES_SETTLED_AT_ONCE])

    async def _mark_faulty_series(self) -> None:
        async with self.ctx.begin_reading() as work:
            grown = await SeriesRepository(work.db).grown_by_upload(self.upload.id)
        for series_id in grown:
            async with self.ctx.begin_reading() as work:
                rows = await InstanceRepository(work.db).slices(series_id)
            for fault in series_faults(rows):
                await self._mark(fault)

    async def _mark(self, fault: SeriesFault) -> None:
        """Note a fault with the files of this delivery that show it."""
        async with self.ctx.begin() as work:
            remark = as_json(fault.remark)
            for item in await UploadItemRepository(work.db).with_hashes(self.upload.id, fault.hashes):
                if remark not in item.remarks:
                    item.remarks = [*item.remarks, remark]
                    item.outcome = Outcome.STORED_WITH_WARNING
            await work.flush()

    async def _add_samples(self) -> None:
        """What came, or came again, becomes samples of the set that it was sent to."""
        async with self.ctx.begin_reading() as work:
            series_ids = await SeriesRepository(work.db).image_series_of_upload(self.upload.id)
            file_ids = await StoredFileRepository(work.db).photographs_of_upload(self.upload.id)
        async with self.ctx.begin() as work:
            upload = await UploadRepository(work.db).get(self.upload.id)
            if upload is not None and upload.set_id is not None and (series_ids or file_ids):
                await SampleService(work).add_to_set(
                    upload.set_id, series_ids=series_ids, file_ids=file_ids, caller=self.ctx.caller
                )
            counts = (await UploadRepository(work.db).counts([self.upload.id]))[self.upload.id]
            details = {outcome.value: counts.get(outcome, 0) for outcome in Outcome}
            organization_id = self.upload.organization_id
            audit.record(
                work, self.ctx.caller, "upload.read", self.upload.id, organization_id=organization_id, **details
            )
            await work.flush()

    async def _delete_left_behind(self) -> None:
        """Delete received bytes that are not kept: refused, stored already, or unpacked."""
        async with self.ctx.begin_reading() as work:
            keys = await UploadItemRepository(work.db).left_behind(self.upload.id)
        await self.ctx.storage.delete_all(keys)
        async with self.ctx.begin() as work:
            await UploadItemRepository(work.db).forget_left_behind(self.upload.id)

    async def _summary(self) -> str:
        async with self.ctx.begin_reading() as work:
            counts = (await UploadRepository(work.db).counts([self.upload.id]))[self.upload.id]
        return ", ".join(f"{counts[one]} {one.value.replace('_', ' ')}" for one in Outcome if counts.get(one))

    async def _tell_now_and_then(self, message: str) -> None:
        """Counting the files costs more, the more there are; nobody reads it more often than once a second."""
        if time.monotonic() - self.told_at >= SECONDS_BETWEEN_TOLD:
            self.told_at = time.monotonic()
            await self._tell(message)

    async def _tell(self, message: str) -> None:
        async with self.ctx.begin_reading() as work:
            done, total = await UploadItemRepository(work.db).totals(self.upload.id)
        await self.ctx.progress(done, total, message)


def _is_sound_archive(candidate: Candidate) -> bool:
    inspection = candidate.inspection
    return inspection is not None and inspection.kind == "archive" and inspection.outcome.startswith("stored")
