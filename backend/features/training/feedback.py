"""After each case: how alike the reading is to the known answer, and the answer. Marked once, as it was left."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.distribution.comparing import ReadingComparison, of_pair
from backend.features.examinations.answers import read_examination
from backend.features.examinations.errors import ExaminationNotFound, NotAssignee
from backend.features.examinations.masks import read_row
from backend.features.examinations.volumes import sizes
from backend.features.sets.service import SetService
from backend.features.training.errors import NotACase, NotATraining, NotDoneYet
from backend.features.training.schemas import AnswerRead, AttemptRead, FeedbackRead
from backend.features.training.service import score_of
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.sample_set import SampleSet
from backend.models.training import Training
from backend.models.training_answer import TrainingAnswer
from backend.models.training_result import TrainingResult
from backend.repositories.dealing import DealingRepository
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.known_answers import KnownAnswerRepository
from backend.repositories.masks import MaskRepository
from backend.repositories.readings import ReadingRepository
from backend.repositories.rereading import RereadingRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.trainings import Case, TrainingRepository


class FeedbackService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.trainings = TrainingRepository(work.db)
        self.examinations = ExaminationRepository(work.db)
        self.known = KnownAnswerRepository(work.db)
        self.dealing = DealingRepository(work.db)

    async def give(self, examination_id: UUID, caller: Caller) -> FeedbackRead:
        """Mark a reading of one's own that is done, and show the answer. Asked again, the mark stays as it was."""
        examination, sample_set = await self._own(examination_id, caller)
        training = await self.trainings.get(sample_set.id)
        if training is None:
            raise NotATraining
        known = await self._known(examination)
        answer = await self.work.db.get(TrainingAnswer, examination.id)
        if answer is None:
            await SampleSetRepository(self.work.db).locked(sample_set.id)
            answer = await self._mark(sample_set, examination, known)
        package_id = await self.trainings.package_with(examination.sample_id, caller.user_id)
        cases = await self.trainings.cases(package_id, caller.user_id) if package_id else []
        cases = await self._of_the_training(sample_set.id, cases)
        result = await self._end(sample_set, training, caller, cases)
        return FeedbackRead(
            examination_id=examination.id,
            likeness=answer.likeness,
            pass_mark=training.pass_mark,
            answer=await self._answer(known, examination.sample_id),
            marked=sum(case.is_marked for case in cases),
            total=len(cases),
            result=AttemptRead.model_validate(result) if result else None,
        )

    async def _own(self, examination_id: UUID, caller: Caller) -> tuple[Examination, SampleSet]:
        examination = await self.examinations.get_visible(examination_id, caller)
        if examination is None:
            raise ExaminationNotFound
        sample_set = await SetService(self.work).visible(examination.set_id, caller)
        caller.require(Action.READ_SAMPLE, in_=sample_set.group_id)
        if examination.reader_id != caller.user_id or examination.kind is not ExaminationKind.READING:
            raise NotAssignee
        return examination, sample_set

    async def _known(self, examination: Examination) -> Examination:
        """The known answer that a reading is held to; of what is shown once more, that of the original."""
        original = (await self.dealing.originals([examination.sample_id]))[examination.sample_id]
        known_id = (await self.known.of_set(examination.set_id)).get(original)
        known = await self.examinations.get(known_id) if known_id else None
        if known is None:
            raise NotACase
        return known

    async def _mark(self, sample_set: SampleSet, examination: Examination, known: Examination) -> TrainingAnswer:
        if examination.state is not ExaminationState.DONE:
            raise NotDoneYet
        marks = await ReadingComparison(self.work).marks([examination, known])
        answer = TrainingAnswer(
            examination_id=examination.id,
            version=examination.version,
            known_id=known.id,
            known_version=known.version,
            likeness=of_pair(sample_set.task, marks[examination.id], marks[known.id]),
        )
        self.work.db.add(answer)
        await self.work.flush()
        return answer

    async def _of_the_training(self, set_id: UUID, cases: Sequence[Case]) -> list[Case]:
        """Those whose answer is known, or was when they were marked."""
        known = await self.known.of_set(set_id)
        originals = await self.dealing.originals([case.sample_id for case in cases])
        return [case for case in cases if case.is_marked or originals[case.sample_id] in known]

    async def _end(
        self, sample_set: SampleSet, training: Training, caller: Caller, cases: Sequence[Case]
    ) -> TrainingResult | None:
        """Write down how an attempt ended, with its last case; who has passed has passed."""
        results = await self.trainings.results_of(sample_set.id, caller.user_id)
        if not cases or not all(case.is_marked for case in cases):
            return None
        if results and (results[-1].is_passed or await self._is_told(sample_set, caller, len(results))):
            return results[-1]
        score = score_of(cases)
        result = TrainingResult(
            set_id=sample_set.id,
            user_id=caller.user_id,
            attempt=len(results) + 1,
            cases=len(cases),
            score=score,
            pass_mark=training.pass_mark,
            is_passed=score >= training.pass_mark,
        )
        self.work.db.add(result)
        await self.work.flush()
        action = "training.passed" if result.is_passed else "training.failed"
        audit.record(self.work, caller, action, result.id, organization_id=sample_set.organization_id, score=score)
        await self.work.flush()
        return result

    async def _is_told(self, sample_set: SampleSet, caller: Caller, ended: int) -> bool:
        """Whether every attempt that is read to its end has its result: this is one of them, looked at again."""
        finished = 0
        for package in await self.trainings.packages_of(sample_set.id, caller.user_id):
            cases = await self._of_the_training(sample_set.id, await self.trainings.cases(package.id, caller.user_id))
            finished += bool(cases) and all(case.is_marked for case in cases)
        return finished <= ended

    async def _answer(self, known: Examination, sample_id: UUID) -> AnswerRead:
        """The answer on the images of the case: those of the original stand at the same places in what repeats it."""
        reading = await ReadingRepository(self.work.db).with_objects(known)
        here = await self._here(known.sample_id, sample_id)
        masks = MaskRepository(self.work.db)
        (masses,) = await sizes(masks, [reading])
        read = read_examination(reading, {}, masses)
        return AnswerRead(
            annotations=[
                annotation.model_copy(update={"image_id": here.get(annotation.image_id, annotation.image_id)})
                for annotation in read.annotations
            ],
            masks=[read_row(row) for row in await masks.all_of(known.id)],
            no_finding=read.no_finding,
            bad_quality=read.bad_quality,
            comment=read.comment,
        )

    async def _here(self, known_sample_id: UUID, sample_id: UUID) -> Mapping[UUID, UUID]:
        rows = RereadingRepository(self.work.db)
        there = await rows.image_positions([known_sample_id])
        here = {position: image_id for image_id, position in (await rows.image_positions([sample_id])).items()}
        return {image_id: here[position] for image_id, position in there.items() if position in here}
