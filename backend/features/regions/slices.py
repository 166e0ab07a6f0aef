"""What a region marks on single images, for those who may see them."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.regions.errors import RegionNotFound, RegionNotReady, SliceNotFound
from backend.features.regions.outlines import OutlineSource
from backend.models.region import Region, RegionState
from backend.repositories.instances import InstanceRepository
from backend.repositories.regions import RegionRepository


@dataclass(frozen=True)
class RegionSource:
    """A region that has a mask, and the images of its series that the caller sees."""

    region: Region
    outline: OutlineSource
    seen: frozenset[str]


class RegionSlices:
    def __init__(self, work: UnitOfWork) -> None:
        self.regions = RegionRepository(work.db)
        self.instances = InstanceRepository(work.db)

    async def source(self, region_id: UUID, caller: Caller, sop_uid: str | None = None) -> RegionSource:
        """What outlines are made of; that of one image, if the caller sees it."""
        region = next(iter(await self.regions.visible_by_ids([region_id], caller)), None)
        if region is None or region.series_id is None:
            raise RegionNotFound
        seen = await self.instances.seen_uids(region.series_id, caller)
        if sop_uid is not None and sop_uid not in seen:
            raise SliceNotFound
        if region.state is not RegionState.READY or region.mask_key is None:
            raise RegionNotReady
        files = await self.instances.image_files(region.series_id)
        return RegionSource(region, OutlineSource(region.mask_key, tuple(file.key for file in files)), seen)
