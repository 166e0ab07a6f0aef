"""What has become of a reading: its operations, how it was at any of its versions, and a way back to it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from pydantic import TypeAdapter

from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.examinations.errors import ExaminationNotFound, VersionNotFound
from backend.features.examinations.history_schemas import ActorRead, ObjectHistoryRead, OperationRead
from backend.features.examinations.projection import project
from backend.features.examinations.schemas import Operation
from backend.models.examination import Examination, ExaminationState
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.journal import JournalRepository, ObjectHistory, WrittenEntry
from backend.repositories.masks import Voxels
from backend.repositories.readings import JournalEntry, Reading, ReadingRepository

OPERATIONS: TypeAdapter[Operation] = TypeAdapter(Operation)
LONG_JOURNAL = 500  # from here on a journal is played beside the event loop


class ReadingHistory:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.examinations = ExaminationRepository(work.db)
        self.readings = ReadingRepository(work.db)
        self.journal = JournalRepository(work.db)

    async def operations(
        self, examination_id: UUID, caller: Caller, page: Page, *, object_id: UUID | None, after: int
    ) -> Listing[OperationRead]:
        """What was done in a reading, the last first."""
        await self._visible(examination_id, caller)
        found = await self.journal.page(examination_id, page, object_id=object_id, after=after)
        items = [_read(entry) for entry in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def objects(self, examination_id: UUID, caller: Caller, page: Page) -> Listing[ObjectHistoryRead]:
        """Every object that a reading has or had: who made it, and who changed it last."""
        await self._visible(examination_id, caller)
        found = await self.journal.objects(examination_id, page)
        return Listing([_of_object(item) for item in found.items], found.total, found.page, found.page_size)

    async def version(self, examination_id: UUID, version: int, caller: Caller) -> Reading:
        """A reading that the caller may see, as it was after so many operations."""
        examination = await self._visible(examination_id, caller)
        return await self.as_it_was(await self.readings.with_objects(examination), version)

    async def as_it_was(self, reading: Reading, version: int) -> Reading:
        """The journal played from the beginning.

        Raises:
            VersionNotFound: It has not come so far, or its journal does not tell how it came about.
        """
        if version > reading.version:
            raise VersionNotFound
        entries = await self.journal.until(reading.id, version)
        if len(entries) != version:
            raise VersionNotFound
        if version < LONG_JOURNAL:
            return _played(reading, entries)
        return await asyncio.to_thread(_played, reading, entries)

    async def _visible(self, examination_id: UUID, caller: Caller) -> Examination:
        examination = await self.examinations.get_visible(examination_id, caller)
        if examination is None:
            raise ExaminationNotFound
        return examination


def _played(reading: Reading, entries: Sequence[JournalEntry]) -> Reading:
    begun = replace(
        reading,
        state=ExaminationState.OPEN,
        tentative=False,
        bad_quality=False,
        no_finding=False,
        remark=None,
        version=0,
        updated_at=entries[0].created_at if entries else reading.updated_at,
        done_at=None,
        objects={},
        voxels=Voxels(),
    )
    for entry in entries:
        project(begun, OPERATIONS.validate_python(entry.payload), entry.created_at)
    return begun


def _read(entry: WrittenEntry) -> OperationRead:
    operation = OPERATIONS.validate_python(entry.payload)
    return OperationRead(
        version=entry.sequence_number,
        actor=ActorRead(id=entry.actor_id, name=entry.actor_name),
        created_at=entry.created_at,
        operation=operation,
    )


def _of_object(found: ObjectHistory) -> ObjectHistoryRead:
    return ObjectHistoryRead(
        id=found.id,
        made_by=ActorRead(id=found.made_by_id, name=found.made_by_name),
        made_at=found.made_at,
        changed_by=ActorRead(id=found.changed_by_id, name=found.changed_by_name),
        changed_at=found.changed_at,
        version=found.version,
        operation_count=found.operation_count,
        is_there=found.is_there,
    )
