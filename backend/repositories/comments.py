"""Questions about comments on images: who sees which threads is asked in SQL, so that lists and single ones agree."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.comment_thread import CommentThread
from backend.models.examination import Examination
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.thread_comment import ThreadComment
from backend.repositories.base import Repository
from backend.repositories.blinding import is_sighted


class CommentRepository(Repository[CommentThread]):
    model = CommentThread

    def visible_to(self, caller: Caller) -> Select[CommentThread]:
        """All threads where nothing is kept from one; else those one began, and those about one's own reading."""
        about_own = exists(
            select(Examination.id)
            .where(Examination.id == CommentThread.examination_id, Examination.reader_id == caller.user_id)
            .correlate(CommentThread)
        )
        sighted = exists(
            select(SampleSet.id)
            .where(
                SampleSet.id == CommentThread.set_id,
                SampleSet.group_id.in_(
                    {*caller.groups_where(Action.READ_SAMPLE), *caller.groups_where(Action.SEE_ALL_PACKAGES)}
                ),
                is_sighted(caller),
            )
            .correlate(CommentThread)
        )
        return (
            self.select()
            .join(SampleSet, SampleSet.id == CommentThread.set_id)
            .where(
                SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
                or_(CommentThread.author_id == caller.user_id, about_own, sighted),
            )
        )

    async def get_visible(self, thread_id: UUID, caller: Caller) -> CommentThread | None:
        return await self.one_or_none(self.visible_to(caller).where(CommentThread.id == thread_id))

    async def of_sample(self, sample_id: UUID, caller: Caller, page: Page) -> Listing[CommentThread]:
        statement = self.visible_to(caller).where(CommentThread.sample_id == sample_id)
        return await self.listing(statement.order_by(CommentThread.created_at, CommentThread.id), page)

    async def locked(self, comment_id: UUID) -> ThreadComment | None:
        """Only once for who changes it: what two browsers do at the same time happens one after the other."""
        return await self.db.get(ThreadComment, comment_id, with_for_update=True)

    async def comments(self, thread_ids: Collection[UUID]) -> list[ThreadComment]:
        statement = select(ThreadComment).where(ThreadComment.thread_id.in_(thread_ids))
        return list(await self.db.scalars(statement.order_by(ThreadComment.created_at, ThreadComment.id)))

    async def image(self, image_id: UUID, sample_id: UUID) -> SampleImage | None:
        statement = select(SampleImage).where(SampleImage.id == image_id, SampleImage.sample_id == sample_id)
        return (await self.db.scalars(statement)).one_or_none()
