"""The settings by which a set is dealt out."""

from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.versions import MadeOn
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.distribution.errors import TrainingNotFound
from backend.features.distribution.schemas import DistributionRead, DistributionUpdate
from backend.features.sets.service import SetService
from backend.models.distribution import Distribution, Split
from backend.models.sample_set import SampleSet
from backend.repositories.dealing import DealingRepository
from backend.repositories.known_answers import KnownAnswerRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.trainings import TrainingRepository


class DistributionService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.dealing = DealingRepository(work.db)

    async def get(self, set_id: UUID, caller: Caller) -> DistributionRead:
        sample_set = await self.sets.visible(set_id, caller)
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        return await self._read(sample_set, await self.of(sample_set), caller)

    async def update(self, set_id: UUID, body: DistributionUpdate, caller: Caller, made_on: MadeOn) -> DistributionRead:
        sample_set = await self.sets.held_for(Action.EDIT_SET, set_id, caller)
        distribution = await self.of(sample_set)
        made_on.require(distribution.version or 0)
        changed = {
            field: value
            for field, value in body.model_dump(exclude_unset=True).items()
            if value is not None or field == "training_set_id"
        }
        if body.training_set_id is not None:
            await self._require_training(sample_set, body.training_set_id)
        await self.change(distribution, **changed)
        if changed:
            audit.record(
                self.work,
                caller,
                "set.distribution_changed",
                set_id,
                organization_id=sample_set.organization_id,
                fields=sorted(changed),
            )
        await self.work.flush()
        return await self._read(sample_set, distribution, caller)

    async def _require_training(self, sample_set: SampleSet, training_set_id: UUID) -> None:
        """Only of the same group: its readers must be able to get there."""
        training = await TrainingRepository(self.work.db).get(training_set_id)
        of_set = await SampleSetRepository(self.work.db).get(training_set_id)
        is_here = of_set is not None and of_set.group_id == sample_set.group_id
        if training is None or not is_here or training_set_id == sample_set.id:
            raise TrainingNotFound

    async def of(self, sample_set: SampleSet) -> Distribution:
        """The settings of a set; those of one that was never changed are not stored."""
        return await self.dealing.get(sample_set.id) or Distribution(
            set_id=sample_set.id,
            split=Split.UPLOAD_ORDER,
            seed=0,
            repeat_share=0.0,
            repeat_after_days=30,
            control_share=0.0,
            extra_readers=0,
            alike_from=0.7,
        )

    async def change(self, distribution: Distribution, **fields: object) -> None:
        """Change settings under the lock of their set."""
        for name, value in fields.items():
            setattr(distribution, name, value)
        if fields:
            self.dealing.add(distribution)
        await self.work.flush()

    async def _read(self, sample_set: SampleSet, distribution: Distribution, caller: Caller) -> DistributionRead:
        only = caller.user_id if await BlindingService(self.work).is_blind(sample_set, caller) else None
        known = await KnownAnswerRepository(self.work.db).count_of(distribution.set_id, only=only)
        return DistributionRead(
            set_id=distribution.set_id,
            split=distribution.split,
            seed=distribution.seed,
            repeat_share=distribution.repeat_share,
            repeat_after_days=distribution.repeat_after_days,
            control_share=distribution.control_share,
            extra_readers=distribution.extra_readers,
            alike_from=distribution.alike_from,
            training_set_id=distribution.training_set_id,
            known_answers=known,
            version=distribution.version or 0,
        )
