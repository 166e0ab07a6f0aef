"""Names of files to download, and presets as files."""

import re

from fastapi import Response

from backend.features.radiomics.preset_service import source_of
from backend.models.extraction_preset import ExtractionPreset

NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST = 80


def file_name(*parts: str) -> str:
    """A name that every file system takes and no header trips over; other characters become `_`."""
    return "-".join(NOT_FOR_FILES.sub("_", part).strip("._")[:LONGEST] or "_" for part in parts)


def attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def yaml_attachment(preset: ExtractionPreset) -> Response:
    name = f"{file_name(preset.name)}-v{preset.version}.yaml"
    return Response(source_of(preset), media_type="application/yaml", headers=attachment(name))
