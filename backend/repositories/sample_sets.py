"""Questions about sets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, or_, select

from backend.core.database import LONG
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.annotation import Annotation
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.extraction_run import ExtractionRun
from backend.models.group import Group
from backend.models.instance import Instance
from backend.models.job import FINISHED, Job
from backend.models.label import Label
from backend.models.package import Package
from backend.models.region import Region
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.training import Training
from backend.models.upload_job import UploadJob
from backend.repositories.base import Repository
from backend.repositories.known_answers import IS_KNOWN
from backend.repositories.repeats import Unknown

_is_open = SampleSet.archived_at.is_(None)


@dataclass(frozen=True)
class SetCounts:
    samples: int = 0
    packages: int = 0
    examinations: int | None = 0
    done: int | None = 0
    regions: int | None = 0
    labels: int = 0
    free_packages: int = 0

    def told(self, *, readings: bool, regions: bool) -> "SetCounts":
        """Without those counts that somebody is not to know."""
        counted = replace(self, examinations=None, done=None) if not readings else self
        return counted if regions else replace(counted, regions=None)

    def without(self, unknown: Unknown) -> "SetCounts":
        """Without what is read once more and not to be known of."""
        return replace(
            self,
            samples=self.samples - unknown.samples,
            packages=self.packages - unknown.packages,
            free_packages=self.free_packages - unknown.free_packages,
        )


@dataclass(frozen=True)
class Contents:
    """What hangs on sets."""

    samples: int
    packages: int
    readings: int | None
    objects: int | None
    labels: int
    extraction_runs: int

    def without(self, unknown: Iterable[Unknown]) -> "Contents":
        """Without what is read once more and not to be known of."""
        some = list(unknown)
        return replace(
            self,
            samples=self.samples - sum(each.samples for each in some),
            packages=self.packages - sum(each.packages for each in some),
        )


class SampleSetRepository(Repository[SampleSet]):
    model = SampleSet

    def visible_to(self, caller: Caller) -> Select[SampleSet]:
        return self.select().where(SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)))

    async def get_visible(self, set_id: UUID, caller: Caller) -> SampleSet | None:
        return await self.one_or_none(self.visible_to(caller).where(SampleSet.id == set_id))

    async def of_group(
        self, group_id: UUID, archived: bool | None, page: Page, *, trainings: bool = False
    ) -> Listing[SampleSet]:
        """By name, the archived ones last; only the archived, the others, or what trains, if one says so."""
        statement = self.select().where(SampleSet.group_id == group_id)
        if archived is not None:
            statement = statement.where(SampleSet.archived_at.is_not(None) if archived else _is_open)
        if trainings:
            answered = exists().where(Examination.set_id == SampleSet.id, *IS_KNOWN).correlate(SampleSet)
            statement = statement.where(exists().where(Training.set_id == SampleSet.id), answered)
        ordered = statement.order_by(_is_open.desc(), SampleSet.name, SampleSet.id)
        return await self.listing(ordered, page)

    async def matching(
        self, search: str | None, archived: bool | None, caller: Caller, page: Page
    ) -> Listing[SampleSet]:
        """The sets of all of one's groups, those made last first. Each word is part of their name or their group's."""
        statement = self.visible_to(caller).join(Group, Group.id == SampleSet.group_id)
        for word in (search or "").lower().split():
            names = (func.lower(SampleSet.name), func.lower(Group.name))
            statement = statement.where(or_(*(name.contains(word, autoescape=True) for name in names)))
        if archived is not None:
            statement = statement.where(SampleSet.archived_at.is_not(None) if archived else _is_open)
        return await self.listing(statement.order_by(SampleSet.created_at.desc(), SampleSet.id.desc()), page)

    async def all_of_group(self, group_id: UUID) -> list[SampleSet]:
        """By name, the archived ones last."""
        ordered = self.select().where(SampleSet.group_id == group_id)
        return await self.all(ordered.order_by(_is_open.desc(), SampleSet.name, SampleSet.id))

    async def ids_of_group(self, group_id: UUID) -> list[UUID]:
        rows = await self.db.scalars(select(SampleSet.id).where(SampleSet.group_id == group_id).order_by(SampleSet.id))
        return list(rows)

    async def locked(self, set_id: UUID) -> SampleSet | None:
        """The set, held until the end of the unit of work: samples and packages are numbered one after the other."""
        statement = self.select().where(SampleSet.id == set_id).with_for_update()
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def counts(self, set_ids: list[UUID]) -> dict[UUID, SetCounts]:
        """What hangs on several sets, in one query a kind."""
        samples = await self._per_set(select(Sample.set_id, func.count()), Sample.set_id, set_ids)
        packages = await self._per_set(select(Package.set_id, func.count()), Package.set_id, set_ids)
        of_current_round = (
            select(Examination.set_id, func.count())
            .join(SampleSet, SampleSet.id == Examination.set_id)
            .where(Examination.kind == ExaminationKind.READING, Examination.round == SampleSet.round)
        )
        examinations = await self._per_set(of_current_round, Examination.set_id, set_ids)
        done = await self._per_set(
            of_current_round.where(Examination.state == ExaminationState.DONE), Examination.set_id, set_ids
        )
        regions = await self._per_set(
            select(Sample.set_id, func.count(Region.id.distinct()))
            .join(SampleImage, SampleImage.sample_id == Sample.id)
            .outerjoin(Instance, Instance.id == SampleImage.instance_id)
            .join(Region, Region.series_id == func.coalesce(SampleImage.series_id, Instance.series_id))
            .where(Region.examination_id.is_(None)),
            Sample.set_id,
            set_ids,
        )
        labels = await self._per_set(
            select(Label.set_id, func.count()).where(Label.archived_at.is_(None)), Label.set_id, set_ids
        )
        free = await self._per_set(
            select(Package.set_id, func.count()).where(Package.assignee_id.is_(None)), Package.set_id, set_ids
        )
        found = (samples, packages, examinations, done, regions, labels, free)
        return {key: SetCounts(*(count.get(key, 0) for count in found)) for key in set_ids}

    async def has_readings(self, set_id: UUID) -> bool:
        """Whether anything of a set has been read, in whichever round."""
        return await self.db.scalar(select(Examination.id).where(Examination.set_id == set_id).limit(1)) is not None

    async def contents(self, set_ids: Sequence[UUID]) -> Contents:
        """How much hangs on these sets, all together."""
        columns = (
            Sample.set_id,
            Package.set_id,
            Examination.set_id,
            Annotation.set_id,
            Label.set_id,
            ExtractionRun.set_id,
        )
        return Contents(*[await self.count(select(column).where(column.in_(set_ids))) for column in columns])

    async def is_worked_on(self, set_id: UUID) -> bool:
        """Whether an import or an extraction of a set has not ended."""
        importing = select(UploadJob.id).join(Job, Job.id == UploadJob.job_id).where(UploadJob.set_id == set_id)
        extracting = (
            select(ExtractionRun.id).join(Job, Job.id == ExtractionRun.job_id).where(ExtractionRun.set_id == set_id)
        )
        going_on = [
            await self.db.scalar(jobs.where(Job.state.not_in(FINISHED)).limit(1)) for jobs in (importing, extracting)
        ]
        return any(going_on)

    async def delete_with_contents(self, sample_set: SampleSet) -> None:
        """Readings go before the labels that they use; the database takes the rest along."""
        for model in (Examination, Package, Sample, Label):
            await self.db.execute(delete(model).where(model.set_id == sample_set.id).execution_options(**LONG))
        await self.db.delete(sample_set)
        await self.db.flush()

    async def _per_set(self, statement: Select[UUID, int], column: object, ids: list[UUID]) -> dict[UUID, int]:
        rows = await self.db.execute(statement.where(column.in_(ids)).group_by(column))  # type: ignore[attr-defined,arg-type] # a column
        return dict(rows.all())
