"""Objects of files as readings of the kind `imported`: beside those of persons, and never in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from backend.core import audit
from backend.core.database import now
from backend.core.errors import ApplicationError
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.annotation_imports.making import operations_of
from backend.features.annotation_imports.places import KnownImage
from backend.features.examinations.errors import InvalidOperation
from backend.features.examinations.journal import Journal
from backend.features.examinations.schemas import Operation
from backend.imaging.exchange.incoming import IncomingObject, Refusal
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.label import Label
from backend.models.sample_set import SampleSet
from backend.repositories.annotation_imports import AnnotationImportRepository
from backend.repositories.readings import ReadingRepository

Placed = tuple[IncomingObject, KnownImage, Label]


@dataclass(frozen=True)
class Brought:
    """An object of a file, and the operations that make it."""

    drawn: IncomingObject
    operations: Sequence[Operation]


class Filing:
    def __init__(self, work: UnitOfWork, sample_set: SampleSet, import_id: UUID, caller: Caller) -> None:
        self.work = work
        self.set = sample_set
        self.import_id = import_id
        self.caller = caller
        self.imports = AnnotationImportRepository(work.db)

    def reading_id(self, sample_id: UUID, author: str | None) -> UUID:
        """The same whenever the import is tried again."""
        return uuid5(self.import_id, f"{sample_id} {author or ''}")

    async def file(
        self, sample_id: UUID, author: str | None, objects: Sequence[Placed]
    ) -> tuple[int, list[tuple[IncomingObject, Refusal]]]:
        """Make one reading of what an author said of a sample; tells how many objects it has, and what does not fit."""
        incoming: list[Brought] = []
        refused = []
        for one in objects:
            try:
                incoming.append(Brought(one[0], operations_of(*one)))
            except ApplicationError as error:
                refused.append((one[0], Refusal.of(one[0].item, error)))
        if not incoming:
            return 0, refused
        examination = await self._begun(sample_id, author)
        written, unfit = await self._written(examination, incoming)
        if not written:
            await self.work.db.delete(examination)
        else:
            await self._ended(examination, written)
        await self.work.flush()
        return written, refused + unfit

    async def _begun(self, sample_id: UUID, author: str | None) -> Examination:
        turn = await self.imports.last_turn(sample_id, self.caller.user_id, self.set.round) + 1
        examination = Examination(
            id=self.reading_id(sample_id, author),
            set_id=self.set.id,
            sample_id=sample_id,
            reader_id=self.caller.user_id,
            round=self.set.round,
            kind=ExaminationKind.IMPORTED,
            turn=turn,
            author=author[:200] if author else None,
            version=0,
        )
        self.work.db.add(examination)
        await self.work.flush()
        return examination

    async def _written(
        self, examination: Examination, incoming: Sequence[Brought]
    ) -> tuple[int, list[tuple[IncomingObject, Refusal]]]:
        """Write what fits: an object that does not is told of, and the others are tried again."""
        reading = await ReadingRepository(self.work.db).with_objects(examination)
        left = dict(enumerate(incoming))
        whose = {operation.id: number for number, one in left.items() for operation in one.operations}
        refused: list[tuple[IncomingObject, Refusal]] = []
        while left:
            try:
                operations = [operation for one in left.values() for operation in one.operations]
                await Journal(self.work.db).write(reading, operations, self.set.task, self.caller.user_id)
                return len(left), refused
            except InvalidOperation as error:
                drawn = left.pop(whose[UUID(error.members["operation_id"])]).drawn
                refused.append((drawn, Refusal.of(drawn.item, error)))
        return 0, refused

    async def _ended(self, examination: Examination, count: int) -> None:
        await self.imports.mark_imported(examination.id)
        await self.work.db.refresh(examination)
        examination.state, examination.done_at = ExaminationState.DONE, now()
        audit.record(
            self.work,
            self.caller,
            "examination.imported",
            examination.id,
            organization_id=self.set.organization_id,
            objects=count,
            import_id=str(self.import_id),
        )
