"""How readers hold up over time: against known answers, and against what they said themselves before."""

from uuid import UUID

from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.distribution.comparing import ReadingComparison, of_pair
from backend.features.distribution.schemas import DriftPoint, DriftRead, ReaderDrift
from backend.features.packages.schemas import AssigneeRead
from backend.features.sets.service import SetService
from backend.models.examination import Examination
from backend.models.sample import SamplePurpose
from backend.models.sample_set import SampleSet
from backend.repositories.known_answers import KnownAnswerRepository
from backend.repositories.rereading import Pair, RereadingRepository
from backend.repositories.users import UserRepository


class DriftService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.rows = RereadingRepository(work.db)

    async def of_set(self, set_id: UUID, caller: Caller) -> DriftRead:
        sample_set = await SetService(self.work).visible(set_id, caller)
        caller.require(Action.SEE_ALL_PACKAGES, in_=sample_set.group_id)
        await BlindingService(self.work).require_sight(sample_set, caller)
        compared = await self._compared(sample_set)
        marks = await ReadingComparison(self.work).marks([each for _, *both in compared for each in both])
        points: dict[UUID, list[DriftPoint]] = {}
        for pair, reading, model in reversed(compared):  # the earliest first
            point = DriftPoint(
                at=reading.done_at or reading.updated_at,
                purpose=pair.purpose,
                sample_id=reading.sample_id,
                likeness=of_pair(sample_set.task, marks[reading.id], marks[model.id]),
            )
            points.setdefault(reading.reader_id, []).append(point)
        names = await UserRepository(self.work.db).names(points)
        checked, extended = await self.rows.decision_counts(set_id)
        return DriftRead(
            set_id=set_id,
            readers=[
                ReaderDrift(reader=AssigneeRead(id=reader_id, name=name), points=points[reader_id])
                for reader_id, name in sorted(names.items(), key=lambda item: (item[1], str(item[0])))
            ],
            overlaps_checked=checked,
            overlaps_extended=extended,
        )

    async def _compared(self, sample_set: SampleSet) -> list[tuple[Pair, Examination, Examination]]:
        """Readings of repeats and controls, each with the reading it should be like, if there is one."""
        pairs = await self.rows.compared(sample_set)
        known = await KnownAnswerRepository(self.work.db).of_set(sample_set.id)
        answers = await self.rows.readings({known[pair.original_id] for pair in pairs if pair.original_id in known})
        first = await self.rows.first_readings([pair for pair in pairs if pair.purpose is SamplePurpose.REPEAT])
        found = []
        for pair in pairs:
            if pair.purpose is SamplePurpose.REPEAT:
                model = first.get((pair.reading.reader_id, pair.original_id))
            else:
                model = answers[known[pair.original_id]] if pair.original_id in known else None
            if model is not None:
                found.append((pair, pair.reading, model))
        return found
