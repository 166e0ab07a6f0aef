"""The voxels of a reading: loaded as far as operations touch them, and kept as operations leave them."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.features.examinations.painting import picture_of
from backend.features.examinations.places import Places
from backend.features.examinations.schemas import Operation, PaintMask
from backend.imaging.runs import bounds, inflate, runs_hash, unpack, voxel_count
from backend.models.annotation import AnnotationKind
from backend.models.mask import NO_SLICE
from backend.repositories.masks import Extent, MaskRepository, MaskRow, Picture, Voxels
from backend.repositories.readings import DrawnObject, Reading, ReadingRepository

Place = tuple[UUID, Picture]


class MaskKeeping:
    def __init__(self, db: AsyncSession) -> None:
        self.masks = MaskRepository(db)
        self.readings = ReadingRepository(db)

    async def loaded(self, reading: Reading, operations: Sequence[Operation]) -> Reading:
        """A reading with what its masks mark on the pictures that operations paint on."""
        places = {
            (operation.annotation_id, picture_of(painted)): None
            for operation in operations
            if isinstance(operation, PaintMask)
            for painted in operation.slices
        }
        voxels = Voxels()
        for key, picture, runs in await self.masks.runs_at(reading.id, list(places)) if places else ():
            voxels.runs.setdefault(key, {})[picture] = inflate(runs)
        return replace(reading, voxels=voxels)

    async def whole(self, reading: Reading) -> Reading:
        """A reading with everything that its masks mark."""
        voxels = Voxels()
        if has_masks(reading):
            for row in await self.masks.all_of(reading.id):
                voxels.runs.setdefault(row.annotation_id, {})[row.picture] = inflate(row.runs)
        return replace(reading, voxels=voxels)

    async def keep(self, before: Reading, after: Reading, places: Places) -> None:
        """Write the voxels that have changed, and where they lie now."""
        old, new = _by_place(before), _by_place(after)
        painted = [place for place, runs in new.items() if old.get(place) != runs or place[0] in after.voxels.wiped]
        gone = [place for place in old if place not in new and place[0] not in after.voxels.wiped]
        if not painted and not gone and not after.voxels.wiped:
            return
        rows = [
            _row(place, new[place], places.size(after.objects[place[0]].sample_image_id, place[1])) for place in painted
        ]
        await self.masks.write(after.id, wiped=after.voxels.wiped, gone=gone, painted=rows)
        await self._keep_boxes(after, {key for key, _ in (*painted, *gone)})

    async def _keep_boxes(self, reading: Reading, painted: set[UUID]) -> None:
        extents = (await self.masks.extents([reading.id]))[reading.id]
        moved = []
        for key in painted & reading.objects.keys():
            drawn = _bounded(reading.objects[key], extents.get(key))
            if drawn != reading.objects[key]:
                reading.objects[key] = drawn
                moved.append(key)
        await self.readings.write_boxes(reading, moved)


def has_masks(reading: Reading) -> bool:
    return any(drawn.kind is AnnotationKind.MASK for drawn in reading.objects.values())


def _by_place(reading: Reading) -> dict[Place, bytes]:
    return {(key, picture): runs for key, pictures in reading.voxels.runs.items() for picture, runs in pictures.items()}


def _row(place: Place, runs: bytes, size_yx: tuple[int, int]) -> MaskRow:
    key, picture = place
    ends, (rows, columns) = unpack(runs), size_yx
    x, y, width, height = bounds(ends, columns) or (0, 0, 0, 0)
    return MaskRow(
        annotation_id=key,
        sop_instance_uid=picture.sop_instance_uid or NO_SLICE,
        frame=picture.frame,
        row_count=rows,
        column_count=columns,
        voxel_count=voxel_count(ends),
        box_x=x,
        box_y=y,
        box_width=width,
        box_height=height,
        content_hash=runs_hash(runs) or "",
        runs=zlib.compress(runs),
    )


def _bounded(drawn: DrawnObject, extent: Extent | None) -> DrawnObject:
    if extent is None:
        return replace(drawn, box_x=None, box_y=None, box_width=None, box_height=None)
    return replace(
        drawn,
        box_x=float(extent.left),
        box_y=float(extent.top),
        box_width=float(extent.right - extent.left),
        box_height=float(extent.bottom - extent.top),
    )
