"""What a preset does to an image and to the mask of a region before features are computed, step by step.

A crop says which part of the grid is kept; the steps after it that look around (splines) still see the image around
it, so that a region's values do not depend on the padding. docs/decisions/0010 says what differs from QuantImage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.imaging import resampling
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.mask import Box, bounding_box
from backend.imaging.preset_steps import Crop, MaskResample, Resample, Step, ZScore, mask_step_of, steps_of
from backend.imaging.region_errors import EmptyRegion, NoContrast, OffImage
from backend.imaging.volume import Volume

Facts = dict[str, Any]


@dataclass(frozen=True, eq=False)
class DrawnRegion:
    """A region as it was drawn: a mask on the grid of its own series."""

    array: NDArray[np.bool_]
    geometry: SeriesGeometry


@dataclass(frozen=True, eq=False)
class Prepared:
    """Image and mask on one grid, and what was done to them."""

    volume: Volume
    mask: NDArray[np.bool_]
    facts: tuple[Facts, ...]
    drawn_inside: float  # the part of the region's voxels that lies in the image


@dataclass(eq=False)
class _Image:
    """The image between steps: what of it is kept is cut out as late as possible."""

    array: NDArray[Any]
    geometry: SeriesGeometry
    box: Box
    is_resampled: bool = False
    facts: list[Facts] = field(default_factory=list)

    @property
    def kept(self) -> NDArray[Any]:
        return self.array[self.box]

    @property
    def kept_geometry(self) -> SeriesGeometry:
        return resampling.cropped_grid(self.geometry, self.box)


def prepare(volume: Volume, region: DrawnRegion, section: Mapping[str, Any]) -> Prepared:
    """Do the steps of a preset's section. Raises Unprocessable, by name, for what a step cannot be done with."""
    is_own_grid = resampling.is_same_place(volume.geometry, region.geometry)
    inside = 1.0 if is_own_grid else _part_inside(region, volume.geometry)
    if inside == 0:
        raise OffImage
    image = _Image(volume.array, volume.geometry, resampling.whole_box(volume.geometry))
    for step in steps_of(section):
        _take(step, image, region)
    if is_own_grid and not image.is_resampled:
        mask = region.array[image.box]
    else:
        mask = _on_grid(region, image, mask_step_of(section))
    return Prepared(
        Volume(image.kept, image.kept_geometry if image.facts else volume.geometry), mask, tuple(image.facts), inside
    )


def _take(step: Step, image: _Image, region: DrawnRegion) -> None:
    if isinstance(step, Crop):
        _crop(image, region, step)
    elif isinstance(step, Resample):
        _resample(image, step)
    else:
        _standardise(image, step)


def _crop(image: _Image, region: DrawnRegion, step: Crop) -> None:
    inner = _region_box(region, image.geometry)
    sides = []
    for side, kept, spacing in zip(inner, image.box, image.geometry.spacing_zyx_mm, strict=True):
        padding = round(step.padding_mm / spacing)
        sides.append(slice(max(side.start - padding, kept.start), min(side.stop + padding, kept.stop)))
    if any(side.stop <= side.start for side in sides):
        raise OffImage
    image.box = (sides[0], sides[1], sides[2])
    image.facts.append(
        {
            "step": "crop",
            "padding_mm": step.padding_mm,
            "box_start_xyz": [side.start for side in reversed(sides)],
            "box_size_xyz": [side.stop - side.start for side in reversed(sides)],
        }
    )


def _resample(image: _Image, step: Resample) -> None:
    target = resampling.resampled_grid(image.geometry, image.box, step.spacing_xyz_mm)
    array = resampling.resample_image(image.array, image.geometry, target, step.order)
    image.array, image.geometry, image.box = array, target, resampling.whole_box(target)
    image.is_resampled = True
    image.facts.append(
        {
            "step": "resample",
            "order": step.order,
            "spacing_xyz_mm": list(target.spacing_zyx_mm[::-1]),
            "shape_xyz": list(target.shape_zyx[::-1]),
        }
    )


def _standardise(image: _Image, step: ZScore) -> None:
    kept = image.kept
    counted = kept[kept > step.above] if step.above is not None else kept.ravel()
    if not counted.size:
        raise NoContrast(f"No voxel of the image is above {step.above:g}, so it cannot be standardised.")
    mean, deviation = float(np.mean(counted)), float(np.std(counted))
    if deviation == 0:
        raise NoContrast("All voxels that the image is to be standardised by have the same value.")
    geometry = image.kept_geometry
    image.array, image.geometry, image.box = (kept - mean) / deviation, geometry, resampling.whole_box(geometry)
    image.facts.append(
        {
            "step": "z_score",
            "above": step.above,
            "mean": mean,
            "standard_deviation": deviation,
            "voxel_count": int(counted.size),
        }
    )


def _on_grid(region: DrawnRegion, image: _Image, step: MaskResample) -> NDArray[np.bool_]:
    target = image.kept_geometry
    mask = resampling.resample_mask(region.array, region.geometry, target, step.order, step.threshold)
    if not mask.any():
        raise EmptyRegion("The region is too small for the voxels that this preset resamples to: none lies in it.")
    before, after = int(np.count_nonzero(region.array)), int(np.count_nonzero(mask))
    image.facts.append(
        {
            "step": "mask_resample",
            "order": step.order,
            "threshold": step.threshold,
            "voxel_count_before": before,
            "voxel_count": after,
            "volume_mm3_before": before * region.geometry.voxel_volume_mm3,
            "volume_mm3": after * target.voxel_volume_mm3,
        }
    )
    return mask


def _region_box(region: DrawnRegion, geometry: SeriesGeometry) -> Box:
    """The voxels of a grid that a region's voxels reach into; it may lie beyond the grid."""
    own = bounding_box(region.array)
    if resampling.is_same_place(region.geometry, geometry):
        return own
    matrix, offset = resampling.index_map(region.geometry, geometry)
    ends = [(side.start - 0.5, side.stop - 0.5) for side in own]
    corners = np.array(np.meshgrid(*ends, indexing="ij")).reshape(3, -1)
    places = matrix @ corners + offset[:, None]
    first = np.floor(places.min(axis=1) + 0.5 + resampling.ALMOST).astype(int)
    after = np.ceil(places.max(axis=1) + 0.5 - resampling.ALMOST).astype(int)
    z, y, x = (slice(int(start), int(stop)) for start, stop in zip(first, after, strict=True))
    return z, y, x


def _part_inside(region: DrawnRegion, geometry: SeriesGeometry) -> float:
    """The part of a region's voxel centres that lies in a voxel of the grid."""
    matrix, offset = resampling.index_map(region.geometry, geometry)
    places = np.argwhere(region.array) @ matrix.T + offset
    reach = 0.5 + resampling.ALMOST
    is_inside = ((places > -reach) & (places < np.asarray(geometry.shape_zyx) - 1 + reach)).all(axis=1)
    return float(is_inside.mean())
