"""Computing the features of one series: a step of an extraction."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core.errors import Unavailable, Unprocessable
from backend.core.jobs import JobContext, StepKind
from backend.core.permissions import Caller
from backend.core.processes import ProcessDied, TookTooLong
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.radiomics.computing import PlannedRegion, SeriesComputing, SeriesPlan
from backend.imaging.extraction import CaseRegion, ExtractionCase, TaskResult, extract_features

# So many regions share one reading of the series; results are kept, and progress told, after each batch.
REGIONS_AT_ONCE = 8


async def authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    await SeriesComputing(work, params).authorise(caller)


async def extract_series(context: JobContext) -> None:
    """Compute the tasks of one series in a run. May be begun twice, so finished tasks are left alone."""
    async with context.begin() as work:
        computing = SeriesComputing(work, context.params)
        plan = await computing.plan()
        await computing.mark_running()
    paths = await asyncio.gather(*(context.storage.local_path(key) for key in plan.image_keys))
    for start in range(0, len(plan.regions), REGIONS_AT_ONCE):
        batch = plan.regions[start : start + REGIONS_AT_ONCE]
        try:
            results = await _compute(context, plan, [str(path) for path in paths], batch)
        except (Unprocessable, Unavailable) as error:  # the series itself: positions, geometry, an unknown preset
            async with context.begin() as work:
                await SeriesComputing(work, context.params).fail(context.job_id, str(error))
            return
        async with context.begin() as work:
            await SeriesComputing(work, context.params).finish(context.job_id, results)


async def _compute(
    context: JobContext, plan: SeriesPlan, paths: list[str], batch: Sequence[PlannedRegion]
) -> list[TaskResult]:
    """Compute some regions in one process; if that dies or takes too long, find out which of them it was."""
    masks = await asyncio.gather(*(context.storage.local_path(region.mask_key) for region in batch))
    case = ExtractionCase(
        image_paths=tuple(paths),
        modality=plan.modality,
        series_hash="",
        regions=tuple(
            CaseRegion(str(region.task_id), str(mask), region.name) for region, mask in zip(batch, masks, strict=True)
        ),
        preset=plan.preset,
    )
    limit = context.settings.region_timeout_seconds * len(batch)
    try:
        return await context.pool.run(extract_features, case, timeout_seconds=limit)
    except (ProcessDied, TookTooLong) as error:
        if len(batch) == 1:
            return [_failed(batch[0].task_id, str(error))]
        one_by_one = [await _compute(context, plan, paths, [region]) for region in batch]
        return [result for results in one_by_one for result in results]


def _failed(task_id: UUID, reason: str) -> TaskResult:
    return TaskResult(str(task_id), (), (), {}, {}, 0.0, reason)


async def _give_up(work: UnitOfWork, params: dict[str, Any], reason: str) -> None:
    await SeriesComputing(work, params).fail_quietly(reason)


async def _cancel(work: UnitOfWork, params: dict[str, Any]) -> None:
    await SeriesComputing(work, params).cancel()


async def _reopen(work: UnitOfWork, params: dict[str, Any]) -> None:
    await SeriesComputing(work, params).reopen()


EXTRACTION = StepKind(
    lane=Lane.HEAVY, authorise=authorise, run=extract_series, give_up=_give_up, cancel=_cancel, reopen=_reopen
)
