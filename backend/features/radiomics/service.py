"""Runs of feature extraction, as far as somebody may see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.jobs.schemas import JobRead
from backend.features.jobs.service import JobService
from backend.features.radiomics.errors import RunNotFound
from backend.features.radiomics.schemas import PresetOfRun, RunRead, TaskRead
from backend.features.radiomics.staleness import Staleness
from backend.features.samples.anonymous import patient_label, without_patient
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import TaskState
from backend.models.job import JobState
from backend.models.patient import Patient
from backend.models.sample_set import Identity
from backend.repositories.extraction import ENDED, ExtractionRunRepository
from backend.repositories.patients import PatientRepository
from backend.repositories.run_figures import RunFigures
from backend.repositories.run_tasks import NamedTask, RunTaskRepository, TaskInContext
from backend.repositories.sample_sets import SampleSetRepository


class RadiomicsService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.runs = ExtractionRunRepository(work.db)
        self.tasks = RunTaskRepository(work.db)
        self.figures = RunFigures(work.db)
        self.sets = SampleSetRepository(work.db)

    async def list_runs(
        self, caller: Caller, page: Page, *, set_id: UUID | None, study_id: UUID | None
    ) -> Listing[RunRead]:
        listing = await self.runs.visible(caller, page, set_id=set_id, study_id=study_id)
        items = await self._read(listing.items, caller)
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def get_run(self, run_id: UUID, caller: Caller) -> RunRead:
        return (await self._read([await self.visible_run(run_id, caller)], caller))[0]

    async def visible_run(self, run_id: UUID, caller: Caller) -> ExtractionRun:
        run = await self.runs.get_visible(run_id, caller)
        if run is None:
            raise RunNotFound
        return run

    async def list_tasks(
        self, run_id: UUID, caller: Caller, page: Page, *, state: TaskState | None, search: str | None
    ) -> Listing[TaskRead]:
        run = await self.visible_run(run_id, caller)
        identity = await self.identity_of(run)
        if search is None:
            ids, total = await self.tasks.page(run_id, caller, state, page)
        else:
            named = await self.tasks.named(run_id, caller, state)
            found = [item.id for item in named if _mentions(item, search, identity)]
            ids, total = found[page.offset : page.offset + page.page_size], len(found)
        stale = await Staleness(self.work).of_run(run_id, caller)
        items = [_task(item, identity, is_stale=item.task.id in stale) for item in await self.tasks.in_context(ids)]
        return Listing(items, total, page.page, page.page_size)

    async def identity_of(self, run: ExtractionRun) -> Identity:
        """What a run's tables may show of patients: its set's rule; without a set, pseudonyms."""
        sample_set = await self.sets.get(run.set_id) if run.set_id else None
        return sample_set.identity if sample_set else Identity.PSEUDONYM

    async def _read(self, runs: Sequence[ExtractionRun], caller: Caller) -> list[RunRead]:
        ids = [run.id for run in runs]
        counts = await self.figures.state_counts(ids, caller)
        reused = await self.figures.reused(ids, caller)
        stale = await Staleness(self.work).of_runs(ids, caller)
        modalities = await self.figures.modalities(ids, caller)
        pace = await self.figures.ended_since_start(ids)
        jobs = await JobService(self.work).read_all([run.job for run in runs])
        names = await self._region_names(runs, caller)
        return [
            _run(
                run,
                _as_seen(job, counts.get(run.id, {})),
                counts.get(run.id, {}),
                names[run.id],
                modalities.get(run.id, []),
                pace.get(run.id),
            ).model_copy(update={"reused_count": reused.get(run.id, 0), "stale_count": len(stale[run.id])})
            for run, job in zip(runs, jobs, strict=True)
        ]

    async def _region_names(self, runs: Sequence[ExtractionRun], caller: Caller) -> dict[UUID, list[str]]:
        found = await self.figures.region_names([run.id for run in runs], caller)
        series_ids = {series_id for rows in found.values() for series_id, _ in rows}
        patients = await PatientRepository(self.work.db).of_series(series_ids)
        names: dict[UUID, list[str]] = {}
        for run in runs:
            identity = await self.identity_of(run)
            shown = (
                without_patient(name, patients.get(series_id), identity) for series_id, name in found.get(run.id, [])
            )
            names[run.id] = sorted(set(shown))
        return names


def _mentions(item: NamedTask, search: str, identity: Identity) -> bool:
    """Only what is shown is searched: a name that is left out must not be found either."""
    shown = (
        patient_label(item.patient, identity) or "",
        without_patient(item.region_name, item.patient, identity),
        item.modality,
        item.modality_key,
    )
    return all(any(word in text.casefold() for text in shown) for word in search.casefold().split())


def _as_seen(job: JobRead, counts: dict[TaskState, int]) -> JobRead:
    """A job counts all regions; who may not see some of them is not told that they are there."""
    total = sum(counts.values())
    if total == job.total:
        return job
    ended = sum(counts.get(state, 0) for state in ENDED)
    failed = counts.get(TaskState.FAILED, 0)
    message = f"{failed} could not be computed" if failed else None
    return job.model_copy(update={"done": ended, "total": total, "message": message})


def _run(
    run: ExtractionRun,
    job: JobRead,
    counts: dict[TaskState, int],
    region_names: list[str],
    modalities: list[str],
    pace: tuple[int, datetime] | None,
) -> RunRead:
    return RunRead(
        id=run.id,
        name=run.name,
        set_id=run.set_id,
        study_id=run.study_id,
        preset=PresetOfRun.model_validate(run.preset),
        job=job,
        task_count=sum(counts.values()),
        done_count=counts.get(TaskState.DONE, 0),
        failed_count=counts.get(TaskState.FAILED, 0),
        cancelled_count=counts.get(TaskState.CANCELLED, 0),
        reused_count=0,
        stale_count=0,
        modalities=modalities,
        region_names=region_names,
        seconds_left=_seconds_left(job, counts, pace),
        created_at=run.created_at,
    )


def _seconds_left(job: JobRead, counts: dict[TaskState, int], pace: tuple[int, datetime] | None) -> float | None:
    """At the pace since the job began; what was taken over from before took no time, and tells nothing."""
    if pace is None or job.state is not JobState.RUNNING:
        return None
    ended, started_at = pace
    waiting = counts.get(TaskState.QUEUED, 0) + counts.get(TaskState.RUNNING, 0)
    return round((now() - started_at).total_seconds() / ended * waiting, 1)


def _task(item: TaskInContext, identity: Identity, *, is_stale: bool) -> TaskRead:
    task = item.task
    return TaskRead(
        id=task.id,
        region_id=task.region_id,
        region_name=without_patient(task.region.name, item.patient, identity),
        origin=task.region.origin,
        reader_name=item.reader_name,
        series_id=task.series_id,
        modality=task.series.modality,
        modality_key=task.modality_key,
        patient_label=patient_label(item.patient, identity),
        state=task.state,
        error=task.error and without_patient(task.error, item.patient, identity),
        warnings=task.warnings or [],
        seconds=task.seconds,
        reused=task.reused,
        is_stale=is_stale,
        provenance=_provenance(task.provenance, item.patient, identity),
    )


def _provenance(kept: dict[str, Any] | None, patient: Patient, identity: Identity) -> dict[str, Any] | None:
    """The name of the region is in it."""
    if kept is None or "label" not in kept:
        return kept
    return {**kept, "label": without_patient(str(kept["label"]), patient, identity)}
