"""Comparing the readings of samples, so that those that differ the most come first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.adjudication.service import AdjudicationService
from backend.features.agreement.gathering import marks_of
from backend.features.examinations.with_voxels import with_voxels
from backend.imaging.agreement.likeness import mean_likenesses
from backend.imaging.agreement.marks import IMAGE_LABEL, Mark
from backend.models.disagreement import Disagreement
from backend.models.sample_set import SampleSet
from backend.repositories.readings import Reading

SAMPLES_AT_ONCE = 100
SECONDS_FOR_A_PART = 1800
UNFIT = Mark("unfit to be read", IMAGE_LABEL, {}, "")


async def _authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    await AdjudicationService(work).seen_set(UUID(params["set_id"]), caller)


async def compare_readings(context: JobContext) -> None:
    """May be begun twice: what is compared already is left alone."""
    async with context.begin_reading() as work:
        service = AdjudicationService(work)
        sample_set = await service.seen_set(UUID(context.params["set_id"]), context.caller)
        waiting = await service.adjudications.to_compare(sample_set)
    for start in range(0, len(waiting), SAMPLES_AT_ONCE):
        await _compare(context, sample_set, [sample_id for sample_id, _, _ in waiting[start : start + SAMPLES_AT_ONCE]])
        await context.progress(min(start + SAMPLES_AT_ONCE, len(waiting)), len(waiting), "Comparing readings")


async def _compare(context: JobContext, sample_set: SampleSet, sample_ids: Sequence[UUID]) -> None:
    async with context.begin_reading() as work:
        service = AdjudicationService(work)
        found = await service.adjudications.readings(sample_ids, sample_set.round)
        readings = await with_voxels(service.voxels, await service.readings.all_with_objects(found))
    by_sample: dict[UUID, list[Reading]] = {}
    for reading in readings:
        by_sample.setdefault(reading.sample_id, []).append(reading)
    marks = [[_marks(reading) for reading in of] for of in by_sample.values()]
    values = await context.pool.run(mean_likenesses, sample_set.task.value, marks, timeout_seconds=SECONDS_FOR_A_PART)
    rows = [
        Disagreement(
            sample_id=sample_id,
            round=sample_set.round,
            set_id=sample_set.id,
            likeness=likeness,
            reading_count=len(of),
            version_sum=sum(reading.version for reading in of),
        )
        for (sample_id, of), likeness in zip(by_sample.items(), values, strict=True)
    ]
    async with context.begin() as work:
        await AdjudicationService(work).adjudications.keep_disagreements(sample_set.round, rows)


def _marks(reading: Reading) -> list[Mark]:
    """What a reading says; that an image cannot be read differs from finding nothing on it."""
    marks = [mark for drawn in reading.objects.values() for mark in marks_of(drawn, str(drawn.sample_image_id))]
    return marks or ([UNFIT] if reading.bad_quality else [])


COMPARISON = StepKind(
    lane=Lane.FAST,
    authorise=_authorise,
    run=compare_readings,
    give_up=nothing_to_tidy,
    cancel=nothing_to_tidy,
    reopen=nothing_to_tidy,
)
