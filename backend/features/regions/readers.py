"""Regions of readers: all closed shapes and masks of one (reading, label, tracking UID) on a series together.

What a reader draws is not copied with every stroke. A region is frozen when somebody asks for its values, and whether
these still stand is worked out when they are looked at: from the reading's version, then from the shapes themselves.
"""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.core.database import now
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.imaging.painted import on_picture
from backend.imaging.regions import RegionFailure, RegionMask
from backend.imaging.shapes import Shape, encloses_area, shapes_hash, shapes_to_json
from backend.models.examination import ExaminationState
from backend.models.region import Region, RegionOrigin, RegionState
from backend.repositories.reader_shapes import DrawnShape, ReaderShapeRepository
from backend.repositories.regions import ReaderKey, RegionRepository

Box = tuple[float, float, float, float]


@dataclass
class DrawnRegion:
    """A region as its reader has it now."""

    key: ReaderKey
    name: str
    reader_name: str
    reading_version: int
    is_done: bool
    shapes: list[Shape] = field(default_factory=list)
    boxes: list[tuple[str, Box]] = field(default_factory=list)
    shapes_hash: str = ""

    def take(self, drawn: DrawnShape) -> None:
        """Take in a shape; open ones enclose nothing."""
        if not encloses_area(drawn.kind.value):
            return
        self.shapes.append(Shape(drawn.sop_instance_uid, drawn.frame, _geometry(drawn), drawn.plane))
        x, y, width, height = drawn.box_x, drawn.box_y, drawn.box_width, drawn.box_height
        if x is not None and y is not None and width is not None and height is not None:
            self.boxes.append((drawn.sop_instance_uid, (x, y, width, height)))

    @property
    def images(self) -> set[tuple[str, int]]:
        """The pictures, or planes through the volume, that it is drawn on."""
        return {(_plane_key(shape) or shape.sop_instance_uid, shape.frame) for shape in self.shapes}


def _plane_key(shape: Shape) -> str | None:
    return json.dumps(shape.plane["origin"], sort_keys=True) if shape.plane else None


class ReaderRegions:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.drawn = ReaderShapeRepository(work.db)
        self.regions = RegionRepository(work.db)

    async def in_round(self, set_id: UUID, round_: int, caller: Caller) -> list[DrawnRegion]:
        shapes = await self.drawn.in_round(set_id, round_, caller)
        return await asyncio.to_thread(_grouped, shapes)

    async def hashes(self, examination_ids: Collection[UUID]) -> dict[ReaderKey, str]:
        """What the regions of some readings are now, by the hash of their shapes."""
        shapes = await self.drawn.of_readings(list(examination_ids)) if examination_ids else []
        found = await asyncio.to_thread(_grouped, shapes)
        return {region.key: region.shapes_hash for region in found if region.shapes}

    async def known(self, drawn: Sequence[DrawnRegion]) -> dict[ReaderKey, Region]:
        """The rows of regions that were asked for before."""
        return await self.regions.of_readings({region.key.examination_id for region in drawn})

    async def freeze(self, organization_id: UUID, drawn: Sequence[DrawnRegion]) -> list[Region]:
        """Write down regions as they are now, in this order; what has not changed keeps its mask."""
        known = await self.known(drawn)
        frozen = []
        for region in drawn:
            row = known.get(region.key) or self.regions.add(_new(organization_id, region))
            if row.shapes_hash != region.shapes_hash:
                row.shapes, row.shapes_hash = shapes_to_json(region.shapes), region.shapes_hash
                row.state, row.reason, row.reason_code = RegionState.PENDING, None, None
                row.mask_key, row.updated_at = None, now()
            row.name = region.name
            frozen.append(row)
        await self.work.flush()
        return frozen

    async def keep(self, region: Region, drawn_hash: str, result: RegionMask | RegionFailure, mask_key: str) -> None:
        """Write down what became of drawing a region, unless it was frozen anew meanwhile."""
        if region.shapes_hash != drawn_hash:
            return
        region.updated_at = now()
        if isinstance(result, RegionFailure):
            region.fail(result.reason, result.code)
            return
        region.content(result.content_hash, result.geometry_hash, mask_key)
        region.measure(result.voxel_count, result.volume_mm3, result.slice_count)


def _geometry(drawn: DrawnShape) -> Mapping[str, Any]:
    painted = drawn.painted
    return on_picture(painted.row_count, painted.column_count, painted.runs) if painted else drawn.geometry


def _grouped(shapes: Sequence[DrawnShape]) -> list[DrawnRegion]:
    found: dict[ReaderKey, DrawnRegion] = {}
    for drawn in shapes:
        key = ReaderKey(drawn.examination_id, drawn.label_id, drawn.tracking_uid, drawn.series_id)
        if key not in found:
            is_done = drawn.state is ExaminationState.DONE
            found[key] = DrawnRegion(key, drawn.label_name, drawn.reader_name, drawn.reading_version, is_done)
        found[key].take(drawn)
    for region in found.values():
        region.shapes_hash = shapes_hash(region.shapes)
    return list(found.values())


def _new(organization_id: UUID, region: DrawnRegion) -> Region:
    key = region.key
    return Region(
        organization_id=organization_id,
        series_id=key.series_id,
        examination_id=key.examination_id,
        label_id=key.label_id,
        tracking_uid=key.tracking_uid,
        name=region.name,
        origin=RegionOrigin.READING,
        state=RegionState.PENDING,
        version=0,
    )
