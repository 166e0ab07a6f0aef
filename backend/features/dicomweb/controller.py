"""DICOMweb (PS3.18) as far as viewers need it: metadata of a series and single frames."""

import hashlib
import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydicom.uid import ExplicitVRLittleEndian

from backend.core.errors import Unprocessable
from backend.core.problems import problems
from backend.core.storage import FileMissing
from backend.core.work import Reading, begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.dicomweb.errors import FrameNotFound, InstanceNotFound, SeriesNotFound
from backend.features.dicomweb.frames import frame_bytes, frame_tag, multipart, reduced_frame_bytes
from backend.features.dicomweb.service import DicomwebService, ImageName
from backend.features.samples.downscaling import SCALE, SCALE_HEADER
from backend.features.sets.errors import SetNotFound
from backend.repositories.instances import FrameSource

router = APIRouter(prefix="/dicomweb", tags=["dicomweb"])
DICOM_JSON = "application/dicom+json"
# Private to the browser that fetched it. Frames never change; a series may still grow, so its metadata is asked again.
FRAME_CACHE = "private, max-age=86400, immutable"
METADATA_CACHE = "private, no-cache"
METADATA_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {DICOM_JSON: {}}},
    304: {"description": "As the caller has it."},
}
FRAME_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {"multipart/related": {}}, "headers": SCALE},
    304: {"description": "As the caller has it."},
}

Uid = Annotated[str, Path(max_length=64, pattern=r"^[0-9.]+$")]
FrameNumber = Annotated[int, Path(description="From 1.")]
Reduction = Annotated[
    int,
    Query(
        alias="reduce",
        ge=1,
        le=64,
        description="For images beyond the graphics of a screen: one pixel for each block of so many each way, native.",
    ),
]
KnownTag = Annotated[str | None, Header(alias="If-None-Match")]


async def dicomweb_reader(work: Reading) -> DicomwebService:
    return DicomwebService(work)


DicomwebToRead = Annotated[DicomwebService, Depends(dicomweb_reader)]


@router.get(
    "/sets/{set_id}/studies/{study_uid}/series/{series_uid}/metadata",
    response_class=Response,
    responses=METADATA_ANSWER | problems(SetNotFound, SeriesNotFound),
)
async def get_set_series_metadata(
    set_id: UUID,
    study_uid: Uid,
    series_uid: Uid,
    caller: CurrentCaller,
    dicomweb: DicomwebToRead,
    known: KnownTag = None,
) -> Response:
    """Describe the instances of a series in a set, under the set's identity rule."""
    return _metadata(await dicomweb.metadata_in_set(set_id, study_uid, series_uid, caller), known)


@router.get(
    "/studies/{study_uid}/series/{series_uid}/metadata",
    response_class=Response,
    responses=METADATA_ANSWER | problems(SeriesNotFound, SetNotFound),
)
async def get_series_metadata(
    study_uid: Uid,
    series_uid: Uid,
    caller: CurrentCaller,
    dicomweb: DicomwebToRead,
    known: KnownTag = None,
    beside: Annotated[UUID | None, Query(description="A set: show no more of the patient than it does.")] = None,
) -> Response:
    """Describe the instances of a series, under the strictest rule among the caller's ways to it."""
    return _metadata(await dicomweb.metadata(study_uid, series_uid, caller, beside), known)


@router.get(
    "/sets/{set_id}/studies/{study_uid}/series/{series_uid}/instances/{sop_uid}/frames/{frame}",
    response_class=Response,
    responses=FRAME_ANSWER | problems(SetNotFound, InstanceNotFound, FrameNotFound, Unprocessable, FileMissing),
)
async def get_set_frame(
    set_id: UUID,
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    frame: FrameNumber,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
    reduction: Reduction = 1,
) -> Response:
    """Send one frame of an image in a set, as it lies in the file wherever that is possible."""
    image = ImageName(study_uid, series_uid, sop_uid)
    async with begin_reading(request.app.state.database) as work:
        source = await DicomwebService(work).frame_in_set(set_id, image, frame, caller)
    return await _frame(source, frame, reduction, request, known)


@router.get(
    "/studies/{study_uid}/series/{series_uid}/instances/{sop_uid}/frames/{frame}",
    response_class=Response,
    responses=FRAME_ANSWER | problems(InstanceNotFound, FrameNotFound, Unprocessable, FileMissing),
)
async def get_frame(
    study_uid: Uid,
    series_uid: Uid,
    sop_uid: Uid,
    frame: FrameNumber,
    caller: CurrentCaller,
    request: Request,
    known: KnownTag = None,
    reduction: Reduction = 1,
) -> Response:
    """Send one frame of an image that the caller sees in any way."""
    image = ImageName(study_uid, series_uid, sop_uid)
    async with begin_reading(request.app.state.database) as work:
        source = await DicomwebService(work).frame(image, frame, caller)
    return await _frame(source, frame, reduction, request, known)


def _metadata(data_sets: list[dict[str, Any]], known: str | None) -> Response:
    body = json.dumps(data_sets, separators=(",", ":")).encode()
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()}"', "Cache-Control": METADATA_CACHE}
    if known == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=DICOM_JSON, headers=headers)


async def _frame(source: FrameSource, number: int, reduction: int, request: Request, known: str | None) -> Response:
    """After the database has been left: reading bytes holds nobody up."""
    state = request.app.state
    headers = {"ETag": frame_tag(source, number, reduction), "Cache-Control": FRAME_CACHE}
    if known == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if reduction > 1:
        headers[SCALE_HEADER] = f"{1 / reduction:.9g}"
        data = await reduced_frame_bytes(source, number, reduction, state.storage, state.pool, state.settings)
        syntax = str(ExplicitVRLittleEndian)
    else:
        data, syntax = await frame_bytes(source, number, state.storage, state.pool, state.settings)
    body, media_type = multipart(data, syntax, boundary=f"frame-{source.sha256[:32]}")
    return Response(body, headers=headers | {"Content-Type": media_type})
