"""Annotations brought into a set from files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import StringConstraints

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.storage import UploadTooLarge
from backend.core.work import Reading, begin_reading, begin_work
from backend.features.annotation_imports.errors import AnnotationImportNotFound, NothingSent
from backend.features.annotation_imports.schemas import AnnotationImportRead, ImportRequest, named_values
from backend.features.annotation_imports.service import AnnotationImportService
from backend.features.auth.caller import CurrentCaller
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.imaging.volume_file import MOST_LABELS

router = APIRouter(tags=["annotation imports"])
RAW_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


async def import_reader(work: Reading) -> AnnotationImportService:
    return AnnotationImportService(work)


ImportsToRead = Annotated[AnnotationImportService, Depends(import_reader)]

LabelOfValue = Annotated[str, StringConstraints(pattern=r"^\d{1,9}=.*\S.*$", max_length=220)]


@router.post(
    "/sets/{set_id}/annotation-imports",
    response_model=AnnotationImportRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(SetNotFound, NotPermitted, SetArchived, NothingSent, UploadTooLarge),
    openapi_extra=RAW_BODY,
)
async def create_annotation_import(
    set_id: UUID,
    caller: CurrentCaller,
    request: Request,
    file_name: Annotated[str, Query(min_length=1, max_length=400)] = "annotations",
    create_labels: Annotated[bool, Query(description="Make labels that the set does not have.")] = False,
    edge: Annotated[
        float, Query(gt=0, le=1, description="Of fractional segments: what is at least so much is inside.")
    ] = 0.5,
    as_outlines: Annotated[bool, Query(description="Masks become outlines along the edges of their voxels.")] = False,
    label_names: Annotated[
        list[LabelOfValue],
        Query(max_length=MOST_LABELS, description="Of label maps without a file beside them: value=label."),
    ] = [],  # noqa: B006 - FastAPI copies it
) -> AnnotationImportRead:
    """Bring COCO, SEG, SR TID 1500, RTSTRUCT or NIfTI, or a zip of them, in as readings beside those of persons."""
    state = request.app.state
    async with begin_reading(state.database) as work:
        sample_set = await AnnotationImportService(work).require_rights(set_id, caller)
        organization_id = sample_set.organization_id
    received = await state.storage.receive(request.stream(), state.settings.max_upload_bytes)
    key = f"{organization_id}/annotation-imports/{received.key.rsplit('/', 1)[-1]}"
    if received.size_bytes == 0:
        await state.storage.delete(received.key)
        raise NothingSent
    try:
        await state.storage.move(received.key, key)
        async with begin_work(state.database, state.queue) as work:
            wanted = ImportRequest(
                create_labels=create_labels, edge=edge, as_outlines=as_outlines, label_names=named_values(label_names)
            )
            return await AnnotationImportService(work).start(set_id, file_name, key, wanted, caller)
    except BaseException:
        await state.storage.delete_all([received.key, key])
        raise


@router.get(
    "/sets/{set_id}/annotation-imports",
    response_model=Paged[AnnotationImportRead],
    responses=problems(SetNotFound, NotPermitted),
)
async def list_annotation_imports(
    set_id: UUID, caller: CurrentCaller, imports: ImportsToRead, page: Paging
) -> Listing[AnnotationImportRead]:
    """List what was brought into a set, newest first, with what became of it."""
    return await imports.of_set(set_id, caller, page)


@router.get(
    "/annotation-imports/{import_id}",
    response_model=AnnotationImportRead,
    responses=problems(AnnotationImportNotFound, NotPermitted),
)
async def get_annotation_import(import_id: UUID, caller: CurrentCaller, imports: ImportsToRead) -> AnnotationImportRead:
    """Show what became of each file and object of an import."""
    return await imports.get(import_id, caller)
