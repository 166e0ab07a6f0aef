"""Regions of interest of a set."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from backend.core.errors import Unprocessable
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.storage import FileMissing
from backend.core.work import Reading, begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.regions.errors import RegionNotFound, RegionNotReady, SliceNotFound
from backend.features.regions.outlines import OutlinedSlice, OutlineIndex, contours_of, outline_index
from backend.features.regions.schemas import OutlinedSliceRead, RegionExtent, RegionRead, RegionSlice
from backend.features.regions.service import RegionService
from backend.features.regions.slices import MaskOfRegion, RegionSlices
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.errors import SetNotFound

router = APIRouter(tags=["regions"])
Uid = Annotated[str, Path(max_length=64, pattern=r"^[0-9.]+$")]
Frame = Annotated[int, Query(ge=1, description="Of the instance, from 1.")]
# Private to the browser that fetched it; a region's version rises when its mask changes.
CACHE = "private, max-age=60"


async def region_reader(work: Reading) -> RegionService:
    return RegionService(work)


RegionsToRead = Annotated[RegionService, Depends(region_reader)]


@router.get("/sets/{set_id}/regions", response_model=Paged[RegionRead], responses=problems(SetNotFound))
async def list_set_regions(
    set_id: UUID, caller: CurrentCaller, regions: RegionsToRead, page: Paging
) -> Listing[RegionRead]:
    """List the regions on the series of a set."""
    return await regions.in_set(set_id, caller, page)


@router.get("/samples/{sample_id}/regions", response_model=Paged[RegionRead], responses=problems(SampleNotFound))
async def list_sample_regions(
    sample_id: UUID, caller: CurrentCaller, regions: RegionsToRead, page: Paging
) -> Listing[RegionRead]:
    """List the regions on the images of a sample."""
    return await regions.on_sample(sample_id, caller, page)


@router.get(
    "/regions/{region_id}/slices",
    response_model=RegionExtent,
    responses=problems(RegionNotFound, RegionNotReady, Unprocessable, FileMissing),
)
async def list_region_slices(
    region_id: UUID, caller: CurrentCaller, request: Request, response: Response
) -> RegionExtent:
    """Say on which images a region is, and where on them."""
    async with begin_reading(request.app.state.database) as work:
        mask, seen = await RegionSlices(work).mask(region_id, caller)
    index = await _index(mask, request)
    response.headers["Cache-Control"] = CACHE
    return RegionExtent(
        region_id=region_id,
        version=mask.version,
        rows=index.rows,
        columns=index.columns,
        slices=[_outlined(item) for item in index.slices if item.sop_instance_uid in seen],
    )


@router.get(
    "/regions/{region_id}/slices/{sop_uid}",
    response_model=RegionSlice,
    responses=problems(RegionNotFound, SliceNotFound, RegionNotReady, Unprocessable, FileMissing),
)
async def get_region_slice(
    region_id: UUID, sop_uid: Uid, caller: CurrentCaller, request: Request, response: Response, frame: Frame = 1
) -> RegionSlice:
    """Outline what a region marks on one image, for drawing it over that."""
    async with begin_reading(request.app.state.database) as work:
        mask = await RegionSlices(work).mask_on(region_id, sop_uid, caller)
    index = await _index(mask, request)
    found = index.find(sop_uid, frame)
    response.headers["Cache-Control"] = CACHE
    return RegionSlice(
        region_id=region_id,
        version=mask.version,
        sop_instance_uid=sop_uid,
        frame=frame,
        rows=index.rows,
        columns=index.columns,
        pixel_count=found.pixel_count if found else 0,
        contours=await contours_of(mask.key, found, request.app.state.storage) if found else [],
    )


async def _index(mask: MaskOfRegion, request: Request) -> OutlineIndex:
    """After the database has been left: it is asked again only where the outlines are not there yet."""
    state = request.app.state

    async def image_keys() -> list[str]:
        async with begin_reading(state.database) as work:
            return await RegionSlices(work).image_keys(mask.series_id)

    return await outline_index(mask.key, image_keys, state.storage, state.pool, state.settings)


def _outlined(item: OutlinedSlice) -> OutlinedSliceRead:
    x, y, width, height = item.box
    return OutlinedSliceRead(
        sop_instance_uid=item.sop_instance_uid,
        frame=item.frame,
        x=x,
        y=y,
        width=width,
        height=height,
        pixel_count=item.pixel_count,
    )
