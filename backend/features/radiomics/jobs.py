"""Computing the features of one series: a step of an extraction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core.errors import Unavailable, Unprocessable
from backend.core.jobs import JobContext, StepKind
from backend.core.permissions import Caller
from backend.core.processes import ProcessDied, TookTooLong
from backend.core.queue import Lane
from backend.core.storage import FileMissing
from backend.core.work import UnitOfWork
from backend.features.radiomics.computing import PlannedRegion, SeriesComputing, SeriesPlan
from backend.features.radiomics.drawing import draw_regions_of_readers, local_paths
from backend.features.radiomics.reuse import Reuse
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
    if not plan.regions:  # what was asked for has been deleted since, or is done
        return
    if any(region.mask_key is None for region in plan.regions):
        await draw_regions_of_readers(context, plan)
        async with context.begin() as work:
            plan = await SeriesComputing(work, context.params).plan()
    try:
        paths = await local_paths(context, plan.image_keys[plan.series_id])
        async with context.begin() as work:
            done = await Reuse(work, plan).take_over(SeriesComputing(work, context.params), context.job_id)
        await _compute_all(context, plan, paths, [region for region in plan.regions if region.task_id not in done])
    except (Unprocessable, Unavailable) as error:  # the series itself: positions, geometry, an unknown preset
        async with context.begin() as work:
            await SeriesComputing(work, context.params).fail(context.job_id, str(error))


async def _compute_all(
    context: JobContext, plan: SeriesPlan, paths: tuple[str, ...], regions: Sequence[PlannedRegion]
) -> None:
    for start in range(0, len(regions), REGIONS_AT_ONCE):
        results = await _compute(context, plan, paths, regions[start : start + REGIONS_AT_ONCE])
        async with context.begin() as work:
            await SeriesComputing(work, context.params).finish(context.job_id, results)


async def _compute(
    context: JobContext, plan: SeriesPlan, paths: tuple[str, ...], batch: Sequence[PlannedRegion]
) -> list[TaskResult]:
    """Compute some regions in one process; if that dies or takes too long, find out which of them it was."""
    case = ExtractionCase(
        image_paths=paths,
        modality=plan.modality,
        series_hash="",
        regions=tuple([await _case_region(context, plan, region) for region in batch]),
        preset=plan.preset,
        modality_key=plan.modality_key,
    )
    limit = context.settings.region_timeout_seconds * len(batch)
    try:
        return await context.pool.run(extract_features, case, timeout_seconds=limit)
    except (ProcessDied, TookTooLong) as error:
        if len(batch) == 1:
            return [_failed(batch[0].task_id, str(error))]
        one_by_one = [await _compute(context, plan, paths, [region]) for region in batch]
        return [result for results in one_by_one for result in results]


async def _case_region(context: JobContext, plan: SeriesPlan, region: PlannedRegion) -> CaseRegion:
    """A mask that is missing is told of its region alone: a path with nothing there."""
    key = region.mask_key or str(region.task_id)
    try:
        path = str(await context.storage.local_path(key))
    except FileMissing:
        path = key
    is_carried = region.own_series_id != plan.series_id
    grid = await local_paths(context, plan.image_keys[region.own_series_id]) if is_carried else ()
    return CaseRegion(str(region.task_id), path, region.name, grid_paths=grid)


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
