"""Uploads: files are sent one by one, then read by a job."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response, status
from fastapi.responses import StreamingResponse

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.storage import UploadTooLarge
from backend.core.work import Reading, Work, begin_reading, begin_work
from backend.features.auth.caller import CurrentCaller
from backend.features.ingest.errors import (
    FilesIncomplete,
    IncompleteFile,
    NoOrganization,
    NothingUploaded,
    UnusablePath,
    UnusableRange,
    UploadFinished,
    UploadNotFound,
    WrongHash,
    WrongOffset,
)
from backend.features.ingest.paths import clean_path
from backend.features.ingest.pieces import PieceService
from backend.features.ingest.ranges import stretch_of
from backend.features.ingest.receiving import Receiver, delete_bytes
from backend.features.ingest.report import report_lines
from backend.features.ingest.schemas import UploadCreate, UploadFileState, UploadItemRead, UploadRead
from backend.features.ingest.service import IngestService
from backend.features.jobs.schemas import JobRead
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.models.upload_item import Outcome, UploadItem
from backend.repositories.uploads import ItemFilter

router = APIRouter(prefix="/uploads", tags=["uploads"])
RAW_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
PIECE_ARRIVED: dict[int | str, dict[str, Any]] = {
    202: {"model": UploadFileState, "description": "A piece has arrived, and others are missing."}
}


async def ingest_service(work: Work) -> IngestService:
    return IngestService(work)


async def ingest_reader(work: Reading) -> IngestService:
    return IngestService(work)


Uploads = Annotated[IngestService, Depends(ingest_service)]
UploadsToRead = Annotated[IngestService, Depends(ingest_reader)]
FilePath = Annotated[str, Query(description="Where the file lay in the sender's folder.", min_length=1)]


@router.get("", response_model=Paged[UploadRead])
async def list_uploads(caller: CurrentCaller, uploads: UploadsToRead, page: Paging) -> Listing[UploadRead]:
    """List the caller's uploads, newest first."""
    return await uploads.recent(caller, page)


@router.get("/{upload_id}", response_model=UploadRead, responses=problems(UploadNotFound))
async def get_upload(upload_id: UUID, caller: CurrentCaller, uploads: UploadsToRead) -> UploadRead:
    """Show an upload of the caller, with how many files came to which outcome."""
    return await uploads.get(upload_id, caller)


@router.get("/{upload_id}/items", response_model=Paged[UploadItemRead], responses=problems(UploadNotFound))
async def list_upload_items(
    upload_id: UUID,
    caller: CurrentCaller,
    uploads: UploadsToRead,
    page: Paging,
    outcome: Annotated[Outcome | None, Query(description="Only files with this outcome.")] = None,
    code: Annotated[
        str | None, Query(description="Only files with a remark of this code.", pattern="^[a-z_]+$", max_length=64)
    ] = None,
    search: Annotated[str | None, Query(description="Only files whose path holds this.", max_length=200)] = None,
) -> Listing[UploadItem]:
    """List the files of an upload, each with its outcome and the reasons for it. Outcomes appear as they are known."""
    return await uploads.list_items(upload_id, ItemFilter(outcome, code, search), caller, page)


@router.get(
    "/{upload_id}/report.csv",
    response_class=Response,
    responses=content("text/csv") | problems(UploadNotFound),
)
async def download_upload_report(upload_id: UUID, caller: CurrentCaller, request: Request) -> Response:
    """What became of every file of an upload as CSV, a line per remark."""
    database = request.app.state.database
    async with begin_reading(database) as work:
        await IngestService(work).own(upload_id, caller)
    return StreamingResponse(
        report_lines(upload_id, lambda: begin_reading(database)),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="upload-{upload_id}.csv"'},
    )


@router.get("/{upload_id}/files", response_model=UploadFileState, responses=problems(UploadNotFound, UnusablePath))
async def get_upload_file(upload_id: UUID, path: FilePath, caller: CurrentCaller, work: Reading) -> UploadFileState:
    """Tell how much of a file has arrived: where its sender goes on."""
    return await PieceService(work).state(upload_id, clean_path(path), caller)


@router.post(
    "",
    response_model=UploadRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(SetNotFound, NotPermitted, NoOrganization, SetArchived),
)
async def create_upload(body: UploadCreate, caller: CurrentCaller, uploads: Uploads) -> UploadRead:
    """Begin an upload, into a set or only into the archive."""
    return await uploads.create(body.set_id, caller)


@router.put(
    "/{upload_id}/files",
    response_model=UploadItemRead,
    responses=PIECE_ARRIVED
    | problems(
        UploadNotFound, UploadFinished, WrongOffset, UploadTooLarge, UnusablePath, UnusableRange, IncompleteFile,
        WrongHash,
    ),
    openapi_extra=RAW_BODY,
)  # fmt: skip
async def put_upload_file(
    upload_id: UUID,
    path: FilePath,
    caller: CurrentCaller,
    request: Request,
    content_range: Annotated[
        str | None, Header(description="Of a file sent in pieces: bytes FIRST-LAST/TOTAL.", max_length=100)
    ] = None,
    x_content_sha256: Annotated[
        str | None, Header(description="Of the whole file; checked once it is whole.", pattern="^[0-9A-Fa-f]{64}$")
    ] = None,
) -> UploadItem | Response:
    """Send one file as the raw body, whole or in pieces that follow each other; of a cut piece, what came is kept.

    Sent again under the same path, it replaces the first.
    """
    state = request.app.state
    receiver = Receiver(
        storage=state.storage,
        begin=lambda: begin_work(state.database, state.queue),
        begin_reading=lambda: begin_reading(state.database),
        limit_bytes=state.settings.max_upload_bytes,
        caller=caller,
        upload_id=upload_id,
        path=clean_path(path),
        announced_sha256=x_content_sha256,
    )
    if content_range is None:
        return await receiver.whole(request)
    received = await receiver.piece(request, stretch_of(content_range))
    if isinstance(received, UploadItem):
        return received
    return Response(received.model_dump_json(), status.HTTP_202_ACCEPTED, media_type="application/json")


@router.delete(
    "/{upload_id}/files",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(UploadNotFound, UploadFinished, UnusablePath),
)
async def discard_upload_file(
    upload_id: UUID, path: FilePath, caller: CurrentCaller, work: Work, request: Request
) -> None:
    """Take a file, or what has arrived of it, out of an upload that is still being sent. Repeating it is fine."""
    keys = await PieceService(work).discard(upload_id, clean_path(path), caller)
    work.after_commit.append(lambda: delete_bytes(request.app.state.storage, keys))


@router.delete(
    "/{upload_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(UploadNotFound, UploadFinished),
)
async def discard_upload(upload_id: UUID, caller: CurrentCaller, work: Work, request: Request) -> None:
    """Give up an upload that is still being sent, with what has arrived of it."""
    keys = await IngestService(work).discard(upload_id, caller)
    work.after_commit.append(lambda: delete_bytes(request.app.state.storage, keys))


@router.post(
    "/{upload_id}/finish",
    response_model=JobRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(UploadNotFound, NothingUploaded, FilesIncomplete, SetArchived),
)
async def finish_upload(upload_id: UUID, caller: CurrentCaller, uploads: Uploads) -> JobRead:
    """Say that all files are sent: a job reads them. Repeated, it answers with the same job."""
    return await uploads.finish(upload_id, caller)
