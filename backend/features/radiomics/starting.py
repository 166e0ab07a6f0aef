"""Runs begun, begun again, and what failed of them retried."""

from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.radiomics.schemas import RunCreate, RunRead
from backend.features.radiomics.service import RadiomicsService


class RunStarting:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work

    async def start(self, body: RunCreate, caller: Caller) -> RunRead:
        return await RadiomicsService(self.work).start(body, caller)

    async def retry(self, run_id: UUID, caller: Caller) -> RunRead:
        raise NotImplementedError

    async def again(self, run_id: UUID, caller: Caller) -> RunRead:
        raise NotImplementedError
