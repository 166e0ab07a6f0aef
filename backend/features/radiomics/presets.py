"""The presets that every centre has from its first day."""

import hashlib
import json
from uuid import UUID

from backend.core.work import UnitOfWork
from backend.imaging.preset import DEFAULT_PRESET
from backend.models.extraction_preset import ExtractionPreset
from backend.repositories.extraction import ExtractionPresetRepository

DEFAULT_NAME = "pyradiomics defaults"
DEFAULT_DESCRIPTION = "Original image, all feature classes, bin width 25: pyradiomics as it comes; 107 features."


async def ensure_default_preset(work: UnitOfWork, organization_id: UUID) -> ExtractionPreset:
    presets = ExtractionPresetRepository(work.db)
    preset = await presets.named(organization_id, DEFAULT_NAME, 1)
    if preset is None:
        content = json.dumps(DEFAULT_PRESET, indent=2)
        preset = presets.add(
            ExtractionPreset(
                organization_id=organization_id,
                name=DEFAULT_NAME,
                version=1,
                description=DEFAULT_DESCRIPTION,
                content=content,
                content_hash=hashlib.sha256(content.encode()).hexdigest(),
            )
        )
        await work.flush()
    return preset
