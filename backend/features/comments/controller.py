"""Comments pinned to places on images."""

from uuid import UUID

from fastapi import APIRouter, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindInSet
from backend.features.comments.errors import CommentNotFound, NotOnThisImage, ThreadNotFound
from backend.features.comments.schemas import CommentCreate, CommentUpdate, ThreadCreate, ThreadRead, ThreadUpdate
from backend.features.comments.service import CommentService
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.errors import SetArchived, SetNotFound

router = APIRouter(tags=["comments"])


@router.get(
    "/sets/{set_id}/samples/{sample_id}/threads",
    response_model=Paged[ThreadRead],
    responses=problems(SetNotFound, SampleNotFound),
)
async def list_threads(
    set_id: UUID, sample_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[ThreadRead]:
    """List the threads of a sample: all for who is not blind; for readers their own, and those on their reading."""
    return await CommentService(work).of_sample(set_id, sample_id, caller, page)


@router.post(
    "/sets/{set_id}/samples/{sample_id}/threads",
    response_model=ThreadRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(SetNotFound, SampleNotFound, NotPermitted, SetArchived, NotOnThisImage, BlindInSet),
)
async def begin_thread(
    set_id: UUID, sample_id: UUID, body: ThreadCreate, caller: CurrentCaller, work: Work
) -> ThreadRead:
    """Pin a comment to a place on an image."""
    return await CommentService(work).begin(set_id, sample_id, body, caller)


@router.post(
    "/threads/{thread_id}/comments",
    response_model=ThreadRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(ThreadNotFound, NotPermitted, SetArchived),
)
async def add_comment(thread_id: UUID, body: CommentCreate, caller: CurrentCaller, work: Work) -> ThreadRead:
    """Answer in a thread."""
    return await CommentService(work).reply(thread_id, body, caller)


@router.patch(
    "/comments/{comment_id}", response_model=ThreadRead, responses=problems(CommentNotFound, NotPermitted, SetArchived)
)
async def update_comment(comment_id: UUID, body: CommentUpdate, caller: CurrentCaller, work: Work) -> ThreadRead:
    """Put what one has said in other words; that it was edited stays to be seen."""
    return await CommentService(work).edit(comment_id, body, caller)


@router.delete(
    "/comments/{comment_id}", response_model=ThreadRead, responses=problems(CommentNotFound, NotPermitted, SetArchived)
)
async def delete_comment(comment_id: UUID, caller: CurrentCaller, work: Work) -> ThreadRead:
    """Take back what one has said; its place in the thread stays, without the words."""
    return await CommentService(work).delete(comment_id, caller)


@router.patch(
    "/threads/{thread_id}", response_model=ThreadRead, responses=problems(ThreadNotFound, NotPermitted, SetArchived)
)
async def update_thread(thread_id: UUID, body: ThreadUpdate, caller: CurrentCaller, work: Work) -> ThreadRead:
    """Settle a thread, or take it up again."""
    return await CommentService(work).update(thread_id, body, caller)
