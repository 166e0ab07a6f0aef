"""Extraction presets (`isocenter-preset/1`): what is done to image and mask, and which features are computed.

A preset maps modality keys to sections; `any` serves the modalities that have none of their own. A section holds an
ordered `preprocessing` list, a `mask_preprocessing` list and a `pyradiomics` block as in its parameter files.
"""

import hashlib
import json
from typing import Any

from backend.core.errors import Unprocessable

FORMAT = "isocenter-preset/1"
ANY = "any"

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


def section_for(preset: dict[str, Any], modality: str) -> dict[str, Any]:
    """Give the section of a modality. Raises Unprocessable when there is none, or when it asks for what is unknown."""
    if preset.get("format") != FORMAT:
        raise Unprocessable(f"The preset is not of the format {FORMAT}.")
    section = preset.get(modality, preset.get(ANY))
    if not isinstance(section, dict):
        raise Unprocessable(f"The preset has no section for {modality or 'an unknown modality'}.")
    for key in ("preprocessing", "mask_preprocessing"):
        if section.get(key):
            raise Unprocessable(f"The {key.replace('_', ' ')} steps of this preset are not known to this version.")
    if not isinstance(section.get("pyradiomics"), dict):
        raise Unprocessable("The preset has no pyradiomics block.")
    return section


def preset_hash(preset: dict[str, Any]) -> str:
    """SHA-256 of the preset as written: the order of keys counts, for it is the order of features."""
    return hashlib.sha256(json.dumps(preset, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
