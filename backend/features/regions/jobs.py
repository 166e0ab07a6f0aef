"""Rasterising: the regions of structure files become masks on the grids of their series."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from uuid import UUID

from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext
from backend.features.regions.service import RegionService, Result, SeriesPlan
from backend.imaging.regions import RegionFailure, RegionMask, rasterise_regions, read_regions
from backend.repositories.instances import InstanceRepository

logger = logging.getLogger(__name__)
Tell = Callable[[str], Awaitable[None]]


async def refresh_regions(ctx: JobContext, organization_id: UUID, upload_id: UUID, tell: Tell) -> None:
    """Make, or make again, the masks of all regions that a delivery concerns. Can be repeated at any point."""
    async with ctx.begin_reading() as work:
        structures = await RegionService(work).structures_to_read(upload_id)
    for position, structure_id in enumerate(structures, start=1):
        await tell(f"Drawing regions: {position} of {len(structures)}")
        await _refresh(ctx, organization_id, structure_id)


async def _refresh(ctx: JobContext, organization_id: UUID, structure_id: UUID) -> None:
    async with ctx.begin_reading() as work:
        key = await InstanceRepository(work.db).key_of(structure_id)
    if key is None:
        return
    path = await ctx.storage.local_path(key)
    try:
        infos = await ctx.pool.run(read_regions, path, timeout_seconds=ctx.settings.parse_timeout_seconds)
    except Exception as error:  # noqa: BLE001 - one file must not stop the others
        logger.warning("regions.unreadable", extra={"instance_id": str(structure_id), "reason": _reason(error)})
        return
    async with ctx.begin() as work:
        plans = await RegionService(work).plan(structure_id, infos)
    for plan in plans:
        results = await _rasterise(ctx, path, plan)
        keys = await _store(ctx, organization_id, results)
        async with ctx.begin() as work:
            await RegionService(work).keep(structure_id, results, keys, ctx.caller)


async def _rasterise(ctx: JobContext, path: Path, plan: SeriesPlan) -> list[Result]:
    images = await asyncio.gather(*(ctx.storage.local_path(image.key) for image in plan.images))
    timeout = ctx.settings.region_timeout_seconds
    try:
        results = await ctx.pool.run(rasterise_regions, path, plan.numbers, images, timeout_seconds=timeout)
    except Exception as error:  # noqa: BLE001 - one file must not stop the others
        results = [RegionFailure(number, _reason(error)) for number in plan.numbers]
    labels = {place.name: image.label for place, image in zip(images, plan.images, strict=True)}
    return [_in_words(result, labels) for result in results]


def _in_words(result: Result, labels: Mapping[str, str]) -> Result:
    """Imaging names files as they lie in the storage; people know their images by number."""
    if isinstance(result, RegionMask):
        return result
    reason = result.reason
    for name, label in labels.items():
        reason = reason.replace(name, label)
    return RegionFailure(result.number, reason, result.code)


async def _store(ctx: JobContext, organization_id: UUID, results: list[Result]) -> dict[int, str]:
    """Keep the masks at keys that follow from their content and their grid."""
    keys = {}
    for result in results:
        if isinstance(result, RegionMask):
            key = f"{organization_id}/masks/{result.content_hash}-{result.geometry_hash[:16]}"
            await ctx.storage.put(key, result.encoded)
            keys[result.number] = key
    return keys


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, ApplicationError) else f"Drawing it failed: {type(error).__name__}."
