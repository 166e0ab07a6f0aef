"""What a plan is made of: a preset, series of images, and the regions that there are for them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.radiomics.errors import OneCentre, PresetNotFound
from backend.features.radiomics.schemas import RegionSource, RunCreate
from backend.features.regions.errors import RegionNotFound
from backend.features.regions.readers import DrawnRegion, ReaderRegions
from backend.features.sets.service import SetService
from backend.features.studies.errors import StudyNotFound
from backend.models.extraction_preset import ExtractionPreset
from backend.models.region import Region
from backend.models.sample_set import Identity
from backend.repositories.extraction_presets import ExtractionPresetRepository
from backend.repositories.extraction_scope import ExtractionScopeRepository, ImageSize, ScopedSeries
from backend.repositories.regions import ReaderKey, RegionRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.studies import StudyRepository


@dataclass
class Scope:
    """All that a plan needs to know; nothing of it is asked for twice."""

    name: str
    organization_id: UUID
    series: list[ScopedSeries]
    identities: dict[UUID, Identity]  # by study
    imported: Sequence[Region] = ()
    drawn: Sequence[DrawnRegion] = ()
    known: dict[ReaderKey, Region] = field(default_factory=dict)
    unplaced: Sequence[tuple[Region, UUID]] = ()  # with the study of their structure
    sizes: dict[UUID, ImageSize] = field(default_factory=dict)
    attributes: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    preset: dict[str, Any] = field(default_factory=dict)
    preset_row: ExtractionPreset | None = None
    lists_bare_series: bool = True  # series without a region are told of, unless regions were named

    @cached_property
    def places(self) -> dict[UUID, ScopedSeries]:
        return {item.series.id: item for item in self.series}


class ScopeReading:
    """Finds what somebody asks to extract from, as far as they may."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.presets = ExtractionPresetRepository(work.db)
        self.images = ExtractionScopeRepository(work.db)
        self.regions = RegionRepository(work.db)
        self.readers = ReaderRegions(work)
        self.studies = StudyRepository(work.db)

    async def read(self, body: RunCreate, caller: Caller, *, hold: bool = False) -> Scope:
        preset = await self.presets.get_visible(body.preset_id, caller)
        if preset is None:
            raise PresetNotFound
        scope = await self._scope(body, caller, hold=hold)
        if scope.organization_id != preset.organization_id:
            raise OneCentre
        scope.preset_row, scope.preset = preset, json.loads(preset.content)
        ids = [item.series.id for item in scope.series]
        scope.sizes = await self.images.image_sizes(ids)
        scope.attributes = await self.images.attributes(
            [i.series.id for i in scope.series if i.series.modality == "PT"]
        )
        return scope

    async def _scope(self, body: RunCreate, caller: Caller, *, hold: bool) -> Scope:
        if body.set_id is not None:
            return await self._of_set(body, body.set_id, caller, hold=hold)
        if body.study_id is not None:
            return await self._of_study(body, body.study_id, caller)
        return await self._of_regions(body.region_ids or [], caller)

    async def _of_set(self, body: RunCreate, set_id: UUID, caller: Caller, *, hold: bool) -> Scope:
        sample_set = await SetService(self.work).visible(set_id, caller)
        caller.require(Action.EXTRACT_FROM_SET, in_=sample_set.group_id)
        if hold:  # two runs begun together freeze the same regions of readers: one after the other
            await SampleSetRepository(self.work.db).locked(set_id)
        series = await self.images.of_set(set_id)
        studies = {item.study.id for item in series}
        scope = Scope(sample_set.name, sample_set.organization_id, series, dict.fromkeys(studies, sample_set.identity))
        await self._add_imported(scope, body, caller)
        if await BlindingService(self.work).without_imported_in([set_id], caller):
            scope.unplaced = ()
        if RegionSource.READING in body.origins:
            scope.drawn = await self.readers.in_round(set_id, body.round or sample_set.round, caller)
            scope.known = await self.readers.known(scope.drawn)
        return scope

    async def _of_study(self, body: RunCreate, study_id: UUID, caller: Caller) -> Scope:
        found = await self.studies.get_visible(study_id, caller)
        if found is None:
            raise StudyNotFound
        study, patient = found
        caller.require(Action.EXTRACT_FEATURES, in_=study.organization_id)
        series = await self.images.of_studies([study_id], caller)
        identities = await self.studies.identities([study_id], caller)
        scope = Scope(f"Study of {patient.pseudonym}", study.organization_id, series, identities)
        await self._add_imported(scope, body, caller)
        return scope

    async def _of_regions(self, region_ids: Sequence[UUID], caller: Caller) -> Scope:
        """Regions that came with files; those of readers are used only of their set."""
        wanted = list(dict.fromkeys(region_ids))
        regions = [item for item in await self.regions.visible_by_ids(wanted, caller) if item.examination_id is None]
        if len(regions) != len(wanted):
            raise RegionNotFound
        organizations = {region.organization_id for region in regions}
        for organization_id in organizations:
            caller.require(Action.EXTRACT_FEATURES, in_=organization_id)
        if len(organizations) > 1:
            raise OneCentre
        studies = await self.images.studies_of({item.series_id for item in regions if item.series_id})
        series = await self.images.of_studies(studies, caller)
        identities = await self.studies.identities(list(studies), caller)
        name = f"{len(regions)} region{'s' if len(regions) > 1 else ''}"
        return Scope(name, organizations.pop(), series, identities, imported=regions, lists_bare_series=False)

    async def _add_imported(self, scope: Scope, body: RunCreate, caller: Caller) -> None:
        if RegionSource.IMPORTED in body.origins:
            scope.imported = await self.regions.of_series([item.series.id for item in scope.series], caller)
            scope.unplaced = await self.regions.without_images(scope.identities, caller)
