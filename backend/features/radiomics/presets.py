"""The presets that every centre has: those shipped with the product."""

import json
import logging
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from uuid import UUID

from backend.core.work import UnitOfWork
from backend.imaging.preset import PresetFile, canonical, preset_hash, read_preset
from backend.models.extraction_preset import ExtractionPreset
from backend.repositories.extraction_presets import ExtractionPresetRepository
from backend.repositories.organizations import OrganizationRepository

logger = logging.getLogger(__name__)
SHIPPED = "backend.features.radiomics.shipped"
# In the order of the list that people choose from; the first is the default.
FILES = (
    "pyradiomics_defaults.yaml",
    "log_and_wavelet.yaml",
    "quantimage_pet_ct.yaml",
    "quantimage_mri.yaml",
    "quantimage_mri_ct.yaml",
    "quantimage_mri_pet.yaml",
)


@cache
def shipped_presets() -> tuple[tuple[str, PresetFile], ...]:
    """Source and meaning of every shipped preset."""
    sources = [(files(SHIPPED) / name).read_text(encoding="utf-8") for name in FILES]
    return tuple((source, read_preset(source)) for source in sources)


def shipped_names() -> list[str]:
    return [str(file.name) for _, file in shipped_presets()]


def is_shipped(preset: ExtractionPreset) -> bool:
    return preset.created_by_id is None and preset.name in shipped_names()


async def ensure_shipped_presets(work: UnitOfWork, organization_id: UUID) -> None:
    """Add what a centre lacks of them. One that says something else than before becomes a new version of its name."""
    presets = ExtractionPresetRepository(work.db)
    present = await presets.versions_of(organization_id, shipped_names())
    for source, file in shipped_presets():
        versions = [preset for preset in present if preset.name == file.name]
        if _has_it(versions, file):
            continue
        if any(preset.created_by_id for preset in versions):
            logger.warning("preset.name_taken", extra={"organization_id": str(organization_id), "preset": file.name})
            continue
        presets.add(
            ExtractionPreset(
                organization_id=organization_id,
                name=file.name,
                version=max((preset.version for preset in versions), default=0) + 1,
                description=file.description or "",
                content=canonical(file.preset),
                content_hash=preset_hash(file.preset),
                source=source,
            )
        )
    await work.flush()


async def ensure_shipped_presets_everywhere(work: UnitOfWork) -> None:
    """For centres that were there before a preset was."""
    for organization_id in await OrganizationRepository(work.db).all_ids():
        await ensure_shipped_presets(work, organization_id)


def _has_it(versions: Sequence[ExtractionPreset], file: PresetFile) -> bool:
    """Compared by meaning: the first versions were kept as indented text."""
    return any(preset_hash(json.loads(preset.content)) == preset_hash(file.preset) for preset in versions)
