"""DICOMweb (PS3.18 8.3.5, 10.4.1.1.3) as far as people look: images and frames rendered, and thumbnails."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from backend.core.errors import Unprocessable
from backend.core.permissions import Caller
from backend.core.problems import problems
from backend.core.storage import FileMissing
from backend.core.work import begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.dicomweb.controller import FrameNumber, KnownTag, Uid
from backend.features.dicomweb.errors import (
    FormNotOffered,
    FrameNotFound,
    InstanceNotFound,
    InvalidViewport,
    InvalidWindow,
    NoImage,
    SeriesNotFound,
    StudyNotFound,
)
from backend.features.dicomweb.pictures import PictureService
from backend.features.dicomweb.rendering import (
    FORMS,
    AskedRendering,
    AskedThumbnail,
    rendered,
    rendering_tag,
    scale_of,
)
from backend.features.dicomweb.service import ImageName
from backend.features.samples.downscaling import SCALE, SCALE_HEADER
from backend.features.sets.errors import SetNotFound
from backend.imaging.rendering import Rendering
from backend.repositories.instances import FrameSource
from backend.repositories.pictures import PictureName

router = APIRouter(prefix="/dicomweb", tags=["dicomweb"])
# Private to the browser that fetched it. A frame never changes; what stands for a study or series may.
FRAME_CACHE = "private, max-age=86400, immutable"
THUMBNAIL_CACHE = "private, max-age=3600"
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {form: {} for form in FORMS}, "headers": SCALE},
    304: {"description": "As the caller has it."},
}
REFUSALS = (FormNotOffered, InvalidViewport, Unprocessable, FileMissing)
RENDERED = PICTURE | problems(SetNotFound, InstanceNotFound, FrameNotFound, InvalidWindow, *REFUSALS)
OF_STUDY = PICTURE | problems(SetNotFound, StudyNotFound, *REFUSALS)
OF_SERIES = PICTURE | problems(SetNotFound, SeriesNotFound, *REFUSALS)
OF_INSTANCE = PICTURE | problems(SetNotFound, InstanceNotFound, NoImage, *REFUSALS)
STUDIES, IN_SET = "/studies/{study_uid}", "/sets/{set_id}/studies/{study_uid}"
INSTANCE = "/series/{series_uid}/instances/{sop_uid}"


@router.get(f"{IN_SET}{INSTANCE}/rendered", response_class=Response, responses=RENDERED)
async def get_set_rendered_instance(
    set_id: UUID,
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    rendering: AskedRendering,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """Draw an image of a set; of several frames the first."""
    image = ImageName(study_uid, series_uid, sop_uid)
    return await _frame(request, set_id, image, 1, rendering, caller, known)


@router.get(f"{IN_SET}{INSTANCE}/frames/{{frame}}/rendered", response_class=Response, responses=RENDERED)
async def get_set_rendered_frame(
    set_id: UUID,
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    frame: FrameNumber,
    rendering: AskedRendering,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """Draw a frame of an image in a set."""
    image = ImageName(study_uid, series_uid, sop_uid)
    return await _frame(request, set_id, image, frame, rendering, caller, known)


@router.get(f"{IN_SET}/thumbnail", response_class=Response, responses=OF_STUDY)
async def get_set_study_thumbnail(
    set_id: UUID,
    study_uid: Uid,
    thumbnail: AskedThumbnail,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """A small picture of a study in a set: of the middle image of its first series."""
    name = PictureName(study_uid)
    return await _thumbnail(request, set_id, name, thumbnail, caller, known)


@router.get(
    f"{IN_SET}/series/{{series_uid}}/thumbnail",
    response_class=Response,
    responses=OF_SERIES,
)
async def get_set_series_thumbnail(
    set_id: UUID,
    study_uid: Uid,
    series_uid: Uid,
    thumbnail: AskedThumbnail,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """A small picture of a series in a set: of its middle image."""
    name = PictureName(study_uid, series_uid)
    return await _thumbnail(request, set_id, name, thumbnail, caller, known)


@router.get(
    f"{IN_SET}{INSTANCE}/thumbnail",
    response_class=Response,
    responses=OF_INSTANCE,
)
async def get_set_instance_thumbnail(
    set_id: UUID,
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    thumbnail: AskedThumbnail,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """A small picture of an image in a set: of its middle frame."""
    name = PictureName(study_uid, series_uid, sop_uid)
    return await _thumbnail(request, set_id, name, thumbnail, caller, known)


@router.get(f"{STUDIES}{INSTANCE}/rendered", response_class=Response, responses=RENDERED)
async def get_rendered_instance(
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    rendering: AskedRendering,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """Draw an image that the caller sees in any way; of several frames the first."""
    image = ImageName(study_uid, series_uid, sop_uid)
    return await _frame(request, None, image, 1, rendering, caller, known)


@router.get(f"{STUDIES}{INSTANCE}/frames/{{frame}}/rendered", response_class=Response, responses=RENDERED)
async def get_rendered_frame(
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    frame: FrameNumber,
    rendering: AskedRendering,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """Draw a frame of an image that the caller sees in any way."""
    image = ImageName(study_uid, series_uid, sop_uid)
    return await _frame(request, None, image, frame, rendering, caller, known)


@router.get(f"{STUDIES}/thumbnail", response_class=Response, responses=OF_STUDY)
async def get_study_thumbnail(
    study_uid: Uid,
    thumbnail: AskedThumbnail,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """A small picture of a study: of the middle image of its first series."""
    name = PictureName(study_uid)
    return await _thumbnail(request, None, name, thumbnail, caller, known)


@router.get(
    f"{STUDIES}/series/{{series_uid}}/thumbnail",
    response_class=Response,
    responses=OF_SERIES,
)
async def get_series_thumbnail(
    study_uid: Uid,
    series_uid: Uid,
    thumbnail: AskedThumbnail,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """A small picture of a series: of its middle image."""
    name = PictureName(study_uid, series_uid)
    return await _thumbnail(request, None, name, thumbnail, caller, known)


@router.get(
    f"{STUDIES}{INSTANCE}/thumbnail",
    response_class=Response,
    responses=OF_INSTANCE,
)
async def get_instance_thumbnail(
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    thumbnail: AskedThumbnail,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
) -> Response:
    """A small picture of an image: of its middle frame."""
    name = PictureName(study_uid, series_uid, sop_uid)
    return await _thumbnail(request, None, name, thumbnail, caller, known)


async def _frame(
    request: Request,
    set_id: UUID | None,
    image: ImageName,
    number: int,
    rendering: Rendering,
    caller: Caller,
    known: str | None,
) -> Response:
    async with begin_reading(request.app.state.database) as work:
        source = await PictureService(work).frame(set_id, image, number, caller)
    return await _picture(request, source, number, rendering, known, FRAME_CACHE)


async def _thumbnail(
    request: Request, set_id: UUID | None, name: PictureName, thumbnail: Rendering, caller: Caller, known: str | None
) -> Response:
    async with begin_reading(request.app.state.database) as work:
        source = await PictureService(work).representative(set_id, name, caller)
    return await _picture(request, source, (source.frame_count + 1) // 2, thumbnail, known, THUMBNAIL_CACHE)


async def _picture(
    request: Request, source: FrameSource, number: int, rendering: Rendering, known: str | None, cache: str
) -> Response:
    """After the database has been left: drawing holds nobody up."""
    state = request.app.state
    headers = {"ETag": rendering_tag(source, number, rendering), "Cache-Control": cache, "Vary": "Accept"}
    if known == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    drawn = await rendered(source, number, rendering, state.storage, state.pool, state.settings)
    headers[SCALE_HEADER] = f"{scale_of(drawn, source, rendering):.9g}"
    return Response(drawn, media_type=rendering.form, headers=headers)
