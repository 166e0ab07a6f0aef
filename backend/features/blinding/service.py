"""Who is blind in a set: must not learn in whichever way what others have read in it, or that they have."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.errors import BlindingLifted, BlindInSet
from backend.models.sample_set import SampleSet
from backend.repositories.blinding import BlindingRepository, readable_by


class BlindingService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.blinding = BlindingRepository(work.db)

    async def is_blind(self, sample_set: SampleSet, caller: Caller) -> bool:
        return not await self.blinding.sighted_in([sample_set.id], caller)

    async def blind_in(self, set_ids: Sequence[UUID], caller: Caller) -> set[UUID]:
        """Those of the sets in which the caller is blind."""
        return set(set_ids) - await self.blinding.sighted_in(set_ids, caller)

    async def without_imported_in(self, set_ids: Sequence[UUID], caller: Caller) -> set[UUID]:
        """Those of the sets in which something of what files and models say may be kept from the caller."""
        return set(set_ids) - await self.blinding.sees_imported_in(set_ids, caller)

    async def require_sight(self, sample_set: SampleSet, caller: Caller) -> None:
        """Refuse who is blind, always in the same words: whether there is anything to see must not show.

        Raises:
            BlindInSet: The caller must not learn what others have read.
        """
        if await self.is_blind(sample_set, caller):
            raise BlindInSet

    async def require_may_read(self, sample_set: SampleSet, user_id: UUID) -> None:
        """Refuse to let somebody read who has seen what the others have read in this round.

        Raises:
            BlindingLifted: They have lifted their blinding.
        """
        if await self.blinding.has_lifted(sample_set, user_id):
            raise BlindingLifted

    @staticmethod
    def readable_by(caller: Caller) -> ColumnElement[bool]:
        """Whether a reading may be seen by the caller."""
        return readable_by(caller)
