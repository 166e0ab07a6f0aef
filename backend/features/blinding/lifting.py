"""Giving up one's blinding: one sees what the others have read, and reads no more in this round."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.errors import NotBlind
from backend.features.blinding.schemas import BlindingLiftCreate, BlindingLiftRead, PersonRead
from backend.features.blinding.service import BlindingService
from backend.features.sets.schemas import SetRead
from backend.features.sets.service import SetService
from backend.models.blinding_lift import BlindingLift
from backend.repositories.blinding import BlindingRepository


class BlindingLifting:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.blinding = BlindingService(work)
        self.lifts = BlindingRepository(work.db)

    async def lift(self, set_id: UUID, body: BlindingLiftCreate, caller: Caller) -> SetRead:
        """Their readings stay theirs and as they are; what they have not finished is free for others to read."""
        sample_set = await self.sets.held_for(Action.SEE_ALL_PACKAGES, set_id, caller)
        if not await self.blinding.is_blind(sample_set, caller):
            raise NotBlind
        self.lifts.add(BlindingLift(set_id=set_id, user_id=caller.user_id, round=sample_set.round, reason=body.reason))
        freed = await self.lifts.free_unfinished_packages(set_id, caller.user_id)
        audit.record(
            self.work,
            caller,
            "set.blinding_lifted",
            set_id,
            organization_id=sample_set.organization_id,
            round=sample_set.round,
            packages=freed,
        )
        await self.work.flush()
        return await self.sets.get(set_id, caller)

    async def listing(self, set_id: UUID, caller: Caller, page: Page) -> Listing[BlindingLiftRead]:
        """Who has lifted theirs, the last first. That somebody did may mean that there is something to see."""
        sample_set = await self.sets.visible(set_id, caller)
        caller.require(Action.SEE_ALL_PACKAGES, in_=sample_set.group_id)
        await self.blinding.require_sight(sample_set, caller)
        found = await self.lifts.of_set(set_id, page)
        items = [
            BlindingLiftRead(
                id=lift.id,
                person=PersonRead(id=lift.user_id, name=name),
                round=lift.round,
                reason=lift.reason,
                created_at=lift.created_at,
            )
            for lift, name in found.items
        ]
        return Listing(items, found.total, found.page, found.page_size)
