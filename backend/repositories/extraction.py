"""Questions about presets, runs, tasks and their values."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import selectinload, undefer

from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.examination import Examination
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.feature_schema import FeatureSchema
from backend.models.instance import Instance
from backend.models.region import Region
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.repositories.base import Repository
from backend.repositories.blinding import readable_by
from backend.repositories.regions import imported


class ExtractionRunRepository(Repository[ExtractionRun]):
    model = ExtractionRun

    def visible_to(self, caller: Caller) -> Select[ExtractionRun]:
        """Runs over a set belong to its group; other runs to who asked for them, while they are of the centre.

        Who must not see readings that a run is over does not learn of the run either.
        """
        over_unseen = (
            select(ExtractionTask.id)
            .join(Region, Region.id == ExtractionTask.region_id)
            .join(Examination, Examination.id == Region.examination_id)
            .where(ExtractionTask.run_id == ExtractionRun.id, ~readable_by(caller))
        )
        return (
            self.select()
            .outerjoin(SampleSet, SampleSet.id == ExtractionRun.set_id)
            .where(
                or_(
                    and_(
                        SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)),
                        or_(ExtractionRun.owner_id == caller.user_id, ~exists(over_unseen.correlate(ExtractionRun))),
                    ),
                    and_(
                        ExtractionRun.set_id.is_(None),
                        ExtractionRun.owner_id == caller.user_id,
                        ExtractionRun.organization_id.in_(caller.organizations_where(Action.EXTRACT_FEATURES)),
                    ),
                )
            )
            .options(selectinload(ExtractionRun.preset), selectinload(ExtractionRun.job))
        )

    async def get_visible(self, run_id: UUID, caller: Caller) -> ExtractionRun | None:
        return await self.one_or_none(self.visible_to(caller).where(ExtractionRun.id == run_id))

    async def visible(
        self, caller: Caller, page: Page, *, set_id: UUID | None, study_id: UUID | None
    ) -> Listing[ExtractionRun]:
        statement = self.visible_to(caller)
        if set_id is not None:
            statement = statement.where(ExtractionRun.set_id == set_id)
        if study_id is not None:
            statement = statement.where(ExtractionRun.study_id == study_id)
        ordered = statement.order_by(ExtractionRun.created_at.desc(), ExtractionRun.id.desc())
        return await self.listing(ordered, page)

    async def with_preset(self, run_id: UUID) -> ExtractionRun | None:
        statement = self.select().where(ExtractionRun.id == run_id).options(selectinload(ExtractionRun.preset))
        return await self.one_or_none(statement)


ENDED = (TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED)


class ExtractionTaskRepository(Repository[ExtractionTask]):
    model = ExtractionTask

    async def state_counts(self, run_ids: Sequence[UUID]) -> dict[UUID, dict[TaskState, int]]:
        rows = await self.db.execute(
            select(ExtractionTask.run_id, ExtractionTask.state, func.count())
            .where(ExtractionTask.run_id.in_(run_ids))
            .group_by(ExtractionTask.run_id, ExtractionTask.state)
        )
        counts: dict[UUID, dict[TaskState, int]] = {}
        for run_id, state, count in rows:
            counts.setdefault(run_id, {})[state] = count
        return counts

    async def region_ids(self, run_id: UUID) -> list[UUID]:
        """The regions of a run that came with files."""
        rows = await self.db.scalars(
            select(Region.id)
            .join(ExtractionTask, ExtractionTask.region_id == Region.id)
            .where(ExtractionTask.run_id == run_id, imported)
            .distinct()
        )
        return list(rows)

    async def series_with(self, run_id: UUID, states: Sequence[TaskState]) -> set[UUID]:
        """The series of a run that have tasks in one of these states."""
        rows = await self.db.scalars(
            select(ExtractionTask.series_id)
            .where(ExtractionTask.run_id == run_id, ExtractionTask.state.in_(states))
            .distinct()
        )
        return set(rows)

    async def unfinished(self, run_id: UUID, series_id: UUID) -> list[ExtractionTask]:
        return await self.all(
            self._of_series(run_id, series_id)
            .where(ExtractionTask.state.in_((TaskState.QUEUED, TaskState.RUNNING)))
            .options(selectinload(ExtractionTask.region).undefer(Region.shapes))
            .order_by(ExtractionTask.id)
            .execution_options(populate_existing=True)
        )

    async def by_ids(self, task_ids: Sequence[UUID]) -> dict[UUID, ExtractionTask]:
        found = self.select().where(ExtractionTask.id.in_(task_ids)).options(selectinload(ExtractionTask.region))
        return {task.id: task for task in await self.all(found)}

    async def with_values_of(self, organization_id: UUID, reuse_keys: Collection[str]) -> dict[str, ExtractionTask]:
        """Of each of these keys a task of the centre that was computed, with its values."""
        found = await self.all(
            self.select()
            .where(
                ExtractionTask.reuse_key.in_(reuse_keys),
                ExtractionTask.organization_id == organization_id,
                ExtractionTask.state == TaskState.DONE,
                ExtractionTask.reused.is_(False),
            )
            .order_by(ExtractionTask.id)
            .options(
                undefer(ExtractionTask.feature_values),
                undefer(ExtractionTask.reasons),
                undefer(ExtractionTask.provenance),
            )
        )
        return {task.reuse_key: task for task in found if task.reuse_key}

    async def move(
        self, run_id: UUID, series_id: UUID, states: Sequence[TaskState], to: TaskState, error: str | None = None
    ) -> None:
        """Move all tasks of a series that are in one of some states to another."""
        await self.db.execute(
            update(ExtractionTask)
            .where(
                ExtractionTask.run_id == run_id,
                ExtractionTask.series_id == series_id,
                ExtractionTask.state.in_(states),
            )
            .values(state=to, error=error, finished_at=now() if to in ENDED else None)
            .execution_options(synchronize_session=False)
        )

    async def move_all(self, run_id: UUID, states: Sequence[TaskState], to: TaskState) -> None:
        await self.db.execute(
            update(ExtractionTask)
            .where(ExtractionTask.run_id == run_id, ExtractionTask.state.in_(states))
            .values(state=to, error=None, finished_at=None)
            .execution_options(synchronize_session=False)
        )

    async def image_keys(self, series_id: UUID) -> list[str]:
        """Where the images of a series are."""
        rows = await self.db.scalars(
            select(StoredFile.storage_key)
            .join(Instance, Instance.file_id == StoredFile.id)
            .where(Instance.series_id == series_id, Instance.is_image.is_(True))
            .order_by(Instance.sop_instance_uid)
        )
        return list(rows.all())

    async def modality(self, series_id: UUID) -> str:
        return (await self.db.execute(select(Series.modality).where(Series.id == series_id))).scalar_one()

    async def has_schema(self, schema_hash: str) -> bool:
        return await self.db.get(FeatureSchema, schema_hash) is not None

    def _of_series(self, run_id: UUID, series_id: UUID) -> Select[ExtractionTask]:
        return self.select().where(ExtractionTask.run_id == run_id, ExtractionTask.series_id == series_id)
