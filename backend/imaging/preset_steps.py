"""The steps of a preset's section, read from it. Validation for people, with lines, is the preset's own matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.core.errors import Unprocessable

HIGHEST_ORDER = 5


@dataclass(frozen=True)
class Crop:
    padding_mm: float


@dataclass(frozen=True)
class Resample:
    spacing_xyz_mm: tuple[float, float, float]  # not positive: as it is
    order: int


@dataclass(frozen=True)
class ZScore:
    above: float | None  # None: all voxels count


@dataclass(frozen=True)
class MaskResample:
    """Without such a step, masks that must change their grid do so linearly."""

    order: int = 1
    threshold: float = 0.5


Step = Crop | Resample | ZScore


def require_steps(section: Mapping[str, Any]) -> None:
    """Raise Unprocessable where a section asks for a step that is not known here, or says too little of one."""
    steps_of(section)
    mask_step_of(section)


def steps_of(section: Mapping[str, Any]) -> tuple[Step, ...]:
    """Read the steps on the image, in their order. Raises Unprocessable for one that is not known."""
    return tuple(_step(*_named(item, "preprocessing")) for item in section.get("preprocessing") or ())


def mask_step_of(section: Mapping[str, Any]) -> MaskResample:
    """Read the one step on the mask."""
    items = section.get("mask_preprocessing") or ()
    if not items:
        return MaskResample()
    name, values = _named(items[0], "mask preprocessing")
    if name != "resample" or len(items) > 1:
        raise Unprocessable("The mask preprocessing steps of this preset are not known to this version.")
    with_defaults = {"order": 3, "threshold": 0.5, **values}
    return MaskResample(_order(with_defaults), _number(with_defaults, "threshold"))


def _step(name: str, values: Mapping[str, Any]) -> Step:
    if name == "crop":
        return Crop(_number(values, "padding_mm"))
    if name == "resample":
        return Resample(_spacing(values), _order({"order": 3, **values}))
    if name == "z_score":
        return ZScore(None if values.get("above") is None else _number(values, "above"))
    raise Unprocessable(f"The preprocessing steps of this preset are not known to this version: {name}.")


def _named(item: Any, where: str) -> tuple[str, Mapping[str, Any]]:
    if isinstance(item, str):
        return item, {}
    if not isinstance(item, Mapping) or len(item) != 1:
        raise Unprocessable(f"Each step of {where} is a name and its values.")
    ((name, values),) = item.items()
    if values is not None and not isinstance(values, Mapping):
        raise Unprocessable(f"The values of the step {name} are not named.")
    return str(name), values or {}


def _spacing(values: Mapping[str, Any]) -> tuple[float, float, float]:
    spacing = values.get("spacing_mm")
    if not isinstance(spacing, list | tuple) or len(spacing) != 3:  # noqa: PLR2004 - x, y, z
        raise Unprocessable("Resampling needs spacing_mm: three numbers, along columns, rows and slices.")
    x, y, z = (_number({"spacing_mm": value}, "spacing_mm") for value in spacing)
    return x, y, z


def _order(values: Mapping[str, Any]) -> int:
    order = values["order"]
    if isinstance(order, bool) or not isinstance(order, int) or not 0 <= order <= HIGHEST_ORDER:
        raise Unprocessable(f"The order of a spline is a whole number from 0 to {HIGHEST_ORDER}.")
    return order


def _number(values: Mapping[str, Any], name: str) -> float:
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unprocessable(f"The preset says no number for {name}.")
    return float(value)
