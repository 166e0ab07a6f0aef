"""Studies that the caller may see."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading
from backend.features.auth.caller import CurrentCaller
from backend.features.studies.errors import StudyNotFound
from backend.features.studies.schemas import StudyDetail, StudyRead
from backend.features.studies.service import StudyService

router = APIRouter(prefix="/studies", tags=["studies"])


async def study_reader(work: Reading) -> StudyService:
    return StudyService(work)


StudiesToRead = Annotated[StudyService, Depends(study_reader)]
Search = Annotated[
    str | None,
    Query(
        max_length=200,
        description="Words of the patient's name or number, the description or the accession number, where the caller "
        "may see them; of the pseudonym elsewhere. Each word must occur.",
    ),
]


@router.get("", response_model=Paged[StudyRead])
async def list_studies(
    caller: CurrentCaller, studies: StudiesToRead, page: Paging, search: Search = None
) -> Listing[StudyRead]:
    """List the studies that the caller may see, the latest arrival first."""
    return await studies.matching(search, caller, page)


@router.get("/{study_id}", response_model=StudyDetail, responses=problems(StudyNotFound))
async def get_study(study_id: UUID, caller: CurrentCaller, studies: StudiesToRead) -> StudyDetail:
    """Show a study with those of its series that the caller may see, and their regions."""
    return await studies.get(study_id, caller)
