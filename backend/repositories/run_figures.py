"""Questions about many tasks of runs at once, as far as somebody may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Caller
from backend.models.examination import Examination
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.job import Job
from backend.models.region import Region
from backend.repositories.regions import imported, region_is_seen


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A task of a reader's region, and what that region is of."""

    run_id: UUID
    task_id: UUID
    shapes_hash: str | None
    examination_id: UUID
    label_id: UUID | None
    tracking_uid: str
    series_id: UUID


def task_is_seen(caller: Caller) -> ColumnElement[bool]:
    """Whether the region of a task may be seen by somebody who may see its run: readers' regions by few."""
    hidden = select(Region.id).where(Region.id == ExtractionTask.region_id, not_(region_is_seen(caller)))
    return not_(exists(hidden.correlate(ExtractionTask)))


class RunFigures:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def state_counts(self, run_ids: Sequence[UUID], caller: Caller) -> dict[UUID, dict[TaskState, int]]:
        counts: dict[UUID, dict[TaskState, int]] = {}
        for run_id, state, count in await self._per(run_ids, caller, ExtractionTask.state):
            counts.setdefault(run_id, {})[state] = count
        return counts

    async def reused(self, run_ids: Sequence[UUID], caller: Caller) -> dict[UUID, int]:
        rows = await self._per(run_ids, caller, ExtractionTask.reused)
        return {run_id: count for run_id, reused, count in rows if reused}

    async def modalities(self, run_ids: Sequence[UUID], caller: Caller) -> dict[UUID, list[str]]:
        return _listed(await self._per(run_ids, caller, ExtractionTask.modality_key))

    async def region_names(self, run_ids: Sequence[UUID], caller: Caller) -> dict[UUID, list[tuple[UUID, str]]]:
        """Names with the series they are on: whose images those are decides what may be shown of a name."""
        rows = await self.db.execute(
            select(ExtractionTask.run_id, ExtractionTask.series_id, Region.name)
            .join(Region, Region.id == ExtractionTask.region_id)
            .where(ExtractionTask.run_id.in_(run_ids), task_is_seen(caller))
            .group_by(ExtractionTask.run_id, ExtractionTask.series_id, Region.name)
            .order_by(Region.name)
        )
        found: dict[UUID, list[tuple[UUID, str]]] = {}
        for run_id, series_id, name in rows:
            found.setdefault(run_id, []).append((series_id, name))
        return found

    async def ended_since_start(self, run_ids: Sequence[UUID]) -> dict[UUID, tuple[int, datetime]]:
        """Of runs at work: how many tasks have ended since their job began, and when it did."""
        rows = await self.db.execute(
            select(ExtractionTask.run_id, func.count(), func.min(Job.started_at))
            .join(ExtractionRun, ExtractionRun.id == ExtractionTask.run_id)
            .join(Job, Job.id == ExtractionRun.job_id)
            .where(
                ExtractionTask.run_id.in_(run_ids),
                Job.finished_at.is_(None),
                ExtractionTask.finished_at >= Job.started_at,
                ExtractionTask.reused.is_(False),
            )
            .group_by(ExtractionTask.run_id)
        )
        return {run_id: (count, started_at) for run_id, count, started_at in rows if started_at}

    async def with_other_masks(self, run_ids: Sequence[UUID], caller: Caller) -> list[tuple[UUID, UUID]]:
        """Run and id of tasks with values whose region, that came with a file, has another mask now, or none."""
        rows = await self.db.execute(
            self._done(run_ids, caller)
            .add_columns(ExtractionTask.run_id, ExtractionTask.id)
            .where(imported, or_(Region.content_hash.is_(None), Region.content_hash != ExtractionTask.region_hash))
        )
        return [(run_id, task_id) for run_id, task_id in rows]

    async def of_edited_readings(self, run_ids: Sequence[UUID], caller: Caller) -> list[DoneTask]:
        """Tasks with values of readers' regions whose reading has changed in whichever way since."""
        rows = await self.db.execute(
            self._done(run_ids, caller)
            .add_columns(
                ExtractionTask.run_id,
                ExtractionTask.id,
                ExtractionTask.shapes_hash,
                Examination.id,
                Region.label_id,
                func.coalesce(Region.tracking_uid, ""),
                Region.series_id,
            )
            .join(Examination, Examination.id == Region.examination_id)
            .where(
                or_(
                    ExtractionTask.reading_version.is_(None),
                    ExtractionTask.reading_version != Examination.version,
                    Region.label_id.is_(None),
                )
            )
        )
        return [DoneTask(*row) for row in rows]

    def _done(self, run_ids: Sequence[UUID], caller: Caller) -> Select[Any]:
        return (
            select()
            .select_from(ExtractionTask)
            .join(Region, Region.id == ExtractionTask.region_id)
            .where(
                ExtractionTask.run_id.in_(run_ids),
                ExtractionTask.state == TaskState.DONE,
                region_is_seen(caller),
            )
        )

    async def _per(self, run_ids: Sequence[UUID], caller: Caller, column: Any) -> list[tuple[UUID, Any, int]]:
        rows = await self.db.execute(
            select(ExtractionTask.run_id, column, func.count())
            .where(ExtractionTask.run_id.in_(run_ids), task_is_seen(caller))
            .group_by(ExtractionTask.run_id, column)
            .order_by(column)
        )
        return [(run_id, value, count) for run_id, value, count in rows]


def _listed(rows: Sequence[tuple[UUID, Any, int]]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for run_id, value, _ in rows:
        found.setdefault(run_id, []).append(value)
    return found
