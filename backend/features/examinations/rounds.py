"""Rounds: a set is read again from the beginning, and what was read stays as it is."""

from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.versions import MadeOn
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.examinations.errors import RoundNotBegun
from backend.features.sets.schemas import SetRead
from backend.features.sets.service import SetService, require_open
from backend.repositories.examinations import ExaminationRepository


class RoundService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.examinations = ExaminationRepository(work.db)

    async def start(self, set_id: UUID, caller: Caller, made_on: MadeOn) -> SetRead:
        """Begin the next round. A second click is safe: a round in which nothing was read has no next one."""
        sample_set = await self.sets.held_for(Action.EDIT_SET, set_id, caller)
        await BlindingService(self.work).require_sight(sample_set, caller)
        made_on.require(sample_set.version)
        require_open(sample_set)
        if not await self.examinations.begun_in(set_id, sample_set.round):
            raise RoundNotBegun
        sample_set.round += 1
        audit.record(
            self.work,
            caller,
            "set.round_started",
            set_id,
            organization_id=sample_set.organization_id,
            round=sample_set.round,
        )
        await self.work.flush()
        return await self.sets.get(set_id, caller)
