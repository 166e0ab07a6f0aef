"""Readers' regions become masks when their values are asked for: a step of an extraction draws them first."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext
from backend.features.radiomics.computing import Drawn, PlannedRegion, SeriesComputing, SeriesPlan
from backend.imaging.regions import RegionFailure, RegionMask, draw_regions
from backend.imaging.shapes import shapes_from_json


async def local_paths(context: JobContext, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(path) for path in await asyncio.gather(*(context.storage.local_path(key) for key in keys)))


async def draw_regions_of_readers(context: JobContext, plan: SeriesPlan) -> None:
    """Draw what has no mask yet, each region on the series that it was drawn on."""
    by_series: dict[UUID, list[PlannedRegion]] = {}
    for region in plan.regions:
        if region.mask_key is None:
            by_series.setdefault(region.own_series_id, []).append(region)
    for series_id, regions in by_series.items():
        drawn = await _draw(context, plan, series_id, regions)
        async with context.begin() as work:
            await SeriesComputing(work, context.params).take_masks(context.job_id, drawn)


async def _draw(
    context: JobContext, plan: SeriesPlan, series_id: UUID, regions: Sequence[PlannedRegion]
) -> list[Drawn]:
    try:
        paths = [Path(path) for path in await local_paths(context, plan.image_keys[series_id])]
        shapes = [shapes_from_json(region.shapes or []) for region in regions]
        limit = context.settings.region_timeout_seconds
        results = await context.pool.run(draw_regions, paths, shapes, timeout_seconds=limit)
    except ApplicationError as error:  # the series: its geometry, a file that is missing, a process that died
        return [Drawn(region, RegionFailure(0, str(error)), "") for region in regions]
    return [
        Drawn(region, result, await _kept(context, plan, result))
        for region, result in zip(regions, results, strict=True)
    ]


async def _kept(context: JobContext, plan: SeriesPlan, result: RegionMask | RegionFailure) -> str:
    """Keep a mask at a key that follows from its content and its grid, as masks of files are."""
    if isinstance(result, RegionFailure):
        return ""
    key = f"{plan.organization_id}/masks/{result.content_hash}-{result.geometry_hash[:16]}"
    await context.storage.put(key, result.encoded)
    return key
