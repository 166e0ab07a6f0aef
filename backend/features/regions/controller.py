"""Regions of interest of a set."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading
from backend.features.auth.caller import CurrentCaller
from backend.features.regions.schemas import RegionRead
from backend.features.regions.service import RegionService
from backend.features.sets.errors import SetNotFound
from backend.models.region import Region

router = APIRouter(tags=["regions"])


async def region_reader(work: Reading) -> RegionService:
    return RegionService(work)


RegionsToRead = Annotated[RegionService, Depends(region_reader)]


@router.get("/sets/{set_id}/regions", response_model=Paged[RegionRead], responses=problems(SetNotFound))
async def list_set_regions(
    set_id: UUID, caller: CurrentCaller, regions: RegionsToRead, page: Paging
) -> Listing[Region]:
    """List the regions on the series of a set."""
    return await regions.in_set(set_id, caller, page)
