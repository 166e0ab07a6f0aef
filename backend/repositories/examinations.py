"""Questions about readings, their objects and their journal."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, or_, select

from backend.core.permissions import Action, Caller
from backend.models.annotation import Annotation
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository


class ExaminationRepository(Repository[Examination]):
    model = Examination

    def visible_to(self, caller: Caller) -> Select[Examination]:
        """One's own readings; others' where one may see all packages."""
        return (
            self.select()
            .join(SampleSet, SampleSet.id == Examination.set_id)
            .where(
                SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
                or_(
                    Examination.reader_id == caller.user_id,
                    SampleSet.group_id.in_(caller.groups_where(Action.SEE_ALL_PACKAGES)),
                ),
            )
        )

    async def get_visible(self, examination_id: UUID, caller: Caller) -> Examination | None:
        return await self.one_or_none(self.visible_to(caller).where(Examination.id == examination_id))

    async def own_locked(self, examination_id: UUID, caller: Caller) -> tuple[Examination, SampleSet] | None:
        """One's own reading with its set, held until the end of the unit of work."""
        rows = await self.db.execute(
            select(Examination, SampleSet)
            .join(SampleSet, SampleSet.id == Examination.set_id)
            .where(
                Examination.id == examination_id,
                Examination.reader_id == caller.user_id,
                SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
            )
            .with_for_update(of=Examination)
        )
        return rows.one_or_none()

    async def with_label_locked(self, label_id: UUID) -> list[Examination]:
        """The readings that hold objects of a label, held until the end of the unit of work."""
        using = select(Annotation.examination_id).where(Annotation.label_id == label_id)
        statement = self.select().where(Examination.id.in_(using)).order_by(Examination.id).with_for_update()
        return await self.all(statement.execution_options(populate_existing=True))

    async def annotations_with_label(self, examination_id: UUID, label_id: UUID) -> list[Annotation]:
        rows = await self.db.scalars(
            select(Annotation)
            .where(Annotation.examination_id == examination_id, Annotation.label_id == label_id)
            .order_by(Annotation.created_at, Annotation.id)
        )
        return list(rows)

    async def of(self, sample_id: UUID, reader_id: UUID, round_: int) -> Examination | None:
        return await self.one_or_none(
            self.select().where(
                Examination.sample_id == sample_id,
                Examination.reader_id == reader_id,
                Examination.round == round_,
            )
        )

    async def annotations(self, examination_id: UUID) -> dict[UUID, Annotation]:
        rows = await self.db.scalars(
            select(Annotation)
            .where(Annotation.examination_id == examination_id)
            .order_by(Annotation.created_at, Annotation.id)
        )
        return {annotation.id: annotation for annotation in rows}

    async def journaled(self, examination_id: UUID, operation_ids: Sequence[UUID]) -> set[UUID]:
        """Which of these operations the journal has already."""
        rows = await self.db.scalars(
            select(AnnotationOperation.id).where(
                AnnotationOperation.examination_id == examination_id, AnnotationOperation.id.in_(operation_ids)
            )
        )
        return set(rows.all())
