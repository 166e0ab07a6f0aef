"""Readings as plain rows, asked and written in statements that are made once: every stroke of every reader is a save.

Tracking objects of the unit of work would cost more here than the database itself, so there are none: rows come as
dataclasses, and what has changed goes back as rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import Base
from backend.models.annotation import AnnotationKind, AnnotationOrigin, Space
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.sample_set import Task
from backend.repositories.masks import Voxels


@dataclass(slots=True)
class DrawnObject:
    """A row of annotations, without what the reading says of all of them."""

    id: UUID
    label_id: UUID
    sample_image_id: UUID
    kind: AnnotationKind
    sop_instance_uid: str | None
    frame: int
    geometry: dict[str, Any]
    space: Space
    plane: dict[str, Any] | None
    box_x: float | None
    box_y: float | None
    box_width: float | None
    box_height: float | None
    tracking_uid: str | None
    is_target: bool
    remark: str | None
    attributes: dict[str, Any] | None
    origin: AnnotationOrigin
    updated_at: datetime
    created_at: datetime


@dataclass(slots=True)
class Reading:
    """A row of examinations, with its objects in the order in which they were drawn."""

    id: UUID
    sample_id: UUID
    set_id: UUID
    reader_id: UUID
    round: int
    state: ExaminationState
    tentative: bool
    bad_quality: bool
    no_finding: bool
    remark: str | None
    version: int
    updated_at: datetime
    done_at: datetime | None
    objects: dict[UUID, DrawnObject] = field(default_factory=dict)
    voxels: Voxels = field(default_factory=Voxels)

    def copied(self) -> "Reading":
        """To be changed, while this one stays what it was."""
        return replace(self, objects=dict(self.objects), voxels=self.voxels.copied())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides whether a reading may be changed: its set, and whether a package of its reader holds the sample."""

    organization_id: UUID
    group_id: UUID
    task: Task
    round: int
    archived_at: datetime | None
    is_assigned: bool
    has_lifted: bool


@dataclass(frozen=True, slots=True)
class JournalEntry:
    id: UUID
    sequence_number: int
    actor_id: UUID
    kind: str
    payload: dict[str, Any]
    created_at: datetime


_TABLES = Base.metadata.tables
_EXAMINATIONS, _OBJECTS, _JOURNAL = (_TABLES[name] for name in ("examinations", "annotations", "annotation_operations"))
_SETS, _PACKAGES, _ITEMS, _LIFTS = (
    _TABLES[name] for name in ("reading_sets", "packages", "package_items", "blinding_lifts")
)

_READING_FIELDS = [name for name in Reading.__slots__ if name not in ("objects", "voxels")]
_CHANGING_FIELDS = [name for name in _READING_FIELDS if not _EXAMINATIONS.c[name].foreign_keys and name != "id"]
_OBJECT_FIELDS = list(DrawnObject.__slots__)
_BOX_FIELDS = [name for name in _OBJECT_FIELDS if name.startswith("box_")]
_ENTRY_FIELDS = list(JournalEntry.__slots__)

_READING_ID: BindParameter[UUID] = bindparam("reading_id")
OWN: Select[*tuple[Any, ...]] = (
    select(*[_EXAMINATIONS.c[name] for name in _READING_FIELDS])
    .where(
        _EXAMINATIONS.c.id == _READING_ID,
        _EXAMINATIONS.c.reader_id == bindparam("reader_id"),
        _EXAMINATIONS.c.kind != ExaminationKind.ADJUDICATION,  # a decision is undone and made again, never changed
    )
    .with_for_update()
)
SURROUNDINGS: Select[*tuple[Any, ...]] = select(
    *[_SETS.c[name] for name in ("organization_id", "group_id", "task", "round", "archived_at")],
    exists(
        select(_ITEMS.c.sample_id)
        .join(_PACKAGES, _PACKAGES.c.id == _ITEMS.c.package_id)
        .where(_ITEMS.c.sample_id == bindparam("sample_id"), _PACKAGES.c.assignee_id == bindparam("reader_id"))
    ),
    exists(
        select(_LIFTS.c.id)
        .where(
            _LIFTS.c.set_id == _SETS.c.id,
            _LIFTS.c.user_id == bindparam("reader_id"),
            _LIFTS.c.round == _SETS.c.round,
        )
        .correlate(_SETS)
    ),
).where(_SETS.c.id == bindparam("set_id"))
OBJECTS = (
    select(*[_OBJECTS.c[name] for name in _OBJECT_FIELDS])
    .where(_OBJECTS.c.examination_id == _READING_ID)
    .order_by(_OBJECTS.c.created_at, _OBJECTS.c.id)
)
OBJECTS_OF_ALL = (
    select(_OBJECTS.c.examination_id, *[_OBJECTS.c[name] for name in _OBJECT_FIELDS])
    .where(_OBJECTS.c.examination_id.in_(bindparam("reading_ids", expanding=True)))
    .order_by(_OBJECTS.c.created_at, _OBJECTS.c.id)
)
JOURNALED = select(_JOURNAL.c.id).where(
    _JOURNAL.c.examination_id == _READING_ID, _JOURNAL.c.id.in_(bindparam("operation_ids", expanding=True))
)
_THE_OBJECT = (_OBJECTS.c.examination_id == _READING_ID, _OBJECTS.c.id == bindparam("object_id"))
CHANGE = update(_EXAMINATIONS).where(_EXAMINATIONS.c.id == _READING_ID)
CHANGE_OBJECTS = update(_OBJECTS).where(*_THE_OBJECT)
DELETE_OBJECTS = delete(_OBJECTS).where(*_THE_OBJECT)
ADD_OBJECTS = insert(_OBJECTS)
ADD_ENTRIES = insert(_JOURNAL)


class ReadingRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def own(self, reading_id: UUID, reader_id: UUID) -> Reading | None:
        """One's own reading, still without objects, held until the end of the unit of work."""
        row = (await self.db.execute(OWN, {"reading_id": reading_id, "reader_id": reader_id})).one_or_none()
        return Reading(*row) if row is not None else None

    async def surroundings(self, reading: Reading) -> Surroundings:
        sought = {"set_id": reading.set_id, "sample_id": reading.sample_id, "reader_id": reading.reader_id}
        return Surroundings(*(await self.db.execute(SURROUNDINGS, sought)).one())

    async def journaled(self, reading_id: UUID, operation_ids: Collection[UUID]) -> set[UUID]:
        """Which of these operations the journal has already."""
        sought = {"reading_id": reading_id, "operation_ids": operation_ids}
        return set((await self.db.execute(JOURNALED, sought)).scalars())

    async def with_objects(self, reading: Reading | Examination) -> Reading:
        rows = await self.db.execute(OBJECTS, {"reading_id": reading.id})
        objects = {row[0]: DrawnObject(*row) for row in rows}
        return Reading(**_row(reading, _READING_FIELDS), objects=objects)

    async def all_with_objects(self, readings: Sequence[Examination]) -> list[Reading]:
        """Several readings, their objects asked for at once."""
        keys = [reading.id for reading in readings]
        rows = await self.db.execute(OBJECTS_OF_ALL, {"reading_ids": keys}) if keys else ()
        objects: dict[UUID, dict[UUID, DrawnObject]] = {key: {} for key in keys}
        for reading_id, *row in rows:
            objects[reading_id][row[0]] = DrawnObject(*row)
        return [Reading(**_row(reading, _READING_FIELDS), objects=objects[reading.id]) for reading in readings]

    async def write(self, before: Reading, after: Reading, entries: Sequence[JournalEntry]) -> None:
        """Write what has become of a reading, and what the journal says of it."""
        await self.db.execute(CHANGE, {"reading_id": after.id, **_row(after, _CHANGING_FIELDS)})
        await self.db.execute(
            ADD_ENTRIES, [{"examination_id": after.id, **_row(entry, _ENTRY_FIELDS)} for entry in entries]
        )
        await self._write_objects(before, after)

    async def write_boxes(self, reading: Reading, keys: Collection[UUID]) -> None:
        """Write anew where some objects lie."""
        rows = [_row(reading.objects[key], _BOX_FIELDS) for key in keys]
        places = [{"reading_id": reading.id, "object_id": key} for key in keys]
        if rows:
            await self.db.execute(CHANGE_OBJECTS, [{**key, **row} for key, row in zip(places, rows, strict=True)])

    async def _write_objects(self, before: Reading, after: Reading) -> None:
        new = [drawn for key, drawn in after.objects.items() if key not in before.objects]
        changed = [drawn for key, drawn in after.objects.items() if before.objects.get(key, drawn) is not drawn]
        gone = [key for key in before.objects if key not in after.objects]
        if gone:
            await self.db.execute(DELETE_OBJECTS, [{"reading_id": after.id, "object_id": key} for key in gone])
        if changed:
            keys = [{"reading_id": after.id, "object_id": drawn.id} for drawn in changed]
            rows = [_row(drawn, _OBJECT_FIELDS) for drawn in changed]
            await self.db.execute(CHANGE_OBJECTS, [{**key, **row} for key, row in zip(keys, rows, strict=True)])
        if new:
            common = {"examination_id": after.id, "set_id": after.set_id}
            await self.db.execute(ADD_OBJECTS, [{**common, **_row(drawn, _OBJECT_FIELDS)} for drawn in new])


def _row(record: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
