"""Who may get a package."""

from collections.abc import Collection
from uuid import UUID

from backend.core.permissions import RULES, Action
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.packages.errors import NotAReader
from backend.features.training.errors import NotQualified
from backend.models.sample_set import SampleSet
from backend.repositories.groups import MembershipRepository
from backend.repositories.trainings import TrainingRepository


class PackageGiving:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.members = MembershipRepository(work.db)
        self.blinding = BlindingService(work)
        self.trainings = TrainingRepository(work.db)

    async def require_readers(self, sample_set: SampleSet, user_ids: Collection[UUID]) -> None:
        """Refuse people who do not, or may not, read in a set."""
        for user_id in user_ids:
            role = await self.members.role_of(sample_set.group_id, user_id)
            if role not in RULES[Action.READ_SAMPLE].group:
                raise NotAReader
            await self.require_may_read(sample_set, user_id)

    async def require_may_read(self, sample_set: SampleSet, user_id: UUID) -> None:
        """Refuse somebody of the group who may not read in this set, or not yet."""
        await self.blinding.require_may_read(sample_set, user_id)
        training = await self.trainings.required_by(sample_set.id)
        if training is not None and not await self.trainings.has_passed(training[0], user_id):
            raise NotQualified(f"The training {training[1]} must be passed before reading in this set.")
