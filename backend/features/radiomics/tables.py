"""Feature values as a table: searched, sorted, a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.paging import Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.radiomics.feature_ids import feature_name
from backend.features.radiomics.result_errors import UnknownColumn
from backend.features.radiomics.result_schemas import FeatureColumn, FeatureRow, FeatureTable
from backend.features.radiomics.run_results import ResultRow, RunResults, Values
from backend.features.radiomics.service import RadiomicsService
from backend.models.extraction_task import TaskState

SORTED_BY: dict[str, Callable[[ResultRow], str]] = {
    "patient": lambda row: (row.patient_label or "").casefold(),
    "modality": lambda row: row.modality.casefold(),
    "region": lambda row: row.region_name.casefold(),
}


@dataclass(frozen=True)
class TableQuery:
    """Which rows, in which order, with which columns."""

    search: str | None = None
    sort: str | None = None
    columns: Sequence[str] | None = None
    modality: str | None = None
    region: str | None = None
    stale: bool | None = None

    def keeps(self, row: ResultRow) -> bool:
        shown = (row.patient_label or "", row.modality, row.region_name, row.of.reader_name or "")
        words = (self.search or "").casefold().split()
        return (
            all(any(word in text.casefold() for text in shown) for word in words)
            and self.modality in (None, row.modality)
            and self.region in (None, row.region_name)
            and self.stale in (None, row.is_stale)
        )


class FeatureTables:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work

    async def page(self, run_id: UUID, caller: Caller, query: TableQuery, page: Page) -> FeatureTable:
        results = await self._open(run_id, caller)
        columns = _chosen(query.columns, results.columns)
        rows = await _sorted([row for row in results.rows if query.keeps(row)], results, query.sort)
        shown = rows[page.offset : page.offset + page.page_size]
        items = [_read(row, values, columns) async for row, values in results.with_values(shown)]
        return FeatureTable(columns=columns, items=items, total=len(rows), page=page.page, page_size=page.page_size)

    async def all_columns(self, run_id: UUID, caller: Caller) -> list[FeatureColumn]:
        results = await self._open(run_id, caller)
        return [FeatureColumn(name=name, **vars(feature_name(name))) for name in results.columns]

    async def _open(self, run_id: UUID, caller: Caller) -> RunResults:
        run = await RadiomicsService(self.work).visible_run(run_id, caller)
        return await RunResults.open(self.work, run, caller, TaskState.DONE)


def _chosen(wanted: Sequence[str] | None, columns: list[str]) -> list[str]:
    """In the order of the run, whatever the order in which they are asked for."""
    if wanted is None:
        return columns
    unknown = set(wanted) - set(columns)
    if unknown:
        raise UnknownColumn(f"This run has no column {min(unknown)}.")
    return [name for name in columns if name in set(wanted)]


async def _sorted(rows: list[ResultRow], results: RunResults, sort: str | None) -> list[ResultRow]:
    """Rows that are alike stay in the order of the run; what is not computable comes last, up or down."""
    if sort is None:
        return rows
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name in SORTED_BY:
        return sorted(rows, key=SORTED_BY[name], reverse=down)
    if name not in results.columns:
        raise UnknownColumn(f"This run cannot be sorted by {name}: it has no such column.")
    values: dict[UUID, float | None] = await results.of_column(name)
    known = {task_id: value for task_id, value in values.items() if value is not None}
    computed = [row for row in rows if row.of.task_id in known]
    missing = [row for row in rows if row.of.task_id not in known]
    return [*sorted(computed, key=lambda row: known[row.of.task_id], reverse=down), *missing]


def _read(row: ResultRow, values: Values, columns: Sequence[str]) -> FeatureRow:
    return FeatureRow(
        task_id=row.of.task_id,
        region_id=row.of.region_id,
        patient_label=row.patient_label,
        modality=row.of.series_modality,
        modality_key=row.of.modality_key,
        region_name=row.region_name,
        origin=row.of.origin,
        reader_name=row.of.reader_name,
        is_stale=row.is_stale,
        reused=row.of.reused,
        values=[values.by_name.get(name) for name in columns],
        reasons={name: values.reasons[name] for name in columns if name in values.reasons},
    )
