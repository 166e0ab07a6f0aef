"""What a region marks on single images, for those who may see them."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.regions.errors import RegionNotFound, RegionNotReady, SliceNotFound
from backend.models.region import RegionState
from backend.repositories.instances import InstanceRepository
from backend.repositories.regions import RegionRepository


@dataclass(frozen=True)
class MaskOfRegion:
    """The mask of a region in its present version, and the series that it lies on."""

    region_id: UUID
    version: int
    series_id: UUID
    key: str


class RegionSlices:
    def __init__(self, work: UnitOfWork) -> None:
        self.regions = RegionRepository(work.db)
        self.instances = InstanceRepository(work.db)

    async def mask(self, region_id: UUID, caller: Caller) -> tuple[MaskOfRegion, frozenset[str]]:
        """The mask of a region, and the images of its series that the caller sees."""
        found = await self._mask(region_id, caller, None)
        return found, await self.instances.seen_uids(found.series_id, caller)

    async def mask_on(self, region_id: UUID, sop_uid: str, caller: Caller) -> MaskOfRegion:
        """The mask of a region, if the caller sees this image of its series."""
        return await self._mask(region_id, caller, sop_uid)

    async def image_keys(self, series_id: UUID) -> list[str]:
        return [file.key for file in await self.instances.image_files(series_id)]

    async def _mask(self, region_id: UUID, caller: Caller, sop_uid: str | None) -> MaskOfRegion:
        region = next(iter(await self.regions.visible_by_ids([region_id], caller)), None)
        if region is None or region.series_id is None:
            raise RegionNotFound
        if sop_uid is not None and not await self.instances.is_seen(region.series_id, sop_uid, caller):
            raise SliceNotFound
        if region.state is not RegionState.READY or region.mask_key is None:
            raise RegionNotReady
        return MaskOfRegion(region.id, region.version, region.series_id, region.mask_key)
