"""Questions about the values of a run: light rows to choose and order by, then the vectors of those that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Caller
from backend.models.examination import Examination
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.feature_schema import FeatureSchema
from backend.models.patient import Patient
from backend.models.region import Region, RegionOrigin
from backend.models.series import Series
from backend.models.study import Study
from backend.models.user import User
from backend.repositories.run_figures import task_is_seen

BYTES_OF_A_VALUE = 8


@dataclass(frozen=True, slots=True)
class FeatureSource:
    """A task without its values, the region, images and study it is about, and who drew on them: plain, as a run may
    have very many of them.
    """

    task_id: UUID
    state: TaskState
    error: str | None
    modality_key: str
    schema_hash: str | None
    region_hash: str | None
    reused: bool
    seconds: float | None
    finished_at: datetime | None
    region_id: UUID
    region_name: str
    origin: RegionOrigin
    reader_name: str | None
    series_uid: str
    series_modality: str
    study_uid: str
    patient_id: UUID


@dataclass(frozen=True)
class FeatureVector:
    schema_hash: str | None
    values: bytes | None
    reasons: dict[str, Any] | None
    provenance: dict[str, Any] | None


class FeatureRowRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def of_run(self, run_id: UUID, caller: Caller, only: TaskState | None = None) -> list[FeatureSource]:
        """Tasks that the caller sees, in the order of patient, modality, region: that of every table and file."""
        statement = (
            select(
                ExtractionTask.id,
                ExtractionTask.state,
                ExtractionTask.error,
                ExtractionTask.modality_key,
                ExtractionTask.schema_hash,
                ExtractionTask.region_hash,
                ExtractionTask.reused,
                ExtractionTask.seconds,
                ExtractionTask.finished_at,
                Region.id,
                Region.name,
                Region.origin,
                User.name,
                Series.series_instance_uid,
                Series.modality,
                Study.study_instance_uid,
                Study.patient_id,
            )
            .join(Region, Region.id == ExtractionTask.region_id)
            .join(Series, Series.id == ExtractionTask.series_id)
            .join(Study, Study.id == Series.study_id)
            .join(Patient, Patient.id == Study.patient_id)
            .outerjoin(Examination, Examination.id == Region.examination_id)
            .outerjoin(User, User.id == Examination.reader_id)
            .where(ExtractionTask.run_id == run_id, task_is_seen(caller))
            .order_by(Patient.pseudonym, Series.modality, Series.series_instance_uid, ExtractionTask.id)
        )
        if only is not None:
            statement = statement.where(ExtractionTask.state == only)
        rows: Sequence[Any] = (await self.db.execute(statement)).all()
        return [FeatureSource(*row) for row in rows]

    async def patients(self, run_id: UUID) -> dict[UUID, Patient]:
        """Everybody whose images a run is about."""
        of_run = (
            select(Study.patient_id)
            .join(Series, Series.study_id == Study.id)
            .join(ExtractionTask, ExtractionTask.series_id == Series.id)
            .where(ExtractionTask.run_id == run_id)
        )
        return {patient.id: patient for patient in await self.db.scalars(select(Patient).where(Patient.id.in_(of_run)))}

    async def vectors(self, task_ids: Sequence[UUID]) -> dict[UUID, FeatureVector]:
        """The values of some tasks. No objects of the session, which would keep all of a long run in memory."""
        rows = await self.db.execute(
            select(
                ExtractionTask.id,
                ExtractionTask.schema_hash,
                ExtractionTask.feature_values,
                ExtractionTask.reasons,
                ExtractionTask.provenance,
            ).where(ExtractionTask.id.in_(task_ids))
        )
        return {task_id: FeatureVector(*row) for task_id, *row in rows}

    async def column(self, run_id: UUID, positions: dict[str, int]) -> dict[UUID, bytes]:
        """One value of every vector of a run, as bytes; `positions` are where it is, by schema."""
        found: dict[UUID, bytes] = {}
        for schema_hash, position in positions.items():
            start = position * BYTES_OF_A_VALUE + 1
            cut = func.substr(ExtractionTask.feature_values, start, BYTES_OF_A_VALUE, type_=LargeBinary)
            rows = await self.db.execute(
                select(ExtractionTask.id, cut).where(
                    ExtractionTask.run_id == run_id, ExtractionTask.schema_hash == schema_hash
                )
            )
            found |= {task_id: value for task_id, value in rows if value}
        return found

    async def schemas(self, run_id: UUID) -> dict[str, list[str]]:
        """Hash → ordered names of all vectors of a run."""
        used = select(ExtractionTask.schema_hash).where(ExtractionTask.run_id == run_id).distinct()
        rows = await self.db.scalars(
            select(FeatureSchema)
            .where(FeatureSchema.schema_hash.in_(used))
            .order_by(FeatureSchema.created_at, FeatureSchema.schema_hash)
        )
        return {schema.schema_hash: schema.names for schema in rows}
