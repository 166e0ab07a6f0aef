"""The labels of a set as a file, and from one."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from backend.core.errors import NotPermitted
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.labels.bringing import LabelBringing
from backend.features.labels.errors import LabelSetUnreadable
from backend.features.labels.exchange import CvatLabel, CvatLabels, LabelSet
from backend.features.labels.schemas import LabelSetTaken
from backend.features.sets.errors import SetNotFound

router = APIRouter(tags=["labels"])


@router.get("/sets/{set_id}/label-set", response_model=LabelSet | list[CvatLabel], responses=problems(SetNotFound))
async def export_label_set(
    set_id: UUID,
    caller: CurrentCaller,
    work: Reading,
    response: Response,
    format: Annotated[  # noqa: A002 - the name in the address
        Literal["isocenter", "cvat"], Query(description="cvat: what CVAT's editor of raw labels takes.")
    ] = "isocenter",
) -> LabelSet | list[CvatLabel]:
    """Download the labels of a set that are offered, with all they say."""
    response.headers["Content-Disposition"] = f'attachment; filename="labels-{format}.json"'
    bringing = LabelBringing(work)
    return await (bringing.export(set_id, caller) if format == "isocenter" else bringing.export_cvat(set_id, caller))


@router.post(
    "/sets/{set_id}/label-set",
    response_model=LabelSetTaken,
    responses=problems(SetNotFound, NotPermitted, LabelSetUnreadable),
)
async def import_label_set(
    set_id: UUID,
    body: Annotated[LabelSet | CvatLabels, Body()],
    caller: CurrentCaller,
    work: Work,
    replace: Annotated[bool, Query(description="Make labels of the same name what the file says of them.")] = False,
) -> LabelSetTaken:
    """Add the labels of a file: ours, or CVAT's list. All or nothing."""
    return await LabelBringing(work).bring(set_id, body, caller, replace=replace)
