"""Extraction presets (`isocenter-preset/1`): what is done to image and mask, and which features are computed.

A preset maps modality keys to sections; `any` serves the modalities that have none of their own. A section holds the
`intensity` it works on, an ordered `preprocessing` list, a `mask_preprocessing` list and a `pyradiomics` block as in
parameter files. Presets are kept in normal form: defaults filled in, the order of keys as given, for it is the order
of features.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from backend.core.errors import Unprocessable
from backend.imaging.preset_pyradiomics import BLOCKS
from backend.imaging.preset_sections import ANY, is_modality_key, normal_section
from backend.imaging.preset_values import Errors, check_map, choice, text
from backend.imaging.preset_yaml import MOST_ERRORS, Entry, InvalidPreset, SourceError, read_yaml

__all__ = [
    "ANY",
    "COMBINED",
    "DEFAULT_PRESET",
    "FORMAT",
    "REFERENCED",
    "InvalidPreset",
    "PresetFile",
    "SourceError",
    "canonical",
    "has_section",
    "preset_hash",
    "read_preset",
    "regions_rule",
    "section_for",
    "section_keys",
]

FORMAT = "isocenter-preset/1"
REFERENCED, COMBINED = "referenced", "combined"
LONGEST_NAME, LONGEST_DESCRIPTION = 200, 400
RESERVED = {
    "format": choice(FORMAT),
    "name": text(LONGEST_NAME),
    "description": text(LONGEST_DESCRIPTION),
    "regions": choice(REFERENCED, COMBINED),
}

DEFAULT_PRESET: dict[str, Any] = {
    "format": FORMAT,
    "any": {
        "preprocessing": [],
        "mask_preprocessing": [],
        "pyradiomics": {
            "imageType": {"Original": {}},
            "featureClass": {
                "shape": None,
                "firstorder": None,
                "glcm": None,
                "gldm": None,
                "glrlm": None,
                "glszm": None,
                "ngtdm": None,
            },
            "setting": {
                "binWidth": 25,
                "normalize": False,
                "resampledPixelSpacing": None,
                "interpolator": "sitkBSpline",
                "minimumROIDimensions": 2,
                "force2D": False,
                "distances": [1],
            },
        },
    },
}


@dataclass(frozen=True)
class PresetFile:
    """What a source says: the name it gives itself, and the preset in normal form."""

    name: str | None
    description: str | None
    preset: dict[str, Any]


def read_preset(source: str) -> PresetFile:
    """Read a preset or a parameter file of pyradiomics. Raises InvalidPreset with all that is wrong, and where."""
    root = read_yaml(source)
    errors: Errors = []
    if not isinstance(root.value, dict):
        raise InvalidPreset(errors=(root.error(f"A preset is a mapping that begins with `format: {FORMAT}`."),))
    read = _parameter_file if _is_parameter_file(root.value) else _preset
    found = read(root, errors)
    if errors:
        in_order = sorted(errors, key=lambda error: (error.line, error.column))
        raise InvalidPreset(errors=tuple(in_order[:MOST_ERRORS]))
    return found


def section_keys(preset: dict[str, Any]) -> list[str]:
    """The modality keys of a preset, in its order; `any` among them."""
    return [key for key in preset if key not in RESERVED]


def has_section(preset: dict[str, Any], modality_key: str) -> bool:
    return modality_key in section_keys(preset) or ANY in preset


def regions_rule(preset: dict[str, Any]) -> str:
    """Whether regions are used on the series they were drawn on, or on all of their study."""
    return str(preset.get("regions", REFERENCED))


def section_for(preset: dict[str, Any], modality_key: str) -> dict[str, Any]:
    """Give the section of a modality. Raises Unprocessable when there is none."""
    if preset.get("format") != FORMAT:
        raise Unprocessable(f"The preset is not of the format {FORMAT}.")
    section = preset.get(modality_key, preset.get(ANY)) if modality_key not in RESERVED else None
    if not isinstance(section, dict):
        raise Unprocessable(f"The preset has no section for {modality_key or 'an unknown modality'}.")
    if not isinstance(section.get("pyradiomics"), dict):
        raise Unprocessable("The preset has no pyradiomics block.")
    return section


def canonical(preset: dict[str, Any]) -> str:
    """The preset as JSON text. The order of keys is kept, for it is the order of features."""
    return json.dumps(preset, separators=(",", ":"), ensure_ascii=False)


def preset_hash(preset: dict[str, Any]) -> str:
    """SHA-256 of the canonical text: the order of keys counts."""
    return hashlib.sha256(canonical(preset).encode()).hexdigest()


def _is_parameter_file(keys: dict[str, Entry]) -> bool:
    return "format" not in keys and any(block in keys for block in BLOCKS)


def _parameter_file(root: Entry, errors: Errors) -> PresetFile:
    """A file of pyradiomics, as the section of all modalities."""
    section = normal_section(ANY, Entry({"pyradiomics": root}, root.line, root.column, root.path), errors)
    return PresetFile(None, None, {"format": FORMAT, ANY: section})


def _preset(root: Entry, errors: Errors) -> PresetFile:
    keys: dict[str, Entry] = root.value
    if "format" not in keys:
        hint = "; this looks like a configuration of QuantImage" if "feature_extraction" in keys else ""
        errors.append(root.error(f"The line `format: {FORMAT}` is missing{hint}."))
    reserved = {key: entry for key, entry in keys.items() if key in RESERVED}
    check_map(Entry(reserved, root.line, root.column, ""), RESERVED, errors, "key")
    said = {key: entry.plain() for key, entry in reserved.items()}
    preset: dict[str, Any] = {"format": FORMAT}
    if said.get("regions") == COMBINED:
        preset["regions"] = COMBINED
    for key, entry in keys.items():
        if key in RESERVED:
            continue
        if is_modality_key(key):
            preset[key] = normal_section(key, entry, errors)
        else:
            errors.append(entry.error(f"{key} is no modality key: those begin with a capital, as CT or MR_T1."))
    if not section_keys(preset) and not errors:
        errors.append(root.error("The preset has no section: name a modality, or `any`."))
    return PresetFile(said.get("name"), said.get("description"), preset)
