"""Values that were computed before of the same images, region and settings are taken over, within a centre.

The key says all that values follow from: the stored files of the series, the mask and the grid it is on, the section of
the preset, and the versions of what computes.
"""

import hashlib
import json
from importlib.metadata import version
from typing import Any
from uuid import UUID

from backend.core.database import now
from backend.core.work import UnitOfWork
from backend.features.radiomics.computing import OPEN, PlannedRegion, SeriesComputing, SeriesPlan
from backend.imaging.engine import REVISION, library_versions
from backend.imaging.preset import preset_hash, section_for
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.repositories.extraction import ExtractionTaskRepository
from backend.repositories.extraction_scope import ExtractionScopeRepository


class Reuse:
    def __init__(self, work: UnitOfWork, plan: SeriesPlan) -> None:
        self.work = work
        self.plan = plan
        self.tasks = ExtractionTaskRepository(work.db)

    async def take_over(self, computing: SeriesComputing, job_id: UUID) -> set[UUID]:
        """Give tasks their keys, and values where there are some; tells which are done by that."""
        files = await ExtractionScopeRepository(self.work.db).file_hashes(list(self.plan.image_keys))
        tasks = await self.tasks.by_ids([region.task_id for region in self.plan.regions])
        for region in self.plan.regions:
            task = tasks.get(region.task_id)
            if task is not None and task.state in OPEN and task.region_hash is not None:
                task.reuse_key = self._key(task, region, files)
        keys = {task.reuse_key for task in tasks.values() if task.reuse_key and task.state in OPEN}
        known = await self.tasks.with_values_of(self.plan.organization_id, keys) if keys else {}
        done = set()
        for region in self.plan.regions:
            task = tasks.get(region.task_id)
            before = known.get(task.reuse_key or "") if task is not None else None
            if task is not None and before is not None and task.state in OPEN:
                self._copy(before, task, region)
                done.add(task.id)
        await computing.tell(job_id)
        return done

    def _key(self, task: ExtractionTask, region: PlannedRegion, files: dict[UUID, list[str]]) -> str:
        told: dict[str, Any] = {
            "images": files.get(self.plan.series_id, []),
            "grid": files.get(region.own_series_id, []) if region.own_series_id != self.plan.series_id else None,
            "mask": task.region_hash,
            "mask_key": region.mask_key,  # says the grid too
            "section": section_for(self.plan.preset, self.plan.modality_key),
            "modality_key": self.plan.modality_key,
            "versions": library_versions() | {"isocenter": version("isocenter"), "engine": str(REVISION)},
        }
        return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()

    def _copy(self, before: ExtractionTask, task: ExtractionTask, region: PlannedRegion) -> None:
        """Values with where they are from; what is this task's own stays its own."""
        task.schema_hash, task.feature_values, task.reasons = before.schema_hash, before.feature_values, before.reasons
        task.provenance = (before.provenance or {}) | {
            "label": region.name,
            "preset_hash": preset_hash(self.plan.preset),
            "shapes_hash": task.shapes_hash,
            "reused": True,
            "computed_at": before.finished_at.isoformat() if before.finished_at else None,
        }
        told = {warning["code"]: warning for warning in [*(task.warnings or []), *(before.warnings or [])]}
        task.warnings = list(told.values()) or None
        task.state, task.error, task.reused, task.seconds, task.finished_at = TaskState.DONE, None, True, 0.0, now()
