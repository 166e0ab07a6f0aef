"""Long work, as people see it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.jobs.errors import JobNotEnded, JobNotFound, JobNotRunning
from backend.features.jobs.kinds import KINDS
from backend.features.jobs.schemas import JobRead
from backend.features.jobs.service import JobService

router = APIRouter(prefix="/jobs", tags=["jobs"])


async def job_service(work: Work) -> JobService:
    return JobService(work)


async def job_reader(work: Reading) -> JobService:
    return JobService(work)


Jobs = Annotated[JobService, Depends(job_service)]
JobsToRead = Annotated[JobService, Depends(job_reader)]


@router.get("", response_model=Paged[JobRead])
async def list_jobs(caller: CurrentCaller, jobs: JobsToRead, page: Paging) -> Listing[JobRead]:
    """List the caller's jobs, newest first."""
    return await jobs.recent(caller, page)


@router.get("/{job_id}", response_model=JobRead, responses=problems(JobNotFound))
async def get_job(job_id: UUID, caller: CurrentCaller, jobs: JobsToRead) -> JobRead:
    """Show one job of the caller."""
    return await jobs.read(await jobs.get(job_id, caller))


@router.post("/{job_id}/cancel", response_model=JobRead, responses=problems(JobNotFound, JobNotRunning))
async def cancel_job(job_id: UUID, caller: CurrentCaller, jobs: Jobs) -> JobRead:
    """End a job: what it computes is ended within two seconds, what is done stays."""
    return await jobs.read(await jobs.cancel(job_id, caller, KINDS))


@router.post("/{job_id}/retry", response_model=JobRead, responses=problems(JobNotFound, JobNotEnded))
async def retry_job(job_id: UUID, caller: CurrentCaller, jobs: Jobs) -> JobRead:
    """Run again what failed or was cancelled; what is done stays done."""
    return await jobs.read(await jobs.retry(job_id, caller, KINDS))
