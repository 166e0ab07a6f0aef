"""Exports of sets, and the formats that there are."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status
from fastapi.responses import StreamingResponse

from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.storage import FileMissing
from backend.core.work import Reading, Work, begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.exports.errors import ExportExpired, ExportNotFound, ExportNotReady
from backend.features.exports.schemas import ExportCreate, ExportFormatRead, ExportRead, ExportSummary, LimitRead
from backend.features.exports.service import ExportService, read_export
from backend.features.sets.errors import SetNotFound
from backend.imaging.exchange.formats import FORMATS

router = APIRouter(tags=["exports"])


async def export_service(work: Work) -> ExportService:
    return ExportService(work)


async def export_reader(work: Reading) -> ExportService:
    return ExportService(work)


Exports = Annotated[ExportService, Depends(export_service)]
ExportsToRead = Annotated[ExportService, Depends(export_reader)]


@router.get("/export-formats", response_model=list[ExportFormatRead])
async def list_export_formats(caller: CurrentCaller) -> list[ExportFormatRead]:
    """List the formats of exports, and what each cannot carry."""
    return [
        ExportFormatRead(
            key=item.key,
            title=item.title,
            description=item.description,
            suffix=item.suffix,
            limits=[LimitRead(trait=trait, level=limit.level, note=limit.note) for trait, limit in item.limits.items()],
        )
        for item in FORMATS.values()
    ]


@router.post("/sets/{set_id}/export-plans", response_model=ExportSummary, responses=problems(SetNotFound, BlindInSet))
async def plan_export(set_id: UUID, body: ExportCreate, caller: CurrentCaller, exports: ExportsToRead) -> ExportSummary:
    """Say what an export would hold, how much is unread, and what its format cannot carry. Nothing is kept."""
    return await exports.plan(set_id, body, caller)


@router.post(
    "/sets/{set_id}/exports",
    response_model=ExportRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(SetNotFound, BlindInSet),
)
async def create_export(set_id: UUID, body: ExportCreate, caller: CurrentCaller, exports: Exports) -> ExportRead:
    """Write readings of a set into a file: one's own, or all where one may see all. What is half read is in it too."""
    return await exports.start(set_id, body, caller)


@router.get("/sets/{set_id}/exports", response_model=Paged[ExportRead], responses=problems(SetNotFound))
async def list_exports(
    set_id: UUID, caller: CurrentCaller, exports: ExportsToRead, page: Paging
) -> Listing[ExportRead]:
    """List the caller's exports of a set, newest first."""
    return await exports.of_set(set_id, caller, page)


@router.get("/exports/{export_id}", response_model=ExportRead, responses=problems(ExportNotFound))
async def get_export(export_id: UUID, caller: CurrentCaller, exports: ExportsToRead) -> ExportRead:
    """Show an export of the caller, how far it is, and what is in it."""
    return read_export(await exports.own(export_id, caller))


@router.get(
    "/exports/{export_id}/file",
    response_class=Response,
    responses=content("application/octet-stream")
    | problems(ExportNotFound, BlindInSet, ExportNotReady, ExportExpired, FileMissing),
)
async def download_export(export_id: UUID, caller: CurrentCaller, request: Request) -> Response:
    """The file of an export, for whom may still have what is in it."""
    state = request.app.state
    async with begin_reading(state.database) as work:
        export = await ExportService(work).to_fetch(export_id, caller)
        key, name, media_type, size = export.file_key, export.file_name, export.media_type, export.size_bytes
    if key is None or not await state.storage.exists(key):
        raise FileMissing
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(state.storage.stream(key), media_type=media_type, headers=headers)
