"""Presets in words, for people to see what is done without reading YAML."""

from typing import Any

from backend.features.radiomics.preset_schemas import PresetSection
from backend.imaging.preset import section_keys
from backend.imaging.preset_pyradiomics import classes_of, image_types_of
from backend.imaging.preset_sections import SUV

SPLINES = ("nearest neighbour", "linear", "quadratic", "cubic", "quartic", "quintic")


def sections_of(preset: dict[str, Any]) -> list[PresetSection]:
    return [_section(key, preset[key]) for key in section_keys(preset)]


def _section(key: str, section: dict[str, Any]) -> PresetSection:
    block: dict[str, Any] = section["pyradiomics"]
    return PresetSection(
        modality=key,
        intensity="standardised uptake values" if section.get("intensity") == SUV else "as stored, rescaled",
        preprocessing=[_image_step(*step) for steps in section["preprocessing"] for step in steps.items()],
        mask_preprocessing=[_mask_step(**steps["resample"]) for steps in section["mask_preprocessing"]],
        image_types=[_image_type(name, block) for name in image_types_of(block)],
        feature_classes=[_feature_class(name, block) for name in classes_of(block)],
        settings=block.get("setting") or {},
    )


def _image_step(name: str, settings: dict[str, Any]) -> str:
    if name == "crop":
        return f"Crop to the region and {settings['padding_mm']:g} mm around it"
    if name == "z_score":
        return f"z-score by mean and standard deviation of the voxels above {settings['above']:g}"
    spacing = " by ".join("as it is" if size <= 0 else f"{size:g}" for size in settings["spacing_mm"])
    return f"Resample to {spacing} mm, {SPLINES[settings['order']]}"


def _mask_step(order: int, threshold: float) -> str:
    return f"Resample onto the grid of the image, {SPLINES[order]}; inside from {threshold:g}"


def _image_type(name: str, block: dict[str, Any]) -> str:
    own = (block.get("imageType") or {}).get(name) or {}
    settings = ", ".join(f"{key} {_value(value)}" for key, value in own.items())
    return f"{name} ({settings})" if settings else name


def _feature_class(name: str, block: dict[str, Any]) -> str:
    features = (block.get("featureClass") or {}).get(name)
    return f"{name} ({', '.join(features)})" if features else name


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
