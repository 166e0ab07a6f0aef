"""Samples of a set."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.storage import FileMissing
from backend.core.work import Reading, Work, begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.samples.downscaling import SCALE, SCALE_HEADER, downscaled
from backend.features.samples.errors import (
    AnotherCentre,
    ImageNotFound,
    NoThumbnail,
    SameSet,
    SampleNotFound,
    SamplesRead,
    SampleThere,
)
from backend.features.samples.grid import Filters, SampleGrid
from backend.features.samples.moving import SampleMoving
from backend.features.samples.priors import SamplePriors
from backend.features.samples.schemas import (
    PriorRead,
    SampleInGrid,
    SampleRead,
    SamplesContents,
    SamplesDelete,
    SamplesGone,
    SamplesMove,
    SamplesPick,
)
from backend.features.samples.service import SampleService
from backend.features.samples.thumbnails import thumbnail, thumbnail_source
from backend.features.sets.errors import SetArchived, SetNotFound

router = APIRouter(tags=["samples"])
# Private to the browser that fetched it; what it shows never changes under its address.
CACHED = {"Cache-Control": "private, max-age=3600"}

MaxSide = Annotated[
    int | None, Query(ge=64, le=65536, description="Pixels that the longer side may have: of a texture, say.")
]
SCALED = content("image/png", "image/jpeg")
SCALED[200]["headers"] = SCALE


async def sample_reader(work: Reading) -> SampleService:
    return SampleService(work)


SamplesToRead = Annotated[SampleService, Depends(sample_reader)]


@router.get("/sets/{set_id}/samples", response_model=Paged[SampleInGrid], responses=problems(SetNotFound))
async def list_samples(
    set_id: UUID, caller: CurrentCaller, work: Reading, wanted: Filters, page: Paging
) -> Listing[SampleInGrid]:
    """List the samples of a set with how far each is read, in the order they came unless another is asked for."""
    return await SampleGrid(work).listing(set_id, wanted, caller, page)


@router.get("/samples/{sample_id}", response_model=SampleRead, responses=problems(SampleNotFound))
async def get_sample(sample_id: UUID, caller: CurrentCaller, samples: SamplesToRead) -> SampleRead:
    """Show a sample with all that a viewer needs to open it."""
    return await samples.get(sample_id, caller)


@router.get("/samples/{sample_id}/priors", response_model=list[PriorRead], responses=problems(SampleNotFound))
async def list_sample_priors(sample_id: UUID, caller: CurrentCaller, work: Reading) -> list[PriorRead]:
    """List earlier examinations of the patient that the caller sees under the same identity rule, the latest first."""
    return await SamplePriors(work).of_sample(sample_id, caller)


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


@router.post(
    "/sets/{set_id}/samples/contents",
    response_model=SamplesContents,
    responses=problems(SetNotFound, SampleNotFound, NotPermitted),
)
async def get_samples_contents(
    set_id: UUID, body: SamplesPick, caller: CurrentCaller, work: Reading
) -> SamplesContents:
    """Count what would be deleted with samples of a set."""
    return await SampleMoving(work).contents(set_id, body.sample_ids, caller)


@router.post(
    "/sets/{set_id}/samples/move",
    response_model=SamplesGone,
    responses=problems(
        SetNotFound,
        SampleNotFound,
        NotPermitted,
        BlindInSet,
        SetArchived,
        SamplesRead,
        SampleThere,
        SameSet,
        AnotherCentre,
    ),
)
async def move_samples(set_id: UUID, body: SamplesMove, caller: CurrentCaller, work: Work) -> SamplesGone:
    """Move samples to the end of another set of the same centre, into its packages."""
    return await SampleMoving(work).move(set_id, body, caller)


@router.post(
    "/sets/{set_id}/samples/delete",
    response_model=SamplesGone,
    responses=problems(SetNotFound, SampleNotFound, NotPermitted, BlindInSet, SetArchived, SamplesRead),
)
async def delete_samples(
    set_id: UUID, body: SamplesDelete, caller: CurrentCaller, work: Work, request: Request
) -> SamplesGone:
    """Take samples out of a set. The images of the centre stay; photographs that nothing else shows are deleted."""
    return await SampleMoving(work).delete(set_id, body, caller, request.app.state.storage)


@router.get(
    "/sample-images/{image_id}/content",
    response_class=Response,
    responses=SCALED | problems(ImageNotFound, FileMissing),
)
async def get_sample_image_content(
    image_id: UUID, caller: CurrentCaller, request: Request, max_side: MaxSide = None
) -> Response:
    """The pixels of a photograph, upright and without metadata; smaller by a factor that a header tells, if need be."""
    async with begin_reading(request.app.state.database) as work:
        photograph = await SampleService(work).photograph(image_id, caller)
    state = request.app.state
    shown = await downscaled(photograph, max_side, state.storage, state.pool)
    headers = CACHED | {SCALE_HEADER: f"{shown.scale:.9g}"}
    return StreamingResponse(state.storage.stream(shown.key), media_type=shown.media_type, headers=headers)
