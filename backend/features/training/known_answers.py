"""Known answers: readings or decisions that leads say are right. Said once more, the newest counts."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.examinations.differences import operations_back
from backend.features.examinations.journal import Journal
from backend.features.packages.schemas import AssigneeRead
from backend.features.sets.service import SetService, require_open
from backend.features.training.errors import NothingToTake
from backend.features.training.schemas import KnownAnswerRead, KnownAnswersTake, KnownAnswersTaken
from backend.models.examination import Examination, ExaminationKind
from backend.models.sample_set import SampleSet
from backend.repositories.known_answers import KnownAnswerRepository
from backend.repositories.readings import Reading, ReadingRepository
from backend.repositories.trainings import TrainingRepository


class KnownAnswerService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.blinding = BlindingService(work)
        self.trainings = TrainingRepository(work.db)
        self.readings = ReadingRepository(work.db)
        self.known = KnownAnswerRepository(work.db)

    async def listing(self, set_id: UUID, caller: Caller, page: Page) -> Listing[KnownAnswerRead]:
        sample_set = await self.sets.visible(set_id, caller)
        caller.require(Action.SEE_ALL_PACKAGES, in_=sample_set.group_id)
        await self.blinding.require_sight(sample_set, caller)
        newest = list((await self.known.of_set(set_id)).values())
        rows = await self.trainings.known(newest)
        shown = rows[page.offset : page.offset + page.page_size]
        drawn = await self.readings.all_with_objects([examination for examination, _, _ in shown])
        items = [
            KnownAnswerRead(
                sample_id=sample.id,
                title=sample.title,
                object_count=len(reading.objects),
                said_by=AssigneeRead(id=examination.reader_id, name=name),
                said_at=examination.done_at,
            )
            for (examination, sample, name), reading in zip(shown, drawn, strict=True)
        ]
        return Listing(items, len(rows), page.page, page.page_size)

    async def take(self, set_id: UUID, body: KnownAnswersTake, caller: Caller) -> KnownAnswersTaken:
        """Say that finished readings, or decisions, are the right answers. What they were taken from stays as it is."""
        sample_set = await self.sets.held_for(Action.EDIT_SET, set_id, caller)
        require_open(sample_set)
        reader_id = None if body.decisions else body.reader_id or caller.user_id
        if reader_id != caller.user_id:
            await self.blinding.require_sight(sample_set, caller)
        sources = await self.trainings.sources(sample_set, reader_id, body.sample_ids)
        if not sources:
            raise NothingToTake
        turns = await self.trainings.last_turns(
            [source.sample_id for source in sources], caller.user_id, sample_set.round
        )
        for source in await self.readings.all_with_objects(sources):
            await self._say(sample_set, source, turns.get(source.sample_id, 0) + 1, caller)
        audit.record(
            self.work,
            caller,
            "set.answers_known",
            set_id,
            organization_id=sample_set.organization_id,
            count=len(sources),
        )
        await self.work.flush()
        only = caller.user_id if await self.blinding.is_blind(sample_set, caller) else None
        return KnownAnswersTaken(taken=len(sources), known=await self.known.count_of(set_id, only=only))

    async def _say(self, sample_set: SampleSet, source: Reading, turn: int, caller: Caller) -> None:
        """A reading of its own, with the journal of how it came to be."""
        examination = Examination(
            set_id=sample_set.id,
            sample_id=source.sample_id,
            reader_id=caller.user_id,
            round=sample_set.round,
            kind=ExaminationKind.REFERENCE,
            turn=turn,
            version=0,
        )
        self.work.db.add(examination)
        await self.work.flush()
        empty = await self.readings.with_objects(examination)
        journal = Journal(self.work.db)
        operations = operations_back(empty, await journal.masks.whole(source))
        await journal.write(empty, operations, sample_set.task, caller.user_id, earlier=source.objects)
