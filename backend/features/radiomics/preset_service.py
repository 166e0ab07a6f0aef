"""What people of a centre do with its presets."""

import asyncio
import json
from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.organizations.errors import OrganizationNotFound
from backend.features.radiomics.errors import PresetNotFound
from backend.features.radiomics.preset_errors import (
    PresetIsShipped,
    PresetNameTaken,
    PresetUnchanged,
    PresetVersionTaken,
)
from backend.features.radiomics.preset_schemas import (
    PresetChecked,
    PresetCreate,
    PresetError,
    PresetRead,
    PresetVersionCreate,
)
from backend.features.radiomics.preset_text import sections_of
from backend.features.radiomics.presets import is_shipped
from backend.imaging.preset import InvalidPreset, PresetFile, canonical, preset_hash, read_preset, regions_rule
from backend.models.extraction_preset import ExtractionPreset
from backend.repositories.extraction_presets import ExtractionPresetRepository, PresetInContext


class PresetService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.presets = ExtractionPresetRepository(work.db)

    async def listing(
        self, caller: Caller, page: Page, *, search: str | None = None, latest: bool = False
    ) -> Listing[PresetRead]:
        found = await self.presets.visible(caller, page, search=search, latest=latest)
        items = [_read(item, caller) for item in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def get(self, preset_id: UUID, caller: Caller) -> PresetRead:
        return await self._read(await self.visible(preset_id, caller), caller)

    async def create(self, body: PresetCreate, caller: Caller) -> PresetRead:
        organization_id = _centre_for(body, caller)
        file = await asyncio.to_thread(read_preset, body.source)
        preset = _version(organization_id, body.name, 1, body, file, caller)
        if not await self.presets.add_new(preset):
            raise PresetNameTaken
        return await self._keep(preset, caller, "extraction_preset.created")

    async def create_version(self, preset_id: UUID, body: PresetVersionCreate, caller: Caller) -> PresetRead:
        """Earlier versions stay, and runs that were made with them."""
        preset = await self.visible(preset_id, caller)
        if is_shipped(preset):
            raise PresetIsShipped
        if preset.created_by_id != caller.user_id:
            caller.require(Action.EDIT_PRESETS, in_=preset.organization_id)
        file = await asyncio.to_thread(read_preset, body.source)
        latest = (await self.presets.versions_of(preset.organization_id, [preset.name]))[-1]
        if preset_hash(json.loads(latest.content)) == preset_hash(file.preset):
            raise PresetUnchanged
        following = _version(preset.organization_id, preset.name, latest.version + 1, body, file, caller)
        following.description = following.description or latest.description
        if not await self.presets.add_new(following):
            raise PresetVersionTaken
        return await self._keep(following, caller, "extraction_preset.version_created")

    async def take(self, name: str, source: str, organization_id: UUID, caller: Caller) -> PresetRead:
        """The version of this name that says what the source says; made now, if there is none."""
        wanted = preset_hash((await asyncio.to_thread(read_preset, source)).preset)
        versions = await self.presets.versions_of(organization_id, [name])
        for preset in reversed(versions):
            if preset_hash(json.loads(preset.content)) == wanted:
                return await self._read(preset, caller)
        if versions:
            return await self.create_version(versions[-1].id, PresetVersionCreate(source=source), caller)
        return await self.create(PresetCreate(name=name, source=source, organization_id=organization_id), caller)

    async def named(self, name: str, organization_id: UUID, caller: Caller) -> PresetRead:
        """The newest version of a preset of a centre."""
        versions = await self.presets.versions_of(organization_id, [name])
        if not versions or organization_id not in caller.organizations_where(Action.EXTRACT_FEATURES):
            raise PresetNotFound(f"There is no preset {name} in your centre.")
        return await self._read(versions[-1], caller)

    async def _keep(self, preset: ExtractionPreset, caller: Caller, action: str) -> PresetRead:
        audit.record(
            self.work,
            caller,
            action,
            preset.id,
            organization_id=preset.organization_id,
            name=preset.name,
            version=preset.version,
        )
        await self.work.flush()
        return await self._read(preset, caller)

    async def visible(self, preset_id: UUID, caller: Caller) -> ExtractionPreset:
        preset = await self.presets.get_visible(preset_id, caller)
        if preset is None:
            raise PresetNotFound
        return preset

    async def _read(self, preset: ExtractionPreset, caller: Caller) -> PresetRead:
        (item,) = await self.presets.in_context([preset])
        return _read(item, caller)


async def check_source(source: str) -> PresetChecked:
    """Read a source and say what it means, or what is wrong with it."""
    try:
        file = await asyncio.to_thread(read_preset, source)
    except InvalidPreset as invalid:
        errors = [PresetError.model_validate(error) for error in invalid.errors]
        return PresetChecked(valid=False, errors=errors, name=None, description=None, regions=None, sections=[])
    return PresetChecked(
        valid=True,
        errors=[],
        name=file.name,
        description=file.description,
        regions=regions_rule(file.preset),
        sections=sections_of(file.preset),
    )


def source_of(preset: ExtractionPreset) -> str:
    """What was uploaded; of the first presets, which had no source, their JSON, which is YAML too."""
    return preset.source or json.dumps(json.loads(preset.content), indent=2, ensure_ascii=False) + "\n"


def _centre_for(body: PresetCreate, caller: Caller) -> UUID:
    """The centre named, or the caller's first."""
    centres = caller.organizations_where(Action.EXTRACT_FEATURES)
    if body.organization_id is None:
        if not centres:
            caller.require(Action.EXTRACT_FEATURES)
        return centres[0]
    if body.organization_id not in centres:
        raise OrganizationNotFound
    return body.organization_id


def _version(
    organization_id: UUID,
    name: str,
    version: int,
    body: PresetCreate | PresetVersionCreate,
    file: PresetFile,
    caller: Caller,
) -> ExtractionPreset:
    description = file.description if body.description is None else body.description
    return ExtractionPreset(
        organization_id=organization_id,
        name=name,
        version=version,
        description=description or "",
        content=canonical(file.preset),
        content_hash=preset_hash(file.preset),
        source=body.source,
        created_by_id=caller.user_id,
    )


def _read(item: PresetInContext, caller: Caller) -> PresetRead:
    preset, content = item.preset, _content(item.preset)
    shipped = is_shipped(preset)
    is_own = preset.created_by_id == caller.user_id
    return PresetRead(
        id=preset.id,
        organization_id=preset.organization_id,
        name=preset.name,
        version=preset.version,
        description=preset.description,
        content=preset.content,
        content_hash=preset.content_hash,
        source=source_of(preset),
        created_by_name=item.created_by_name,
        is_shipped=shipped,
        is_latest=item.is_latest,
        can_edit=not shipped and (is_own or caller.may(Action.EDIT_PRESETS, in_=preset.organization_id)),
        regions=regions_rule(content),
        sections=sections_of(content),
        created_at=preset.created_at,
    )


def _content(preset: ExtractionPreset) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(preset.content)
    return content
