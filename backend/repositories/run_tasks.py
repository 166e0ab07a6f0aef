"""Questions about the tasks of a run, for a table of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload, undefer

from backend.core.paging import Page
from backend.core.permissions import Caller
from backend.models.examination import Examination
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.patient import Patient
from backend.models.region import Region
from backend.models.series import Series
from backend.models.study import Study
from backend.models.user import User
from backend.repositories.run_figures import task_is_seen


@dataclass(frozen=True)
class NamedTask:
    """A task by what people call it."""

    id: UUID
    patient: Patient
    region_name: str
    modality: str
    modality_key: str


@dataclass(frozen=True)
class TaskInContext:
    """A task with whose region it is, and who drew that."""

    task: ExtractionTask
    patient: Patient
    reader_name: str | None


class RunTaskRepository:
    """In the order of patient, modality, region, as far as the caller sees the regions."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def named(self, run_id: UUID, caller: Caller, state: TaskState | None) -> list[NamedTask]:
        statement = _seen(run_id, caller, state).with_only_columns(
            ExtractionTask.id, Patient, Region.name, Series.modality, ExtractionTask.modality_key
        )
        return [NamedTask(*row) for row in await self.db.execute(statement)]

    async def page(self, run_id: UUID, caller: Caller, state: TaskState | None, page: Page) -> tuple[list[UUID], int]:
        """The ids of a page, and how many there are."""
        statement = _seen(run_id, caller, state)
        counted = statement.order_by(None).with_only_columns(func.count())
        total = (await self.db.execute(counted)).scalar_one()
        rows = await self.db.scalars(statement.limit(page.page_size).offset(page.offset))
        return list(rows), total

    async def in_context(self, task_ids: Sequence[UUID]) -> list[TaskInContext]:
        """Tasks with their provenance, in the order of the ids."""
        rows = await self.db.execute(
            select(ExtractionTask, Patient, User.name)
            .join(Region, Region.id == ExtractionTask.region_id)
            .join(Series, Series.id == ExtractionTask.series_id)
            .join(Study, Study.id == Series.study_id)
            .join(Patient, Patient.id == Study.patient_id)
            .outerjoin(Examination, Examination.id == Region.examination_id)
            .outerjoin(User, User.id == Examination.reader_id)
            .where(ExtractionTask.id.in_(task_ids))
            .options(
                selectinload(ExtractionTask.region),
                selectinload(ExtractionTask.series),
                undefer(ExtractionTask.provenance),
            )
        )
        found = {row[0].id: TaskInContext(*row) for row in rows}
        return [found[task_id] for task_id in task_ids if task_id in found]


def _seen(run_id: UUID, caller: Caller, state: TaskState | None) -> Select[UUID]:
    statement = (
        select(ExtractionTask.id)
        .join(Region, Region.id == ExtractionTask.region_id)
        .join(Series, Series.id == ExtractionTask.series_id)
        .join(Study, Study.id == Series.study_id)
        .join(Patient, Patient.id == Study.patient_id)
        .where(ExtractionTask.run_id == run_id, task_is_seen(caller))
        .order_by(Patient.pseudonym, Series.modality, Series.series_instance_uid, ExtractionTask.id)
    )
    return statement if state is None else statement.where(ExtractionTask.state == state)
