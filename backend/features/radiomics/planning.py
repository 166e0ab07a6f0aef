"""What a run would compute, what it would leave out, and why."""

import asyncio
import re
from collections.abc import Sequence
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.radiomics.plan_pairs import Pair, candidates_of, pairs_of
from backend.features.radiomics.plan_scope import Scope, ScopeReading
from backend.features.radiomics.schemas import (
    ExtractionPlan,
    PlanItem,
    PlannedName,
    PlanRule,
    PlanState,
    RunCreate,
    SeriesToMap,
)
from backend.features.samples.anonymous import patient_label
from backend.imaging.preset import section_keys
from backend.models.region import RegionOrigin
from backend.models.sample_set import Identity
from backend.repositories.extraction_scope import ScopedSeries

SUB_MODALITY = re.compile(r" --- \s*([A-Za-z0-9_]+)")  # as QuantImage's users name their series


class RunPlanning:
    def __init__(self, work: UnitOfWork) -> None:
        self.scopes = ScopeReading(work)

    async def plan(self, body: RunCreate, caller: Caller) -> ExtractionPlan:
        scope = await self.scopes.read(body, caller)
        items = await asyncio.to_thread(_items, scope, body)
        ready = sum(item.state is PlanState.READY for item in items)
        return ExtractionPlan(
            ready_count=ready,
            skipped_count=len(items) - ready,
            items=items,
            region_names=_names(scope),
            series_to_map=[_to_map(place, scope) for place in scope.series if _may_map(place, scope, body)],
            section_keys=section_keys(scope.preset),
        )

    async def pairs(self, body: RunCreate, caller: Caller) -> tuple[Scope, Sequence[Pair]]:
        """The same, for a run to begin with: no other run of the set begins meanwhile."""
        scope = await self.scopes.read(body, caller, hold=True)
        return scope, await asyncio.to_thread(_pairs, scope, body)


def _pairs(scope: Scope, body: RunCreate) -> list[Pair]:
    return list(pairs_of(scope, body))


def _items(scope: Scope, body: RunCreate) -> list[PlanItem]:
    return [_item(pair) for pair in pairs_of(scope, body)]


def _item(pair: Pair) -> PlanItem:
    place, candidate = pair.place, pair.candidate
    drawn = candidate.drawn if candidate else None
    region = candidate.region if candidate else None
    row = candidate.row if candidate and pair.rule is PlanRule.REFERENCED else None
    is_full = pair.identity is Identity.FULL
    return PlanItem(
        series_id=place.series.id if place else None,
        series_description=place.series.description if place and is_full else None,
        modality=place.series.modality if place else None,
        modality_key=pair.modality_key,
        patient_label=patient_label(place.patient, pair.identity) if place else None,
        study_date=place.study.study_date if place and is_full else None,
        region_id=region.id if region else None,
        region_name=candidate.name if candidate else pair.name,
        origin=RegionOrigin.READING if drawn else region.origin if region else None,
        reader_name=drawn.reader_name if drawn else None,
        rule=pair.rule,
        voxel_count=row.voxel_count if row else None,
        volume_mm3=row.volume_mm3 if row else None,
        slice_count=row.slice_count if row else len(drawn.images) if drawn and drawn.shapes else None,
        state=PlanState.READY if pair.is_ready else PlanState.SKIPPED,
        reason=pair.reason,
        warnings=pair.warnings,
    )


def _names(scope: Scope) -> list[PlannedName]:
    found: dict[str, list[UUID]] = {}
    for candidate in candidates_of(scope):
        found.setdefault(candidate.name, []).append(candidate.study_id)
    return [
        PlannedName(name=name, region_count=len(studies), study_count=len(set(studies)))
        for name, studies in sorted(found.items())
    ]


def _finer_keys(modality: str, scope: Scope) -> list[str]:
    return [key for key in section_keys(scope.preset) if key.startswith(f"{modality}_")]


def _may_map(place: ScopedSeries, scope: Scope, body: RunCreate) -> bool:
    return place.series.id not in body.modality_map and bool(_finer_keys(place.series.modality, scope))


def _to_map(place: ScopedSeries, scope: Scope) -> SeriesToMap:
    identity = scope.identities[place.study.id]
    return SeriesToMap(
        series_id=place.series.id,
        series_number=place.series.series_number,
        description=place.series.description if identity is Identity.FULL else None,
        modality=place.series.modality,
        patient_label=patient_label(place.patient, identity),
        suggested_key=_suggested(place, _finer_keys(place.series.modality, scope)),
    )


def _suggested(place: ScopedSeries, keys: Sequence[str]) -> str | None:
    """Only a key that the preset has: a description says anything, and may name a patient."""
    found = SUB_MODALITY.search(place.series.description or "")
    wanted = f"{place.series.modality}_{found.group(1)}".casefold() if found else None
    return next((key for key in keys if key.casefold() == wanted), None)
