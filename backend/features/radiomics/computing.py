"""The tasks of one series in one run: what a job reads before computing and writes after it."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
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
from backend.imaging.extraction import TaskResult
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.feature_schema import FeatureSchema
from backend.repositories.extraction import ExtractionRunRepository, ExtractionTaskRepository
from backend.repositories.jobs import JobRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.series import SeriesRepository

OPEN = (TaskState.QUEUED, TaskState.RUNNING)
ENDED = (TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED)


@dataclass(frozen=True)
class PlannedRegion:
    task_id: UUID
    name: str
    mask_key: str


@dataclass(frozen=True)
class SeriesPlan:
    """What is still to be computed on a series, by storage keys."""

    modality: str
    image_keys: list[str]
    preset: dict[str, Any]
    regions: list[PlannedRegion]


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
        return SeriesPlan(
            modality=await self.tasks.modality(self.series_id),
            image_keys=await self.tasks.image_keys(self.series_id),
            preset=json.loads(run.preset.content),
            regions=[PlannedRegion(task.id, task.region.name, task.mask_key) for task in tasks],
        )

    async def mark_running(self) -> None:
        await self.tasks.move(self.run_id, self.series_id, [TaskState.QUEUED], TaskState.RUNNING)

    async def finish(self, job_id: UUID, results: Sequence[TaskResult]) -> None:
        """Write results down; a task that has ended already is left alone."""
        tasks = await self.tasks.by_ids([UUID(result.task_id) for result in results])
        for result in results:
            task = tasks[UUID(result.task_id)]
            if task.state in OPEN:
                await self._write(task, result)
        await self._tell(job_id)

    async def fail(self, job_id: UUID, reason: str) -> None:
        """What concerns all regions of the series: they fail, the rest of the run goes on."""
        await self.tasks.move(self.run_id, self.series_id, OPEN, TaskState.FAILED, reason)
        await self._tell(job_id)

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

    async def _schema(self, names: Sequence[str]) -> str:
        schema_hash = vectors.schema_hash(names)
        if not await self.tasks.has_schema(schema_hash):
            with suppress(IntegrityError):  # another worker wrote the same names at the same time
                async with self.work.db.begin_nested():
                    self.work.db.add(FeatureSchema(schema_hash=schema_hash, names=list(names)))
        return schema_hash

    async def _write(self, task: ExtractionTask, result: TaskResult) -> None:
        schema_hash = None if result.error else await self._schema(result.names)
        task.seconds, task.provenance, task.finished_at = result.seconds, result.provenance, now()
        if schema_hash is None:
            task.state, task.error = TaskState.FAILED, result.error
            return
        task.schema_hash = schema_hash
        task.feature_values = vectors.encode(result.values)
        task.reasons = result.reasons
        task.state, task.error = TaskState.DONE, None

    async def _tell(self, job_id: UUID) -> None:
        """Count under the job's lock: of two series that end together, the second sees the first."""
        await self.work.flush()
        await JobRepository(self.work.db).locked(job_id)
        counts = (await self.tasks.state_counts([self.run_id])).get(self.run_id, {})
        done, failed = sum(counts.get(state, 0) for state in ENDED), counts.get(TaskState.FAILED, 0)
        message = f"{failed} could not be computed" if failed else None
        await JobService(self.work).tell(job_id, done, sum(counts.values()), message)
