"""Which values are of regions that have changed since.

Worked out when they are looked at, so that saving a reading costs nothing more.
"""

from collections.abc import Sequence
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.regions.readers import ReaderRegions
from backend.repositories.regions import ReaderKey
from backend.repositories.run_figures import DoneTask, RunFigures


class Staleness:
    def __init__(self, work: UnitOfWork) -> None:
        self.figures = RunFigures(work.db)
        self.readers = ReaderRegions(work)

    async def of_runs(self, run_ids: Sequence[UUID], caller: Caller) -> dict[UUID, set[UUID]]:
        """Run → those of its tasks that the caller sees whose values do not stand any more."""
        stale: dict[UUID, set[UUID]] = {run_id: set() for run_id in run_ids}
        for run_id, task_id in await self.figures.with_other_masks(run_ids, caller):
            stale[run_id].add(task_id)
        edited = await self.figures.of_edited_readings(run_ids, caller)
        now = await self.readers.hashes({task.examination_id for task in edited})
        for task in edited:
            if _is_stale(task, now):
                stale[task.run_id].add(task.task_id)
        return stale

    async def of_run(self, run_id: UUID, caller: Caller) -> set[UUID]:
        return (await self.of_runs([run_id], caller))[run_id]


def _is_stale(task: DoneTask, now: dict[ReaderKey, str]) -> bool:
    """A reading may have changed elsewhere: what counts is whether this region's shapes are still the same."""
    if task.label_id is None:  # its label was deleted, with all objects of it
        return True
    key = ReaderKey(task.examination_id, task.label_id, task.tracking_uid, task.series_id)
    return now.get(key) != task.shapes_hash
