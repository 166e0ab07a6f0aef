"""The regions of a run with what may be said of them, and their values, a few at a time."""

from collections import Counter
from collections.abc import AsyncIterator, Container, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.radiomics import vectors
from backend.features.radiomics.service import RadiomicsService
from backend.features.radiomics.staleness import Staleness
from backend.features.samples.anonymous import patient_label, without_patient
from backend.imaging.preset import ANY
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import TaskState
from backend.models.patient import Patient
from backend.models.sample_set import Identity
from backend.repositories.feature_rows import FeatureRowRepository, FeatureSource, FeatureVector

ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A region of a run as the rule of its set lets it be shown."""

    of: FeatureSource
    patient_label: str | None
    region_name: str
    error: str | None
    is_stale: bool

    @property
    def is_done(self) -> bool:
        return self.of.state is TaskState.DONE

    @property
    def modality(self) -> str:
        """The section it was computed by, where that tells more than the modality."""
        return self.of.series_modality if self.of.modality_key in ("", ANY) else self.of.modality_key


@dataclass(frozen=True)
class Values:
    """Of one region: by name, nothing where a feature is not computable; then `reasons` says why."""

    by_name: dict[str, float | None]
    reasons: dict[str, str]
    provenance: dict[str, Any]


class RunResults:
    def __init__(
        self, work: UnitOfWork, run: ExtractionRun, rows: Sequence[ResultRow], schemas: dict[str, list[str]]
    ) -> None:
        self.features = FeatureRowRepository(work.db)
        self.run = run
        self.rows = rows
        self.schemas = schemas
        self.rois = _rois(rows)

    @classmethod
    async def open(cls, work: UnitOfWork, run: ExtractionRun, caller: Caller, only: TaskState | None = None) -> Self:
        """Ask for all that the caller sees of a run, but the values."""
        features = FeatureRowRepository(work.db)
        identity = await RadiomicsService(work).identity_of(run)
        stale = await Staleness(work).of_run(run.id, caller)
        patients = await features.patients(run.id)
        sources = await features.of_run(run.id, caller, only)
        rows = [_row(item, patients[item.patient_id], identity, is_stale=item.task_id in stale) for item in sources]
        return cls(work, run, rows, await features.schemas(run.id))

    @property
    def columns(self) -> list[str]:
        """The names of all vectors, each once, in their order."""
        return self.columns_of(self.schemas)

    def columns_of(self, hashes: Container[str]) -> list[str]:
        """The same of some of the schemas."""
        chosen = (names for key, names in self.schemas.items() if key in hashes)
        return list(dict.fromkeys(name for names in chosen for name in names))

    async def with_values(self, rows: Sequence[ResultRow]) -> AsyncIterator[tuple[ResultRow, Values]]:
        """Read values batch after batch, in the order of the rows."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            batch = rows[start : start + ROWS_AT_ONCE]
            found = await self.features.vectors([row.of.task_id for row in batch])
            for row in batch:
                if row.of.task_id in found:
                    yield row, self._values(found[row.of.task_id])

    async def of_column(self, name: str) -> dict[UUID, float | None]:
        """One feature of all regions, by task."""
        positions = {key: names.index(name) for key, names in self.schemas.items() if name in names}
        found = await self.features.column(self.run.id, positions)
        return {task_id: vectors.decode(value)[0] for task_id, value in found.items()}

    def _values(self, vector: FeatureVector) -> Values:
        by_name: dict[str, float | None] = {}
        if vector.values is not None and vector.schema_hash in self.schemas:
            by_name = dict(zip(self.schemas[vector.schema_hash], vectors.decode(vector.values), strict=True))
        return Values(by_name, vector.reasons or {}, vector.provenance or {})


def _rois(rows: Sequence[ResultRow]) -> dict[UUID, str]:
    """What QuantImage would call the regions, by task: their names, with the reader's where readers share one."""
    done = [row for row in rows if row.is_done]
    counts = Counter((row.of.study_uid, row.modality, row.region_name) for row in done)
    shared = {(modality, name) for (_, modality, name), count in counts.items() if count > 1}
    return {
        row.of.task_id: f"{row.region_name} ({row.of.reader_name})"
        if row.of.reader_name and (row.modality, row.region_name) in shared
        else row.region_name
        for row in rows
    }


def _row(source: FeatureSource, patient: Patient, identity: Identity, *, is_stale: bool) -> ResultRow:
    return ResultRow(
        of=source,
        patient_label=patient_label(patient, identity),
        region_name=without_patient(source.region_name, patient, identity),
        error=source.error and without_patient(source.error, patient, identity),
        is_stale=is_stale,
    )
