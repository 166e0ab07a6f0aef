"""Comments pinned to images, in threads."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.adjudication.anonymous import by_alias
from backend.features.blinding.service import BlindingService
from backend.features.comments.errors import CommentNotFound, NotOnThisImage, ThreadNotFound
from backend.features.comments.schemas import (
    CommentCreate,
    CommentRead,
    CommentUpdate,
    ThreadCreate,
    ThreadRead,
    ThreadUpdate,
)
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.models.comment_thread import CommentThread
from backend.models.sample_set import SampleSet
from backend.models.thread_comment import ThreadComment
from backend.repositories.adjudications import AdjudicationRepository
from backend.repositories.comments import CommentRepository
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.samples import SampleRepository
from backend.repositories.users import UserRepository


class CommentService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.threads = CommentRepository(work.db)
        self.examinations = ExaminationRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.samples = SampleRepository(work.db)
        self.blinding = BlindingService(work)

    async def of_sample(self, set_id: UUID, sample_id: UUID, caller: Caller, page: Page) -> Listing[ThreadRead]:
        sample_set = await self._sample(set_id, sample_id, caller)
        found = await self.threads.of_sample(sample_id, caller, page)
        items = await self._read(found.items, sample_set, caller)
        return Listing(items, found.total, found.page, found.page_size)

    async def begin(self, set_id: UUID, sample_id: UUID, body: ThreadCreate, caller: Caller) -> ThreadRead:
        sample_set = await self._sample(set_id, sample_id, caller)
        caller.require(Action.READ_SAMPLE, in_=sample_set.group_id)
        require_open(sample_set)
        if await self.threads.image(body.image_id, sample_id) is None:
            raise NotOnThisImage
        thread = self.threads.add(
            CommentThread(
                set_id=set_id,
                sample_id=sample_id,
                sample_image_id=body.image_id,
                sop_instance_uid=body.sop_instance_uid,
                frame=body.frame,
                x=body.x,
                y=body.y,
                examination_id=await self._about(sample_set, sample_id, body, caller),
                author_id=caller.user_id,
            )
        )
        await self.work.flush()
        await self._say(thread, body.content, caller)
        self._record(caller, "comment_thread.begun", thread, sample_set)
        await self.work.flush()
        return (await self._read([thread], sample_set, caller))[0]

    async def reply(self, thread_id: UUID, body: CommentCreate, caller: Caller) -> ThreadRead:
        thread, sample_set = await self._found(thread_id, caller)
        await self._say(thread, body.content, caller)
        self._record(caller, "comment_thread.answered", thread, sample_set)
        await self.work.flush()
        return (await self._read([thread], sample_set, caller))[0]

    async def edit(self, comment_id: UUID, body: CommentUpdate, caller: Caller) -> ThreadRead:
        comment, thread, sample_set = await self._own(comment_id, caller)
        if comment.deleted_at is not None:
            raise CommentNotFound
        if comment.content != body.content:
            comment.content, comment.edited_at = body.content, now()
            self._record(caller, "comment_thread.comment_edited", thread, sample_set)
            await self.work.flush()
        return (await self._read([thread], sample_set, caller))[0]

    async def delete(self, comment_id: UUID, caller: Caller) -> ThreadRead:
        """The words go; that something was said, by whom and when, stays: answers to it remain understood."""
        comment, thread, sample_set = await self._own(comment_id, caller)
        if comment.deleted_at is None:
            comment.content, comment.deleted_at = "", now()
            self._record(caller, "comment_thread.comment_deleted", thread, sample_set)
            await self.work.flush()
        return (await self._read([thread], sample_set, caller))[0]

    async def update(self, thread_id: UUID, body: ThreadUpdate, caller: Caller) -> ThreadRead:
        """Settle a thread, or take it up again."""
        thread, sample_set = await self._found(thread_id, caller)
        if body.is_resolved != (thread.resolved_at is not None):
            thread.resolved_at = now() if body.is_resolved else None
            thread.resolved_by_id = caller.user_id if body.is_resolved else None
            action = "comment_thread.resolved" if body.is_resolved else "comment_thread.reopened"
            self._record(caller, action, thread, sample_set)
            await self.work.flush()
        return (await self._read([thread], sample_set, caller))[0]

    async def _sample(self, set_id: UUID, sample_id: UUID, caller: Caller) -> SampleSet:
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        sample = await self.samples.get_visible(sample_id, caller)
        if sample is None or sample.set_id != set_id:
            raise SampleNotFound
        return sample_set

    async def _found(self, thread_id: UUID, caller: Caller) -> tuple[CommentThread, SampleSet]:
        thread = await self.threads.get_visible(thread_id, caller)
        sample_set = await self.sets.get_visible(thread.set_id, caller) if thread else None
        if thread is None or sample_set is None:
            raise ThreadNotFound
        caller.require(Action.READ_SAMPLE, in_=sample_set.group_id)
        require_open(sample_set)
        return thread, sample_set

    async def _own(self, comment_id: UUID, caller: Caller) -> tuple[ThreadComment, CommentThread, SampleSet]:
        """A comment whose thread is not seen reads as one that is not there, also to who once wrote it."""
        comment = await self.threads.locked(comment_id)
        if comment is None:
            raise CommentNotFound
        try:
            thread, sample_set = await self._found(comment.thread_id, caller)
        except ThreadNotFound as error:
            raise CommentNotFound from error
        if comment.author_id != caller.user_id:
            raise NotPermitted
        return comment, thread, sample_set

    async def _about(self, sample_set: SampleSet, sample_id: UUID, body: ThreadCreate, caller: Caller) -> UUID | None:
        """The reading that is named, if the caller sees it; else their own, so that it stays with what they say."""
        if body.alias is not None:
            await self.blinding.require_sight(sample_set, caller)
            readings = await AdjudicationRepository(self.work.db).readings([sample_id], sample_set.round)
            named = by_alias(readings).get(body.alias)
            if named is None:
                raise NotOnThisImage
            return named.id
        if body.examination_id is None:
            own = await self.examinations.of(sample_id, caller.user_id, sample_set.round)
            return own.id if own else None
        examination = await self.examinations.get_visible(body.examination_id, caller)
        if examination is None or examination.sample_id != sample_id:
            raise NotOnThisImage
        return examination.id

    async def _say(self, thread: CommentThread, content: str, caller: Caller) -> None:
        self.work.db.add(ThreadComment(thread_id=thread.id, author_id=caller.user_id, content=content))
        await self.work.flush()

    async def _read(self, threads: Sequence[CommentThread], sample_set: SampleSet, caller: Caller) -> list[ThreadRead]:
        comments = await self.threads.comments([thread.id for thread in threads])
        is_blind = await self.blinding.is_blind(sample_set, caller)
        authors = {comment.author_id for comment in comments}
        names = await UserRepository(self.work.db).names({caller.user_id} & authors if is_blind else authors)
        by_thread: dict[UUID, list[CommentRead]] = {}
        for comment in comments:
            read = CommentRead(
                id=comment.id,
                author=names.get(comment.author_id),
                is_mine=comment.author_id == caller.user_id,
                content=comment.content,
                created_at=comment.created_at,
                edited_at=comment.edited_at,
                deleted_at=comment.deleted_at,
            )
            by_thread.setdefault(comment.thread_id, []).append(read)
        return [_thread(thread, by_thread.get(thread.id, []), caller) for thread in threads]

    def _record(self, caller: Caller, action: str, thread: CommentThread, sample_set: SampleSet) -> None:
        audit.record(
            self.work,
            caller,
            action,
            thread.id,
            organization_id=sample_set.organization_id,
            set_id=str(sample_set.id),
            sample_id=str(thread.sample_id),
        )


def _thread(thread: CommentThread, comments: list[CommentRead], caller: Caller) -> ThreadRead:
    return ThreadRead(
        id=thread.id,
        sample_id=thread.sample_id,
        image_id=thread.sample_image_id,
        sop_instance_uid=thread.sop_instance_uid,
        frame=thread.frame,
        x=thread.x,
        y=thread.y,
        is_about_reading=thread.examination_id is not None,
        is_mine=thread.author_id == caller.user_id,
        resolved_at=thread.resolved_at,
        comments=comments,
    )
