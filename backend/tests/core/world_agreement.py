"""What the world holds of agreement."""

import json
from uuid import UUID

from backend.core.work import UnitOfWork
from backend.models.agreement_run import AgreementRun
from backend.models.job import Job
from backend.models.sample_set import SampleSet
from backend.models.user import User

RESULTS = {
    "case_count": 0,
    "reading_count": 0,
    "open_count": 0,
    "unfit_count": 0,
    "raters": [],
    "labels": [],
    "values": [],
    "plots": [],
    "cases": [],
}


async def agreement_of(work: UnitOfWork, sample_set: SampleSet, owner: User, job: Job) -> UUID:
    """A run of agreement that is computed."""
    run = AgreementRun(
        organization_id=sample_set.organization_id,
        owner_id=owner.id,
        set_id=sample_set.id,
        job_id=job.id,
        request={},
        seed=1,
        engine="isocenter-agreement/1",
        results=json.dumps(RESULTS),
    )
    work.db.add(run)
    await work.flush()
    return run.id
