"""How much masks mark: voxels, and mm³ where slices have one size and distance. Derived when asked, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.features.examinations.mask_keeping import has_masks
from backend.imaging.agreement.stacks import Position, stacked
from backend.imaging.runs import unpack, voxel_count
from backend.models.annotation import AnnotationKind
from backend.repositories.masks import MaskRepository, StackedSlice
from backend.repositories.readings import Reading


@dataclass(frozen=True)
class MaskSize:
    voxel_count: int
    volume_mm3: float | None


Sizes = Mapping[UUID, MaskSize]


async def sizes(masks: MaskRepository, readings: Sequence[Reading]) -> list[Sizes]:
    """For each reading as it is now, the sizes of its masks by their ids."""
    having = [reading.id for reading in readings if has_masks(reading)]
    extents = await masks.extents(having) if having else {}
    counts = [{key: extent.voxel_count for key, extent in extents.get(reading.id, {}).items()} for reading in readings]
    return await _sized(masks, readings, counts)


async def sizes_then(masks: MaskRepository, earlier: Reading) -> Sizes:
    """Of a reading as it was, which brings all its voxels along."""
    counts = {
        key: sum(voxel_count(unpack(runs)) for runs in pictures.values())
        for key, pictures in earlier.voxels.runs.items()
    }
    (found,) = await _sized(masks, [earlier], [counts])
    return found


async def _sized(
    masks: MaskRepository, readings: Sequence[Reading], counts: Sequence[Mapping[UUID, int]]
) -> list[Sizes]:
    image_of = {
        (reading.id, drawn.id): drawn.sample_image_id
        for reading in readings
        for drawn in reading.objects.values()
        if drawn.kind is AnnotationKind.MASK
    }
    slices = await masks.slices(set(image_of.values())) if image_of else {}
    volumes = {image_id: voxel_mm3(of_image) for image_id, of_image in slices.items()}
    found: list[dict[UUID, MaskSize]] = [{} for _ in readings]
    places = {reading.id: number for number, reading in enumerate(readings)}
    for (reading_id, key), image_id in image_of.items():
        count, volume = counts[places[reading_id]].get(key, 0), volumes.get(image_id)
        found[places[reading_id]][key] = MaskSize(count, None if volume is None else count * volume)
    return list(found)


def voxel_mm3(slices: Sequence[StackedSlice]) -> float | None:
    """What a voxel of a series takes, where all of them take the same."""
    spacings = {tuple(float(side) for side in one.spacing_mm or ()) for one in slices}
    if len(spacings) != 1 or any(one.frame_count != 1 for one in slices):
        return None
    positions = [
        Position(
            one.sop_instance_uid,
            tuple(one.position_mm) if one.position_mm else None,
            tuple(one.orientation) if one.orientation else None,
        )
        for one in slices
    ]
    distances = {distance for _, distance in stacked(positions).values()}
    (spacing,), (distance,) = spacings, distances if len(distances) == 1 else (None,)
    if distance is None or len(spacing) != 2:  # noqa: PLR2004 - rows and columns
        return None
    return distance * spacing[0] * spacing[1]
