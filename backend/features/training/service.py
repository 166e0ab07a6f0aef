"""Training: readers read cases whose answer is known, are told after each, and pass or try again."""

from collections.abc import Sequence
from statistics import fmean
from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.distribution.dealing import Card, shuffled
from backend.features.distribution.rereading import reissue, repeated
from backend.features.packages.filling import Laying
from backend.features.packages.schemas import AssigneeRead
from backend.features.sets.service import SetService, require_open
from backend.features.training.errors import NoKnownAnswers, NotATraining, TrainingPassed
from backend.features.training.schemas import AttemptRead, TrainingRead, TrainingResultRead, TrainingUpdate
from backend.models.sample_set import SampleSet
from backend.models.training import Training
from backend.repositories.dealing import DealingRepository
from backend.repositories.known_answers import KnownAnswerRepository
from backend.repositories.packages import PackageRepository
from backend.repositories.trainings import Case, TrainingRepository


class TrainingService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.trainings = TrainingRepository(work.db)
        self.known = KnownAnswerRepository(work.db)
        self.dealing = DealingRepository(work.db)

    async def get(self, set_id: UUID, caller: Caller) -> TrainingRead:
        await self.sets.visible(set_id, caller)
        training = await self.trainings.get(set_id)
        results = await self.trainings.results_of(set_id, caller.user_id)
        package_id, cases = await self._present(set_id, caller.user_id) if training else (None, [])
        return TrainingRead(
            set_id=set_id,
            is_training=training is not None,
            pass_mark=training.pass_mark if training else None,
            cases=await self.known.count_of(set_id) if training else 0,
            is_passed=any(result.is_passed for result in results),
            package_id=package_id,
            marked=sum(case.is_marked for case in cases),
            total=len(cases),
            attempts=[AttemptRead.model_validate(result) for result in results],
        )

    async def update(self, set_id: UUID, body: TrainingUpdate, caller: Caller) -> TrainingRead:
        """Make a set a training, or change its mark: attempts that came to their end stay as they ended."""
        sample_set = await self.sets.held_for(Action.EDIT_SET, set_id, caller)
        training = await self.trainings.get(set_id)
        if training is None:
            self.trainings.add(Training(set_id=set_id, pass_mark=body.pass_mark))
        else:
            training.pass_mark = body.pass_mark
        audit.record(
            self.work,
            caller,
            "set.training_changed",
            set_id,
            organization_id=sample_set.organization_id,
            pass_mark=body.pass_mark,
        )
        await self.work.flush()
        return await self.get(set_id, caller)

    async def remove(self, set_id: UUID, caller: Caller) -> None:
        """The set is no training any more: nobody needs to pass it."""
        sample_set = await self.sets.held_for(Action.EDIT_SET, set_id, caller)
        training = await self.trainings.get(set_id)
        if training is None:
            return
        await self.trainings.delete(training)
        audit.record(self.work, caller, "set.training_ended", set_id, organization_id=sample_set.organization_id)
        await self.work.flush()

    async def results(self, set_id: UUID, caller: Caller, page: Page) -> Listing[TrainingResultRead]:
        sample_set = await self.sets.visible(set_id, caller)
        caller.require(Action.SEE_ALL_PACKAGES, in_=sample_set.group_id)
        await BlindingService(self.work).require_sight(sample_set, caller)
        found = await self.trainings.results(set_id, page)
        items = [
            TrainingResultRead(
                **AttemptRead.model_validate(result).model_dump(), reader=AssigneeRead(id=result.user_id, name=name)
            )
            for result, name in found.items
        ]
        return Listing(items, found.total, found.page, found.page_size)

    async def start(self, set_id: UUID, caller: Caller) -> UUID:
        """The package of the attempt that the caller is at; a new one, in another order, if there is none."""
        sample_set = await self.sets.held_for(Action.CLAIM_PACKAGE, set_id, caller)
        require_open(sample_set)
        if await self.trainings.get(set_id) is None:
            raise NotATraining
        if await self.trainings.has_passed(set_id, caller.user_id):
            raise TrainingPassed
        package_id, _ = await self._present(set_id, caller.user_id)
        if package_id is None:
            package_id = await self._deal(sample_set, caller.user_id)
            audit.record(self.work, caller, "package.claimed", package_id, organization_id=sample_set.organization_id)
        await self.work.flush()
        return package_id

    async def _present(self, set_id: UUID, user_id: UUID) -> tuple[UUID | None, Sequence[Case]]:
        """The newest package of somebody in which a case with a known answer is not marked."""
        known = await self.known.of_set(set_id)
        for package in await self.trainings.packages_of(set_id, user_id):
            cases = await self.trainings.cases(package.id, user_id)
            originals = await self.dealing.originals([case.sample_id for case in cases])
            if any(not case.is_marked and originals[case.sample_id] in known for case in cases):
                return package.id, cases
        return None, []

    async def _deal(self, sample_set: SampleSet, user_id: UUID) -> UUID:
        """All cases in an order of the reader's own: the first time as they are, later once more."""
        known = await self.known.of_set(sample_set.id)
        if not known:
            raise NoKnownAnswers
        attempt = len(await self.trainings.results_of(sample_set.id, user_id)) + 1
        cards = shuffled([Card(sample_id) for sample_id in known], sample_set.id.hex, user_id.hex, attempt)
        read = (await self.dealing.read_samples(sample_set, [user_id])).get(user_id, set())
        held = (await self.dealing.held_samples(sample_set.id, [user_id])).get(user_id, set())
        if not (read | held).isdisjoint(known):
            keys = {card.sample_id: repeated(user_id, card.sample_id, f"t{attempt}") for card in cards}
            return await reissue(self.work, sample_set, user_id, keys)
        slot = max(await self.trainings.highest_slot(sample_set.id), sample_set.readers_per_sample) + 1
        laying = Laying(sample_set, slot, await PackageRepository(self.work.db).last_position(sample_set.id))
        laying.lay(cards, laying.begin())
        await self.dealing.add_packages(laying.packages)
        await self.dealing.lay(laying.items)
        package_id: UUID = laying.packages[0]["id"]
        await self.dealing.assign_all({package_id: user_id})
        return package_id


def score_of(cases: Sequence[Case]) -> float:
    """The mean of what can be said; nothing can be said of none: 0."""
    said = [case.likeness for case in cases if case.likeness is not None]
    return fmean(said) if said else 0.0
