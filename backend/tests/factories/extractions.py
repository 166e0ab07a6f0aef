"""Runs of extraction as rows: what workers would have written."""

import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.core.database import new_id, now
from backend.core.work import UnitOfWork
from backend.features.radiomics import vectors
from backend.features.radiomics.presets import shipped_names
from backend.models.extraction_preset import ExtractionPreset
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.feature_schema import FeatureSchema
from backend.models.job import Job, JobKind, JobState
from backend.models.region import Region, RegionOrigin, RegionState
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.user import User
from backend.repositories.extraction import ExtractionTaskRepository
from backend.repositories.extraction_presets import ExtractionPresetRepository

MASK = "a" * 64


async def default_preset(work: UnitOfWork, organization_id: UUID) -> ExtractionPreset:
    """The one that is shipped first; every centre has it."""
    preset = await ExtractionPresetRepository(work.db).named(organization_id, shipped_names()[0], 1)
    assert preset is not None
    return preset


async def create_run(
    work: UnitOfWork, sample_set: SampleSet, owner: User, preset: ExtractionPreset, *, key: UUID | None = None
) -> ExtractionRun:
    """A run over a set that has ended."""
    job = Job(
        organization_id=sample_set.organization_id,
        owner_id=owner.id,
        kind=JobKind.EXTRACTION,
        state=JobState.DONE,
        title="Extract features",
        params={},
    )
    work.db.add(job)
    await work.flush()
    run = ExtractionRun(
        id=key or new_id(),
        organization_id=sample_set.organization_id,
        owner_id=owner.id,
        set_id=sample_set.id,
        preset_id=preset.id,
        job_id=job.id,
        name=sample_set.name,
        request={},
    )
    work.db.add(run)
    await work.flush()
    return run


async def create_task(
    work: UnitOfWork,
    run: ExtractionRun,
    series: Series,
    values: Mapping[str, float] | None = None,
    *,
    region: str = "GTV",
    reasons: dict[str, str] | None = None,
    error: str | None = None,
    **fields: Any,
) -> ExtractionTask:
    """A region of a series and its values; with an error, it failed."""
    task = ExtractionTask(
        organization_id=run.organization_id,
        run_id=run.id,
        series_id=series.id,
        region_id=(await _region(work, series, region)).id,
        region_version=1,
        **{
            "region_hash": MASK,
            "modality_key": series.modality,
            "state": TaskState.FAILED if error else TaskState.DONE,
            "error": error,
            "provenance": {"versions": {"pyradiomics": "3.0.1"}, "image_hash": "b" * 64},
            "seconds": 1.5,
            "finished_at": now(),
            **fields,
        },
    )
    if values is not None:
        task.schema_hash = await _schema(work, list(values))
        task.feature_values = vectors.encode(list(values.values()))
        task.reasons = reasons or {name: "flat region" for name, value in values.items() if math.isnan(value)}
    work.db.add(task)
    await work.flush()
    return task


async def _region(work: UnitOfWork, series: Series, name: str) -> Region:
    region = Region(
        organization_id=series.organization_id,
        series_id=series.id,
        source_instance_id=None,
        roi_number=1,
        name=name,
        origin=RegionOrigin.RTSTRUCT,
        state=RegionState.READY,
        version=1,
        content_hash=MASK,
        mask_key="masks/a",
    )
    work.db.add(region)
    await work.flush()
    return region


async def _schema(work: UnitOfWork, names: list[str]) -> str:
    schema_hash = vectors.schema_hash(names)
    if not await ExtractionTaskRepository(work.db).has_schema(schema_hash):
        work.db.add(FeatureSchema(schema_hash=schema_hash, names=names))
        await work.flush()
    return schema_hash
