"""Feature values as a table, and as a CSV that carries its provenance."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from backend.core.paging import Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.radiomics import vectors
from backend.features.radiomics.schemas import FeatureRow, FeatureTable
from backend.features.radiomics.service import RadiomicsService
from backend.features.samples.anonymous import patient_label, without_patient
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import TaskState
from backend.models.sample_set import Identity
from backend.repositories.extraction import ExtractionTaskRepository, TaskInContext

ROWS_AT_ONCE = 200
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DESCRIBING = (
    "patient",
    "modality",
    "region",
    "series_instance_uid",
    "state",
    "error",
    "preset",
    "preset_hash",
    "image_hash",
    "region_hash",
    "pyradiomics_version",
    "simpleitk_version",
    "numpy_version",
    "computed_at",
    "seconds",
)


class FeatureTables:
    def __init__(self, work: UnitOfWork) -> None:
        self.service = RadiomicsService(work)
        self.tasks = ExtractionTaskRepository(work.db)

    async def page(self, run_id: UUID, caller: Caller, page: Page) -> FeatureTable:
        run = await self.service.visible_run(run_id, caller)
        identity = await self.service.identity_of(run)
        schemas = await self.tasks.schemas_of_run(run_id)
        columns = _columns(schemas)
        found = await self.tasks.of_run(run_id, page, only=TaskState.DONE, with_values=True)
        items = [_row(item, identity, schemas, columns) for item in found.items]
        return FeatureTable(columns=columns, items=items, total=found.total, page=found.page, page_size=found.page_size)

    async def csv(self, run: ExtractionRun) -> AsyncIterator[str]:
        """The whole run, a row per region in every state, with full precision; an empty cell is not computable."""
        identity = await self.service.identity_of(run)
        schemas = await self.tasks.schemas_of_run(run.id)
        columns = _columns(schemas)
        yield _line([*DESCRIBING, *columns])
        number = 1
        while True:
            found = await self.tasks.of_run(run.id, Page(number, ROWS_AT_ONCE), with_values=True)
            for item in found.items:
                values = _values(item, schemas)
                yield _line([*_describe(item, run, identity), *(_cell(values.get(name)) for name in columns)])
            if number * ROWS_AT_ONCE >= found.total:
                return
            number += 1


def _columns(schemas: dict[str, list[str]]) -> list[str]:
    """The names of all vectors, each once, in their order."""
    return list(dict.fromkeys(name for names in schemas.values() for name in names))


def _values(item: TaskInContext, schemas: dict[str, list[str]]) -> dict[str, float | None]:
    task = item.task
    if task.feature_values is None or task.schema_hash is None:
        return {}
    return dict(zip(schemas[task.schema_hash], vectors.decode(task.feature_values), strict=True))


def _row(item: TaskInContext, identity: Identity, schemas: dict[str, list[str]], columns: list[str]) -> FeatureRow:
    values = _values(item, schemas)
    return FeatureRow(
        task_id=item.task.id,
        patient_label=patient_label(item.patient, identity),
        modality=item.task.series.modality,
        region_name=without_patient(item.task.region.name, item.patient, identity),
        values=[values.get(name) for name in columns],
        reasons=item.task.reasons or {},
    )


def _describe(item: TaskInContext, run: ExtractionRun, identity: Identity) -> list[str]:
    task = item.task
    provenance: dict[str, Any] = task.provenance or {}
    versions = provenance.get("versions", {})
    return [
        _text(patient_label(item.patient, identity)),
        _text(task.series.modality),
        _text(without_patient(task.region.name, item.patient, identity)),
        item.series_instance_uid,
        task.state.value,
        _text(without_patient(task.error or "", item.patient, identity)),
        _text(f"{run.preset.name} v{run.preset.version}"),
        run.preset.content_hash,
        provenance.get("image_hash", ""),
        task.region_hash,
        versions.get("pyradiomics", ""),
        versions.get("SimpleITK", ""),
        versions.get("numpy", ""),
        task.finished_at.isoformat() if task.finished_at else "",
        _cell(task.seconds),
    ]


def _text(value: str | None) -> str:
    """Text that no spreadsheet takes for a formula."""
    if not value:
        return ""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
