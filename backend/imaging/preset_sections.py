"""The sections of a preset: what is done to image and mask before pyradiomics, checked and brought into normal form."""

import re
from typing import Any

from backend.imaging.preset_pyradiomics import check_block
from backend.imaging.preset_values import (
    Errors,
    Rule,
    choice,
    integer,
    list_of,
    number,
)
from backend.imaging.preset_yaml import Entry

ANY = "any"
LONGEST_KEY = 32
MODALITY_KEY = re.compile(r"[A-Z][A-Z0-9_a-z]*")
PET = re.compile(r"PT(_.*)?")
STORED, SUV = "stored", "suv"

# Step → what it takes: rule, and the value where none is given; without one, it has to be.
Parameters = dict[str, tuple[Rule, Any]]
NEEDED = object()
SPLINE: tuple[Rule, Any] = (integer(0, 5), 3)
IMAGE_STEPS: dict[str, Parameters] = {
    "crop": {"padding_mm": (number(least=0, most=1_000), NEEDED)},
    "resample": {"spacing_mm": (list_of(number(most=100), 3), NEEDED), "order": SPLINE},
    "z_score": {"above": (number(), NEEDED)},
}
MASK_STEPS: dict[str, Parameters] = {
    "resample": {"order": SPLINE, "threshold": (number(above=0, most=1), 0.5)},
}
SECTION_KEYS = ("intensity", "preprocessing", "mask_preprocessing", "pyradiomics")


def is_modality_key(key: str) -> bool:
    return key == ANY or (len(key) <= LONGEST_KEY and MODALITY_KEY.fullmatch(key) is not None)


def normal_section(key: str, entry: Entry, errors: Errors) -> dict[str, Any]:
    """Check a section; give it with all that was left to defaults. What it gives counts only where nothing is wrong."""
    if not isinstance(entry.value, dict):
        errors.append(entry.error(f"The section {key} must be a mapping with a pyradiomics block."))
        return {}
    parts: dict[str, Entry] = entry.value
    errors.extend(
        part.error(f"A section has no {name}; it has {', '.join(SECTION_KEYS)}.")
        for name, part in parts.items()
        if name not in SECTION_KEYS
    )
    section: dict[str, Any] = {}
    if _intensity(key, parts.get("intensity"), errors) == SUV:
        section["intensity"] = SUV
    section["preprocessing"] = _steps(parts.get("preprocessing"), IMAGE_STEPS, errors)
    section["mask_preprocessing"] = _steps(parts.get("mask_preprocessing"), MASK_STEPS, errors)
    if "pyradiomics" not in parts:
        errors.append(entry.error(f"The section {key} has no pyradiomics block."))
        return section
    check_block(parts["pyradiomics"], errors)
    section["pyradiomics"] = normal_block(parts["pyradiomics"].plain())
    _check_grids(parts, section, errors)
    return section


def normal_block(block: Any) -> Any:
    """An image type without settings has none: pyradiomics wants a mapping there."""
    if isinstance(block, dict) and isinstance(block.get("imageType"), dict):
        types = {name: {} if settings is None else settings for name, settings in block["imageType"].items()}
        return {**block, "imageType": types}
    return block


def _intensity(key: str, entry: Entry | None, errors: Errors) -> str:
    if entry is None:
        return STORED
    choice(STORED, SUV).check(entry, errors)
    if entry.value == SUV and not PET.fullmatch(key):
        errors.append(entry.error("Only PET (PT, PT_…) has standardised uptake values."))
    return str(entry.value)


def _steps(entry: Entry | None, known: dict[str, Parameters], errors: Errors) -> list[dict[str, Any]]:
    if entry is None or entry.value is None:
        return []
    if not isinstance(entry.value, list):
        errors.append(entry.error("The steps must be a list: each line begins with a dash."))
        return []
    steps: list[dict[str, Any]] = []
    for item in entry.value:
        if not isinstance(item.value, dict) or len(item.value) != 1:
            errors.append(item.error(f"A step is one of {', '.join(known)}, with its settings: `- crop: {{…}}`."))
            continue
        ((name, settings),) = item.value.items()
        if name not in known:
            errors.append(settings.error(f"There is no step {name} here; there are {', '.join(known)}."))
        elif any(name in step for step in steps):
            errors.append(settings.error(f"The step {name} stands here twice."))
        else:
            steps.append({name: _settings(name, settings, known[name], errors)})
    return steps


def _settings(name: str, entry: Entry, known: Parameters, errors: Errors) -> dict[str, Any]:
    given = {} if entry.value is None else entry.value
    if not isinstance(given, dict):
        errors.append(entry.error(f"The settings of {name} must be a mapping."))
        return {}
    errors.extend(
        value.error(f"{name} has no setting {key}; it has {', '.join(known)}.")
        for key, value in given.items()
        if key not in known
    )
    settings: dict[str, Any] = {}
    for key, (rule, default) in known.items():
        if key in given:
            rule.check(given[key], errors)
            settings[key] = given[key].plain()
        elif default is NEEDED:
            errors.append(entry.error(f"{name} needs {key}: {rule.must_be}."))
        else:
            settings[key] = default
    return settings


def _check_grids(parts: dict[str, Entry], section: dict[str, Any], errors: Errors) -> None:
    """An image on a new grid needs its mask there too."""
    if step_of(section["preprocessing"], "resample") and not step_of(section["mask_preprocessing"], "resample"):
        errors.append(
            parts["preprocessing"].error(
                "The image is resampled, so the mask must be too: `mask_preprocessing: [resample: {order: 1}]`."
            )
        )


def step_of(steps: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    """The settings of a step, where it is among them."""
    return next((step[name] for step in steps if name in step), None)
