"""Samples of a set."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.storage import FileMissing
from backend.core.work import Reading, begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.samples.errors import ImageNotFound, NoThumbnail, SampleNotFound
from backend.features.samples.schemas import SampleRead
from backend.features.samples.service import SampleService
from backend.features.samples.thumbnails import thumbnail, thumbnail_source
from backend.features.sets.errors import SetNotFound

router = APIRouter(tags=["samples"])
# Private to the browser that fetched it; what it shows never changes under its address.
CACHED = {"Cache-Control": "private, max-age=3600"}


async def sample_reader(work: Reading) -> SampleService:
    return SampleService(work)


SamplesToRead = Annotated[SampleService, Depends(sample_reader)]


@router.get("/sets/{set_id}/samples", response_model=Paged[SampleRead], responses=problems(SetNotFound))
async def list_samples(
    set_id: UUID, caller: CurrentCaller, samples: SamplesToRead, page: Paging
) -> Listing[SampleRead]:
    """List the samples of a set, in the order they came."""
    return await samples.listing(set_id, caller, page)


@router.get("/samples/{sample_id}", response_model=SampleRead, responses=problems(SampleNotFound))
async def get_sample(sample_id: UUID, caller: CurrentCaller, samples: SamplesToRead) -> SampleRead:
    """Show a sample with all that a viewer needs to open it."""
    return await samples.get(sample_id, caller)


@router.get(
    "/samples/{sample_id}/thumbnail",
    response_class=Response,
    responses=content("image/webp") | problems(SampleNotFound, NoThumbnail, FileMissing),
)
async def get_sample_thumbnail(sample_id: UUID, caller: CurrentCaller, request: Request) -> Response:
    """A small picture of a sample."""
    async with begin_reading(request.app.state.database) as work:
        source = await thumbnail_source(work, sample_id, caller)
    drawn = await thumbnail(source, request.app.state.storage, request.app.state.pool)
    return Response(drawn, media_type="image/webp", headers=CACHED)


@router.get(
    "/sample-images/{image_id}/content",
    response_class=Response,
    responses=content("image/png", "image/jpeg") | problems(ImageNotFound, FileMissing),
)
async def get_sample_image_content(image_id: UUID, caller: CurrentCaller, request: Request) -> Response:
    """The pixels of a photograph, upright and without metadata."""
    async with begin_reading(request.app.state.database) as work:
        key, media_type = await SampleService(work).photograph_key(image_id, caller)
    return StreamingResponse(request.app.state.storage.stream(key), media_type=media_type, headers=CACHED)
