"""The tasks of one series in one run: what a job reads before computing and writes after it."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from backend.core.database import now
from backend.core.errors import NotPermitted
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.jobs.service import JobService
from backend.features.radiomics import vectors
from backend.features.radiomics.errors import RunNotFound
from backend.features.regions.readers import ReaderRegions
from backend.imaging.extraction import TaskResult
from backend.imaging.regions import RegionFailure, RegionMask
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.feature_schema import FeatureSchema
from backend.models.region import RegionState
from backend.repositories.extraction import ENDED, ExtractionRunRepository, ExtractionTaskRepository
from backend.repositories.jobs import JobRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.series import SeriesRepository

OPEN = (TaskState.QUEUED, TaskState.RUNNING)


@dataclass(frozen=True)
class PlannedRegion:
    """A region by its mask; or, while a reader's has none, by the shapes that it is drawn from."""

    task_id: UUID
    name: str
    mask_key: str | None
    own_series_id: UUID
    shapes: list[Any] | None = None
    shapes_hash: str | None = None


@dataclass(frozen=True)
class SeriesPlan:
    """What is still to be computed on a series, by storage keys."""

    organization_id: UUID
    series_id: UUID
    modality: str
    modality_key: str
    preset: dict[str, Any]
    regions: list[PlannedRegion]
    image_keys: dict[UUID, list[str]] = field(default_factory=dict)  # of this series, and of those regions come from


@dataclass(frozen=True)
class Drawn:
    """What became of drawing a region."""

    planned: PlannedRegion
    result: RegionMask | RegionFailure
    mask_key: str


class SeriesComputing:
    def __init__(self, work: UnitOfWork, params: dict[str, Any]) -> None:
        self.work = work
        self.run_id = UUID(params["run_id"])
        self.series_id = UUID(params["series_id"])
        self.runs = ExtractionRunRepository(work.db)
        self.tasks = ExtractionTaskRepository(work.db)

    async def authorise(self, caller: Caller) -> None:
        """Extracting from a set is its group's matter; else one extracts from what one sees in the centre."""
        run = await self._run()
        if run.set_id is not None:
            sample_set = await SampleSetRepository(self.work.db).get(run.set_id)
            caller.require(Action.EXTRACT_FROM_SET, in_=sample_set.group_id if sample_set else None)
            return
        caller.require(Action.EXTRACT_FEATURES, in_=run.organization_id)
        if not await SeriesRepository(self.work.db).is_visible(self.series_id, caller):
            raise NotPermitted("You do not see these images any more.")

    async def plan(self) -> SeriesPlan:
        """What is left to do."""
        run = await self._run()
        tasks = await self.tasks.unfinished(self.run_id, self.series_id)
        regions = [self._planned(task) for task in tasks]
        modality = await self.tasks.modality(self.series_id)
        series_ids = {self.series_id, *(region.own_series_id for region in regions)}
        return SeriesPlan(
            organization_id=run.organization_id,
            series_id=self.series_id,
            modality=modality,
            modality_key=tasks[0].modality_key if tasks else modality,
            preset=json.loads(run.preset.content),
            regions=regions,
            image_keys={series_id: await self.tasks.image_keys(series_id) for series_id in series_ids},
        )

    async def mark_running(self) -> None:
        await self.tasks.move(self.run_id, self.series_id, [TaskState.QUEUED], TaskState.RUNNING)

    async def take_masks(self, job_id: UUID, drawn: Sequence[Drawn]) -> None:
        """Write down what became of drawing readers' regions; a region that could not be drawn fails its task."""
        tasks = await self.tasks.by_ids([item.planned.task_id for item in drawn])
        readers = ReaderRegions(self.work)
        for item in drawn:
            task = tasks.get(item.planned.task_id)
            if task is None or task.state not in OPEN or item.planned.shapes_hash is None:
                continue
            await readers.keep(task.region, item.planned.shapes_hash, item.result, item.mask_key)
            task.shapes_hash = item.planned.shapes_hash
            if isinstance(item.result, RegionFailure):
                task.state, task.error, task.finished_at = TaskState.FAILED, item.result.reason, now()
            else:
                task.mask_key, task.region_hash = item.mask_key, item.result.content_hash
                task.region_version = task.region.version
        await self.tell(job_id)

    async def finish(self, job_id: UUID, results: Sequence[TaskResult]) -> None:
        """Write results down; a task that has ended already is left alone, one that was deleted too."""
        tasks = await self.tasks.by_ids([UUID(result.task_id) for result in results])
        for result in results:
            task = tasks.get(UUID(result.task_id))
            if task is not None and task.state in OPEN:
                await self._write(task, result)
        await self.tell(job_id)

    async def fail(self, job_id: UUID, reason: str, task_ids: Sequence[UUID] | None = None) -> None:
        """What concerns all regions of the series, or these: they fail, the rest of the run goes on."""
        if task_ids is None:
            await self.fail_quietly(reason)
        else:
            for task in (await self.tasks.by_ids(task_ids)).values():
                task.state, task.error, task.finished_at = TaskState.FAILED, reason, now()
        await self.tell(job_id)

    async def fail_quietly(self, reason: str) -> None:
        await self.tasks.move(self.run_id, self.series_id, OPEN, TaskState.FAILED, reason)

    async def cancel(self) -> None:
        await self.tasks.move(self.run_id, self.series_id, OPEN, TaskState.CANCELLED)

    async def reopen(self) -> None:
        await self.tasks.move(
            self.run_id, self.series_id, [TaskState.FAILED, TaskState.CANCELLED, TaskState.RUNNING], TaskState.QUEUED
        )

    async def _run(self) -> ExtractionRun:
        run = await self.runs.with_preset(self.run_id)
        if run is None:
            raise RunNotFound
        return run

    def _planned(self, task: ExtractionTask) -> PlannedRegion:
        """A reader's region that another step or run has drawn already is taken as it was drawn there.

        If it was frozen anew since this run was asked for, the newer shapes count: the older are not kept.
        """
        region = task.region
        own = region.series_id or task.series_id
        if task.mask_key is None and region.state is RegionState.READY and region.mask_key is not None:
            task.mask_key, task.region_hash = region.mask_key, region.content_hash
            task.region_version, task.shapes_hash = region.version, region.shapes_hash
        if task.mask_key is not None:
            return PlannedRegion(task.id, region.name, task.mask_key, own)
        return PlannedRegion(task.id, region.name, None, own, region.shapes or [], region.shapes_hash)

    async def _schema(self, names: Sequence[str]) -> str:
        schema_hash = vectors.schema_hash(names)
        if not await self.tasks.has_schema(schema_hash):
            with suppress(IntegrityError):  # another worker wrote the same names at the same time
                async with self.work.db.begin_nested():
                    self.work.db.add(FeatureSchema(schema_hash=schema_hash, names=list(names)))
        return schema_hash

    async def _write(self, task: ExtractionTask, result: TaskResult) -> None:
        schema_hash = None if result.error else await self._schema(result.names)
        task.seconds, task.finished_at = result.seconds, now()
        task.provenance = result.provenance | {"region_hash": task.region_hash, "shapes_hash": task.shapes_hash}
        known = {warning["code"] for warning in result.warnings}
        task.warnings = [item for item in task.warnings or [] if item["code"] not in known] + list(result.warnings)
        if schema_hash is None:
            task.state, task.error = TaskState.FAILED, result.error
            return
        task.schema_hash = schema_hash
        task.feature_values = vectors.encode(result.values)
        task.reasons = result.reasons
        task.state, task.error = TaskState.DONE, None

    async def tell(self, job_id: UUID) -> None:
        """Count under the job's lock: of two series that end together, the second sees the first."""
        await self.work.flush()
        await JobRepository(self.work.db).locked(job_id)
        counts = (await self.tasks.state_counts([self.run_id])).get(self.run_id, {})
        done, failed = sum(counts.get(state, 0) for state in ENDED), counts.get(TaskState.FAILED, 0)
        message = f"{failed} could not be computed" if failed else None
        await JobService(self.work).tell(job_id, done, sum(counts.values()), message)
