"""Questions about the samples of which the answer is known."""

from uuid import UUID

from sqlalchemy import func, select

from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.repositories.base import Repository

IS_KNOWN = (Examination.kind == ExaminationKind.REFERENCE, Examination.state == ExaminationState.DONE)


class KnownAnswerRepository(Repository[Examination]):
    model = Examination

    async def count_of(self, set_id: UUID, *, only: UUID | None = None) -> int:
        """Samples of a set with a known answer; with `only`, with one that this person has said."""
        counted = select(func.count(Examination.sample_id.distinct())).where(Examination.set_id == set_id, *IS_KNOWN)
        if only is not None:
            counted = counted.where(Examination.reader_id == only)
        return (await self.db.execute(counted)).scalar_one()

    async def of_set(self, set_id: UUID) -> dict[UUID, UUID]:
        """For each sample whose answer is known, the reading that tells it: the one that was done last."""
        rows = await self.db.execute(
            select(Examination.sample_id, Examination.id)
            .where(Examination.set_id == set_id, *IS_KNOWN)
            .order_by(Examination.done_at, Examination.created_at, Examination.id)
        )
        return dict(rows.all())
