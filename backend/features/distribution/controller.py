"""How a set is dealt out to its readers."""

from uuid import UUID

from fastapi import APIRouter, Response

from backend.core.errors import NotPermitted
from backend.core.problems import problems
from backend.core.versions import IfMatch, StaleVersion, tagged
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindingLifted, BlindInSet
from backend.features.distribution.drift import DriftService
from backend.features.distribution.errors import ReadersMissing, SlotsBegun, TrainingNotFound
from backend.features.distribution.rereading import RereadingService
from backend.features.distribution.schemas import (
    DistributionRead,
    DistributionUpdate,
    DriftRead,
    PackagesSplit,
    Passed,
    SplitRead,
)
from backend.features.distribution.service import DistributionService
from backend.features.distribution.splitting import SplittingService
from backend.features.packages.errors import NotAReader
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.features.training.errors import NotQualified

router = APIRouter(prefix="/sets/{set_id}", tags=["distribution"])


@router.get("/distribution", response_model=DistributionRead, responses=problems(SetNotFound, NotPermitted))
async def get_distribution(set_id: UUID, caller: CurrentCaller, work: Reading, response: Response) -> DistributionRead:
    """Show how a set is dealt out."""
    return tagged(response, await DistributionService(work).get(set_id, caller))


@router.patch(
    "/distribution",
    response_model=DistributionRead,
    responses=problems(SetNotFound, NotPermitted, TrainingNotFound, StaleVersion),
)
async def update_distribution(
    set_id: UUID, body: DistributionUpdate, caller: CurrentCaller, work: Work, made_on: IfMatch, response: Response
) -> DistributionRead:
    """Change how a set is dealt out from now on. Packages stay as they are until they are split anew."""
    return tagged(response, await DistributionService(work).update(set_id, body, caller, made_on))


@router.post(
    "/packages/split",
    response_model=SplitRead,
    responses=problems(
        SetNotFound,
        NotPermitted,
        BlindInSet,
        BlindingLifted,
        NotAReader,
        NotQualified,
        ReadersMissing,
        SlotsBegun,
        SetArchived,
    ),
)
async def split_packages(set_id: UUID, body: PackagesSplit, caller: CurrentCaller, work: Work) -> SplitRead:
    """Deal out anew what nobody has begun; packages that somebody reads, or has read, stay as they are."""
    return await SplittingService(work).split(set_id, body, caller)


@router.post(
    "/distribution/run",
    response_model=Passed,
    responses=problems(SetNotFound, NotPermitted, BlindInSet, SetArchived),
)
async def run_distribution(set_id: UUID, caller: CurrentCaller, work: Work) -> Passed:
    """Do now what else happens every ten minutes: issue repeats that are due, ask one more where readers disagree."""
    return await RereadingService(work).run(set_id, caller)


@router.get("/drift", response_model=DriftRead, responses=problems(SetNotFound, NotPermitted, BlindInSet))
async def get_drift(set_id: UUID, caller: CurrentCaller, work: Reading) -> DriftRead:
    """Show how readers hold up over time, by control cases and by what they read once more."""
    return await DriftService(work).of_set(set_id, caller)
