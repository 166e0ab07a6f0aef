"""Pairs of a series and a region: which there are, and what speaks against computing them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.features.radiomics.plan_checks import (
    check_drawn,
    check_imported,
    check_series,
    failed_reason,
    one_slice,
    reason,
)
from backend.features.radiomics.plan_scope import Scope
from backend.features.radiomics.schemas import PlanCode, PlanReason, PlanRule, RunCreate
from backend.features.regions.readers import DrawnRegion
from backend.features.samples.anonymous import without_patient
from backend.imaging.preset import COMBINED, has_section, regions_rule, section_for, section_keys
from backend.models.region import Region, RegionState
from backend.models.sample_set import Identity
from backend.repositories.extraction_scope import ScopedSeries


@dataclass
class Candidate:
    """A region there is: the row of one, what a reader has drawn, or both."""

    name: str  # as the rule of its set lets it be shown
    series_id: UUID
    study_id: UUID
    region: Region | None = None
    drawn: DrawnRegion | None = None

    @property
    def row(self) -> Region | None:
        """The row, if what it says of a mask is still so."""
        if self.region is None or self.drawn is None:
            return self.region
        return self.region if self.region.shapes_hash == self.drawn.shapes_hash else None


@dataclass
class Pair:
    """A region on a series, a series without one, or a region without its series."""

    place: ScopedSeries | None
    identity: Identity
    modality_key: str | None = None
    candidate: Candidate | None = None
    rule: PlanRule = PlanRule.REFERENCED
    reason: PlanReason | None = None
    warnings: list[PlanReason] = field(default_factory=list)
    name: str | None = None

    @property
    def is_ready(self) -> bool:
        return self.reason is None


def candidates_of(scope: Scope) -> list[Candidate]:
    places, found = scope.places, []
    for region in scope.imported:
        place = places.get(region.series_id) if region.series_id else None
        if place is not None:
            found.append(Candidate(_shown(region.name, place, scope), place.series.id, place.study.id, region))
    for drawn in scope.drawn:
        place = places.get(drawn.key.series_id)
        if place is not None:
            row = scope.known.get(drawn.key)
            found.append(Candidate(_shown(drawn.name, place, scope), place.series.id, place.study.id, row, drawn))
    return found


def pairs_of(scope: Scope, body: RunCreate) -> Iterator[Pair]:
    """All pairs, in the order of series and names."""
    by_study: dict[UUID, list[Candidate]] = {}
    for candidate in sorted(candidates_of(scope), key=lambda item: item.name):
        by_study.setdefault(candidate.study_id, []).append(candidate)
    for place in scope.series:
        yield from _of_series(scope, body, place, by_study.get(place.study.id, []))
    for region, study_id in scope.unplaced:
        yield _unplaced(scope, region, study_id)


def _of_series(scope: Scope, body: RunCreate, place: ScopedSeries, candidates: list[Candidate]) -> Iterator[Pair]:
    key = body.modality_map.get(place.series.id, place.series.modality)
    identity = scope.identities[place.study.id]
    if regions_rule(scope.preset) != COMBINED:
        candidates = [item for item in candidates if item.series_id == place.series.id]
    if not candidates and not scope.lists_bare_series:
        return
    hindrance = _no_section(scope.preset, key) or check_series(
        place.series, section_for(scope.preset, key), scope.sizes.get(place.series.id), scope.attributes
    )
    if hindrance is None and not candidates:
        hindrance = reason(PlanCode.NO_REGION, "There is no region on this series.")
    if hindrance is not None:
        shown_key = None if hindrance.code is PlanCode.NO_SECTION else key
        yield Pair(place, identity, shown_key, reason=hindrance)
        return
    for candidate in candidates:
        yield _pair(scope, body, Pair(place, identity, key, candidate))


def _pair(scope: Scope, body: RunCreate, pair: Pair) -> Pair:
    candidate, place = pair.candidate, pair.place
    assert candidate is not None and place is not None  # noqa: S101, PT018 - made just now
    own = scope.places[candidate.series_id].series
    section = section_for(scope.preset, pair.modality_key or "")
    is_carried = own.id != place.series.id
    pair.rule = PlanRule.COMBINED if is_carried else PlanRule.REFERENCED
    pair.reason = _not_chosen(candidate, body)
    if pair.reason is None and is_carried and not _same_frame(own.frame_of_reference_uid, place):
        pair.reason = reason(
            PlanCode.ANOTHER_FRAME_OF_REFERENCE, "It was drawn on a series in another frame of reference."
        )
    if pair.reason is None:
        pair.reason, warnings = (
            check_drawn(candidate.drawn, candidate.row, scope.sizes.get(own.id))
            if candidate.drawn
            else check_imported(candidate.region)
        )
        pair.warnings += warnings
    if pair.reason is None and not is_carried:
        _check_extent(pair, candidate, section)
    return pair


def _check_extent(pair: Pair, candidate: Candidate, section: dict[str, Any]) -> None:
    """What is known of its size counts on its own grid only."""
    row = candidate.row
    voxels = row.voxel_count if row else None
    slices = row.slice_count if row else None
    if slices is None and candidate.drawn is not None:
        slices = len(candidate.drawn.images)
    found = one_slice(voxels, slices, section)
    if found is None:
        return
    if found.code is PlanCode.ONE_SLICE:
        pair.warnings.append(found)
    else:
        pair.reason = found


def _not_chosen(candidate: Candidate, body: RunCreate) -> PlanReason | None:
    if body.region_names is not None and candidate.name not in body.region_names:
        return reason(PlanCode.NOT_CHOSEN, "Regions of this name were not chosen.")
    if candidate.drawn is not None and not candidate.drawn.is_done and not body.include_open_readings:
        return reason(PlanCode.NOT_CHOSEN, "Its reading is not done yet.")
    return None


def _same_frame(frame_of_reference_uid: str | None, place: ScopedSeries) -> bool:
    return bool(frame_of_reference_uid) and frame_of_reference_uid == place.series.frame_of_reference_uid


def _no_section(preset: dict[str, Any], key: str) -> PlanReason | None:
    if has_section(preset, key):
        return None
    near = [name for name in section_keys(preset) if name.startswith(f"{key}_")]
    hint = f" Map the series to one of: {', '.join(near)}." if near else ""
    return reason(PlanCode.NO_SECTION, f"The preset has no section for {key}.{hint}")


def _unplaced(scope: Scope, region: Region, study_id: UUID) -> Pair:
    place = next((item for item in scope.series if item.study.id == study_id), None)
    patient = place.patient if place else None
    identity = scope.identities[study_id]
    told = without_patient(region.reason or "The images that it was drawn on are not here.", patient, identity)
    hindrance = (
        failed_reason(region, told) if region.state is RegionState.FAILED else reason(PlanCode.IMAGES_MISSING, told)
    )
    name = without_patient(region.name, patient, identity)
    return Pair(None, identity, candidate=None, reason=hindrance, name=name)


def _shown(name: str, place: ScopedSeries, scope: Scope) -> str:
    return without_patient(name, place.patient, scope.identities[place.study.id])
