"""What the world holds of agreement."""

import json
from uuid import UUID

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.models.adjudication import Adjudication, DecisionWay
from backend.models.agreement_run import AgreementRun
from backend.models.comment_thread import CommentThread
from backend.models.examination import Examination, ExaminationKind
from backend.models.job import Job
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.thread_comment import ThreadComment
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


async def agreement_of(
    work: UnitOfWork, sample_set: SampleSet, owner: User, job: Job, *, key: UUID | None = None
) -> UUID:
    """A run of agreement that is computed."""
    run = AgreementRun(
        id=key or new_id(),
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


async def decision_of(work: UnitOfWork, sample_set: SampleSet, sample_id: UUID, lead: User) -> UUID:
    """A decision that somebody has made."""
    examination = Examination(
        set_id=sample_set.id, sample_id=sample_id, reader_id=lead.id, round=1, kind=ExaminationKind.ADJUDICATION
    )
    work.db.add(examination)
    await work.flush()
    decision = Adjudication(
        set_id=sample_set.id,
        sample_id=sample_id,
        examination_id=examination.id,
        adjudicator_id=lead.id,
        round=1,
        way=DecisionWay.CHOOSE,
        stands=True,
    )
    work.db.add(decision)
    await work.flush()
    return decision.id


async def thread_of(work: UnitOfWork, author: User, image: SampleImage, reading: Examination) -> dict[str, str]:
    """A comment that somebody has pinned to what they read."""
    thread = CommentThread(
        set_id=reading.set_id,
        sample_id=reading.sample_id,
        sample_image_id=image.id,
        x=1,
        y=1,
        examination_id=reading.id,
        author_id=author.id,
    )
    work.db.add(thread)
    await work.flush()
    comment = ThreadComment(thread_id=thread.id, author_id=author.id, content="Is this one?")
    work.db.add(comment)
    await work.flush()
    return {"thread_id": str(thread.id), "comment_id": str(comment.id)}
