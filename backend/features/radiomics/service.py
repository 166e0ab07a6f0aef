"""Runs of feature extraction: asked for, watched, looked at."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.jobs.schemas import JobRead
from backend.features.jobs.service import JobService
from backend.features.radiomics.errors import NothingToExtract, PresetNotFound, RunNotFound
from backend.features.radiomics.schemas import PresetOfRun, RunCreate, RunRead, TaskRead
from backend.features.regions.errors import RegionNotFound
from backend.features.samples.anonymous import patient_label, without_patient
from backend.features.sets.service import SetService
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.job import JobKind
from backend.models.region import Region, RegionState
from backend.models.sample_set import Identity
from backend.repositories.extraction import (
    ExtractionRunRepository,
    ExtractionTaskRepository,
    TaskInContext,
)
from backend.repositories.extraction_presets import ExtractionPresetRepository
from backend.repositories.regions import RegionRepository
from backend.repositories.sample_sets import SampleSetRepository


class RadiomicsService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.presets = ExtractionPresetRepository(work.db)
        self.runs = ExtractionRunRepository(work.db)
        self.tasks = ExtractionTaskRepository(work.db)
        self.regions = RegionRepository(work.db)
        self.sets = SampleSetRepository(work.db)

    async def list_runs(
        self, caller: Caller, page: Page, *, set_id: UUID | None, study_id: UUID | None
    ) -> Listing[RunRead]:
        listing = await self.runs.visible(caller, page, set_id=set_id, study_id=study_id)
        counts = await self.tasks.state_counts([run.id for run in listing.items])
        jobs = await JobService(self.work).read_all([run.job for run in listing.items])
        items = [_run(run, job, counts.get(run.id, {})) for run, job in zip(listing.items, jobs, strict=True)]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def get_run(self, run_id: UUID, caller: Caller) -> RunRead:
        run = await self.visible_run(run_id, caller)
        counts = await self.tasks.state_counts([run_id])
        return _run(run, await JobService(self.work).read(run.job), counts.get(run_id, {}))

    async def visible_run(self, run_id: UUID, caller: Caller) -> ExtractionRun:
        run = await self.runs.get_visible(run_id, caller)
        if run is None:
            raise RunNotFound
        return run

    async def list_tasks(
        self, run_id: UUID, caller: Caller, page: Page, *, state: TaskState | None, search: str | None
    ) -> Listing[TaskRead]:
        run = await self.visible_run(run_id, caller)
        identity = await self.identity_of(run)
        found = await self.tasks.of_run(run_id, page, only=state)
        items = [_task(item, identity) for item in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def start(self, body: RunCreate, caller: Caller) -> RunRead:
        """Plan a task per region, and a step of the job per series."""
        preset = await self.presets.get_visible(body.preset_id, caller)
        if preset is None:
            raise PresetNotFound
        name, organization_id, regions = await self._scope(body, caller)
        ready = [region for region in regions if region.state is RegionState.READY and region.series_id]
        if not ready or organization_id != preset.organization_id:
            raise NothingToExtract
        run_id = new_id()
        series_ids = list(dict.fromkeys(region.series_id for region in ready))
        job = await JobService(self.work).begin(
            JobKind.EXTRACTION,
            f"Extract features: {name}",
            [{"run_id": str(run_id), "series_id": str(series_id)} for series_id in series_ids],
            lane=Lane.HEAVY,
            caller=caller,
            organization_id=organization_id,
            params={"run_id": str(run_id)},
            total=len(ready),
            result_url=f"/extraction-runs/{run_id}",
        )
        run = self.runs.add(
            ExtractionRun(
                id=run_id,
                organization_id=organization_id,
                owner_id=caller.user_id,
                set_id=body.set_id,
                preset_id=preset.id,
                job_id=job.id,
                name=name[:200],
            )
        )
        await self.work.flush()
        self.tasks.add_all([_planned(run, region) for region in ready])
        audit.record(
            self.work, caller, "extraction_run.started", run_id, organization_id=organization_id, regions=len(ready)
        )
        await self.work.flush()
        return await self.get_run(run_id, caller)

    async def identity_of(self, run: ExtractionRun) -> Identity:
        """What a run's tables may show of patients: its set's rule; without a set, pseudonyms."""
        sample_set = await self.sets.get(run.set_id) if run.set_id else None
        return sample_set.identity if sample_set else Identity.PSEUDONYM

    async def _scope(self, body: RunCreate, caller: Caller) -> tuple[str, UUID, Sequence[Region]]:
        if body.set_id is not None:
            sample_set = await SetService(self.work).visible(body.set_id, caller)
            caller.require(Action.EXTRACT_FROM_SET, in_=sample_set.group_id)
            return sample_set.name, sample_set.organization_id, await self.regions.of_set(sample_set.id)
        wanted = list(dict.fromkeys(body.region_ids or []))
        regions = await self.regions.visible_by_ids(wanted, caller)
        if len(regions) != len(wanted):
            raise RegionNotFound
        organization_id = regions[0].organization_id
        caller.require(Action.EXTRACT_FEATURES, in_=organization_id)
        if any(region.organization_id != organization_id for region in regions):
            raise NothingToExtract("The regions belong to several centres: extract them one centre at a time.")
        return f"{len(regions)} regions", organization_id, regions


def _planned(run: ExtractionRun, region: Region) -> ExtractionTask:
    assert region.series_id is not None  # noqa: S101 - only regions on a series are ready
    assert region.content_hash is not None  # noqa: S101 - only regions with a mask are ready
    assert region.mask_key is not None  # noqa: S101 - as above
    return ExtractionTask(
        organization_id=run.organization_id,
        run_id=run.id,
        series_id=region.series_id,
        region_id=region.id,
        region_version=region.version,
        region_hash=region.content_hash,
        mask_key=region.mask_key,
        modality_key="any",
    )


def _run(run: ExtractionRun, job: JobRead, counts: dict[TaskState, int]) -> RunRead:
    return RunRead(
        id=run.id,
        name=run.name,
        set_id=run.set_id,
        preset=PresetOfRun.model_validate(run.preset),
        job=job,
        task_count=sum(counts.values()),
        done_count=counts.get(TaskState.DONE, 0),
        failed_count=counts.get(TaskState.FAILED, 0),
        cancelled_count=counts.get(TaskState.CANCELLED, 0),
        reused_count=0,
        stale_count=0,
        modalities=[],
        region_names=[],
        seconds_left=None,
        study_id=run.study_id,
        created_at=run.created_at,
    )


def _task(item: TaskInContext, identity: Identity) -> TaskRead:
    task = item.task
    return TaskRead(
        id=task.id,
        region_id=task.region_id,
        region_name=without_patient(task.region.name, item.patient, identity),
        series_id=task.series_id,
        modality=task.series.modality,
        patient_label=patient_label(item.patient, identity),
        state=task.state,
        modality_key=task.modality_key,
        origin=task.region.origin,
        reader_name=None,
        reused=task.reused,
        warnings=task.warnings or [],
        error=task.error and without_patient(task.error, item.patient, identity),
        seconds=task.seconds,
        is_stale=task.region.content_hash != task.region_hash,
        provenance=task.provenance,
    )
