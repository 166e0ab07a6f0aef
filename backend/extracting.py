"""`isocenter extract`: plan, run and file from the shell, by the same services as in the browser."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from backend.core.errors import NotFound, Unprocessable
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork, begin_reading
from backend.features.radiomics.errors import EngineUnavailable, NothingToExtract
from backend.features.radiomics.feature_archive import archive_of
from backend.features.radiomics.feature_files import csv_lines
from backend.features.radiomics.feature_forms import FeatureNames, Layout
from backend.features.radiomics.planning import RunPlanning
from backend.features.radiomics.preset_service import PresetService
from backend.features.radiomics.run_results import RunResults
from backend.features.radiomics.schemas import ExtractionPlan, PlanItem, RunCreate, RunRead
from backend.features.radiomics.service import RadiomicsService
from backend.features.radiomics.starting import RunStarting
from backend.features.sets.service import SetService
from backend.features.studies.errors import StudyNotFound
from backend.imaging.engine import engine_status
from backend.imaging.preset import read_preset
from backend.models.extraction_task import TaskState
from backend.models.job import JobState
from backend.repositories.extraction_targets import ExtractionTargetRepository
from backend.worker.command_line import caller_of, progress
from backend.worker.local import LocalProduct

T = TypeVar("T")
MOST_REGIONS = 10_000  # of one run
Tell = Callable[[str], None]


class WrongOption(Unprocessable):
    message = "An option cannot be understood."


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line: exactly one of set, study and all."""

    preset: str
    out: Path
    set_id: UUID | None = None
    study: str | None = None
    is_all: bool = False
    regions: Sequence[str] = ()
    mapped: Sequence[str] = ()
    layout: Layout = Layout.WIDE
    names: FeatureNames = FeatureNames.PYRADIOMICS
    email: str | None = None

    def check(self) -> None:
        """Refuse now what would be in vain after an hour of computing."""
        if sum((self.set_id is not None, self.study is not None, self.is_all)) != 1:
            raise WrongOption("Name exactly one of --set, --study and --all.")
        if self.set_id is not None and self.email is None:
            raise WrongOption("Say who extracts from the set: --as EMAIL.")
        if self.out.is_dir() or not self.out.parent.is_dir():
            raise WrongOption(f"{self.out} cannot be written: it is a folder, or its folder is not there.")


async def extract(product: LocalProduct, wanted: Wanted, tell: Tell) -> bool:
    """Extract and write the file; true if every region that was planned has values."""
    wanted.check()
    status = await product.pool.run(engine_status, timeout_seconds=120)
    if not status.available:
        raise EngineUnavailable(status.reason)
    caller = await caller_of(product, wanted.email)
    async with product.begin() as work:
        body = await _request(work, wanted, caller)
    async with begin_reading(product.database) as work:
        plan = await RunPlanning(work).plan(body, caller)
    _tell_plan(plan, tell)
    async with product.begin() as work:
        run = await RunStarting(work).start(body, caller)
    tell(f"Run {run.id}")
    job = await product.finish(run.job.id, progress(tell))
    async with begin_reading(product.database) as work:
        run = await RadiomicsService(work).get_run(run.id, caller)
        results = await RunResults.open(work, await RadiomicsService(work).visible_run(run.id, caller), caller)
        _tell_outcome(run, results, tell)
        await _write(results, wanted)
    tell(f"Written to {wanted.out}")
    return job.state is JobState.DONE and run.done_count == run.task_count


async def _request(work: UnitOfWork, wanted: Wanted, caller: Caller) -> RunCreate:
    targets = ExtractionTargetRepository(work.db)
    organization_id, study_id = await _place(work, targets, wanted, caller)
    preset_id = await _preset_id(work, wanted.preset, organization_id, caller)
    mapped = await _mapped(targets, wanted.mapped, organization_id, caller)
    region_ids = await _all_regions(targets, organization_id, caller) if wanted.is_all else None
    try:
        return RunCreate(
            preset_id=preset_id,
            set_id=wanted.set_id,
            study_id=study_id,
            region_ids=region_ids,
            region_names=list(wanted.regions) or None,
            modality_map=mapped,
        )
    except ValueError as error:
        raise WrongOption(f"--region or --map: {error}") from error


async def _place(
    work: UnitOfWork, targets: ExtractionTargetRepository, wanted: Wanted, caller: Caller
) -> tuple[UUID, UUID | None]:
    """The centre, and the study, if one is named."""
    if wanted.set_id is not None:
        return (await SetService(work).visible(wanted.set_id, caller)).organization_id, None
    if wanted.study is not None:
        studies = await targets.studies(wanted.study, caller)
        if not studies:
            raise StudyNotFound(f"You see no study {wanted.study}.")
        return studies[0].organization_id, studies[0].id
    centres = caller.organizations_where(Action.EXTRACT_FEATURES)
    if not centres:
        caller.require(Action.EXTRACT_FEATURES)
    return centres[0], None


async def _preset_id(work: UnitOfWork, preset: str, organization_id: UUID, caller: Caller) -> UUID:
    """A file is kept as a preset of the centre, by the name that it gives itself or that of the file."""
    path, service = Path(preset), PresetService(work)
    if not await asyncio.to_thread(path.is_file):
        return (await service.named(preset, organization_id, caller)).id
    try:
        source = await asyncio.to_thread(path.read_text, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongOption(f"{path} cannot be read as text: {error}") from error
    name = (await asyncio.to_thread(read_preset, source)).name or path.stem
    return (await service.take(name, source, organization_id, caller)).id


async def _mapped(
    targets: ExtractionTargetRepository, mapped: Sequence[str], organization_id: UUID, caller: Caller
) -> dict[UUID, str]:
    pairs = dict(text.rpartition("=")[::2] for text in mapped)
    known = await targets.series_ids(list(pairs), organization_id, caller)
    unknown = next((uid for uid in pairs if uid not in known), None)
    if unknown is not None:
        raise NotFound(f"--map takes SERIES_INSTANCE_UID=KEY; you see no series {unknown or mapped[0]}.")
    return {known[uid]: key for uid, key in pairs.items()}


async def _all_regions(targets: ExtractionTargetRepository, organization_id: UUID, caller: Caller) -> list[UUID]:
    found = await targets.region_ids(organization_id, caller, MOST_REGIONS + 1)
    if not found:
        raise NothingToExtract("There are no regions in the centre.")
    if len(found) > MOST_REGIONS:
        raise WrongOption(f"There are more than {MOST_REGIONS:,} regions: extract set by set, or study by study.")
    return found


def _tell_plan(plan: ExtractionPlan, tell: Tell) -> None:
    tell(f"{plan.ready_count} regions can be computed, {plan.skipped_count} are left out.")
    for item in plan.items:
        if item.reason is not None:
            tell(f"left out: {_named(item)}: {item.reason.message}")
        for warning in item.warnings:
            tell(f"note: {_named(item)}: {warning.message}")


def _named(item: PlanItem) -> str:
    key = item.modality_key or item.modality or "no images"
    return " ".join(
        filter(None, [item.patient_label, key, item.region_name, item.reader_name and f"({item.reader_name})"])
    )


def _tell_outcome(run: RunRead, results: RunResults, tell: Tell) -> None:
    tell(f"{run.done_count} done ({run.reused_count} computed before), {run.failed_count} failed.")
    for row in results.rows:
        if row.of.state is TaskState.FAILED:
            tell(f"failed: {row.patient_label or ''} {row.modality} {row.region_name}: {row.error}".replace("  ", " "))


async def _write(results: RunResults, wanted: Wanted) -> None:
    if wanted.out.suffix.lower() == ".zip":
        async with archive_of(results) as path:
            await asyncio.to_thread(wanted.out.write_bytes, path.read_bytes())
        return
    lines: AsyncIterator[str] = csv_lines(results, wanted.layout, wanted.names)
    with wanted.out.open("w", encoding="utf-8", newline="") as file:
        async for line in lines:
            file.write(line)
