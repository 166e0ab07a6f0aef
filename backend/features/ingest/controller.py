"""Uploads: files are sent one by one, then read by a job."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.storage import UploadTooLarge
from backend.core.work import Reading, Work, begin_reading, begin_work
from backend.features.auth.caller import CurrentCaller
from backend.features.ingest.errors import (
    IncompleteFile,
    NoOrganization,
    NothingUploaded,
    UnusablePath,
    UploadFinished,
    UploadNotFound,
)
from backend.features.ingest.paths import clean_path
from backend.features.ingest.receiving import receive_body
from backend.features.ingest.schemas import UploadCreate, UploadItemRead, UploadRead
from backend.features.ingest.service import IngestService
from backend.features.jobs.schemas import JobRead
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.models.upload_item import Outcome, UploadItem

router = APIRouter(prefix="/uploads", tags=["uploads"])
RAW_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


async def ingest_service(work: Work) -> IngestService:
    return IngestService(work)


async def ingest_reader(work: Reading) -> IngestService:
    return IngestService(work)


Uploads = Annotated[IngestService, Depends(ingest_service)]
UploadsToRead = Annotated[IngestService, Depends(ingest_reader)]


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
) -> Listing[UploadItem]:
    """List the files of an upload, each with its outcome and the reasons for it."""
    return await uploads.list_items(upload_id, outcome, caller, page)


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
    responses=problems(UploadNotFound, UploadFinished, UnusablePath, IncompleteFile, UploadTooLarge),
    openapi_extra=RAW_BODY,
)
async def put_upload_file(
    upload_id: UUID,
    path: Annotated[str, Query(description="Where the file lay in the sender's folder.", min_length=1)],
    caller: CurrentCaller,
    request: Request,
) -> UploadItem:
    """Send one file as the raw body. Sent again under the same path, it replaces the first."""
    cleaned = clean_path(path)
    state = request.app.state
    async with begin_reading(state.database) as work:
        await IngestService(work).require_open(upload_id, caller)
    received = await receive_body(request, state.storage, state.settings.max_upload_bytes)
    try:
        async with begin_work(state.database, state.queue) as work:
            registered = await IngestService(work).register(upload_id, cleaned, received, caller)
    except BaseException:
        await state.storage.delete(received.key)
        raise
    if registered.replaced_key is not None:
        await state.storage.delete(registered.replaced_key)
    return registered.item


@router.post(
    "/{upload_id}/finish",
    response_model=JobRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(UploadNotFound, NothingUploaded, SetArchived),
)
async def finish_upload(upload_id: UUID, caller: CurrentCaller, uploads: Uploads) -> JobRead:
    """Say that all files are sent: a job reads them. Repeated, it answers with the same job."""
    return await uploads.finish(upload_id, caller)
