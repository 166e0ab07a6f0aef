"""The values of a run as a zip of tables: one per modality and region, and one of what could not be computed."""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.core.csv_lines import line, number, text
from backend.features.radiomics.run_results import ResultRow, RunResults
from backend.features.radiomics.yaml_file import file_name

LINES_AT_ONCE = 200
HEADER = ("PatientID", "Modality", "ROI")
REASONS = "not_computable.csv"


@asynccontextmanager
async def archive_of(results: RunResults) -> AsyncIterator[Path]:
    """Write the archive to a file of its own, which goes when the caller is done with it."""
    with TemporaryDirectory(prefix="features-") as folder:
        path = Path(folder) / "features.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in _tables(results).items():
                await _write(archive, name, _table(results, rows))
            await _write(archive, REASONS, _reasons(results))
        yield path


def _tables(results: RunResults) -> dict[str, list[ResultRow]]:
    """File name → its rows. Names that come out alike are numbered."""
    by_kind: dict[tuple[str, str], list[ResultRow]] = {}
    for row in results.rows:
        if row.is_done:
            by_kind.setdefault((row.modality, results.rois[row.of.task_id]), []).append(row)
    tables: dict[str, list[ResultRow]] = {}
    taken: set[str] = set()
    for kind, rows in by_kind.items():
        stem = f"features_{file_name(*kind)}"
        name = next(name for name in _numbered(stem, len(by_kind)) if name.casefold() not in taken)
        taken.add(name.casefold())
        tables[name] = rows
    return tables


def _numbered(stem: str, most: int) -> list[str]:
    return [f"{stem}.csv", *(f"{stem}_{number}.csv" for number in range(2, most + 1))]


async def _table(results: RunResults, rows: Sequence[ResultRow]) -> AsyncIterator[str]:
    columns = results.columns_of({row.of.schema_hash for row in rows if row.of.schema_hash is not None})
    yield line([*HEADER, *columns])
    async for row, values in results.with_values(rows):
        cells = (number(values.by_name.get(name)) for name in columns)
        yield line([text(row.patient_label), text(row.modality), text(results.rois[row.of.task_id])], cells)


async def _reasons(results: RunResults) -> AsyncIterator[str]:
    yield line([*HEADER, "feature", "reason"])
    async for row, values in results.with_values(results.rows):
        who = [text(row.patient_label), text(row.modality), text(results.rois[row.of.task_id])]
        if row.error is not None:
            yield line([*who, "", text(row.error)])
        for name, reason in values.reasons.items():
            yield line([*who, text(name), text(reason)])


async def _write(archive: zipfile.ZipFile, name: str, lines: AsyncIterator[str]) -> None:
    """Pack beside the event loop, which others wait for."""
    with archive.open(name, "w") as file:
        batch: list[str] = []
        async for one in lines:
            batch.append(one)
            if len(batch) == LINES_AT_ONCE:
                await asyncio.to_thread(file.write, "".join(batch).encode())
                batch = []
        await asyncio.to_thread(file.write, "".join(batch).encode())
