"""How alike readings are: of a sample, or of what shows it once more."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from uuid import UUID

from backend.core.work import UnitOfWork
from backend.features.agreement.gathering import marks_of
from backend.features.examinations.with_voxels import with_voxels
from backend.imaging.agreement.likeness import likeness
from backend.imaging.agreement.marks import Mark
from backend.models.examination import Examination
from backend.models.sample_set import Task
from backend.repositories.masks import MaskRepository
from backend.repositories.readings import ReadingRepository
from backend.repositories.rereading import RereadingRepository

Marks = Mapping[UUID, Sequence[Mark]]


class ReadingComparison:
    def __init__(self, work: UnitOfWork) -> None:
        self.readings = ReadingRepository(work.db)
        self.masks = MaskRepository(work.db)
        self.rows = RereadingRepository(work.db)

    async def marks(self, examinations: Sequence[Examination]) -> Marks:
        """What each reading says, as far as readings are compared by it."""
        drawn = await with_voxels(self.masks, await self.readings.all_with_objects(examinations))
        positions = await self.rows.image_positions({reading.sample_id for reading in drawn})
        return {
            reading.id: [
                mark
                for thing in reading.objects.values()
                for mark in marks_of(thing, str(positions.get(thing.sample_image_id, 0)))
            ]
            for reading in drawn
        }


def of_pair(task: Task, one: Sequence[Mark], other: Sequence[Mark]) -> float | None:
    return likeness(task.value, one, other)


def of_all(task: Task, readings: Sequence[Sequence[Mark]]) -> float | None:
    """The mean over the pairs that can be compared; None where none can."""
    values = [of_pair(task, one, other) for one, other in combinations(readings, 2)]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
