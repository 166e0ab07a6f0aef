"""Who has given up their blinding in a set, and why."""

from uuid import UUID

from fastapi import APIRouter, Response

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.versions import tagged
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet, NotBlind
from backend.features.blinding.lifting import BlindingLifting
from backend.features.blinding.schemas import BlindingLiftCreate, BlindingLiftRead
from backend.features.sets.errors import SetNotFound
from backend.features.sets.schemas import SetRead

router = APIRouter(tags=["blinding"])


@router.get(
    "/sets/{set_id}/blinding-lifts",
    response_model=Paged[BlindingLiftRead],
    responses=problems(SetNotFound, NotPermitted, BlindInSet),
)
async def list_blinding_lifts(
    set_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[BlindingLiftRead]:
    """List who has lifted their blinding in a set, the last first."""
    return await BlindingLifting(work).listing(set_id, caller, page)


@router.post(
    "/sets/{set_id}/blinding-lift",
    response_model=SetRead,
    responses=problems(SetNotFound, NotPermitted, NotBlind),
)
async def lift_blinding(
    set_id: UUID, body: BlindingLiftCreate, caller: CurrentCaller, work: Work, response: Response
) -> SetRead:
    """See what the others have read in a set, and read no more in its present round.

    The caller's readings stay as they are; their unfinished packages are free again. For who leads or reviews the set.
    """
    return tagged(response, await BlindingLifting(work).lift(set_id, body, caller))
