"""Pictures of guidelines. The guideline itself is a field of its set, in Markdown."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.schemas import Name
from backend.core.storage import FileMissing
from backend.core.work import Reading, Work, begin_reading, begin_work
from backend.features.auth.caller import CurrentCaller
from backend.features.guidelines.errors import (
    GuidelineFull,
    GuidelineImageNotFound,
    GuidelineImageTooLarge,
    NotAPicture,
)
from backend.features.guidelines.schemas import GuidelineImageRead
from backend.features.guidelines.service import MAX_BYTES, GuidelineIntake, GuidelineService
from backend.features.sets.errors import SetNotFound

router = APIRouter(tags=["guidelines"])
PICTURES = ("image/png", "image/jpeg")
# A picture never changes, and opened by itself it is no page of ours.
SERVED = {
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
BODY = {"requestBody": {"required": True, "content": {media_type: {} for media_type in PICTURES}}}


@router.get(
    "/sets/{set_id}/guideline-images", response_model=Paged[GuidelineImageRead], responses=problems(SetNotFound)
)
async def list_guideline_images(
    set_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[GuidelineImageRead]:
    """List the pictures of a set's guideline, in the order in which they came."""
    return await GuidelineService(work).listing(set_id, caller, page)


@router.get(
    "/guideline-images/{guideline_image_id}",
    response_class=Response,
    responses=content(*PICTURES) | problems(GuidelineImageNotFound, FileMissing),
)
async def get_guideline_image(guideline_image_id: UUID, caller: CurrentCaller, request: Request) -> Response:
    """Show a picture of a guideline."""
    async with begin_reading(request.app.state.database) as work:
        image, _ = await GuidelineService(work).visible(guideline_image_id, caller)
        key, media_type = image.storage_key, image.media_type
    return Response(await request.app.state.storage.read(key), media_type=media_type, headers=SERVED)


@router.post(
    "/sets/{set_id}/guideline-images",
    response_model=GuidelineImageRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(SetNotFound, NotPermitted, GuidelineImageTooLarge, NotAPicture, GuidelineFull),
    openapi_extra=BODY,
)
async def create_guideline_image(
    set_id: UUID, name: Annotated[Name, Query(description="What it shows.")], caller: CurrentCaller, request: Request
) -> GuidelineImageRead:
    """Send a PNG or JPEG picture for a guideline, as the body. The answer says how the guideline shows it."""
    state = request.app.state
    intake = GuidelineIntake(lambda: begin_work(state.database, state.queue), state.storage, state.pool)
    return await intake.take(set_id, name, await _received(request), caller)


@router.delete(
    "/guideline-images/{guideline_image_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(GuidelineImageNotFound, NotPermitted),
)
async def delete_guideline_image(guideline_image_id: UUID, caller: CurrentCaller, work: Work, request: Request) -> None:
    """Delete a picture; a guideline that shows it still shows its name instead."""
    await GuidelineService(work).delete(guideline_image_id, caller, request.app.state.storage)


async def _received(request: Request) -> bytes:
    """The body, unless it is longer than a picture may be: not read on then."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MAX_BYTES:
            raise GuidelineImageTooLarge
    return bytes(data)
