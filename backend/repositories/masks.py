"""The voxels of masks, picture by picture, as plain rows: a stroke is a save like any other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import Base
from backend.models.instance import Instance
from backend.models.mask import NO_SLICE
from backend.models.sample_image import SampleImage
from backend.repositories.instances import PIXEL_SPACING


class Picture(NamedTuple):
    """Of the image that a mask lies on; a photograph has no slices."""

    sop_instance_uid: str | None
    frame: int


@dataclass(slots=True)
class Voxels:
    """What masks mark, as runs, by object and picture: all of it, or as much as was asked for.

    What is not there is not marked, or was not asked for; of what is `wiped`, all that there was is gone.
    """

    runs: dict[UUID, dict[Picture, bytes]] = field(default_factory=dict)
    wiped: set[UUID] = field(default_factory=set)

    def copied(self) -> "Voxels":
        return Voxels({key: dict(pictures) for key, pictures in self.runs.items()}, set(self.wiped))

    def wipe(self, annotation_id: UUID) -> None:
        self.runs.pop(annotation_id, None)
        self.wiped.add(annotation_id)


@dataclass(frozen=True, slots=True)
class MaskRow:
    """A row of masks, but for the reading; `runs` are deflated."""

    annotation_id: UUID
    sop_instance_uid: str
    frame: int
    row_count: int
    column_count: int
    voxel_count: int
    box_x: int
    box_y: int
    box_width: int
    box_height: int
    content_hash: str
    runs: bytes

    @property
    def picture(self) -> Picture:
        return Picture(self.sop_instance_uid or None, self.frame)


class Extent(NamedTuple):
    """Of all pictures of a mask together: its voxels, and the smallest box around them."""

    voxel_count: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class StackedSlice:
    sop_instance_uid: str
    position_mm: list[Any] | None
    orientation: list[Any] | None
    spacing_mm: list[Any] | None
    frame_count: int


_MASKS = Base.metadata.tables["masks"]
_FIELDS = list(MaskRow.__slots__)
_OF_READING = _MASKS.c.examination_id == bindparam("reading_id")
_PLACE = tuple_(_MASKS.c.annotation_id, _MASKS.c.sop_instance_uid, _MASKS.c.frame)
_ROWS = [_MASKS.c[name] for name in _FIELDS]

ALL = select(*_ROWS).where(_OF_READING).order_by(_MASKS.c.annotation_id, _MASKS.c.sop_instance_uid, _MASKS.c.frame)
OF_ALL = select(_MASKS.c.examination_id, *_ROWS).where(
    _MASKS.c.examination_id.in_(bindparam("reading_ids", expanding=True))
)
SOME = select(_MASKS.c.annotation_id, _MASKS.c.sop_instance_uid, _MASKS.c.frame, _MASKS.c.runs).where(
    _OF_READING, _PLACE.in_(bindparam("places", expanding=True))
)
EXTENTS = (
    select(
        _MASKS.c.examination_id,
        _MASKS.c.annotation_id,
        func.sum(_MASKS.c.voxel_count),
        func.min(_MASKS.c.box_x),
        func.min(_MASKS.c.box_y),
        func.max(_MASKS.c.box_x + _MASKS.c.box_width),
        func.max(_MASKS.c.box_y + _MASKS.c.box_height),
    )
    .where(_MASKS.c.examination_id.in_(bindparam("reading_ids", expanding=True)))
    .group_by(_MASKS.c.examination_id, _MASKS.c.annotation_id)
)
SLICES = (
    select(
        SampleImage.id,
        Instance.sop_instance_uid,
        Instance.image_position_mm,
        Instance.image_orientation,
        Instance.attributes[PIXEL_SPACING],
        Instance.frame_count,
    )
    .join(Instance, Instance.series_id == SampleImage.series_id)
    .where(SampleImage.id.in_(bindparam("image_ids", expanding=True)), Instance.is_image)
)
WIPE = delete(_MASKS).where(_OF_READING, _MASKS.c.annotation_id == bindparam("object_id"))
REMOVE = delete(_MASKS).where(
    _OF_READING,
    _MASKS.c.annotation_id == bindparam("object_id"),
    _MASKS.c.sop_instance_uid == bindparam("slice_uid"),
    _MASKS.c.frame == bindparam("slice_frame"),
)
ADD = insert(_MASKS)
PLACES_AT_ONCE = 200


class MaskRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def all_of(self, reading_id: UUID, annotation_id: UUID | None = None) -> list[MaskRow]:
        """The voxels of a reading, or of one object of it."""
        statement = ALL if annotation_id is None else ALL.where(_MASKS.c.annotation_id == annotation_id)
        return [MaskRow(*row) for row in await self.db.execute(statement, {"reading_id": reading_id})]

    async def of_readings(self, reading_ids: Collection[UUID]) -> list[tuple[UUID, MaskRow]]:
        """The voxels of several readings, with the reading of each."""
        rows = await self.db.execute(OF_ALL, {"reading_ids": list(reading_ids)})
        return [(row[0], MaskRow(*row[1:])) for row in rows]

    async def runs_at(
        self, reading_id: UUID, places: Sequence[tuple[UUID, Picture]]
    ) -> list[tuple[UUID, Picture, bytes]]:
        """The deflated runs on some pictures of objects, where there are any."""
        found: list[tuple[UUID, Picture, bytes]] = []
        for start in range(0, len(places), PLACES_AT_ONCE):
            some = [(key, *_kept(picture)) for key, picture in places[start : start + PLACES_AT_ONCE]]
            rows = await self.db.execute(SOME, {"reading_id": reading_id, "places": some})
            found += [(key, Picture(uid or None, frame), runs) for key, uid, frame, runs in rows]
        return found

    async def extents(self, reading_ids: Collection[UUID]) -> dict[UUID, dict[UUID, Extent]]:
        """By reading, of each of its masks that marks anything."""
        found: dict[UUID, dict[UUID, Extent]] = {key: {} for key in reading_ids}
        rows = await self.db.execute(EXTENTS, {"reading_ids": list(reading_ids)}) if reading_ids else ()
        for reading_id, key, *extent in rows:
            found[reading_id][key] = Extent(*map(int, extent))
        return found

    async def slices(self, image_ids: Collection[UUID]) -> dict[UUID, list[StackedSlice]]:
        """How the slices of images that are series lie, by image."""
        found: dict[UUID, list[StackedSlice]] = {}
        for image_id, *row in await self.db.execute(SLICES, {"image_ids": list(image_ids)}):
            found.setdefault(image_id, []).append(StackedSlice(*row))
        return found

    async def write(
        self,
        reading_id: UUID,
        *,
        wiped: Iterable[UUID],
        gone: Sequence[tuple[UUID, Picture]],
        painted: Sequence[MaskRow],
    ) -> None:
        """Write what is marked now; what is wiped or gone is taken away before."""
        if keys := [{"reading_id": reading_id, "object_id": key} for key in wiped]:
            await self.db.execute(WIPE, keys)
        places = [*gone, *((row.annotation_id, row.picture) for row in painted)]
        if places:
            await self.db.execute(REMOVE, [_place(reading_id, key, picture) for key, picture in places])
        if painted:
            rows = [{name: getattr(row, name) for name in _FIELDS} for row in painted]
            await self.db.execute(ADD, [{"examination_id": reading_id, **row} for row in rows])


def _kept(picture: Picture) -> tuple[str, int]:
    return picture.sop_instance_uid or NO_SLICE, picture.frame


def _place(reading_id: UUID, key: UUID, picture: Picture) -> dict[str, Any]:
    uid, frame = _kept(picture)
    return {"reading_id": reading_id, "object_id": key, "slice_uid": uid, "slice_frame": frame}
