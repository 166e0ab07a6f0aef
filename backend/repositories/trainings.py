"""Questions about trainings: who is marked by which answer, and who has passed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from backend.core.paging import Listing, Page
from backend.models.distribution import Distribution
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.training import Training
from backend.models.training_answer import TrainingAnswer
from backend.models.training_result import TrainingResult
from backend.models.user import User
from backend.repositories.base import Repository


@dataclass(frozen=True)
class Case:
    """A case of an attempt, with how it was marked, once it was."""

    sample_id: UUID
    is_marked: bool
    likeness: float | None


class TrainingRepository(Repository[Training]):
    model = Training

    async def required_by(self, set_id: UUID) -> tuple[UUID, str] | None:
        """The training that must be passed before somebody reads in a set, with its name."""
        rows = await self.db.execute(
            select(Training.set_id, SampleSet.name)
            .join(SampleSet, SampleSet.id == Training.set_id)
            .join(Distribution, Distribution.training_set_id == Training.set_id)
            .where(Distribution.set_id == set_id)
        )
        row = rows.one_or_none()
        return (row[0], row[1]) if row else None

    async def has_passed(self, set_id: UUID, user_id: UUID) -> bool:
        statement = select(TrainingResult.id).where(
            TrainingResult.set_id == set_id, TrainingResult.user_id == user_id, TrainingResult.is_passed.is_(True)
        )
        return await self.db.scalar(statement.limit(1)) is not None

    async def results_of(self, set_id: UUID, user_id: UUID) -> list[TrainingResult]:
        statement = select(TrainingResult).where(TrainingResult.set_id == set_id, TrainingResult.user_id == user_id)
        return list(await self.db.scalars(statement.order_by(TrainingResult.attempt)))

    async def results(self, set_id: UUID, page: Page) -> Listing[tuple[TrainingResult, str]]:
        """Attempts that came to their end, the latest first."""
        statement = select(TrainingResult.id).where(TrainingResult.set_id == set_id)
        rows = await self.db.execute(
            select(TrainingResult, User.name)
            .join(User, User.id == TrainingResult.user_id)
            .where(TrainingResult.set_id == set_id)
            .order_by(TrainingResult.created_at.desc(), TrainingResult.id)
            .limit(page.page_size)
            .offset(page.offset)
        )
        found = [(result, name) for result, name in rows]
        return Listing(found, await self.count(statement), page.page, page.page_size)

    async def packages_of(self, set_id: UUID, user_id: UUID) -> list[Package]:
        """Somebody's packages of a set, the newest first."""
        statement = select(Package).where(Package.set_id == set_id, Package.assignee_id == user_id)
        return list(await self.db.scalars(statement.order_by(Package.position.desc())))

    async def package_with(self, sample_id: UUID, user_id: UUID) -> UUID | None:
        """The package of somebody that a sample lies in."""
        statement = (
            select(Package.id)
            .join(PackageItem, PackageItem.package_id == Package.id)
            .where(PackageItem.sample_id == sample_id, Package.assignee_id == user_id)
        )
        found: UUID | None = await self.db.scalar(statement)
        return found

    async def cases(self, package_id: UUID, user_id: UUID) -> list[Case]:
        """The cases of an attempt in order, each with how it was marked in the current round."""
        rows = await self.db.execute(
            select(PackageItem.sample_id, TrainingAnswer.examination_id, TrainingAnswer.likeness)
            .join(SampleSet, SampleSet.id == PackageItem.set_id)
            .outerjoin(
                Examination,
                and_(
                    Examination.sample_id == PackageItem.sample_id,
                    Examination.reader_id == user_id,
                    Examination.round == SampleSet.round,
                    Examination.kind == ExaminationKind.READING,
                ),
            )
            .outerjoin(TrainingAnswer, TrainingAnswer.examination_id == Examination.id)
            .where(PackageItem.package_id == package_id)
            .order_by(PackageItem.position)
        )
        return [Case(sample_id, answer is not None, likeness) for sample_id, answer, likeness in rows]

    async def highest_slot(self, set_id: UUID) -> int:
        return await self.db.scalar(select(func.max(Package.slot)).where(Package.set_id == set_id)) or 0

    async def sources(
        self, sample_set: SampleSet, reader_id: UUID | None, sample_ids: Collection[UUID] | None
    ) -> list[Examination]:
        """Done readings of somebody in the current round, or, of nobody in particular, decisions that stand."""
        kind = ExaminationKind.ADJUDICATION if reader_id is None else ExaminationKind.READING
        statement = (
            select(Examination)
            .join(Sample, Sample.id == Examination.sample_id)
            .where(
                Examination.set_id == sample_set.id,
                Examination.round == sample_set.round,
                Examination.kind == kind,
                Examination.state == ExaminationState.DONE,
                Sample.original_id.is_(None),
            )
        )
        if reader_id is not None:
            statement = statement.where(Examination.reader_id == reader_id)
        if sample_ids is not None:
            statement = statement.where(Examination.sample_id.in_(sample_ids))
        return list(await self.db.scalars(statement.order_by(Examination.created_at, Examination.id)))

    async def last_turns(self, sample_ids: Sequence[UUID], user_id: UUID, round_: int) -> dict[UUID, int]:
        """How often somebody has said the answer of samples already."""
        rows = await self.db.execute(
            select(Examination.sample_id, func.max(Examination.turn))
            .where(
                Examination.sample_id.in_(sample_ids),
                Examination.reader_id == user_id,
                Examination.round == round_,
                Examination.kind == ExaminationKind.REFERENCE,
            )
            .group_by(Examination.sample_id)
        )
        return dict(rows.all())

    async def known(self, examination_ids: Collection[UUID]) -> list[tuple[Examination, Sample, str]]:
        """Known answers with their samples and who said them, in the order of the set."""
        rows = await self.db.execute(
            select(Examination, Sample, User.name)
            .join(Sample, Sample.id == Examination.sample_id)
            .join(User, User.id == Examination.reader_id)
            .where(Examination.id.in_(examination_ids))
            .order_by(Sample.position)
        )
        return [(examination, sample, name) for examination, sample, name in rows]
