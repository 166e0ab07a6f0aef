"""Presets of extraction: listed, looked at, checked, uploaded."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import content, problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.organizations.errors import OrganizationNotFound
from backend.features.radiomics.errors import PresetNotFound
from backend.features.radiomics.preset_errors import (
    PresetIsShipped,
    PresetNameTaken,
    PresetUnchanged,
    PresetVersionTaken,
)
from backend.features.radiomics.preset_schemas import (
    PresetCheck,
    PresetChecked,
    PresetCreate,
    PresetRead,
    PresetVersionCreate,
)
from backend.features.radiomics.preset_service import PresetService, check_source
from backend.features.radiomics.yaml_file import yaml_attachment
from backend.imaging.preset_yaml import InvalidPreset

router = APIRouter(prefix="/extraction-presets", tags=["radiomics"])


def presets_to_read(work: Reading) -> PresetService:
    return PresetService(work)


def presets_to_change(work: Work) -> PresetService:
    return PresetService(work)


ReadPresets = Annotated[PresetService, Depends(presets_to_read)]
ChangePresets = Annotated[PresetService, Depends(presets_to_change)]


@router.get("", response_model=Paged[PresetRead])
async def list_extraction_presets(
    caller: CurrentCaller,
    presets: ReadPresets,
    page: Paging,
    search: Annotated[str | None, Query(max_length=200, description="Part of a name or description.")] = None,
    latest: Annotated[bool, Query(description="Only the newest version of each.")] = False,
) -> Listing[PresetRead]:
    """List the presets of the caller's centres."""
    return await presets.listing(caller, page, search=search, latest=latest)


@router.get("/{preset_id}", response_model=PresetRead, responses=problems(PresetNotFound))
async def get_extraction_preset(preset_id: UUID, caller: CurrentCaller, presets: ReadPresets) -> PresetRead:
    """Show a version of a preset."""
    return await presets.get(preset_id, caller)


@router.get(
    "/{preset_id}/source",
    response_class=Response,
    responses=content("application/yaml") | problems(PresetNotFound),
)
async def download_extraction_preset(preset_id: UUID, caller: CurrentCaller, presets: ReadPresets) -> Response:
    """The YAML of a preset, as it was given."""
    return yaml_attachment(await presets.visible(preset_id, caller))


@router.post(
    "",
    response_model=PresetRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(OrganizationNotFound, NotPermitted, PresetNameTaken, InvalidPreset),
)
async def create_extraction_preset(body: PresetCreate, caller: CurrentCaller, presets: ChangePresets) -> PresetRead:
    """Upload a preset for one's centre, as its version 1."""
    return await presets.create(body, caller)


@router.post(
    "/{preset_id}/versions",
    response_model=PresetRead,
    status_code=status.HTTP_201_CREATED,
    responses=problems(
        PresetNotFound, NotPermitted, PresetIsShipped, PresetUnchanged, PresetVersionTaken, InvalidPreset
    ),
)
async def create_extraction_preset_version(
    preset_id: UUID, body: PresetVersionCreate, caller: CurrentCaller, presets: ChangePresets
) -> PresetRead:
    """Make the next version of a preset; earlier ones stay as they are."""
    return await presets.create_version(preset_id, body, caller)


@router.post("/check", response_model=PresetChecked)
async def check_extraction_preset(body: PresetCheck, caller: CurrentCaller) -> PresetChecked:
    """Say whether a preset is valid, what is wrong at which line, and what it would do. Nothing is kept."""
    return await check_source(body.source)
