"""Labels of a set."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.versions import IfMatch, StaleVersion, tagged
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.labels.errors import LabelInUse, LabelNameTaken, LabelNotFound, ShortcutTaken
from backend.features.labels.removal import LabelRemoval
from backend.features.labels.schemas import LabelContents, LabelCreate, LabelRead, LabelUpdate
from backend.features.labels.service import LabelService
from backend.features.sets.errors import SetNotFound
from backend.models.label import Label

router = APIRouter(tags=["labels"])


async def label_service(work: Work) -> LabelService:
    return LabelService(work)


async def label_reader(work: Reading) -> LabelService:
    return LabelService(work)


Labels = Annotated[LabelService, Depends(label_service)]
LabelsToRead = Annotated[LabelService, Depends(label_reader)]


@router.get("/sets/{set_id}/labels", response_model=Paged[LabelRead], responses=problems(SetNotFound))
async def list_labels(set_id: UUID, caller: CurrentCaller, labels: LabelsToRead, page: Paging) -> Listing[Label]:
    """List the labels of a set, in the order of its palette."""
    return await labels.listing(set_id, caller, page)


@router.get(
    "/labels/{label_id}/contents",
    response_model=LabelContents,
    responses=problems(LabelNotFound, NotPermitted, BlindInSet),
)
async def get_label_contents(label_id: UUID, caller: CurrentCaller, work: Reading) -> LabelContents:
    """Count what would be deleted with a label."""
    return await LabelRemoval(work).contents(label_id, caller)


@router.post(
    "/sets/{set_id}/labels",
    response_model=LabelRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(SetNotFound, NotPermitted, LabelNameTaken, ShortcutTaken),
)
async def create_label(
    set_id: UUID, body: LabelCreate, caller: CurrentCaller, labels: Labels, response: Response
) -> Label:
    """Add a label to a set."""
    return tagged(response, await labels.create(set_id, caller, body))


@router.patch(
    "/labels/{label_id}",
    response_model=LabelRead,
    responses=problems(LabelNotFound, NotPermitted, LabelNameTaken, ShortcutTaken, StaleVersion),
)
async def update_label(
    label_id: UUID, body: LabelUpdate, caller: CurrentCaller, labels: Labels, made_on: IfMatch, response: Response
) -> Label:
    """Rename, recolour, describe, move or archive a label; readings follow."""
    return tagged(response, await labels.update(label_id, caller, body, made_on))


@router.delete(
    "/labels/{label_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(LabelNotFound, NotPermitted, BlindInSet, LabelInUse),
)
async def delete_label(
    label_id: UUID,
    caller: CurrentCaller,
    work: Work,
    with_objects: Annotated[bool, Query(description="Delete its objects from the readings that use it.")] = False,
) -> None:
    """Delete a label; where readings use it only if so asked, and then with its objects."""
    await LabelRemoval(work).delete(label_id, caller, with_objects=with_objects)
