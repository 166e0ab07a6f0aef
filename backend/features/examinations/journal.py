"""Writes operations into the journal of a reading, and the reading as they leave it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import now
from backend.features.examinations.attributes import require_complete
from backend.features.examinations.checks import Checks, is_done_with_nothing
from backend.features.examinations.errors import AttributeMissing, InvalidOperation, NothingRead
from backend.features.examinations.mask_keeping import MaskKeeping
from backend.features.examinations.places import Places
from backend.features.examinations.projection import project
from backend.features.examinations.schemas import (
    AnnotationWrite,
    Operation,
    PaintedSlice,
    PaintMask,
    PutAnnotation,
    SetState,
)
from backend.models.examination import ExaminationState
from backend.models.sample_set import Task
from backend.repositories.reading_places import ReadingPlaceRepository
from backend.repositories.readings import DrawnObject, JournalEntry, Reading, ReadingRepository

EMPTIED = "This reading is done: open it again, or say no finding or bad quality, before the last of it goes."


class Journal:
    def __init__(self, db: AsyncSession) -> None:
        self.readings = ReadingRepository(db)
        self.under = ReadingPlaceRepository(db)
        self.masks = MaskKeeping(db)

    async def write(
        self,
        before: Reading,
        operations: Sequence[Operation],
        task: Task,
        actor_id: UUID,
        *,
        earlier: Mapping[UUID, DrawnObject] = MappingProxyType({}),
    ) -> Reading:
        """Apply operations one after the other; tells what the reading is then.

        Objects that there were earlier may come back as they were, also with a label that is archived since.

        Raises:
            InvalidOperation: One does not fit; names it. Nothing of the batch is kept.
            MaskChanged: A stroke was made on other voxels; names them. Nothing of the batch is kept.
        """
        before = await self.masks.loaded(before, operations)
        checks = replace(await self._checks(before, operations, task), earlier=earlier)
        after = before.copied()
        entries = [_apply(after, operation, checks, actor_id) for operation in operations]
        _require_said(before, after, operations)
        await self._require_complete(before, after, operations)
        await self.readings.write(before, after, entries)
        await self.masks.keep(before, after, checks.places)
        return after

    async def _checks(self, reading: Reading, operations: Sequence[Operation], task: Task) -> Checks:
        """What it takes to check these operations, asked once however many objects they put."""
        new = [operation.annotation for operation in operations if isinstance(operation, PutAnnotation)]
        strokes = [
            stroke for operation in operations if isinstance(operation, PaintMask) for stroke in operation.slices
        ]
        if not new and not strokes:
            return Checks(task, {}, Places())
        words = await self.under.words(reading.set_id, {annotation.label_id for annotation in new}) if new else {}
        return Checks(task, words, await self._places(reading.sample_id, [*new, *strokes]))

    async def _require_complete(self, before: Reading, after: Reading, operations: Sequence[Operation]) -> None:
        """A reading that is done says of each object what its label requires, but for what it lacked as done before."""
        if after.state is not ExaminationState.DONE:
            return
        was_done = before.state is ExaminationState.DONE
        words = await self.under.words(
            after.set_id, {drawn.label_id for reading in (before, after) for drawn in reading.objects.values()}
        )
        try:
            require_complete(before.objects if was_done else {}, after.objects, words)
        except AttributeMissing as error:
            culprit = next((each for each in reversed(operations) if isinstance(each, SetState)), operations[-1])
            raise AttributeMissing(str(error), error.members | {"operation_id": str(culprit.id)}) from error

    async def _places(self, sample_id: UUID, drawn: Sequence[AnnotationWrite | PaintedSlice]) -> Places:
        images = await self.under.images(sample_id)
        uids = {one.sop_instance_uid for one in drawn if one.sop_instance_uid is not None}
        places = Places(images)
        if any(isinstance(one, AnnotationWrite) and one.plane is not None for one in drawn):
            places = replace(places, frames_of_reference=await self.under.frames_of_reference(sample_id))
        if not uids or not images:
            return places
        organization_id = next(iter(images.values())).organization_id
        return replace(places, slices=await self.under.slices(organization_id, uids))


def _require_said(before: Reading, after: Reading, operations: Sequence[Operation]) -> None:
    """A reading that is done still says something when a batch is over; one that said nothing before may go on so."""
    if is_done_with_nothing(after) and not is_done_with_nothing(before):
        raise NothingRead(EMPTIED, {"operation_id": str(_emptied_by(before, operations).id)})


def _emptied_by(before: Reading, operations: Sequence[Operation]) -> Operation:
    """The operation after which a done reading said nothing, up to the end."""
    reading = before.copied()
    culprit = operations[-1]
    for operation in operations:
        was_empty = is_done_with_nothing(reading)
        project(reading, operation, reading.updated_at)
        if is_done_with_nothing(reading) and not was_empty:
            culprit = operation
    return culprit


def _apply(reading: Reading, operation: Operation, checks: Checks, actor_id: UUID) -> JournalEntry:
    at = now()
    try:
        checks.check(reading, operation)
        project(reading, operation, at)
    except InvalidOperation as error:
        raise type(error)(str(error), {"operation_id": str(operation.id)}) from error
    return JournalEntry(
        id=operation.id,
        sequence_number=reading.version,
        actor_id=actor_id,
        kind=operation.kind,
        payload=operation.model_dump(mode="json", exclude_unset=True),
        created_at=at,
    )
