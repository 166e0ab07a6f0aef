"""Computing agreement: cases compared a few at a time, then all values, each with its interval."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.agreement.errors import AgreementRunNotFound
from backend.features.agreement.gathering import AgreementGathering, Plan
from backend.features.agreement.schemas import (
    AgreementResults,
    AgreementRunCreate,
    AgreementValue,
    CaseLikeness,
    ComparedLabel,
    DifferencePlot,
    RaterRead,
)
from backend.features.agreement.service import AgreementService
from backend.imaging.agreement.cases import Case, Comparison, examine
from backend.imaging.agreement.study import Rater, Study
from backend.imaging.agreement.summary import Plot, Value, of_pairs, of_readers, of_round
from backend.models.agreement_run import AgreementRun

CASES_AT_ONCE = 50
PAIRS_AT_ONCE = 10
MOST_CASES_TOLD = 500
MOST_POINTS = 50_000
SECONDS_FOR_A_PART = 1800


async def _authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    service = AgreementService(work)
    run = await service.runs.get(UUID(params["run_id"]))
    if run is None:
        raise AgreementRunNotFound
    await service.seen_set(run.set_id, caller)


async def compute_agreement(context: JobContext) -> None:
    """May be begun twice: the same readings give the same values."""
    run_id = UUID(context.params["run_id"])
    async with context.begin_reading() as work:
        run = await AgreementService(work).runs.get(run_id)
        if run is None:
            raise AgreementRunNotFound
        sample_set = await AgreementService(work).seen_set(run.set_id, context.caller)
        plan = await AgreementGathering(work).plan(sample_set, AgreementRunCreate.model_validate(run.request), run.seed)
    comparisons, cases = await _examined(context, plan)
    study = Study(plan.asked, tuple(plan.raters.values()), tuple(cases))
    values, plots = await _summed_up(context, study, comparisons, len(plan.cases))
    results = _results(plan, study, comparisons, values, plots)
    async with context.begin() as work:
        kept = await AgreementService(work).runs.get(run_id)
        if kept is not None:  # its set may be gone meanwhile
            _keep(kept, plan, results)


def _keep(run: AgreementRun, plan: Plan, results: AgreementResults) -> None:
    run.inputs_hash, run.results = plan.inputs_hash, results.model_dump_json()


async def _examined(context: JobContext, plan: Plan) -> tuple[list[Comparison], list[Case]]:
    """Compare the cases; one reading unit of work for each few, and none while computing."""
    comparisons: list[Comparison] = []
    cases: list[Case] = []
    keys = plan.cases
    for start in range(0, len(keys), CASES_AT_ONCE):
        await context.progress(start, len(keys), "Comparing readings")
        async with context.begin_reading() as work:
            some = await AgreementGathering(work).cases(plan, keys[start : start + CASES_AT_ONCE])
        compared, measured = await context.pool.run(examine, some, plan.how, timeout_seconds=SECONDS_FOR_A_PART)
        comparisons += compared
        cases += measured
    return comparisons, cases


async def _summed_up(
    context: JobContext, study: Study, comparisons: Sequence[Comparison], done: int
) -> tuple[list[Value], list[Plot]]:
    by_pair: dict[tuple[str, str], list[Comparison]] = {}
    for each in comparisons:
        by_pair.setdefault((each.first, each.second), []).append(each)
    values: list[Value] = []
    plots: list[Plot] = []
    pairs, rounds = study.pairs(), study.rounds()
    total = done + len(rounds) + len(pairs)
    for round_, raters in rounds.items():
        await context.progress(done, total, "Measuring agreement")
        values += await context.pool.run(of_round, study, round_, raters, by_pair, timeout_seconds=SECONDS_FOR_A_PART)
        done += 1
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        await context.progress(done + start, total, "Measuring agreement")
        found, drawn = await context.pool.run(
            of_pairs, study, pairs[start : start + PAIRS_AT_ONCE], by_pair, timeout_seconds=SECONDS_FOR_A_PART
        )
        values, plots = values + found, plots + drawn
    await context.progress(total, total)
    return [*values, *of_readers(values, study.raters)], plots


def _results(
    plan: Plan, study: Study, comparisons: Sequence[Comparison], values: Sequence[Value], plots: Sequence[Plot]
) -> AgreementResults:
    position = {str(sample.id): sample.position for sample in plan.samples}
    readings = [reading for case in study.cases for reading in case.readings.values()]
    return AgreementResults(
        case_count=len(study.cases),
        reading_count=len(readings),
        open_count=plan.open_count,
        unfit_count=sum(not reading.is_fit for reading in readings),
        raters=[_rater(rater, study) for rater in study.raters],
        labels=[ComparedLabel(id=str(label.id), name=label.name, color=label.color) for label in plan.labels],
        values=[_value(value) for value in values],
        plots=_told(plots, [position[case.key] for case in study.cases]),
        cases=_least_alike(comparisons, position),
    )


def _rater(rater: Rater, study: Study) -> RaterRead:
    return RaterRead(
        key=rater.key,
        kind=rater.kind,
        person_id=UUID(rater.person) if rater.person else None,
        name=None,
        round=rater.round,
        is_repeat=rater.is_repeat,
        case_count=sum(rater.key in case.readings for case in study.cases),
    )


def _value(of: Value) -> AgreementValue:
    return AgreementValue(
        formula=of.formula,
        label=of.label,
        measure=of.measure,
        round=of.round,
        first=of.first,
        second=of.second,
        unit=of.unit,
        **asdict(of.estimate),
    )


def _told(plots: Sequence[Plot], positions: Sequence[int]) -> list[DifferencePlot]:
    """As many plots as people may want to look at."""
    told, points = [], 0
    for plot in plots:
        points += len(plot.points.cases)
        if points > MOST_POINTS:
            break
        told.append(
            DifferencePlot(
                label=plot.label,
                measure=plot.measure,
                first=plot.first,
                second=plot.second,
                cases=[positions[case] for case in plot.points.cases],
                means=plot.points.means,
                differences=plot.points.differences,
            )
        )
    return told


def _least_alike(comparisons: Sequence[Comparison], position: dict[str, int]) -> list[CaseLikeness]:
    by_case: dict[str, list[float]] = {}
    for each in comparisons:
        if each.likeness is not None:
            by_case.setdefault(each.case, []).append(each.likeness)
    told = [
        CaseLikeness(sample_id=UUID(case), position=position[case], likeness=sum(of) / len(of), pairs=len(of))
        for case, of in by_case.items()
    ]
    return sorted(told, key=lambda case: (case.likeness, case.position))[:MOST_CASES_TOLD]


AGREEMENT = StepKind(
    lane=Lane.HEAVY,
    authorise=_authorise,
    run=compute_agreement,
    give_up=nothing_to_tidy,
    cancel=nothing_to_tidy,
    reopen=nothing_to_tidy,
)
