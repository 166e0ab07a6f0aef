"""The values of runs: as a table, and as files."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from backend.core.paging import Paging
from backend.core.problems import content, problems
from backend.core.work import Reading, begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.radiomics.errors import RunNotFound
from backend.features.radiomics.feature_archive import archive_of
from backend.features.radiomics.feature_files import csv_lines
from backend.features.radiomics.feature_forms import FeatureNames, Layout
from backend.features.radiomics.result_errors import ColumnsClash, UnknownColumn
from backend.features.radiomics.result_schemas import FeatureColumn, FeatureTable
from backend.features.radiomics.run_results import RunResults
from backend.features.radiomics.service import RadiomicsService
from backend.features.radiomics.tables import FeatureTables, TableQuery
from backend.features.radiomics.yaml_file import attachment, yaml_attachment

router = APIRouter(prefix="/extraction-runs/{run_id}", tags=["radiomics"])
MOST_COLUMNS = 2_000
PART_BYTES = 1 << 20


def table_query(
    search: Annotated[str | None, Query(max_length=200, description="Part of a patient's label or a name.")] = None,
    sort: Annotated[
        str | None, Query(max_length=200, description="patient, modality, region or a feature; `-` before: downwards.")
    ] = None,
    columns: Annotated[list[str] | None, Query(max_length=MOST_COLUMNS, description="Only these features.")] = None,
    modality: Annotated[str | None, Query(max_length=32, description="Only of this modality key.")] = None,
    region: Annotated[str | None, Query(max_length=400, description="Only regions of this name.")] = None,
    stale: Annotated[bool | None, Query(description="Only rows that are stale, or only those that are not.")] = None,
) -> TableQuery:
    return TableQuery(search=search, sort=sort, columns=columns, modality=modality, region=region, stale=stale)


@router.get("/features", response_model=FeatureTable, responses=problems(RunNotFound, UnknownColumn))
async def list_features(
    run_id: UUID,
    caller: CurrentCaller,
    work: Reading,
    page: Paging,
    query: Annotated[TableQuery, Depends(table_query)],
) -> FeatureTable:
    """The values of a run, a row per region that is done."""
    return await FeatureTables(work).page(run_id, caller, query, page)


@router.get("/columns", response_model=list[FeatureColumn], responses=problems(RunNotFound))
async def list_feature_columns(run_id: UUID, caller: CurrentCaller, work: Reading) -> list[FeatureColumn]:
    """All features of a run, in order, by the parts of their names."""
    return await FeatureTables(work).all_columns(run_id, caller)


@router.get(
    "/features.csv",
    response_class=Response,
    responses=content("text/csv") | problems(RunNotFound, ColumnsClash),
)
async def download_features(
    run_id: UUID,
    caller: CurrentCaller,
    request: Request,
    layout: Annotated[Layout, Query()] = Layout.WIDE,
    names: Annotated[FeatureNames, Query()] = FeatureNames.PYRADIOMICS,
) -> Response:
    """The values of a run as CSV with provenance, in full precision."""
    database = request.app.state.database
    async with begin_reading(database) as work:
        run = await RadiomicsService(work).visible_run(run_id, caller)
        csv_lines(await RunResults.open(work, run, caller), layout, names)  # what cannot be given is refused here

    async def lines() -> AsyncIterator[str]:
        async with begin_reading(database) as work:
            run = await RadiomicsService(work).visible_run(run_id, caller)
            async for line in csv_lines(await RunResults.open(work, run, caller), layout, names):
                yield line

    return StreamingResponse(lines(), media_type="text/csv", headers=attachment(f"features-{run_id}.csv"))


@router.get(
    "/features.zip",
    response_class=Response,
    responses=content("application/zip") | problems(RunNotFound),
)
async def download_feature_archive(run_id: UUID, caller: CurrentCaller, request: Request) -> Response:
    """A zip of CSVs, one per modality and region, and one of what is not computable and why."""
    database = request.app.state.database
    async with begin_reading(database) as work:
        await RadiomicsService(work).visible_run(run_id, caller)

    async def parts() -> AsyncIterator[bytes]:
        async with begin_reading(database) as work:
            run = await RadiomicsService(work).visible_run(run_id, caller)
            results = await RunResults.open(work, run, caller)
            async with archive_of(results) as path:
                with path.open("rb") as file:
                    while part := await asyncio.to_thread(file.read, PART_BYTES):
                        yield part

    return StreamingResponse(parts(), media_type="application/zip", headers=attachment(f"features-{run_id}.zip"))


@router.get(
    "/preset.yaml",
    response_class=Response,
    responses=content("application/yaml") | problems(RunNotFound),
)
async def download_run_preset(run_id: UUID, caller: CurrentCaller, work: Reading) -> Response:
    """The preset that a run was computed with, as it was given."""
    run = await RadiomicsService(work).visible_run(run_id, caller)
    return yaml_attachment(run.preset)
